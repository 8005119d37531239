// SPDX-License-Identifier: BSL-1.0
#include <rondo/base/result.hpp>

#include <rondo/base/error.hpp>

#include <doctest/doctest.h>

#include <cerrno>
#include <memory>
#include <string>

using namespace rondo;

TEST_CASE("result: holds a value, also one that is only moved") {
    result<std::unique_ptr<int>> got(std::make_unique<int>(3));
    REQUIRE(got);
    CHECK(**got == 3);
    std::unique_ptr<int> taken = std::move(got).value();
    CHECK(*taken == 3);
    const result<std::string> text("abc");
    CHECK(text->size() == 3);
    CHECK(text.value_or("x") == "abc");
}

TEST_CASE("result: without a value, value() throws what failed, and the text is the same") {
    const result<int> got(failure(EBADF, "read", 7, "is it open?"));
    CHECK_FALSE(got);
    CHECK(got.value_or(5) == 5);
    CHECK((got.error().code() == std::errc::bad_file_descriptor));
    try {
        static_cast<void>(got.value());
        FAIL("there is none");
    } catch (const error& e) {
        CHECK(got.error().text() == e.what());
        CHECK(std::string(e.what()) == "read(7): [errno 9] Bad file descriptor: is it open?");
    }
}

TEST_CASE("result: of nothing is a success or a failure") {
    CHECK(result<void>().has_value());
    CHECK_NOTHROW(result<void>().value());
    const result<void> failed(failure(EPIPE, "send"));
    CHECK_FALSE(failed);
    CHECK_THROWS_WITH_AS(failed.value(), "send: [errno 32] Broken pipe", error);
}
