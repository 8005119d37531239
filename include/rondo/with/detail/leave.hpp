// SPDX-License-Identifier: BSL-1.0
//
// Leaving a context manager from a destructor, where the error that unwinds the scope can be neither seen nor swallowed.
#pragma once

#include <rondo/base/errors.hpp>
#include <rondo/base/unraisable.hpp>
#include <rondo/gen/departure.hpp>

namespace rondo::inline v0::detail {

/// Calls `exit(error)`: with null when `scope` ends normally; when it is left by force with a generator_exit, which stands
/// for the error out of reach. What exit says about swallowing is ignored. Errors go to the unraisable hook, but for
/// that generator_exit itself, which is nobody's.
template <class Exit>
void leave_in_destructor(const departure& scope, const char* context, Exit exit) noexcept {
    std::exception_ptr error;
    try {
        if (scope.forced()) error = std::make_exception_ptr(generator_exit{});
        static_cast<void>(exit(error));
    } catch (...) {
        if (std::current_exception() != error) report_unraisable(std::current_exception(), context);
    }
}

} // namespace rondo::inline v0::detail
