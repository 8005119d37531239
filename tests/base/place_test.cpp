// SPDX-License-Identifier: BSL-1.0
#include <rondo/base/place.hpp>

#include <doctest/doctest.h>

#include <string_view>

using namespace rondo;

namespace {
place here(place at = place::current()) { return at; }
} // namespace

TEST_CASE("place: the place of a call, unless the library was configured without diagnostics") {
    const place at = here();
    if (RONDO_DIAGNOSTICS != 0) {
        CHECK(at.line() == 15);
        CHECK(std::string_view(at.file_name()).find("place_test.cpp") != std::string_view::npos);
    } else {
        CHECK(at.line() == 0);
        CHECK(std::string_view(at.file_name()).empty());
        CHECK(std::string_view(at.function_name()).empty());
    }
}

TEST_CASE("place: what stands in for it knows nothing, and takes no room") {
    const detail::no_place nothing = detail::no_place::current();
    CHECK(nothing.line() == 0);
    CHECK(std::string_view(nothing.file_name()).empty());
    struct holder {
        int* a;
        [[no_unique_address]] detail::no_place at;
    };
    CHECK(sizeof(holder) == sizeof(int*));
}
