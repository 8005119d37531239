// SPDX-License-Identifier: BSL-1.0
#include <rondo/with/nullcontext.hpp>

#include <rondo/with/with.hpp>

#include <doctest/doctest.h>

#include <memory>
#include <stdexcept>

using namespace rondo;

TEST_CASE("C26: nullcontext binds its argument and swallows nothing") {
    CHECK(with(nullcontext(5), [](int n) { return n; }) == 5);
    CHECK_THROWS_WITH(with(nullcontext(5), [] { throw std::runtime_error("body"); }), "body");
    CHECK(with(nullcontext(), [] {}));
}

TEST_CASE("C26: nullcontext lends an lvalue and owns an rvalue") {
    int counter = 0;
    nullcontext lent(counter);
    with(lent, [](int& n) { ++n; });
    with(lent, [](int& n) { ++n; });
    CHECK(counter == 2);
    nullcontext owned(std::make_unique<int>(3));
    with(owned, [](std::unique_ptr<int>& p) { ++*p; });
    CHECK(with(owned, [](const std::unique_ptr<int>& p) { return *p; }) == 4);
}
