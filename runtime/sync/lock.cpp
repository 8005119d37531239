// SPDX-License-Identifier: BSL-1.0
#include <rondo/sync/lock.hpp>

#include "circle.hpp"

namespace rondo::inline v0 {

void held_lock::release() {
    if (!of_)
        throw runtime_error("held_lock::release: it holds no lock: it was released before, or moved from");
    std::exchange(of_, nullptr)->hand_over();
}

void lock::hand_over() noexcept {
    detail::lock_place* const next = lot_.pop_claimed();
    if (!next) {
        locked_ = false;
        holder_ = {};
        return;
    }
    holder_ = detail::holder::of(&next->who->owner());
    if (next->into) *next->into = held_lock(*this);
    next->who->unpark();
}

lock_statistics lock::statistics() const noexcept {
    lock_statistics now;
    now.locked = locked_;
    if (holder_.task) now.owner = holder_.id;
    now.waiting = lot_.size();
    return now;
}

void lock::describe_wait(std::string& out, const waiter* asker) const {
    out += name_.empty() ? "a lock" : "the lock '" + name_ + "'";
    if (!locked_) return;
    out += ", ";
    detail::append_holder(out, holder_, asker);
    if (!asker) return;
    detail::circle closes(const_cast<waiter*>(asker)->owner());
    closes.look(*this);
    closes.append(out, nullptr);
}

} // namespace rondo::inline v0
