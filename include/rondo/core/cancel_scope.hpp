// SPDX-License-Identifier: BSL-1.0
//
// Cancellation is a scope. Whatever runs inside may be cancelled: by a call, or by a deadline. From then on each
// checkpoint inside throws `cancelled`, until the scope is left; there it ends. Scopes nest, and a shield keeps out what
// comes from further out.
//
//     scope of the group ◄─ outer ── scope ◄─ outer ── scope    each run by one body, left in reverse order
//            ▼ children                      inner ─►
//     body, body, …  each with scopes of its own, whose outermost looks out on the group's
#pragma once

#include <rondo/core/awaitable.hpp>
#include <rondo/core/timers.hpp>

#include <optional>
#include <string>
#include <string_view>

namespace rondo::inline v0 {

namespace detail {

/// What a wait gives that may be cut off: an optional, a pointer for a reference, bool for nothing.
template <class T>
struct unless_cut {
    using type = std::optional<T>;
};
template <class T>
struct unless_cut<T&> {
    using type = T*;
};
template <>
struct unless_cut<void> {
    using type = bool;
};
template <class T>
using unless_cut_t = typename unless_cut<T>::type;

/// A scope without its words: what is entered and left.
class RONDO_API scope_core : public timer {
public:
    explicit scope_core(instant deadline = never, bool shield = false) noexcept;
    ~scope_core();

    void enter(body& host);
    void leave() noexcept;
    void cancel() noexcept;
    void move_deadline(instant deadline);
    /// Whether `cancelled`, on its way out, ends here: this scope was cancelled, and nothing further out is.
    bool absorbs() const noexcept { return called_ && !outer_is_cancelled(); }
    bool outer_is_cancelled() const noexcept { return !shield_ && host_ && outer_is_effective(); }
    bool called() const noexcept { return called_; }
    bool timed_out() const noexcept { return timed_out_; }
    bool effective() const noexcept { return effective_; }
    bool shielded() const noexcept { return shield_; }
    bool entered() const noexcept { return host_ != nullptr; }
    instant deadline() const noexcept { return deadline_; }

protected:
    friend class rondo::body;
    friend class rondo::task_group;
    friend struct propagation;
    bool outer_is_effective() const noexcept;

    instant deadline_;
    body* host_ = nullptr;        // who runs it, while it is entered
    scope_core* outer_ = nullptr; // of the same body, or its group's
    scope_core* inner_ = nullptr; // of the same body
    task_group* group_ = nullptr; // whose scope this is
    bool shield_;
    bool called_ = false;
    bool effective_ = false; // called, or seen through from further out
    bool timed_out_ = false;
};

/// Runs what `Inner` awaits inside a scope.
template <class A, class Scope>
class scoped_awaiter {
    using result = await_result_t<A>;

public:
    scoped_awaiter(A&& awaitable, Scope& scope, body& runner, place at)
        : scope_(scope), entry_(scope, runner),
          inner_(make_awaiter(runner, static_cast<A&&>(awaitable), at)) {}
    scoped_awaiter(const scoped_awaiter&) = delete;

    bool await_ready() { return inner_.await_ready(); }
    auto await_suspend(std::coroutine_handle<> frame) { return inner_.await_suspend(frame); }
    unless_cut_t<result> await_resume() {
        try {
            if constexpr (std::is_void_v<result>) {
                inner_.await_resume();
                entry_.leave();
                return true;
            } else {
                unless_cut_t<result> got = keep(inner_.await_resume());
                entry_.leave();
                return got;
            }
        } catch (const cancelled&) {
            const bool ends_here = scope_.absorbs();
            entry_.leave();
            if (!ends_here) throw;
            return {};
        }
    }

private:
    template <class R>
    static unless_cut_t<result> keep(R&& value) {
        if constexpr (std::is_reference_v<result>)
            return std::addressof(value);
        else
            return unless_cut_t<result>(std::in_place, static_cast<R&&>(value));
    }
    struct entry {
        entry(Scope& s, body& runner) : scope(&s) { s.enter(runner); }
        entry(const entry&) = delete;
        ~entry() { leave(); }
        void leave() noexcept {
            if (scope) std::exchange(scope, nullptr)->leave();
        }
        Scope* scope;
    };
    Scope& scope_;
    entry entry_;
    awaiter_for<A> inner_;
};

} // namespace detail

/// What a scope is made with.
struct cancel_scope_options {
    duration timeout = forever; ///< counted from run(); zero or less: cancelled from the start
    instant deadline = never;   ///< the earlier of the two counts
    bool shield = false;        ///< keeps out the cancellation of scopes further out
};

/// A scope that is run around something awaitable, once. Keep it where both it and whoever cancels it can reach it.
/// Example: `cancel_scope scope{{.timeout = 5s}};  if (auto page = co_await scope.run(fetch(url))) …`
class RONDO_API cancel_scope : private detail::scope_core {
public:
    explicit cancel_scope(cancel_scope_options options = {}) noexcept;

    /// Awaits `inner` inside the scope. Returns: its result as an optional (`true` for nothing), empty when this scope was
    /// cancelled and that ended it. Throws: what inner throws; `cancelled` when a scope further out was cancelled;
    /// runtime_error when the scope was run before. Suspends: as inner does.
    template <class A>
    auto run(A&& inner) {
        static_assert(awaitable<A>,
                      "cancel_scope::run(x): x must be awaitable; a task is handed over: std::move(t)");
        return scoped_run<A>(*this, static_cast<A&&>(inner));
    }

    /// Cancels what runs inside, or will. Nothing happens when it was cancelled before, or is left.
    /// Threads: the loop's own; elsewhere use loop.post().
    void cancel(std::string_view reason = {});
    /// Moves the deadline; one that has struck cannot be moved any more.
    void reschedule(instant deadline) { move_deadline(deadline); }
    void reschedule_after(duration timeout);

    using scope_core::deadline;
    using scope_core::timed_out; ///< cancelled by its deadline
    bool cancel_called() const noexcept { return called(); }
    /// Whether run() was ended by this scope's cancellation.
    bool ended_by_cancel() const noexcept { return absorbed_; }
    const std::string& reason() const noexcept { return reason_; }

private:
    template <class A, class Scope>
    friend class detail::scoped_awaiter;

    template <class A>
    struct scoped_run {
        scoped_run(cancel_scope& s, A&& a) : scope(s), inner(static_cast<A&&>(a)) {}
        detail::scoped_awaiter<A, cancel_scope> bind(body& runner, place at) && {
            return {static_cast<A&&>(inner), scope, runner, at};
        }
        cancel_scope& scope;
        A inner; // an rvalue is kept, an lvalue borrowed
    };

    void enter(body& runner);
    bool absorbs() noexcept { return absorbed_ = scope_core::absorbs(); }

    duration timeout_;
    bool used_ = false;
    bool absorbed_ = false;
    std::string reason_;
};

namespace detail {

RONDO_API std::string format_duration(duration length);
[[noreturn]] RONDO_API void throw_timed_out(duration after);

template <class A, bool Throws>
class deadline_awaiter {
    using result = await_result_t<A>;

public:
    deadline_awaiter(A&& awaitable, duration timeout, body& runner, place at)
        : scope_(saturating_add(runner.home().now(), timeout)), timeout_(timeout),
          inner_(static_cast<A&&>(awaitable), scope_, runner, at) {}
    deadline_awaiter(const deadline_awaiter&) = delete;
    bool await_ready() { return inner_.await_ready(); }
    auto await_suspend(std::coroutine_handle<> frame) { return inner_.await_suspend(frame); }
    decltype(auto) await_resume() {
        auto kept = inner_.await_resume();
        if constexpr (!Throws) {
            return kept;
        } else {
            if (!kept) throw_timed_out(timeout_);
            if constexpr (!std::is_void_v<result>) return static_cast<result>(*std::move(kept));
        }
    }

private:
    scope_core scope_;
    duration timeout_;
    scoped_awaiter<A, scope_core> inner_;
};

template <class A, bool Throws>
struct with_deadline {
    with_deadline(duration t, A&& a) : timeout(t), inner(static_cast<A&&>(a)) {}
    deadline_awaiter<A, Throws> bind(body& runner, place at) && {
        return {static_cast<A&&>(inner), timeout, runner, at};
    }
    duration timeout;
    A inner;
};

struct shielded_scope : scope_core {
    shielded_scope() noexcept : scope_core(never, true) {}
};
template <class A>
class shield_awaiter {
public:
    shield_awaiter(A&& awaitable, body& runner, place at)
        : inner_(static_cast<A&&>(awaitable), scope_, runner, at) {}
    shield_awaiter(const shield_awaiter&) = delete;
    bool await_ready() { return inner_.await_ready(); }
    auto await_suspend(std::coroutine_handle<> frame) { return inner_.await_suspend(frame); }
    await_result_t<A> await_resume() {
        auto kept = inner_.await_resume();
        if constexpr (!std::is_void_v<await_result_t<A>>)
            return static_cast<await_result_t<A>>(*std::move(kept));
    }

private:
    shielded_scope scope_;
    scoped_awaiter<A, shielded_scope> inner_;
};
template <class A>
struct shield_op {
    explicit shield_op(A&& a) : inner(static_cast<A&&>(a)) {}
    shield_awaiter<A> bind(body& runner, place at) && { return {static_cast<A&&>(inner), runner, at}; }
    A inner;
};

} // namespace detail

/// Awaits `inner` for `timeout` at most. Returns: what inner gives. Throws: timeout_error when the time is over: inner has
/// really ended then; what inner throws. Zero or less: cancelled at its first checkpoint.
/// Example: `auto page = co_await fail_after(2s, fetch(url));`
template <class Rep, class Period, class A>
auto fail_after(std::chrono::duration<Rep, Period> timeout, A&& inner) {
    static_assert(awaitable<A>,
                  "fail_after(timeout, x): x must be awaitable; a task is handed over: std::move(t)");
    return detail::with_deadline<A, true>(to_duration(timeout), static_cast<A&&>(inner));
}
/// The same, and gives an optional (`bool` for nothing) that is empty when the time was over.
/// Example: `if (auto page = co_await move_on_after(50ms, fetch(url))) …`
template <class Rep, class Period, class A>
auto move_on_after(std::chrono::duration<Rep, Period> timeout, A&& inner) {
    static_assert(awaitable<A>,
                  "move_on_after(timeout, x): x must be awaitable; a task is handed over: std::move(t)");
    return detail::with_deadline<A, false>(to_duration(timeout), static_cast<A&&>(inner));
}
template <class T, class A>
    requires std::is_arithmetic_v<T>
auto fail_after(T, A&& inner) {
    static_assert(detail::unsupported<T>, "fail_after(timeout, x): timeout is a duration, such as 2s");
    return fail_after(duration::zero(), static_cast<A&&>(inner));
}
template <class T, class A>
    requires std::is_arithmetic_v<T>
auto move_on_after(T, A&& inner) {
    static_assert(detail::unsupported<T>, "move_on_after(timeout, x): timeout is a duration, such as 2s");
    return move_on_after(duration::zero(), static_cast<A&&>(inner));
}
/// Awaits `inner` untouched by the cancellation of the scopes around it, which strikes at the next checkpoint after it.
/// For cleanup that must wait; give it a deadline of its own.
template <class A>
auto shield(A&& inner) {
    static_assert(awaitable<A>, "shield(x): x must be awaitable; a task is handed over: std::move(t)");
    return detail::shield_op<A>(static_cast<A&&>(inner));
}

} // namespace rondo::inline v0
