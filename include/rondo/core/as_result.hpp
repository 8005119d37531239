// SPDX-License-Identifier: BSL-1.0
//
// `as_result(operation)`: awaits an operation and gives its result, or what was refused, as a value.
#pragma once

#include <rondo/base/result.hpp>
#include <rondo/core/awaitable.hpp>

namespace rondo::inline v0 {

namespace detail {

template <class A>
concept gives_results = leaf_awaitable<A> && requires(A& operation) { operation.take_result(); };

template <class A>
class [[nodiscard("an operation does nothing until it is awaited")]] result_op {
public:
    explicit result_op(A&& inner) : inner_(static_cast<A&&>(inner)) {}
    bool ready() { return inner_.ready(); }
    void start(waiter& who) { inner_.start(who); }
    bool abort(waiter& who) noexcept { return inner_.abort(who); }
    auto take() { return inner_.take_result(); }
    void describe(std::string& out) const {
        describe_awaitable<std::remove_reference_t<A>>(std::addressof(inner_), out);
    }

private:
    A inner_; // an rvalue is kept, an lvalue borrowed
};

} // namespace detail

/// Awaits `operation`, and gives a result<T>: no refusal of the system is thrown; cancellation is.
/// Suspends: as the operation does. Example: `auto there = co_await as_result(wait_readable(fd));`
template <class A>
auto as_result(A&& operation) {
    static_assert(detail::gives_results<std::remove_reference_t<A>>,
                  "as_result(operation): operation is what a verb of I/O returns, such as wait_readable(fd)");
    return detail::result_op<A>(static_cast<A&&>(operation));
}

} // namespace rondo::inline v0
