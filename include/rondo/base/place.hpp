// SPDX-License-Identifier: BSL-1.0
//
// Where in the source something was made or waits, kept for reports. A library configured with RONDO_DIAGNOSTICS=OFF
// keeps none, and every frame is smaller for it.
#pragma once

#include <rondo/base/config.hpp>

#include <cstdint>
#include <source_location>
#include <type_traits>

namespace rondo::inline v0 {

namespace detail {
/// Stands in for std::source_location, and knows nothing.
class no_place {
public:
    static constexpr no_place current() noexcept { return {}; }
    constexpr std::uint_least32_t line() const noexcept { return 0; }
    constexpr const char* file_name() const noexcept { return ""; }
    constexpr const char* function_name() const noexcept { return ""; }
};
} // namespace detail

/// std::source_location, or nothing at all when the library was configured without diagnostics.
using place = std::conditional_t<RONDO_DIAGNOSTICS != 0, std::source_location, detail::no_place>;

} // namespace rondo::inline v0
