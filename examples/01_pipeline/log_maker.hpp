// SPDX-License-Identifier: BSL-1.0
//
// A realistic log out of a seed: the same bytes on every machine. Most lines obey the lesson's grammar; about one in
// ten thousand is the kind of line that real programs leave between them.
#pragma once

#include <rondo/gen/generator.hpp>

#include <cstdint>
#include <string>
#include <string_view>

namespace pipeline {

inline constexpr std::uint64_t least_log_bytes = 64;

/// The lines of the log, without their newlines, for ever. Lifetime: a line until the next is asked for.
rondo::generator<std::string_view> made_up_lines(std::uint64_t seed);

/// Writes a log of exactly `bytes` under a name of its own, and renames it when it is whole.
/// Returns: false when interrupted: nothing is left behind. Throws: usage_error, io_failure.
bool make_log(const std::string& path, std::uint64_t bytes, std::uint64_t seed, bool draws_bar);

} // namespace pipeline
