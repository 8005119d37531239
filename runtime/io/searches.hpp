// SPDX-License-Identifier: BSL-1.0
//
// The searches that hang on the processor: x86/searches.cpp has them, no_x86.cpp says that there are none.
#pragma once

#include <rondo/io/find_byte.hpp>

namespace rondo::inline v0::detail {

/// Null where the processor cannot.
byte_search_function sse2_search() noexcept;
byte_search_function avx2_search() noexcept;
/// The first `what`, of two bytes at least, in a range that is long; null where the processor cannot.
using text_search_function = const char* (*)(const char* from, const char* end, std::string_view what) noexcept;
text_search_function wide_text_search() noexcept;
/// How often `wanted` is there.
std::size_t count_wide(const char* from, const char* end, char wanted) noexcept;

} // namespace rondo::inline v0::detail
