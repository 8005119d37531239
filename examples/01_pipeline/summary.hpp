// SPDX-License-Identifier: BSL-1.0
//
// What a run says at its end: to people on standard error, to programs as JSON.
#pragma once

#include "totals.hpp"

#include <string>

namespace pipeline {

/// The summary for people, several lines.
std::string summary_text(const totals& of);

/// The same as one JSON object on one line.
std::string summary_json(const totals& of);

/// The most memory that this process has held so far, in bytes.
std::uint64_t peak_memory();

/// Bytes a second, in millions.
double megabytes_per_second(const totals& of);

/// Writes to standard error, whatever becomes of it.
void say(const std::string& text);

} // namespace pipeline
