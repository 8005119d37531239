// SPDX-License-Identifier: BSL-1.0
//
// What the configuration promises to every user of one library.
#include <rondo/base/config.hpp>

#include <doctest/doctest.h>

#include <string>

TEST_CASE("config: the version is told in parts and as text, and they agree") {
    const std::string parts = std::to_string(RONDO_VERSION_MAJOR) + "." +
                              std::to_string(RONDO_VERSION_MINOR) + "." + std::to_string(RONDO_VERSION_PATCH);
    CHECK(parts == RONDO_VERSION_STRING);
}

TEST_CASE("config: every choice is 0 or 1, whatever the flags of who includes it") {
    for (int choice : {RONDO_CHECKS, RONDO_FRAME_POOL, RONDO_ASAN, RONDO_TSAN}) {
        CHECK((choice == 0 || choice == 1));
    }
}
