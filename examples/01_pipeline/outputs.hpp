// SPDX-License-Identifier: BSL-1.0
//
// Everything that a run writes, opened before the first line is read, so that a refusal costs nothing.
#pragma once

#include "line_writer.hpp"
#include "options.hpp"
#include "totals.hpp"

#include <chrono>
#include <memory>

namespace pipeline {

struct outputs {
    /// Throws: usage_error when one of them is an input or another output; output_failure when one cannot be opened.
    explicit outputs(const options& wanted);

    /// Gives out what is still in the buffers, completes the counts, the exit code above all, and writes the JSON summary.
    void finish(totals& count, std::chrono::steady_clock::time_point begin);

    std::unique_ptr<line_writer> lines;
    std::unique_ptr<line_writer> rejects; // null: not asked for
    std::unique_ptr<line_writer> summary; // null: not asked for
    bool draws_bar = false;
};

} // namespace pipeline
