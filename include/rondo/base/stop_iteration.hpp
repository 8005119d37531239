// SPDX-License-Identifier: BSL-1.0
//
// The end of an iteration, as an exception: what `rondo::next(g)` throws. The member functions never throw
// it. Live objects are counted per thread, so that a coroutine body whose exception escapes looks for a
// stop_iteration (which becomes a runtime_error, PEP 479) only while one exists; other errors pay nothing.
#pragma once

#include <rondo/base/config.hpp>

#include <exception>
#include <optional>
#include <utility>

namespace rondo::inline v0 {

/// Base of every stop_iteration<R>: catch this one when the value does not matter.
class RONDO_API stop_iteration_base : public std::exception {
public:
    stop_iteration_base() noexcept;
    stop_iteration_base(const stop_iteration_base&) noexcept;
    stop_iteration_base& operator=(const stop_iteration_base&) noexcept { return *this; }
    ~stop_iteration_base() override;
    const char* what() const noexcept override;

    /// Whether one may exist that was made on this thread.
    static bool any_alive() noexcept;

private:
    long* home_; // the counter of the thread that made it: never touched from another thread
};

/// "No more items", with the value that the generator returned, once: empty when it was already taken.
template <class R = void>
class stop_iteration : public stop_iteration_base {
public:
    stop_iteration() = default;
    explicit stop_iteration(std::optional<R> value) : value(std::move(value)) {}
    std::optional<R> value; ///< what `co_return` gave, as Python's `StopIteration.value`
};

template <>
class RONDO_API stop_iteration<void> : public stop_iteration_base {
public:
    ~stop_iteration() override;
};

/// "No more items" of an asynchronous iteration.
class RONDO_API stop_async_iteration : public stop_iteration_base {
public:
    ~stop_async_iteration() override;
    const char* what() const noexcept override;
};

} // namespace rondo::inline v0
