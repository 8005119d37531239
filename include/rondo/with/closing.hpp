// SPDX-License-Identifier: BSL-1.0
//
// `closing(x)`: a manager of anything with `close()`. Around a generator it gives Python's full close: the body sees
// generator_exit and its errors reach the caller, where dropping the generator only runs its destructors.
#pragma once

#include <rondo/with/manager.hpp>

namespace rondo::inline v0 {

/// Gives the block `x` (an lvalue is borrowed, an rvalue owned), and calls `x.close()` however the block is left.
/// Throws: what close throws, in place of the block's error. Source: Python's contextlib.closing.
/// Example: `with(closing(numbers()), [](auto& g) { return *g.next(); });`
template <class T>
class closing {
    static_assert(requires(std::remove_reference_t<T>& x) { x.close(); }, "closing(x): x has no close()");

public:
    explicit closing(T&& x) : x_(std::forward<T>(x)) {}
    std::remove_reference_t<T>& enter() noexcept { return x_.get(); }
    bool exit(const std::exception_ptr&) {
        static_cast<void>(x_.get().close());
        return false;
    }

private:
    detail::held<T> x_;
};

template <class T>
closing(T&&) -> closing<T>;

} // namespace rondo::inline v0
