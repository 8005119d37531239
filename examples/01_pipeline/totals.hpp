// SPDX-License-Identifier: BSL-1.0
//
// What is counted on the way. Every line read is in exactly one of: a level, malformed, too long.
#pragma once

#include "format.hpp"

#include <array>
#include <cstdint>
#include <string>
#include <vector>

namespace pipeline {

struct too_long_line {
    std::string file;
    std::uint64_t line, offset, bytes;
};

struct file_report {
    std::string name;
    recognition format;
    bool asked = false;                              // the format was given, not recognised
    std::string packed;                              // "gzip" or "zstd" when it was unpacked on the way
    std::uint64_t lines = 0, bytes = 0, rejects = 0; // unpacked
};

struct totals {
    std::uint64_t lines = 0;
    std::uint64_t bytes = 0;
    std::uint64_t malformed = 0;
    std::uint64_t too_long = 0;
    std::uint64_t exported = 0;
    std::uint64_t replaced = 0; // invalid UTF-8 sequences that JSON cannot hold
    std::array<std::uint64_t, level_names.size()> levels{};
    std::vector<too_long_line> first_too_long; // at most 16: memory is constant
    std::vector<file_report> files;
    std::vector<std::string> notes; // what a reader of the summary should know
    double seconds = 0;
    std::string read_by;
    bool output_closed = false;
    bool interrupted = false;
    int exit_code = 0;

    std::uint64_t rejects() const { return malformed + too_long; }
};

} // namespace pipeline
