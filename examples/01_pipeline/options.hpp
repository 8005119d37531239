// SPDX-License-Identifier: BSL-1.0
//
// The command line. The parser is our own, small and strict: a header that does it for us would take longer to compile
// than the whole program.
#pragma once

#include "format.hpp"
#include "row.hpp"

#include <cstdint>
#include <string>
#include <vector>

namespace pipeline {

enum class action : std::uint8_t { stream, help, make_log, main_job };

struct options {
    action what = action::stream;
    std::vector<std::string> files; // "-" is standard input
    format grammar = format::automatic;
    level least = level::trace;
    std::string grep;
    shape output = shape::message;
    std::string out = "-";
    std::string rejects;
    std::string summary_json;
    std::uint64_t max_line = 1 << 20;
    bool quiet = false;
    std::string make_log;
    std::uint64_t bytes = 1 << 30;
    std::uint64_t seed = 2026;
};

/// Throws: usage_error, with the argument that was not understood and what is allowed in its place.
options parse_options(const std::vector<std::string>& arguments);

/// What `--help` prints.
extern const char* const usage;

} // namespace pipeline
