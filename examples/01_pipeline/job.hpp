// SPDX-License-Identifier: BSL-1.0
//
// A run: the five stages put together for each file, with the counting, the bar and the exit code around them.
#pragma once

#include "options.hpp"
#include "totals.hpp"

#include <functional>
#include <string>

namespace pipeline {

enum exit_code { clean = 0, had_rejects = 1, wrong_usage = 2, failed_io = 3, was_interrupted = 130 };

/// Calls `job` on a fiber of a loop with the best driver there is: there, a wait for a file suspends the job, and a signal
/// ends the wait. `job` is told by what it reads. Returns: what it returns.
/// Throws: what it throws; usage_error and io_failure about the driver.
int run_on_loop(const std::function<int(const std::string& read_by)>& job);

/// Requires: within run_on_loop. Streams the files of the options and says what failed on standard error; the summary is left to the caller.
/// Returns: the counts, with the exit code. Throws: usage_error before anything was written.
totals run_job(const options& wanted, const std::string& read_by);

} // namespace pipeline
