// SPDX-License-Identifier: BSL-1.0
#include <rondo/sync/condition.hpp>

namespace rondo::inline v0 {

void condition::wait_op::start(waiter& who) noexcept {
    state_ = phase::waits;
    of_.lot_.push_back(*this, who);
    hold_.of_ = nullptr;
    of_.lock_.hand_over();
}

// It ends with the lock held, cancelled or not: at once if the lock is free, else when its turn in the queue has come.
bool condition::wait_op::abort(waiter& who) noexcept {
    if (state_ == phase::cancelled || state_ == phase::fresh) return state_ == phase::fresh;
    if (state_ == phase::notified) {
        state_ = phase::cancelled;
        of_.pass_on();
        return false;
    }
    of_.lot_.erase(*this);
    if (!of_.lock_.locked_) {
        of_.lock_.locked_ = true;
        of_.lock_.holder_ = detail::holder::of(&who.owner());
        hold_.of_ = &of_.lock_;
        state_ = phase::fresh;
        return true;
    }
    state_ = phase::cancelled;
    back_.into = &hold_;
    back_.promised = true;
    of_.lock_.lot_.push_back(back_, who);
    return false;
}

void condition::wait_op::take() const {
    if (misused())
        throw runtime_error(
            "condition::wait: the lock is not held: pass what co_await l.acquire() gave, of the lock that "
            "the condition was made with");
    if (state_ == phase::cancelled) throw rondo::cancelled();
}

void condition::wait_op::describe(std::string& out) const {
    if (state_ == phase::waits) {
        out += "a condition to be notified";
        return;
    }
    out += "a condition, and now for ";
    of_.lock_.describe_wait(out, back_.who);
}

bool condition::pass_on() noexcept {
    wait_op* const oldest = lot_.pop_claimed();
    if (!oldest) return false;
    oldest->state_ = wait_op::phase::notified;
    oldest->back_.into = &oldest->hold_;
    oldest->back_.promised = true;
    lock_.lot_.push_back(oldest->back_, *oldest->who);
    if (!lock_.locked_) lock_.hand_over(); // one that was cancelled passed it on
    return true;
}

void condition::expect_locked(const char* what) const {
    if (!lock_.locked_) throw runtime_error(std::string(what) + ": nobody holds the lock: acquire it first");
}

void condition::notify(std::size_t count) {
    expect_locked("condition::notify");
    while (count != 0 && pass_on()) --count;
}

void condition::notify_all() {
    expect_locked("condition::notify_all");
    while (pass_on()) {}
}

} // namespace rondo::inline v0
