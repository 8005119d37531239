// SPDX-License-Identifier: BSL-1.0
//
// What a bare `./dev run` shows: the pipeline on the logs that this system has, then on 1 GiB.
#pragma once

#include "job.hpp"

namespace pipeline {

/// Returns: 0 whatever the grammar thinks of the system's logs; 3 when input or output failed; 130 when interrupted.
int main_job(const options& wanted, const std::string& read_by);

/// Where files are kept between runs: RONDO_DATA_DIR, or rondo/ in the user's cache; made when it is missing.
std::string data_directory();

} // namespace pipeline
