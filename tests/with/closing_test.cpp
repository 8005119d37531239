// SPDX-License-Identifier: BSL-1.0
#include <rondo/with/closing.hpp>

#include <rondo/base/errors.hpp>
#include <rondo/gen/generator.hpp>
#include <rondo/with/with.hpp>

#include <doctest/doctest.h>

#include <stdexcept>
#include <string>

using namespace rondo;

namespace {

struct door {
    int closed = 0;
    void close() { ++closed; }
};

struct jammed {
    void close() { throw std::runtime_error("jammed"); }
};

generator<int> counting(std::string& end) {
    try {
        for (int n = 1;; ++n) co_yield n;
    } catch (const generator_exit&) {
        end = "generator_exit";
        throw;
    }
}

} // namespace

TEST_CASE("C26: closing calls close on exit, however the block is left") {
    door d;
    with(closing(d), [](door& inside) { CHECK(inside.closed == 0); });
    CHECK(d.closed == 1);
    CHECK_THROWS_WITH(with(closing(d), [] { throw std::runtime_error("body"); }), "body");
    CHECK(d.closed == 2);
}

TEST_CASE("C26: an error of close replaces the body's") {
    CHECK_THROWS_WITH(with(closing(jammed{}), [] { throw std::logic_error("body"); }), "jammed");
}

TEST_CASE("G29: closing(g) closes a generator, where dropping it only destroys its locals") {
    std::string end;
    CHECK(*with(closing(counting(end)), [](auto& g) { return *g.next(); }) == 1);
    CHECK(end == "generator_exit");
    end.clear();
    {
        auto g = counting(end);
        g.next();
    }
    CHECK(end.empty());
}

TEST_CASE("C26: closing lends an lvalue") {
    std::string end;
    auto g = counting(end);
    with(closing(g), [](generator<int>& inside) { inside.next(); });
    CHECK(g.state() == gen_state::closed);
}
