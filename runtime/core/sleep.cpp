// SPDX-License-Identifier: BSL-1.0
#include <rondo/core/sleep.hpp>

#include <rondo/core/cancel_scope.hpp>

namespace rondo::inline v0::detail {

void sleep_op::start(waiter& who) {
    touches_ = &who;
    scheduler& on = who.home();
    instant until(time_);
    if (!absolute_) until = time_ == forever ? never : saturating_add(on.now(), time_);
    absolute_ = true;
    time_ = until.time_since_epoch();
    if (until == never) return;
    if (until <= on.now()) {
        if (who.claim()) who.unpark();
        return;
    }
    timer_queue* timers = on.timers();
    if (!timers) throw runtime_error("this scheduler has no clock: sleep and deadlines need a loop");
    timers->arm(*this, until);
}

bool sleep_op::abort(waiter& waiting) noexcept {
    if (armed()) waiting.home().timers()->disarm(*this);
    return true;
}

void sleep_op::wake(timer& self) noexcept {
    waiter& waiting = static_cast<sleep_op&>(self).who();
    if (waiting.claim()) waiting.unpark();
}

void sleep_op::describe(std::string& out) const {
    if (instant(time_) == never) {
        out += "a sleep for ever";
    } else {
        out += absolute_ ? "a sleep until " : "a sleep of ";
        out += format_duration(time_);
    }
}

} // namespace rondo::inline v0::detail
