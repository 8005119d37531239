// SPDX-License-Identifier: BSL-1.0
//
// Where errors go that cannot be thrown: from destructors, from callbacks, from tasks that nobody asks.
// They are never dropped: without a hook they are printed to standard error.
#pragma once

#include <rondo/base/config.hpp>

#include <exception>
#include <string_view>

namespace rondo::inline v0 {

/// What the hook is given: the error, and what was being done, such as "in the destructor of exit_stack".
struct unraisable {
    std::exception_ptr error;
    std::string_view context; ///< valid during the call only
};

using unraisable_hook = void (*)(const unraisable&) noexcept;

/// Sets the hook for this thread and gives the previous one; nullptr means the default, which prints the
/// error.
/// Threads: each thread has its own hook. Source: Python's sys.unraisablehook.
RONDO_API unraisable_hook set_unraisable_hook(unraisable_hook hook) noexcept;

/// Hands `error` to this thread's hook.
RONDO_API void report_unraisable(std::exception_ptr error, std::string_view context) noexcept;

/// One line that describes an error: its `what()`, with the causes nested in it, or the name of its type.
/// Returns: "" for null. Writes at most `size` bytes including the end, as snprintf does.
RONDO_API void describe(const std::exception_ptr& error, char* buffer, std::size_t size) noexcept;

} // namespace rondo::inline v0
