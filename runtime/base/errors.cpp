// SPDX-License-Identifier: BSL-1.0
#include <rondo/base/errors.hpp>
#include <rondo/base/stop_iteration.hpp>

namespace rondo::inline v0 {

// Out of line, so that each type has its vtable and type_info in one place, also across shared objects.
runtime_error::~runtime_error() = default;
value_error::~value_error() = default;
type_error::~type_error() = default;
attribute_error::~attribute_error() = default;
timeout_error::~timeout_error() = default;
stop_iteration<void>::~stop_iteration() = default;
stop_async_iteration::~stop_async_iteration() = default;

std::exception_ptr cause(const std::exception& error) noexcept {
    auto* nested = dynamic_cast<const std::nested_exception*>(&error);
    return nested ? nested->nested_ptr() : std::exception_ptr{};
}

void raise_from_current(const char* message) { std::throw_with_nested(runtime_error(message)); }

namespace {
constinit thread_local long live_stop_iterations = 0;
}

stop_iteration_base::stop_iteration_base() noexcept : home_(&live_stop_iterations) { ++*home_; }
stop_iteration_base::stop_iteration_base(const stop_iteration_base& other) noexcept
    : std::exception(other), home_(&live_stop_iterations) {
    ++*home_;
}
// One that dies on another thread leaves its home's count too high: that thread then classifies needlessly,
// and is right.
stop_iteration_base::~stop_iteration_base() {
    if (home_ == &live_stop_iterations && *home_ > 0) --*home_;
}
const char* stop_iteration_base::what() const noexcept { return "stop_iteration: no more items"; }
const char* stop_async_iteration::what() const noexcept { return "stop_async_iteration: no more items"; }
bool stop_iteration_base::any_alive() noexcept { return live_stop_iterations != 0; }

} // namespace rondo::inline v0
