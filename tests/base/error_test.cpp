// SPDX-License-Identifier: BSL-1.0
#include <rondo/base/error.hpp>

#include <doctest/doctest.h>

#include <cerrno>
#include <string>
#include <type_traits>

using rondo::error;

static_assert(std::is_base_of_v<std::system_error, error>);
static_assert(std::is_nothrow_copy_constructible_v<error>);

TEST_CASE("error: says what was asked, what the system answered, and what to do") {
    const error e(ENOENT, "open(\"trades.csv\")", "is the path right?");
    CHECK(std::string(e.what()) ==
          "open(\"trades.csv\"): [errno 2] No such file or directory: is the path right?");
    CHECK(e.number() == ENOENT);
    CHECK((e.code() == std::errc::no_such_file_or_directory));
    CHECK(&e.code().category() == &std::system_category());
}

TEST_CASE("error: advice may be missing") {
    CHECK(std::string(error(EIO, "read(3)").what()) == "read(3): [errno 5] Input/output error");
}
