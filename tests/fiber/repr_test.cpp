// SPDX-License-Identifier: BSL-1.0
//
// How a fiber_generator prints (row G56).
#include <rondo/fiber/repr.hpp>

#include "fiber/support.hpp"

#include <ostream>
#include <sstream>

using rondo::fiber_generator;
using rondo::repr;

TEST_CASE("fiber_generator: G56: repr is <fiber_generator object NAME at 0x...>, and stays while it moves") {
    auto body = [](auto& yield) { yield(1); };
    fiber_generator<int> g(body);
    CHECK(repr(g).starts_with("<fiber_generator object fiber at 0x"));
    fiber_generator<int> named(body, {.name = "walk"});
    CHECK(repr(named).starts_with("<fiber_generator object walk at 0x"));
    CHECK(repr(named) != repr(fiber_generator<int>(body, {.name = "walk"})));
    named.set_name("stroll");
    const std::string before = repr(named);
    CHECK(before.starts_with("<fiber_generator object stroll at 0x"));
    CHECK(before.ends_with(">"));
    named.next();
    fiber_generator<int> moved = std::move(named);
    CHECK(repr(moved) == before);
    std::ostringstream out;
    out << moved;
    CHECK(out.str() == before);
    CHECK_FALSE(moved.next());
    CHECK(moved.name() == std::string("stroll"));
}
