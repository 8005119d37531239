// SPDX-License-Identifier: BSL-1.0
//
// `exit_stack`: managers, exit functions and callbacks collected while the program runs, and left in reverse order: as
// many `with` blocks, one inside the other, as there are entries. Each entry is told the error as the inner ones left it:
// what was swallowed is gone, what was thrown has replaced it.
//
//     stack ──► latest entry ──► … ──► first entry        each a node of its own: an entered manager never moves
#pragma once

#include <rondo/base/config.hpp>
#include <rondo/gen/departure.hpp>
#include <rondo/with/manager.hpp>

#include <memory>
#include <tuple>

namespace rondo::inline v0 {

namespace detail {

class awaited_duty;

/// What an exit_stack owes: one call of leave, and then to be destroyed.
class RONDO_API duty {
public:
    duty() = default;
    duty(const duty&) = delete;
    virtual ~duty();
    virtual bool leave(const std::exception_ptr& error) = 0; ///< true swallows
    virtual awaited_duty* awaited() noexcept {
        return nullptr;
    } ///< itself, when it must wait: in an async_exit_stack

    std::unique_ptr<duty> below;
};

/// Calls leave with `error` as the one that is being handled, so that std::throw_with_nested in it keeps the right cause.
RONDO_API bool leave_handling(duty& entry, const std::exception_ptr& error);

template <class M>
class manager_duty final : public duty {
public:
    explicit manager_duty(M&& manager) : manager_(std::forward<M>(manager)) {}
    bool leave(const std::exception_ptr& error) override {
        return static_cast<bool>(manager_.get().exit(error));
    }
    std::remove_reference_t<M>& manager() noexcept { return manager_.get(); }

private:
    held<M> manager_;
};

template <class F>
class exit_duty final : public duty {
public:
    explicit exit_duty(F exit) : exit_(std::move(exit)) {}
    bool leave(const std::exception_ptr& error) override { return static_cast<bool>(exit_(error)); }

private:
    F exit_;
};

template <class F, class... Args>
class callback_duty final : public duty {
public:
    template <class G, class... Given>
    explicit callback_duty(G&& callback, Given&&... args)
        : callback_(std::forward<G>(callback)), args_(std::forward<Given>(args)...) {}
    bool leave(const std::exception_ptr&) override {
        static_cast<void>(std::apply(callback_, std::move(args_)));
        return false;
    }

private:
    F callback_;
    std::tuple<Args...> args_;
};

} // namespace detail

/// A stack of things to leave, and a manager itself: `with(exit_stack{}, [](exit_stack& stack) { … })` tells the entries
/// the body's error, lets them swallow or replace it, and throws theirs. A plain local only cleans up: it leaves as
/// `scoped` does, and errors go to the unraisable hook. Move-only; what was moved from is empty.
/// Cost: one allocation an entry. Source: Python's contextlib.ExitStack.
class [[nodiscard]] RONDO_API exit_stack {
public:
    exit_stack() = default;
    exit_stack(exit_stack&& other) noexcept = default;
    exit_stack&
    operator=(exit_stack&& other) noexcept; ///< what this one held is left first, as by its destructor
    ~exit_stack();

    /// Enters `manager` (an lvalue is borrowed, an rvalue kept) and leaves it with the stack. Returns: what its enter gave.
    /// Throws: what its enter throws: then the stack is as it was.
    /// Lifetime: a reference into the manager, or into a contextmanager's frame, holds until the manager is left.
    template <class M>
    entered_t<std::remove_reference_t<M>> enter(M&& manager) {
        static_assert(detail::expect_manager<std::remove_reference_t<M>>());
        using entered = entered_t<std::remove_reference_t<M>>;
        auto duty = std::make_unique<detail::manager_duty<M>>(std::forward<M>(manager));
        auto& kept = duty->manager();
        if constexpr (std::is_void_v<entered>) {
            kept.enter();
            add(std::move(duty));
        } else if constexpr (std::is_reference_v<entered>) {
            entered&& value = kept.enter();
            add(std::move(duty));
            return static_cast<entered&&>(value);
        } else {
            entered value = kept.enter();
            add(std::move(duty));
            return value;
        }
    }
    /// Python's name of the same.
    template <class M>
    entered_t<std::remove_reference_t<M>> enter_context(M&& manager) {
        return enter(std::forward<M>(manager));
    }

    /// Adds an exit function, `bool(std::exception_ptr)`, that may swallow (true) or replace (throw) the error; or the exit of
    /// a manager that is entered already.
    template <class Exit>
    void push(Exit&& exit) {
        using function = std::decay_t<Exit>;
        constexpr bool is_manager = context_manager<std::remove_reference_t<Exit>>;
        constexpr bool is_exit =
            requires(function& f, const std::exception_ptr& e) { static_cast<bool>(f(e)); };
        static_assert(is_manager || is_exit, "exit_stack::push(exit): exit takes a std::exception_ptr and "
                                             "returns bool (true swallows), or is a "
                                             "context manager; use callback(f) for what only cleans up");
        if constexpr (is_manager) {
            add(std::make_unique<detail::manager_duty<Exit>>(std::forward<Exit>(exit)));
        } else if constexpr (is_exit) {
            add(std::make_unique<detail::exit_duty<function>>(std::forward<Exit>(exit)));
        }
    }

    /// Adds a call `f(args…)`, with f and args copied or moved in. What it returns is ignored: it cannot swallow.
    template <class F, class... Args>
    void callback(F&& f, Args&&... args) {
        using duty = detail::callback_duty<std::decay_t<F>, std::decay_t<Args>...>;
        static_assert(std::is_invocable_v<std::decay_t<F>&, std::decay_t<Args>...>,
                      "exit_stack::callback(f, args...): f cannot be called with these arguments");
        add(std::make_unique<duty>(std::forward<F>(f), std::forward<Args>(args)...));
    }

    /// Hands all entries to a new stack; nothing is left now. Example: keep what was opened once all of it could be.
    exit_stack pop_all() noexcept { return std::move(*this); }

    /// Leaves all entries now, by the normal path. Throws: the last error that no entry further out swallowed.
    void close() { static_cast<void>(exit(nullptr)); }

    bool empty() const noexcept { return !top_; }

    /// As a context manager: gives itself.
    exit_stack& enter() noexcept { return *this; }
    /// Leaves all entries, the latest first; the first is told `error`. Returns: whether `error` was swallowed.
    /// Throws: the last error that an entry threw and none further out swallowed.
    bool exit(std::exception_ptr error);

private:
    void add(std::unique_ptr<detail::duty> duty) noexcept {
        duty->below = std::move(top_);
        top_ = std::move(duty);
    }
    void leave_quietly() noexcept;

    std::unique_ptr<detail::duty> top_;
    departure scope_;
};

static_assert(context_manager<exit_stack>);

} // namespace rondo::inline v0
