// SPDX-License-Identifier: BSL-1.0
//
// SHA-512 (FIPS 180-4), by which CPython makes a number of a seed that is a text. Not for secrets.
#pragma once

#include <array>
#include <cstdint>
#include <string_view>
#include <vector>

namespace rondo::inline v0::sim::detail {

std::array<unsigned char, 64> sha512(std::string_view message);

} // namespace rondo::inline v0::sim::detail
