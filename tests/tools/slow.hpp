// SPDX-License-Identifier: BSL-1.0
//
// Whether this run of the suite is under valgrind or a sanitizer, many times slower than others: tests by number do fewer
// then.
#pragma once

#include <cstdlib>
#include <cstring>

#if defined(__has_feature)
#if __has_feature(address_sanitizer) || __has_feature(thread_sanitizer)
#define RONDO_TEST_SANITIZED 1
#endif
#endif
#if defined(__SANITIZE_ADDRESS__) || defined(__SANITIZE_THREAD__)
#define RONDO_TEST_SANITIZED 1
#endif

/// Under valgrind the suite takes no frames from the pool, which would hide a use after free.
inline bool is_slow() {
#ifdef RONDO_TEST_SANITIZED
    return true;
#endif
    const char* pool = std::getenv("RONDO_FRAME_POOL");
    return pool && std::strcmp(pool, "0") == 0;
}
