// SPDX-License-Identifier: BSL-1.0
//
// A body that calls a plain function on a stack of its own. The body, with the result, is small and may be kept by handles;
// context, callable and arguments lie at the top of the stack, and go with it when the function has returned.
#pragma once

#include <rondo/core/task_group.hpp>
#include <rondo/fiber/detail/runner.hpp>
#include <rondo/gen/protocol.hpp>

#include <memory>
#include <string_view>
#include <tuple>

namespace rondo::inline v0::detail {

template <class T, class Kept>
class fiber_task final : public result_body<T> {
public:
    template <class... From>
    fiber_task(const fiber_options& options, place made, From&&... from) : result_body<T>(&first_step, made) {
        frame_ = &make_on_stack<frame>(options.stack_bytes, *this, static_cast<From&&>(from)...);
        frame_->runner.context().set_name(options.name);
    }
    fiber_task(const fiber_task&) = delete;
    ~fiber_task() { give_up_stack(); }

    static void* operator new(std::size_t bytes) { return allocate_frame(bytes); }
    static void operator delete(void* memory, std::size_t bytes) noexcept { deallocate_frame(memory, bytes); }

private:
    // What lies at the top of the stack.
    struct frame {
        template <class... From>
        frame(const fiber_stack& stack, std::byte* top, fiber_task& of, From&&... from)
            : runner(of, stack, top, &fiber_task::call, &of), kept(static_cast<From&&>(from)...) {}
        fiber_runner runner;
        Kept kept;
    };

    /// The first step may find itself cancelled: then nothing of the function runs.
    static void first_step(runnable& r, scheduler& s) noexcept {
        auto& self = static_cast<fiber_task&>(r);
        self.step = &run_step;
        if (self.state() == body_state::ready && self.cancel_pending()) return self.end_here();
        self.mark_started();
        run_step(r, s);
    }
    /// Also asked to end one whose function has returned, or that is dropped, and to dispose of a body that has ended.
    static void run_step(runnable& r, scheduler& s) noexcept {
        auto& self = static_cast<fiber_task&>(r);
        if (self.state() != body_state::ready) [[unlikely]] {
            if (self.state() == body_state::running) return self.end_here();
            if (self.state() == body_state::dropped) return self.drop_here();
            delete &self;
            return;
        }
        self.begin_step();
        this_thread_runs.task = &self;
        if (fiber_runner* const ended = self.frame_->runner.step()) ended->who().step(ended->who(), s);
    }
    void drop_here() noexcept {
        this_thread_runs.task = this; // for the destructors
        frame_->runner.drop();
        end_here();
    }
    void end_here() noexcept {
        this_thread_runs.task = this;
        this->resume_point = nullptr;
        give_up_stack();
        this->finish(this->result);
    }
    void give_up_stack() noexcept {
        if (frame* const mine = std::exchange(frame_, nullptr))
            destroy_on_stack(*mine, mine->runner.context());
    }

    // On the fiber's own stack.
    static void call(void* argument) noexcept {
        auto& self = *static_cast<fiber_task*>(argument);
        try {
            if constexpr (std::is_void_v<T>) {
                self.frame_->kept.call();
                self.result.set();
            } else {
                self.result.set(self.frame_->kept.call());
            }
        } catch (...) {
            // The exit is no error of one that is dropped: it ended as a cancelled one does.
            if (self.state() != body_state::dropped || !protocol::is_exit(std::current_exception()))
                self.result.fail();
        }
    }

    frame* frame_ = nullptr;
};

template <class F, class... Args>
using fiber_call_t = std::invoke_result_t<F&, spawned_arg_t<Args>...>;
template <class F, class... Args>
using fiber_result_t = std::remove_cv_t<fiber_call_t<F, Args...>>;

// A parameter may refer to a temporary that is made of an argument for the call: a plain call keeps it to its end.
template <class F, class... Args>
consteval bool expect_plain_call() {
    constexpr bool callable_so = std::is_invocable_v<F&, spawned_arg_t<Args>...>;
    static_assert(callable_so,
                  "spawn_fiber(group, f, args...): f cannot be called with copies of these arguments: a "
                  "parameter that is an lvalue reference needs std::ref(x)");
    if constexpr (callable_so) {
        constexpr bool plain = !frame_owner<std::remove_cvref_t<fiber_call_t<F, Args...>>>;
        static_assert(
            plain,
            "spawn_fiber(group, f, args...): f is a plain function that waits by await(); a coroutine is "
            "spawned by group.spawn(f, args...)");
        return plain;
    } else {
        return false;
    }
}

template <class F, class... Args>
auto spawn_fiber_in(task_group& group, place where, const fiber_options& options, F&& f, Args&&... args) {
    using callable = std::decay_t<F>;
    if constexpr (expect_plain_call<callable, Args...>()) {
        using T = fiber_result_t<callable, Args...>;
        using fiber = fiber_task<T, kept_call<callable, std::decay_t<Args>...>>;
        std::unique_ptr<fiber> child(
            new fiber(options, where, static_cast<F&&>(f), static_cast<Args&&>(args)...));
        adopt_into(group, *child);
        join_handle<T> handle(*child.release());
        if (std::string_view(options.name) != fiber_options{}.name) {
            try {
                handle.set_name(options.name);
            } catch (...) { // no memory for the name: none of it runs
                handle.cancel();
                throw;
            }
        }
        return handle;
    }
}

} // namespace rondo::inline v0::detail
