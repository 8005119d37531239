// SPDX-License-Identifier: BSL-1.0
//
// Whether this run of the suite is one under valgrind, some fifty times slower than others: tests by number do fewer then.
#pragma once

#include <cstdlib>
#include <cstring>

/// Under valgrind the suite takes no frames from the pool, which would hide a use after free.
inline bool is_slow() {
    const char* pool = std::getenv("RONDO_FRAME_POOL");
    return pool && std::strcmp(pool, "0") == 0;
}
