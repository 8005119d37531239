// SPDX-License-Identifier: BSL-1.0
//
// `async_exit_stack`: an exit_stack for tasks: managers, exit functions and callbacks, those that wait and those that do not,
// in one pile, left in reverse order. Each entry is told the error as the inner ones left it.
//
//     stack ──► latest entry ──► … ──► first entry        plain and waiting entries as they come
#pragma once

#include <rondo/core/task.hpp>
#include <rondo/with/async_with.hpp>
#include <rondo/with/exit_stack.hpp>

namespace rondo::inline v0 {

namespace detail {

/// A duty that is awaited. Left without that, by a destructor, it is only reported.
class RONDO_API awaited_duty : public duty {
public:
    virtual task<bool> leave_awaited(std::exception_ptr error) = 0; ///< true swallows
    bool leave(const std::exception_ptr& error) final;
    awaited_duty* awaited() noexcept final { return this; }
};

template <class A>
task<bool> await_exit(A leaving) {
    if constexpr (std::is_void_v<await_result_t<A>>) {
        co_await std::move(leaving);
        co_return false;
    } else {
        co_return static_cast<bool>(co_await std::move(leaving));
    }
}

template <class M>
class awaited_manager_duty final : public awaited_duty {
public:
    explicit awaited_manager_duty(M&& manager) : manager_(std::forward<M>(manager)) {}
    task<bool> leave_awaited(std::exception_ptr error) override {
        return await_exit(manager_.get().exit(std::move(error)));
    }
    std::remove_reference_t<M>& manager() noexcept { return manager_.get(); }

private:
    held<M> manager_;
};

template <class F>
class awaited_exit_duty final : public awaited_duty {
public:
    explicit awaited_exit_duty(F exit) : exit_(std::move(exit)) {}
    task<bool> leave_awaited(std::exception_ptr error) override {
        return await_exit(exit_(std::move(error)));
    }

private:
    F exit_;
};

template <class F, class... Args>
class awaited_callback_duty final : public awaited_duty {
public:
    template <class G, class... Given>
    explicit awaited_callback_duty(G&& callback, Given&&... args)
        : callback_(std::forward<G>(callback)), args_(std::forward<Given>(args)...) {}
    task<bool> leave_awaited(std::exception_ptr) override {
        auto running = std::apply(callback_, std::move(args_));
        static_cast<void>(co_await std::move(running));
        co_return false;
    }

private:
    F callback_;
    std::tuple<Args...> args_;
};

template <class M>
using manager_duty_for = std::conditional_t<awaited_result<exited_t<std::remove_reference_t<M>>>,
                                            awaited_manager_duty<M>, manager_duty<M>>;

} // namespace detail

/// A stack of things to leave, some of which wait, and an async manager itself:
/// `co_await async_with(async_exit_stack(), [](async_exit_stack& stack) -> task<> { … })` tells the entries the body's error,
/// lets them swallow or replace it, and throws theirs. Or a local on which `co_await stack.close()` is called. A destructor
/// cannot wait: entries that are left to it are left when they are plain, and reported to the unraisable hook when they wait.
/// Move-only; what was moved from is empty. Cost: one allocation an entry. Source: Python's contextlib.AsyncExitStack.
class [[nodiscard]] RONDO_API async_exit_stack {
public:
    async_exit_stack() = default;
    async_exit_stack(async_exit_stack&& other) noexcept = default;
    async_exit_stack&
    operator=(async_exit_stack&& other) noexcept; ///< what this one held is left as by its destructor
    ~async_exit_stack();

    /// Enters `manager` (an lvalue is borrowed, an rvalue kept) and leaves it with the stack. Returns: what its enter gave, for
    /// a plain one at once; for one that waits a task that gives it. Throws: what enter throws: then the stack is as it was.
    template <class M>
    auto enter(M&& manager) -> std::conditional_t<context_manager<std::remove_reference_t<M>>,
                                                  entered_t<std::remove_reference_t<M>>,
                                                  task<async_entered_t<std::remove_reference_t<M>>>> {
        if constexpr (detail::expect_async_manager<std::remove_reference_t<M>>()) {
            auto owed = std::make_unique<detail::manager_duty_for<M>>(std::forward<M>(manager));
            if constexpr (context_manager<std::remove_reference_t<M>>)
                return enter_now(std::move(owed));
            else
                return enter_awaited(*this, std::move(owed));
        }
    }
    /// Python's names of the same.
    template <class M>
    entered_t<std::remove_reference_t<M>> enter_context(M&& manager) {
        static_assert(detail::expect_manager<std::remove_reference_t<M>>());
        return enter(std::forward<M>(manager));
    }
    template <class M>
    auto enter_async_context(M&& manager) {
        return enter(std::forward<M>(manager));
    }

    /// Adds an exit function, `bool(std::exception_ptr)` or one that gives something awaitable, that may swallow (true) or
    /// replace (throw) the error; or the exit of a manager that is entered already.
    template <class Exit>
    void push(Exit&& exit) {
        using function = std::decay_t<Exit>;
        if constexpr (async_context_manager<std::remove_reference_t<Exit>>) {
            add(std::make_unique<detail::manager_duty_for<Exit>>(std::forward<Exit>(exit)));
        } else {
            constexpr bool is_exit = std::is_invocable_v<function&, const std::exception_ptr&>;
            static_assert(
                is_exit,
                "async_exit_stack::push(exit): exit takes a std::exception_ptr and returns bool (true "
                "swallows), or something awaitable, or is a context manager; use callback(f) for what "
                "only cleans up");
            if constexpr (is_exit) {
                using result = std::invoke_result_t<function&, const std::exception_ptr&>;
                if constexpr (detail::awaited_result<result>)
                    add(std::make_unique<detail::awaited_exit_duty<function>>(std::forward<Exit>(exit)));
                else
                    add(std::make_unique<detail::exit_duty<function>>(std::forward<Exit>(exit)));
            }
        }
    }

    /// Adds a call `f(args…)`, with f and args copied or moved in; what it gives is awaited when it can be, and then ignored.
    template <class F, class... Args>
    void callback(F&& f, Args&&... args) {
        constexpr bool callable = std::is_invocable_v<std::decay_t<F>&, std::decay_t<Args>...>;
        static_assert(callable,
                      "async_exit_stack::callback(f, args...): f cannot be called with these arguments");
        if constexpr (callable) {
            using result = std::invoke_result_t<std::decay_t<F>&, std::decay_t<Args>...>;
            using duty =
                std::conditional_t<detail::awaited_result<result>,
                                   detail::awaited_callback_duty<std::decay_t<F>, std::decay_t<Args>...>,
                                   detail::callback_duty<std::decay_t<F>, std::decay_t<Args>...>>;
            add(std::make_unique<duty>(std::forward<F>(f), std::forward<Args>(args)...));
        }
    }

    /// Hands all entries to a new stack; nothing is left now.
    async_exit_stack pop_all() noexcept { return std::move(*this); }
    /// Leaves all entries now, by the normal path. Throws: the last error that no entry further out swallowed.
    task<> close();
    bool empty() const noexcept { return !top_; }

    /// As a manager: gives itself.
    async_exit_stack& enter() noexcept { return *this; }
    /// Leaves all entries, the latest first; the first is told `error`. Gives: whether `error` was swallowed.
    /// Throws: the last error that an entry threw and none further out swallowed. Cancel: every entry is left all the same;
    /// waits in them throw `cancelled`.
    task<bool> exit(std::exception_ptr error);

private:
    void add(std::unique_ptr<detail::duty> duty) noexcept {
        duty->below = std::move(top_);
        top_ = std::move(duty);
    }
    template <class Duty>
    auto enter_now(std::unique_ptr<Duty> owed) -> decltype(owed->manager().enter()) {
        using entered = decltype(owed->manager().enter());
        auto& kept = owed->manager();
        if constexpr (std::is_void_v<entered>) {
            kept.enter();
            add(std::move(owed));
        } else {
            entered value = kept.enter();
            add(std::move(owed));
            return static_cast<entered>(value);
        }
    }
    template <class Duty>
    static auto enter_awaited(async_exit_stack& stack, std::unique_ptr<Duty> owed)
        -> task<async_entered_t<std::remove_reference_t<decltype(owed->manager())>>> {
        using manager = std::remove_reference_t<decltype(owed->manager())>;
        using entered = async_entered_t<manager>;
        manager& kept = owed->manager();
        if constexpr (!detail::awaited_result<entered_t<manager>>) {
            if constexpr (std::is_void_v<entered>) {
                kept.enter();
                stack.add(std::move(owed));
            } else {
                entered value = kept.enter();
                stack.add(std::move(owed));
                co_return static_cast<entered&&>(value);
            }
        } else if constexpr (std::is_void_v<entered>) {
            co_await kept.enter();
            stack.add(std::move(owed));
        } else {
            entered value = co_await kept.enter();
            stack.add(std::move(owed));
            co_return static_cast<entered&&>(value);
        }
    }
    void leave_quietly() noexcept;

    std::unique_ptr<detail::duty> top_;
    departure scope_;
};

static_assert(async_context_manager<async_exit_stack> && !context_manager<async_exit_stack>);

} // namespace rondo::inline v0
