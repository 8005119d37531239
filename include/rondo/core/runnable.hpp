// SPDX-License-Identifier: BSL-1.0
//
// What the scheduler runs, and all that it knows of it: a function to call, and the frame that the function will touch
// first, for the prefetch. Tasks, fibers and callbacks are made on top of this.
#pragma once

#include <rondo/base/config.hpp>

#include <coroutine>

namespace rondo::inline v0 {

class scheduler;

/// A thing in the ready queue. It is there at most once, and stays where it is in memory.
struct runnable {
    using step_function = void (*)(runnable&, scheduler&) noexcept;

    explicit runnable(step_function run_one_step) noexcept : step(run_one_step) {}
    runnable(const runnable&) = delete;
    runnable& operator=(const runnable&) = delete;

    step_function step;
    std::coroutine_handle<> resume_point{}; ///< where a coroutine goes on; null otherwise

protected:
    ~runnable() = default;
};

} // namespace rondo::inline v0
