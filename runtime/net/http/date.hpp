// SPDX-License-Identifier: BSL-1.0
//
// Points in time as HTTP writes them: "Sun, 06 Nov 1994 08:49:37 GMT".
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace rondo::inline v0::http::detail {

/// `seconds`: since 1970.
std::string date_text(std::int64_t seconds);
/// Empty for what is no date; the two old forms are none. Source: RFC 9110, 5.6.7.
std::optional<std::int64_t> parse_date(std::string_view text) noexcept;
/// The date now; in a simulated world, which begins with 1970, its own. Lifetime: until the next call in this thread.
std::string_view date_now();

} // namespace rondo::inline v0::http::detail
