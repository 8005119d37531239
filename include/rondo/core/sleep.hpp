// SPDX-License-Identifier: BSL-1.0
//
// Giving way, and waiting for a time: the two waits that need nobody else.
#pragma once

#include <rondo/core/awaitable.hpp>
#include <rondo/core/timers.hpp>

#include <concepts>

namespace rondo::inline v0 {

namespace detail {

/// Goes to the end of the queue; smaller than a leaf, as it is never parked.
class [[nodiscard("a wait does nothing until it is awaited")]] yield_op {
public:
    class awaiter {
    public:
        explicit awaiter(body& runner) noexcept : body_(runner) {}
        bool await_ready() { return body_.refuse_before_giving_way(); }
        void await_suspend(std::coroutine_handle<> frame) noexcept {
            body_.resume_point = frame;
            body_.give_way();
        }
        void await_resume() {
            if (body_.take_refusal()) [[unlikely]]
                throw cancelled();
        }

    private:
        body& body_;
    };
    awaiter bind(body& runner, place) const noexcept { return awaiter(runner); }
};

/// A checkpoint and nothing else.
class [[nodiscard("a checkpoint does nothing until it is awaited")]] checkpoint_op {
public:
    bool ready() const noexcept { return true; }
    void start(waiter&) const noexcept {}
    bool abort(waiter&) const noexcept { return true; }
    void take() const noexcept {}
};

class [[nodiscard("a wait does nothing until it is awaited")]] RONDO_API sleep_op : private timer {
public:
    explicit sleep_op(duration length) noexcept : timer(&wake), time_(length), absolute_(false) {}
    explicit sleep_op(instant until) noexcept
        : timer(&wake), time_(until.time_since_epoch()), absolute_(true) {}
    sleep_op(sleep_op&& other) noexcept : timer(&wake), time_(other.time_), absolute_(other.absolute_) {}

    bool ready() const noexcept { return false; }
    void start(waiter& who);
    bool abort(waiter& who) noexcept;
    void take() const noexcept {}
    void describe(std::string& out) const;

private:
    static void wake(timer& self) noexcept;
    waiter& who() const noexcept { return *static_cast<waiter*>(const_cast<void*>(touches_)); }
    duration time_; // how long; once started, or absolute_: until when
    bool absolute_;
};

} // namespace detail

using detail::checkpoint_op; ///< what checkpoint() gives
using detail::
    sleep_op; ///< what sleep() and sleep_until() give, to be named among the requests of a generator
using detail::yield_op; ///< what yield_now() gives

/// Lets everybody else who is ready run once: goes on in the next turn. Suspends: always; a checkpoint.
inline detail::yield_op yield_now() noexcept { return {}; }
/// Throws `cancelled` when the scope is cancelled; otherwise goes on at once. Suspends: only when the step has had its
/// share of 128 operations.
inline detail::checkpoint_op checkpoint() noexcept { return {}; }

/// Waits `length` from the turn that it is awaited in; never less. Zero or less waits one turn; `forever` waits until
/// it is cancelled. Equal deadlines wake in the order in which they were armed. Suspends: always; a checkpoint.
/// Throws: runtime_error when the host has no clock.
template <class Rep, class Period>
detail::sleep_op sleep(std::chrono::duration<Rep, Period> length) noexcept {
    return detail::sleep_op(to_duration(length));
}
/// Keeps `sleep(1)` from POSIX, whose sleep would stop the whole loop.
template <std::integral T>
detail::sleep_op sleep(T) noexcept {
    static_assert(detail::unsupported<T>, "sleep(length): length is a duration, such as 1s");
    return detail::sleep_op(duration::zero());
}

/// Waits until the host's time is `deadline`; one turn when it is past.
inline detail::sleep_op sleep_until(instant deadline) noexcept { return detail::sleep_op(deadline); }

} // namespace rondo::inline v0
