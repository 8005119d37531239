// SPDX-License-Identifier: BSL-1.0
#include <rondo/gen/iter/repr.hpp>

#include "sources.hpp"
#include <doctest/doctest.h>
#include <rondo/gen/iter.hpp>

#include <sstream>

using namespace rondo;

namespace {
std::string address_of(const void* object) {
    std::ostringstream text;
    text << object;
    return text.str();
}
} // namespace

TEST_CASE("repr: map, filter and genexp print as Python's generator expression") {
    auto squares = range(10) | map([](int x) { return x * x; });
    CHECK(repr(squares) == "<generator object <genexpr> at " + address_of(&squares) + ">");
    CHECK(repr(range(3) | filter([](int) { return true; })).starts_with("<generator object <genexpr> at 0x"));
    CHECK(repr(genexp([](int x) { return x; }, range(3))).starts_with("<generator object <genexpr> at 0x"));
    std::ostringstream out;
    out << squares;
    CHECK(out.str() == repr(squares));
}

TEST_CASE("repr: the others print as what they are in Python; a range as its bounds") {
    auto slice = islice(range(3), 1);
    CHECK(repr(slice) == "<itertools.islice object at " + address_of(&slice) + ">");
    CHECK(repr(zip(range(3))).starts_with("<zip object at 0x"));
    CHECK(repr(range(3)) == "range(0, 3)");
    CHECK(repr(range(5, 1, -2)) == "range(5, 1, -2)");
    std::ostringstream out;
    out << range(2) << ' ' << slice;
    CHECK(out.str() == "range(0, 2) " + repr(slice));
}
