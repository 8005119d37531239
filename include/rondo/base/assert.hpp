// SPDX-License-Identifier: BSL-1.0
//
// Contracts. A caller that breaks one is told which, where and what to do, and the program ends: going on
// would be undefined behaviour. The checks are on in every build, unless the library was configured with
// RONDO_CHECKS=OFF.
#pragma once

#include <rondo/base/config.hpp>

#include <source_location>

namespace rondo::inline v0 {

/// Prints `rondo: contract broken: <message> (<file>:<line>, in <function>)` to standard error and aborts.
[[noreturn]] RONDO_API void
contract_broken(const char* message, std::source_location where = std::source_location::current()) noexcept;

/// Ends the program with `message` unless `holds`.
constexpr void expects(bool holds, const char* message,
                       std::source_location where = std::source_location::current()) noexcept {
    if constexpr (RONDO_CHECKS != 0) {
        if (!holds) [[unlikely]]
            contract_broken(message, where);
    }
}

} // namespace rondo::inline v0
