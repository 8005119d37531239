// SPDX-License-Identifier: BSL-1.0
//
// send: rows G8 to G10, G50, and generators that only receive.
#include <rondo/gen/generator.hpp>
#include <rondo/gen/next.hpp>

#include "gen/support.hpp"

using namespace gen_test;
using rondo::gen_state;
using rondo::generator;
using rondo::nothing;

namespace {

generator<int, int> accumulator() {
    for (int total = 0;;) {
        if (std::optional<int> sent = co_yield total) total += *sent;
    }
}

generator<void, std::string> writer(journal& said) {
    at_exit left(said, "closed");
    for (;;) {
        std::optional<std::string> word = co_yield nothing;
        said.push_back(word ? *word : "nothing");
    }
}

} // namespace

TEST_CASE("G8: what is sent is what the yield gives, and send gives the next value") {
    auto sum = accumulator();
    CHECK(*sum.next() == 0);
    CHECK(*sum.send(10) == 10);
    CHECK(*sum.send(5) == 15);
    CHECK(*sum.send(-15) == 0);
}

TEST_CASE("G8: the sent object is moved through, once made, and never copied") {
    all_accounted_for check;
    auto g = []() -> generator<int, tracked, int> {
        std::optional<tracked> got = co_yield 1;
        co_return got->value;
    }();
    g.next();
    tracked value(6);
    CHECK_FALSE(g.send(std::move(value)));
    CHECK(g.result() == 6);
    CHECK(tracked::copies == 0);

    auto owns = []() -> generator<int, std::unique_ptr<int>, int> {
        auto got = co_yield 1;
        co_return **got;
    }();
    owns.next();
    CHECK_FALSE(owns.send(std::make_unique<int>(9)));
    CHECK(owns.result() == 9);
}

TEST_CASE("G8: what is sent converts to Send") {
    auto g = []() -> generator<int, std::string, std::string> {
        auto got = co_yield 1;
        co_return *got;
    }();
    g.next();
    CHECK_FALSE(g.send("literal"));
    CHECK(g.result() == "literal");
}

TEST_CASE("G9: next is sending nothing, and so is a for loop") {
    auto g = []() -> generator<int, int, journal> {
        journal seen;
        for (int i = 0; i < 4; ++i) {
            std::optional<int> got = co_yield i;
            seen.push_back(got ? std::to_string(*got) : "None");
        }
        co_return seen;
    }();
    g.next();
    g.next();
    g.send(5);
    g.send(std::nullopt);
    CHECK_FALSE(g.send(std::optional<int>()));
    CHECK(g.result() == journal{"None", "5", "None", "None"});

    auto looped = []() -> generator<int, int, bool> {
        auto got = co_yield 1;
        co_return got.has_value();
    }();
    for (int value : looped) CHECK(value == 1);
    CHECK(looped.result() == false);
    static_assert(std::is_void_v<
                  decltype(std::declval<generator<int>::promise_type&>().yield_value(1).await_resume())>);
}

TEST_CASE("G9: a value is received once, not again by the next yield") {
    auto g = []() -> generator<int, int, int> {
        auto first = co_yield 1;
        auto second = co_yield 2;
        co_return (first ? 10 : 0) + (second ? 1 : 0);
    }();
    g.next();
    g.send(5);
    CHECK_FALSE(g.next());
    CHECK(g.result() == 10);
}

TEST_CASE("G10: a value cannot be sent before the first yield; nothing can") {
    auto sum = accumulator();
    CHECK(raised([&] { sum.send(1); }) == "TypeError: can't send non-None value to a just-started generator");
    CHECK(sum.state() == gen_state::created);
    CHECK(raised([&] { sum.send(std::optional<int>(1)); }) ==
          "TypeError: can't send non-None value to a just-started generator");
    CHECK(sum.state() == gen_state::created);
    CHECK(*sum.send(std::nullopt) == 0);
    CHECK(*sum.send(3) == 3);
    auto other = accumulator();
    CHECK(*other.send(std::optional<int>()) == 0);
    CHECK(*other.send(std::optional<int>(4)) == 4);
}

TEST_CASE("G50: prime advances to the first yield, so that it can be sent to") {
    auto sum = rondo::prime(accumulator());
    CHECK(sum.state() == gen_state::suspended);
    CHECK(*sum.send(2) == 2);
    auto empty = []() -> generator<int, int> { co_return; };
    CHECK(raised([&] { static_cast<void>(rondo::prime(empty())); }) == "StopIteration");
}

TEST_CASE("G50: a push pipeline: what is sent to the first goes to the last, and closing cascades") {
    journal said;
    auto filter = [](generator<void, std::string> next) -> generator<void, std::string> {
        for (;;) {
            auto word = co_yield nothing;
            if (word && word->size() > 1) next.send("<" + *word + ">");
        }
    };
    {
        auto pipe = rondo::prime(filter(rondo::prime(writer(said))));
        CHECK(pipe.send("one"));
        CHECK(pipe.send("2"));
        CHECK(pipe.send("three"));
        CHECK(said == journal{"<one>", "<three>"});
        pipe.close();
        CHECK(said == journal{"<one>", "<three>", "closed"});
    }
    CHECK(said.size() == 3);
}

TEST_CASE("generator<void, S>: only receives, and ends, is closed and thrown at like any other") {
    journal said;
    auto sink = writer(said);
    CHECK(raised([&] { sink.send("early"); }) ==
          "TypeError: can't send non-None value to a just-started generator");
    CHECK(sink.next());
    CHECK(sink.send("a"));
    CHECK(sink.next());
    CHECK(said == journal{"a", "nothing"});
    CHECK(raised([&] { sink.throw_(oops(3)); }) == "oops 3");
    CHECK(said == journal{"a", "nothing", "closed"});
    CHECK_FALSE(sink.send("b"));

    auto two = []() -> generator<void, int, int> {
        auto a = co_yield nothing;
        auto b = co_yield nothing;
        co_return *a** b;
    }();
    CHECK(two.next());
    CHECK(two.send(6));
    CHECK_FALSE(two.send(7));
    CHECK(two.result() == 42);
}
