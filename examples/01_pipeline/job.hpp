// SPDX-License-Identifier: BSL-1.0
//
// A run: the five stages put together for each file, with the counting, the bar and the exit code around them.
#pragma once

#include "options.hpp"
#include "read_path.hpp"
#include "totals.hpp"

namespace pipeline {

enum exit_code { clean = 0, had_rejects = 1, wrong_usage = 2, failed_io = 3, was_interrupted = 130 };

/// Streams the files of the options and says what failed on standard error; the summary is left to the caller.
/// Returns: the counts, with the exit code. Throws: usage_error before anything was written.
totals run_job(const options& wanted, const read_path& path);

} // namespace pipeline
