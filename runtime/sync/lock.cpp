// SPDX-License-Identifier: BSL-1.0
#include <rondo/sync/lock.hpp>

#include <rondo/core/awaitable.hpp>

#include <algorithm>
#include <vector>

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
    if (asker) append_circle(out, const_cast<waiter*>(asker)->owner());
}

// Follows who holds what who waits for, until it comes back to the asker, or to one seen before: then the circle is
// another's, whose own lines tell of it.
void lock::append_circle(std::string& out, const body& asker) const {
    std::string way;
    std::vector<const body*> seen;
    for (const lock* at = this;;) {
        const body* const holds = detail::find_holder(at->holder_, asker.home());
        if (!holds || std::find(seen.begin(), seen.end(), holds) != seen.end()) return;
        if (holds == &asker) break;
        seen.push_back(holds);
        const detail::parked_wait* const wait = holds->parked_in();
        if (!wait || wait->kind != &detail::kind_of<acquire_op>) return;
        at = &static_cast<const acquire_op*>(wait->awaitable)->of_;
        way +=
            ", who waits for " + (at->name_.empty() ? std::string("a lock") : "'" + at->name_ + "'") + " of ";
        const body* const next = detail::find_holder(at->holder_, asker.home());
        if (next) way += next == &asker ? "this task: a circle" : next->name();
    }
    out += way;
}

} // namespace rondo::inline v0
