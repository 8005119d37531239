// SPDX-License-Identifier: BSL-1.0
//
// What a fiber that a scheduler runs has beside its body: the context that it runs in, and the way in which it waits. An
// awaitable hands a body on by a coroutine handle, which a fiber has none of; so it gives a handle that does nothing, and
// is its own pump: it runs what it is given until that handle comes back, on its own stack.
//
//     scheduler ── step ──► fiber ── calls … await ──► coroutine ── awaits … ──► leaf parks the body
//         ◄───────────── the context is left, with all that stands on its stack ─────────┘
//         ── step ──► back in await: coroutine.resume() … its end hands the gate back ──► await returns
//
// When the next in the turn is a fiber too, the one that waits takes its step for the scheduler: it hands its stack over to
// it without going back. The order is the same, and the steps are; only the pump's stack is not touched in between.
#pragma once

#include <rondo/core/awaitable.hpp>
#include <rondo/core/scheduler.hpp>
#include <rondo/fiber/detail/context.hpp>

namespace rondo::inline v0::detail {

class RONDO_API fiber_runner : fiber_context {
public:
    fiber_runner(body& who, const fiber_stack& stack, std::byte* top, fiber_context::entry run,
                 void* argument) noexcept;
    fiber_runner(const fiber_runner&) = delete;
    fiber_runner& operator=(const fiber_runner&) = delete;

    /// That of the fiber that runs here. Throws: runtime_error where none does, generator_exit in one that is dropped.
    static fiber_runner& here() {
        fiber_runner* const me = this_fiber_thread.runner;
        if (!me || &me->body_ != this_thread_runs.task || me->body_.state() != body_state::running)
            [[unlikely]]
            throw_not_here();
        return *me;
    }
    static bool is_here() noexcept {
        const fiber_runner* const me = this_fiber_thread.runner;
        return me && &me->body_ == this_thread_runs.task;
    }

    body& who() const noexcept { return body_; }
    fiber_context& context() noexcept { return *this; }
    const fiber_context& context() const noexcept { return *this; }
    /// Where a fiber goes on that awaits something itself. Never resumed: known when it comes back. No coroutine has an odd
    /// address: so it also tells whose it is.
    std::coroutine_handle<> gate() noexcept {
        return std::coroutine_handle<>::from_address(reinterpret_cast<char*>(this) + 1);
    }

    /// The scheduler's side: runs it until it waits or ends, and those that it hands over to.
    /// Returns: the one that has ended, or null.
    RONDO_INLINE fiber_runner* step() noexcept {
        fiber_runner* const outer = std::exchange(this_fiber_thread.runner, this);
        char* const floor = this_thread_runs.stack_floor;
        auto& last = static_cast<fiber_runner&>(resume());
        this_thread_runs.stack_floor = floor;
        this_fiber_thread.runner = outer;
        return last.finished() ? &last : nullptr;
    }
    /// Throws generator_exit in at its wait, and sees it end.
    void drop() noexcept;

    /// The fiber's side: what was awaited has suspended, and handed the gate to whoever ends it.
    RONDO_INLINE void wait() {
        for (;;) {
            if (body_.state() != body_state::running) {
                if (fiber_runner* const next = next_fiber()) {
                    next->take_step_after(*this);
                } else {
                    switch_out();
                }
                if (injected()) [[unlikely]]
                    leave_dropped();
            }
            const std::coroutine_handle<> next = std::exchange(body_.resume_point, nullptr);
            if (next == gate()) [[likely]]
                return;
            keep_floor();
            next.resume();
        }
    }
    /// Before a coroutine is run: it may start others by a call as far as the stack that is run on has room.
    RONDO_INLINE static void
    keep_floor() noexcept { // the stack may be that of a generator which the fiber asks
        this_thread_runs.stack_floor = reinterpret_cast<char*>(this_fiber_thread.current->floor());
    }

private:
    // What is next in the turn, when it is a fiber that goes on where it waited itself.
    RONDO_INLINE fiber_runner* next_fiber() noexcept {
        const runnable* const next = this_thread_runs.on->next_in_turn();
        if (!next) return nullptr;
        const auto address = reinterpret_cast<std::uintptr_t>(next->resume_point.address());
        if (address % 2 == 0) return nullptr;
        auto* const fiber = reinterpret_cast<fiber_runner*>(address - 1);
        return fiber->body_.state() == body_state::ready && fiber->can_follow(*this) ? fiber : nullptr;
    }
    RONDO_INLINE void take_step_after(fiber_runner& from) noexcept {
        this_thread_runs.on->take_next();
        body_.begin_step();
        this_thread_runs.task = &body_;
        this_fiber_thread.runner = this;
        from.hand_over(*this);
    }
    [[noreturn]] static void throw_not_here();
    [[noreturn]] void leave_dropped();

    body& body_;
};

} // namespace rondo::inline v0::detail
