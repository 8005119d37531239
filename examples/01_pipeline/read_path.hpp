// SPDX-License-Identifier: BSL-1.0
//
// The choice between io_uring and plain read(), made once, at run time.
#pragma once

#include "ring.hpp"

#include <string>

namespace pipeline {

/// How this process reads: through `uring`, or by plain read() when that is null. `words` says which, and why.
struct read_path {
    std::unique_ptr<ring> uring;
    std::string words;
};

/// Obeys RONDO_DRIVER (uring or epoll), else takes io_uring where the system allows it.
/// Throws: usage_error for another RONDO_DRIVER; io_failure when uring is forced and refused.
read_path choose_read_path();

} // namespace pipeline
