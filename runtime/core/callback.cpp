// SPDX-License-Identifier: BSL-1.0
#include <rondo/core/callback.hpp>

#include <rondo/base/errors.hpp>
#include <rondo/base/unraisable.hpp>

namespace rondo::inline v0::detail {

callback::callback(scheduler& home) : runnable(&run), timer(&due), home_(home) {
    home.check_thread();
    home.enlist();
}

callback::~callback() { leave_queue(); }

void callback::leave_queue() noexcept {
    if (std::exchange(enlisted_, false)) home_.discharge();
}

void callback::queue_now() noexcept { home_.make_ready(*this); }

void callback::queue_at(instant when) {
    try {
        if (when <= home_.now()) return queue_now();
        if (!home_.timers()) throw runtime_error("this scheduler has no clock: call_at needs a loop");
        home_.timers()->arm(*this, when);
    } catch (...) {
        release();
        throw;
    }
    if (armed()) return;
    pending_ = false; // never
    leave_queue();
    release();
}

void callback::cancel() noexcept {
    if (!pending_) return;
    home_.check_thread();
    pending_ = false;
    if (!armed()) return; // its turn will come, and nothing will happen
    home_.timers()->disarm(*this);
    leave_queue();
    release();
}

void callback::due(timer& self) noexcept { static_cast<callback&>(self).queue_now(); }

void callback::run(runnable& self, scheduler& on) noexcept {
    auto& mine = static_cast<callback&>(self);
    this_thread_runs.task = nullptr;
    if (mine.pending_) {
        mine.pending_ = false;
        try {
            if (!on.drops_callbacks_) mine.call();
        } catch (...) {
            report_unraisable(std::current_exception(), "in a callback of a loop");
        }
    }
    mine.leave_queue();
    mine.release();
}

void call_posted(scheduler& home, std::unique_ptr<posted> function) {
    call_soon(home, [boxed = std::move(function)] { boxed->call(); });
}

} // namespace rondo::inline v0::detail
