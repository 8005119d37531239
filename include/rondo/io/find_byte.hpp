// SPDX-License-Identifier: BSL-1.0
//
// Where a byte is, or a text. The search that suits the machine is chosen once, at run time; all of them give the same answer, and
// none reads outside the range it was given.
#pragma once

#include <rondo/base/config.hpp>

#include <cstddef>
#include <string_view>
#include <vector>

namespace rondo::inline v0 {

/// How find_byte() searches.
enum class byte_search : unsigned char {
    memchr, ///< by the C library: everywhere
    sse2,   ///< 16 bytes at a time
    avx2,   ///< 32 bytes at a time
};

/// The first `wanted` in [from, end), or `end`. Searches as fastest_byte_search() says.
/// Requires: from <= end. Cost: no call of the C library for short ranges on x86-64; nothing is allocated.
RONDO_API const char* find_byte(const char* from, const char* end, char wanted) noexcept;

/// The same, searched as asked. Requires: `how` is among byte_searches(); the program ends otherwise.
RONDO_API const char* find_byte(const char* from, const char* end, char wanted, byte_search how) noexcept;

/// How often `wanted` is in [from, end).
RONDO_API std::size_t count_byte(const char* from, const char* end, char wanted) noexcept;

/// Where `what` begins first in `text`, or npos: text.find(what), several times as fast in long texts.
RONDO_API std::size_t find_text(std::string_view text, std::string_view what) noexcept;

/// The search itself: for who searches often. Requires: as find_byte().
using byte_search_function = const char* (*)(const char* from, const char* end, char wanted) noexcept;
RONDO_API byte_search_function function_of(byte_search how) noexcept;

/// What find_byte() does on this machine.
RONDO_API byte_search fastest_byte_search() noexcept;

/// What this machine can do, the slowest first: memchr always.
RONDO_API std::vector<byte_search> byte_searches();

/// "avx2", as it is written in the program.
RONDO_API std::string_view name(byte_search how) noexcept;

} // namespace rondo::inline v0
