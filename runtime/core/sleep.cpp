// SPDX-License-Identifier: BSL-1.0
#include <rondo/core/sleep.hpp>

#include <rondo/core/cancel_scope.hpp>

namespace rondo::inline v0::detail {

void sleep_op::start(waiter& who) {
    who_ = &who;
    touches_ = &who;
    scheduler& on = who.home();
    if (!absolute_) until_ = length_ == forever ? never : saturating_add(on.now(), length_);
    if (until_ == never) return;
    if (until_ <= on.now()) {
        who_ = nullptr;
        if (who.claim()) who.unpark();
        return;
    }
    timer_queue* timers = on.timers();
    if (!timers) throw runtime_error("this scheduler has no clock: sleep and deadlines need a loop");
    timers->arm(*this, until_);
}

bool sleep_op::abort(waiter& who) noexcept {
    if (armed()) who.home().timers()->disarm(*this);
    return true;
}

void sleep_op::wake(timer& self) noexcept {
    waiter& who = *static_cast<sleep_op&>(self).who_;
    if (who.claim()) who.unpark();
}

void sleep_op::describe(std::string& out) const {
    if (until_ == never) {
        out += "a sleep for ever";
    } else {
        out += "a sleep until ";
        out += format_duration(until_.time_since_epoch());
    }
}

} // namespace rondo::inline v0::detail
