// SPDX-License-Identifier: BSL-1.0
#include <rondo/sync/capacity_limiter.hpp>

#include <algorithm>

namespace rondo::inline v0 {

void borrowed_token::release() {
    if (!of_)
        throw runtime_error(
            "borrowed_token::release: it holds no token: it was released before, or moved from");
    std::exchange(of_, nullptr)->give_back(borrower_);
}

namespace {
const void* this_borrower() {
    const body* const task = detail::this_thread_runs.task;
    if (!task)
        throw runtime_error("capacity_limiter: there is no task here to borrow: use acquire_on_behalf_of()");
    return task;
}
[[noreturn]] void throw_twice() {
    throw runtime_error("capacity_limiter::acquire: this borrower holds a token already, or waits for one");
}
} // namespace

capacity_limiter::acquire_op capacity_limiter::acquire() { return {*this, this_borrower()}; }

borrowed_token capacity_limiter::try_acquire() {
    const void* const borrower = this_borrower();
    if (knows(borrower)) throw_twice();
    if (!free()) return {};
    borrowers_.push_back(borrower);
    return {*this, borrower};
}

bool capacity_limiter::knows(const void* borrower) const noexcept {
    if (std::find(borrowers_.begin(), borrowers_.end(), borrower) != borrowers_.end()) return true;
    for (const detail::parking_place* one = lot_.front(); one; one = one->next)
        if (static_cast<const acquire_op*>(one)->borrower_ == borrower) return true;
    return false;
}

bool capacity_limiter::acquire_op::ready() {
    twice_ = of_.knows(borrower_);
    if (twice_) return true;
    if (!of_.free()) return false;
    of_.borrowers_.push_back(borrower_);
    return true;
}

void capacity_limiter::acquire_op::start(waiter& who) {
    of_.borrowers_.reserve(of_.borrowers_.size() + of_.lot_.size() + 1); // handing over must not throw
    of_.lot_.push_back(*this, who);
}

bool capacity_limiter::acquire_op::abort(waiter&) noexcept {
    of_.lot_.erase(*this);
    return true;
}

borrowed_token capacity_limiter::acquire_op::take() const {
    if (twice_) throw_twice();
    return {of_, borrower_};
}

void capacity_limiter::acquire_op::describe(std::string& out) const {
    out += "a token of a capacity limiter, " + std::to_string(of_.borrowers_.size()) + " of " +
           std::to_string(of_.total_) + " are borrowed";
}

void capacity_limiter::set_total(std::size_t total) noexcept {
    total_ = total;
    hand_out();
}

void capacity_limiter::give_back(const void* borrower) noexcept {
    borrowers_.erase(std::find(borrowers_.begin(), borrowers_.end(), borrower));
    hand_out();
}

void capacity_limiter::hand_out() noexcept {
    while (borrowers_.size() < total_) {
        acquire_op* const oldest = lot_.pop_claimed();
        if (!oldest) return;
        borrowers_.push_back(oldest->borrower_);
        oldest->who->unpark();
    }
}

} // namespace rondo::inline v0
