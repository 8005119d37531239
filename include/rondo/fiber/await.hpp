// SPDX-License-Identifier: BSL-1.0
//
// `await(x)`: the plain function's co_await. The fiber that calls it, at any depth, is left where it stands until x is done.
#pragma once

#include <rondo/base/place.hpp>
#include <rondo/fiber/detail/runner.hpp>

namespace rondo::inline v0 {

/// Whether a fiber runs here, so that await() may be called.
inline bool in_fiber() noexcept { return detail::fiber_runner::is_here(); }

/// Waits for `awaitable`: for all that `co_await` in a task waits for, a task as an rvalue. To be called by what a fiber runs:
/// its function, whatever that calls, a callback of somebody else's library, a task that it awaits, the body of a
/// fiber_generator that it asks: then the generator is left in the middle, and who else asks it is told that it runs.
/// Returns, Throws: as `co_await` does; `cancelled` when a scope around it is cancelled; runtime_error outside of a fiber.
/// Suspends: as `co_await` does: what is ready is not waited for. Legal in a handler, and while an exception is in flight;
/// in a destructor nothing may be thrown, and so nothing be cancelled: shield(x).
/// Cost: what the awaitable costs, and two switches. Example: `std::string line = await(in.receive());`
template <class A>
RONDO_INLINE auto await(A&& awaitable, place at = place::current())
    -> await_result_t<A> { // see context.hpp: no `ret`
    detail::fiber_runner& me = detail::fiber_runner::here();
    auto awaiter = detail::make_awaiter(me.who(), static_cast<A&&>(awaitable), at);
    me.keep_floor();
    if (!awaiter.await_ready()) {
        if constexpr (std::is_void_v<decltype(awaiter.await_suspend(me.gate()))>) {
            awaiter.await_suspend(me.gate());
            me.wait();
        } else if (awaiter.await_suspend(me.gate())) {
            me.wait();
        }
    }
    return awaiter.await_resume();
}

} // namespace rondo::inline v0
