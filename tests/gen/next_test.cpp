// SPDX-License-Identifier: BSL-1.0
//
// next and prime, Python's built-ins (rows G4, G5, G43, G50).
#include <rondo/gen/next.hpp>

#include "gen/support.hpp"

using namespace gen_test;
using rondo::generator;

namespace {

generator<int, void, std::string> two() {
    co_yield 1;
    co_yield 2;
    co_return "end";
}

struct counter {
    int n = 0;
    std::optional<int> next() { return n < 2 ? std::optional(++n) : std::nullopt; }
};

std::optional<std::string> stop_value(auto& source) {
    try {
        rondo::next(source);
    } catch (const rondo::stop_iteration<std::string>& stop) {
        return stop.value ? *stop.value : "empty";
    }
    return std::nullopt;
}

} // namespace

TEST_CASE("G4: next gives each value, then throws stop_iteration with what was returned") {
    auto g = two();
    CHECK(rondo::next(g) == 1);
    CHECK(rondo::next(g) == 2);
    CHECK(stop_value(g) == "end");
    CHECK(stop_value(g) == "empty"); // G5: delivered once
    CHECK(stop_value(g) == "empty");
    auto nothing = []() -> generator<int> { co_return; }();
    CHECK_THROWS_AS(rondo::next(nothing), rondo::stop_iteration<>);
    CHECK_THROWS_AS(rondo::next(nothing), rondo::stop_iteration_base);
    generator<int> never;
    CHECK_THROWS_AS(rondo::next(never), rondo::stop_iteration<>);
}

TEST_CASE("G4: a result that only moves is carried by stop_iteration") {
    auto g = []() -> generator<int, void, std::unique_ptr<int>> {
        if (false) co_yield 1;
        co_return std::make_unique<int>(5);
    }();
    bool delivered = false;
    try {
        rondo::next(g);
    } catch (rondo::stop_iteration<std::unique_ptr<int>>& stop) {
        delivered = **stop.value == 5;
    }
    CHECK(delivered);
}

TEST_CASE("next: errors of the body come out as they are") {
    auto g = []() -> generator<int> {
        if (false) co_yield 1;
        throw oops(3);
    }();
    CHECK(raised([&] { rondo::next(g); }) == "oops 3");
    CHECK(raised([&] { rondo::next(g); }) == "StopIteration");
}

TEST_CASE("next: refers to the value of a generator, and hands over what is given away") {
    all_accounted_for check;
    auto g = []() -> generator<tracked> {
        tracked local(1);
        for (;;) co_yield local;
    }();
    const tracked& first = rondo::next(g);
    const tracked& second = rondo::next(g);
    CHECK(&first == &second);
    static_assert(std::same_as<decltype(rondo::next(g)), const tracked&>);
    auto references = []() -> generator<int&> {
        static int n = 0;
        for (;;) co_yield n;
    }();
    static_assert(std::same_as<decltype(rondo::next(references)), int&>);
    ++rondo::next(references);
    CHECK(rondo::next(references) == 1);
    auto gives = []() -> generator<std::unique_ptr<int>&&> { co_yield std::make_unique<int>(4); }();
    std::unique_ptr<int> got = rondo::next(gives);
    CHECK(*got == 4);
    auto sink = []() -> generator<void, int> {
        for (;;) co_yield rondo::nothing;
    }();
    static_assert(std::is_void_v<decltype(rondo::next(sink))>);
    rondo::next(sink);
    CHECK(tracked::copies == 0);
}

TEST_CASE("G43: next with a fallback gives it at the end, and takes no result") {
    auto g = two();
    CHECK(rondo::next(g, 9) == 1);
    CHECK(rondo::next(g, 9) == 2);
    CHECK(rondo::next(g, 9) == 9);
    CHECK(rondo::next(g, -1) == -1);
    CHECK(g.result() == "end");
    auto falsy = []() -> generator<int> { co_yield 0; }();
    CHECK(rondo::next(falsy, 5) == 0);
    CHECK(rondo::next(falsy, 5) == 5);
    auto words = []() -> generator<std::string> { co_yield ""; }();
    CHECK(rondo::next(words, "none") == "");
    CHECK(rondo::next(words, "none") == "none");
    auto fails = []() -> generator<int> {
        if (false) co_yield 1;
        throw oops(1);
    }();
    CHECK(raised([&] { rondo::next(fails, 1); }) == "oops 1");
}

TEST_CASE("next: hand-written iterators, too") {
    counter source;
    CHECK(rondo::next(source) == 1);
    CHECK(rondo::next(source, 7) == 2);
    CHECK(rondo::next(source, 7) == 7);
    CHECK_THROWS_AS(rondo::next(source), rondo::stop_iteration<>);
}

TEST_CASE("G50: prime runs to the first yield; one that ends before throws stop_iteration") {
    journal said;
    auto g = rondo::prime([](journal& out) -> generator<int, int> {
        out.push_back("started");
        for (;;) {
            auto got = co_yield 1;
            out.push_back(std::to_string(*got));
        }
    }(said));
    CHECK(said == journal{"started"});
    g.send(3);
    CHECK(said == journal{"started", "3"});
    auto ends = []() -> generator<int, int, std::string> { co_return "over"; };
    CHECK_THROWS_AS(static_cast<void>(rondo::prime(ends())), rondo::stop_iteration<std::string>);
}
