// SPDX-License-Identifier: BSL-1.0
//
// What a fiber that a scheduler runs has beside its body: the context that it runs in, and the way in which it waits. An
// awaitable hands a body on by a coroutine handle, which a fiber has none of; so it gives a handle that does nothing, and
// is its own pump: it runs what it is given until that handle comes back, on its own stack.
//
//     scheduler ── step ──► fiber ── calls … await ──► coroutine ── awaits … ──► leaf parks the body
//         ◄───────────── the context is left, with all that stands on its stack ─────────┘
//         ── step ──► back in await: coroutine.resume() … its end hands the gate back ──► await returns
#pragma once

#include <rondo/core/awaitable.hpp>
#include <rondo/fiber/detail/context.hpp>

namespace rondo::inline v0::detail {

class RONDO_API fiber_runner {
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
    fiber_context& context() noexcept { return context_; }
    const fiber_context& context() const noexcept { return context_; }
    /// Where a fiber goes on that awaits something itself. Never resumed: known when it comes back.
    std::coroutine_handle<> gate() const noexcept { return gate_; }

    /// The scheduler's side: runs it until it waits or ends.
    RONDO_INLINE void step() noexcept {
        fiber_runner* const outer = std::exchange(this_fiber_thread.runner, this);
        char* const floor = this_thread_runs.stack_floor;
        context_.resume();
        this_thread_runs.stack_floor = floor;
        this_fiber_thread.runner = outer;
    }
    /// Throws generator_exit in at its wait, and sees it end.
    void drop() noexcept;

    /// The fiber's side: what was awaited has suspended, and handed the gate to whoever ends it.
    RONDO_INLINE void wait() {
        for (;;) {
            if (body_.state() != body_state::running) {
                context_.switch_out();
                if (context_.injected()) [[unlikely]]
                    leave_dropped();
            }
            const std::coroutine_handle<> next = std::exchange(body_.resume_point, nullptr);
            if (next == gate_) [[likely]]
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
    [[noreturn]] static void throw_not_here();
    [[noreturn]] void leave_dropped();

    fiber_context context_;
    body& body_;
    std::coroutine_handle<> gate_;
};

} // namespace rondo::inline v0::detail
