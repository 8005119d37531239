// SPDX-License-Identifier: BSL-1.0
//
// `aclosing(g)`: a manager of anything whose `close()` is awaited: async generators, streams. What they clean up is cleaned
// up when the block is left, not some time later.
#pragma once

#include <rondo/core/task.hpp>
#include <rondo/with/manager.hpp>

namespace rondo::inline v0 {

/// Gives the block `x` (an lvalue is borrowed, an rvalue owned), and awaits `x.close()` however the block is left.
/// Throws: what close throws, in place of the block's error. Source: Python's contextlib.aclosing.
/// Example: `co_await async_with(aclosing(ticks()), [](auto& g) -> task<> { co_await g.next(); });`
template <class T>
class aclosing {
    static constexpr bool closes = requires(std::remove_reference_t<T>& x) {
        { x.close() } -> awaitable;
    };
    static_assert(closes, "aclosing(x): x has no close() that can be awaited; closing(x) is for a plain one");

public:
    explicit aclosing(T&& x) : x_(std::forward<T>(x)) {}
    std::remove_reference_t<T>& enter() noexcept { return x_.get(); }
    task<bool> exit(std::exception_ptr) {
        static_cast<void>(co_await x_.get().close());
        co_return false;
    }

private:
    detail::held<T> x_;
};

template <class T>
aclosing(T&&) -> aclosing<T>;

} // namespace rondo::inline v0
