// SPDX-License-Identifier: BSL-1.0
#include <rondo/testing/test_failure.hpp>

#include <doctest/doctest.h>

using namespace rondo;

TEST_CASE("test_failure: is a runtime_error with its text, so that any framework shows it") {
    try {
        throw testing::test_failure("place 3");
    } catch (const runtime_error& error) {
        CHECK(std::string(error.what()) == "place 3");
    }
}
