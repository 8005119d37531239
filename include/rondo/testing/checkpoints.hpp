// SPDX-License-Identifier: BSL-1.0
//
// Does this wait look for cancellation, and count towards the budget of the step, whatever way it takes? Every verb should,
// also where it need not wait; what only computes should not.
#pragma once

#include <rondo/core/awaitable.hpp>
#include <rondo/testing/test_failure.hpp>

namespace rondo::inline v0::testing {

namespace detail {

[[noreturn]] RONDO_API void throw_checkpoints(bool wanted, place where);

template <class A, bool Wanted>
class checkpoint_awaiter {
    using result = await_result_t<A>;

public:
    checkpoint_awaiter(A&& awaitable, body& runner, place at)
        : runner_(runner), at_(at),
          inner_(rondo::detail::make_awaiter(runner, static_cast<A&&>(awaitable), at)) {}
    checkpoint_awaiter(const checkpoint_awaiter&) = delete;

    bool await_ready() {
        turn_ = runner_.home().turns();
        budget_ = runner_.budget_left();
        return inner_.await_ready();
    }
    auto await_suspend(std::coroutine_handle<> frame) { return inner_.await_suspend(frame); }
    result await_resume() {
        if constexpr (std::is_void_v<result>) {
            inner_.await_resume();
            check();
        } else {
            result got = inner_.await_resume();
            check();
            return static_cast<result&&>(got);
        }
    }

private:
    void check() const {
        const bool any = turn_ != runner_.home().turns() || budget_ != runner_.budget_left();
        if (any != Wanted) throw_checkpoints(Wanted, at_);
    }
    body& runner_;
    [[no_unique_address]] place at_;
    rondo::detail::awaiter_for<A> inner_;
    std::uint64_t turn_ = 0;
    unsigned budget_ = 0;
};

template <class A, bool Wanted>
struct checkpoint_check {
    explicit checkpoint_check(A&& a) : inner(static_cast<A&&>(a)) {}
    checkpoint_awaiter<A, Wanted> bind(body& runner, place at) && {
        return {static_cast<A&&>(inner), runner, at};
    }
    A inner; // an rvalue is kept, an lvalue borrowed
};

} // namespace detail

/// Awaits `inner`, and throws test_failure unless it went through at least one checkpoint. What inner throws passes.
/// Returns: what inner gives. Example: `co_await assert_checkpoints(inbox.receive());`
template <awaitable A>
auto assert_checkpoints(A&& inner) {
    return detail::checkpoint_check<A, true>(static_cast<A&&>(inner));
}
/// Awaits `inner`, and throws test_failure if it went through a checkpoint, or waited.
template <awaitable A>
auto assert_no_checkpoints(A&& inner) {
    return detail::checkpoint_check<A, false>(static_cast<A&&>(inner));
}

} // namespace rondo::inline v0::testing
