// SPDX-License-Identifier: BSL-1.0
#include <rondo/fiber/detail/runner.hpp>

#include <rondo/base/errors.hpp>
#include <rondo/core/join_handle.hpp>
#include <rondo/fiber/fiber_local.hpp>

namespace rondo::inline v0::detail {

fiber_runner::fiber_runner(body& who, const fiber_stack& stack, std::byte* top, fiber_context::entry run,
                           void* argument) noexcept
    : fiber_context(stack, top, run, argument), body_(who) {
    body_.resume_point = gate();
}

RONDO_COLD void fiber_runner::drop() noexcept {
    fiber_runner* const outer = std::exchange(this_fiber_thread.runner, this);
    unwind();
    this_fiber_thread.runner = outer;
}

// What was awaited is destroyed from the innermost outwards; the awaiter goes with the fiber's own frames.
RONDO_COLD void fiber_runner::leave_dropped() {
    std::coroutine_handle<> frame = std::exchange(body_.resume_point, nullptr);
    while (frame && frame != gate()) {
        const std::coroutine_handle<> next = frame_base::of(frame).continuation;
        frame.destroy();
        frame = next;
    }
    std::rethrow_exception(take_injected());
}

RONDO_COLD void fiber_runner::throw_not_here() {
    const running_now& now = this_thread_runs;
    const fiber_runner* const me = this_fiber_thread.runner;
    if (me && &me->body_ == now.task)
        throw generator_exit(); // dropped: each wait says so, until it has ended
    if (!now.on)
        throw runtime_error(
            "await(): no loop runs here: call it in a function that spawn_fiber(group, f, args...) runs, "
            "or in what that calls");
    if (!now.task)
        throw runtime_error(
            "await(): a callback runs here, and cannot wait: let it spawn a fiber or a task that does");
    throw runtime_error(
        "await(): " + now.task->name() +
        " is no fiber that runs: a coroutine says co_await, and a plain function that waits is run by "
        "spawn_fiber(group, f, args...) or co_await on_fiber(f, args...)");
}

void throw_no_locals() {
    throw runtime_error("fiber_local: neither a fiber nor a task runs here, whose own value this could be");
}

} // namespace rondo::inline v0::detail
