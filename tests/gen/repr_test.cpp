// SPDX-License-Identifier: BSL-1.0
//
// How a generator prints (row G56).
#include <rondo/gen/repr.hpp>

#include "gen/support.hpp"

#include <ostream>
#include <sstream>

using namespace gen_test;
using rondo::generator;
using rondo::repr;

namespace {

generator<int, int, std::string> counting() {
    co_yield 1;
    co_return "done";
}

bool is_like_python(const std::string& text, const std::string& name) {
    const std::string before = "<generator object " + name + " at 0x";
    return text.starts_with(before) && text.ends_with(">") && text.size() > before.size() + 1 &&
           text.find_first_not_of("0123456789abcdef", before.size()) == text.size() - 1;
}

} // namespace

TEST_CASE("G56: repr is <generator object NAME at 0x...>") {
    auto g = counting();
    CHECK(is_like_python(repr(g), "generator"));
    g.set_name("counting");
    CHECK(is_like_python(repr(g), "counting"));
    CHECK(g.name() == std::string("counting"));
}

TEST_CASE("G56: the address tells two generators apart, and stays while it runs and moves") {
    auto a = counting();
    auto b = counting();
    CHECK(repr(a) != repr(b));
    const std::string before = repr(a);
    a.next();
    CHECK(repr(a) == before);
    auto moved = std::move(a);
    moved.set_name("generator");
    CHECK(repr(moved) == before);
}

TEST_CASE("G56: a name moves along; a closed generator prints, too") {
    auto g = counting();
    g.set_name("counting");
    auto moved = std::move(g);
    CHECK(is_like_python(repr(moved), "counting"));
    moved.close();
    CHECK(is_like_python(repr(moved), "counting"));
    CHECK(is_like_python(repr(generator<int>()), "generator"));
}

TEST_CASE("G56: streams print the same") {
    auto g = counting();
    g.set_name("counting");
    std::ostringstream out;
    out << g;
    CHECK(out.str() == repr(g));
}
