// SPDX-License-Identifier: BSL-1.0
#include <rondo/sync/rw_lock.hpp>

#include "circle.hpp"

namespace rondo::inline v0 {

void held_rw_lock::release() {
    if (!of_)
        throw runtime_error("held_rw_lock::release: it holds no lock: it was released before, or moved from");
    leave();
}

void held_rw_lock::take_over(held_rw_lock& other) noexcept {
    of_ = std::exchange(other.of_, nullptr);
    if (!of_) return;
    writes_ = other.writes_;
    by_ = other.by_;
    next_ = other.next_;
    previous_ = other.previous_;
    (previous_ ? previous_->next_ : of_->holds_) = this;
    if (next_) next_->previous_ = this;
}

void held_rw_lock::leave() noexcept {
    (previous_ ? previous_->next_ : of_->holds_) = next_;
    if (next_) next_->previous_ = previous_;
    next_ = previous_ = nullptr;
    std::exchange(of_, nullptr)->leave(writes_);
}

void held_rw_lock::downgrade() {
    if (!writes()) throw runtime_error("held_rw_lock::downgrade: it is not held for writing");
    writes_ = false;
    of_->written_ = false;
    of_->readers_ = 1;
    of_->hand_out();
}

void rw_lock::hand_out() noexcept {
    while (!lot_.empty() && admits(lot_.front()->writes_)) {
        acquire_op* const oldest = lot_.front();
        if (!lot_.pop_front_claimed()) continue;
        let_in(oldest->writes_, &oldest->who->owner());
        oldest->who->unpark();
    }
}

rw_lock_statistics rw_lock::statistics() const noexcept {
    rw_lock_statistics now{readers_, written_, 0, 0};
    for (const detail::parking_place* one = lot_.front(); one; one = one->next)
        ++(static_cast<const acquire_op*>(one)->writes_ ? now.waiting_writers : now.waiting_readers);
    return now;
}

void rw_lock::acquire_op::describe(std::string& out) const {
    out += writes_ ? "a rw_lock, to write, " : "a rw_lock, to read, ";
    if (of_.written_)
        detail::append_holder(out, of_.writer_, who);
    else
        out +=
            "which " + std::to_string(of_.readers_) + (of_.readers_ == 1 ? " reader holds" : " readers hold");
    if (!who) return;
    detail::circle closes(who->owner());
    closes.look(*this);
    closes.append(out, of_.written_ ? nullptr : of_.readers_ == 1 ? ", " : ", among them ");
}

} // namespace rondo::inline v0
