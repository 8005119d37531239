// SPDX-License-Identifier: BSL-1.0
//
// send: rows G8 to G10, G50, and fiber_generators that only receive.
#include <rondo/fiber/fiber_generator.hpp>
#include <rondo/gen/next.hpp>

#include "fiber/support.hpp"

using namespace gen_test;
using rondo::fiber_generator;
using rondo::gen_state;

namespace {

fiber_generator<int, int> accumulator() {
    return fiber_generator<int, int>([](auto& yield) {
        for (int total = 0;;) {
            if (std::optional<int> sent = yield(total)) total += *sent;
        }
    });
}

fiber_generator<void, std::string> writer(journal& said) {
    return fiber_generator<void, std::string>([&said](auto& yield) {
        at_exit left(said, "closed");
        for (;;) {
            std::optional<std::string> word = yield();
            said.push_back(word ? *word : "nothing");
        }
    });
}

} // namespace

TEST_CASE("fiber_generator: G8: what is sent is what yield gives, and send gives the next value") {
    auto sum = accumulator();
    CHECK(*sum.next() == 0);
    CHECK(*sum.send(10) == 10);
    CHECK(*sum.send(5) == 15);
    CHECK(*sum.send(-15) == 0);
}

TEST_CASE("fiber_generator: G8: the sent object is moved through, once made, and never copied; it converts") {
    all_accounted_for check;
    fiber_generator<int, tracked, int> g([](auto& yield) {
        std::optional<tracked> got = yield(1);
        return got->value;
    });
    g.next();
    tracked value(6);
    CHECK_FALSE(g.send(std::move(value)));
    CHECK(g.result() == 6);
    CHECK(tracked::copies == 0);

    fiber_generator<int, std::unique_ptr<int>, int> owns([](auto& yield) {
        auto got = yield(1);
        return **got;
    });
    owns.next();
    CHECK_FALSE(owns.send(std::make_unique<int>(9)));
    CHECK(owns.result() == 9);

    fiber_generator<int, std::string, std::string> text([](auto& yield) { return *yield(1); });
    text.next();
    CHECK_FALSE(text.send("literal"));
    CHECK(text.result() == "literal");
}

TEST_CASE("fiber_generator: G9: next is sending nothing, and so is a for loop") {
    fiber_generator<int, int, journal> g([](auto& yield) {
        journal seen;
        for (int i = 0; i < 4; ++i) {
            std::optional<int> got = yield(i);
            seen.push_back(got ? std::to_string(*got) : "None");
        }
        return seen;
    });
    g.next();
    g.next();
    g.send(5);
    g.send(std::nullopt);
    CHECK_FALSE(g.send(std::optional<int>()));
    CHECK(g.result() == journal{"None", "5", "None", "None"});
    fiber_generator<int, int, bool> looped([](auto& yield) { return yield(1).has_value(); });
    for (int value : looped) CHECK(value == 1);
    CHECK(looped.result() == false);
    static_assert(std::is_void_v<decltype(std::declval<rondo::yielder<int>&>()(1))>);
}

TEST_CASE("fiber_generator: G9: a value is received once, not again by the next yield, nor after an error") {
    fiber_generator<int, int, int> g([](auto& yield) {
        auto first = yield(1);
        auto second = yield(2);
        return (first ? 10 : 0) + (second ? 1 : 0);
    });
    g.next();
    g.send(5);
    CHECK_FALSE(g.next());
    CHECK(g.result() == 10);
}

TEST_CASE("fiber_generator: G10: a value cannot be sent before the first yield; nothing can") {
    auto sum = accumulator();
    const std::string refused = "TypeError: can't send non-None value to a just-started generator";
    CHECK(raised([&] { sum.send(1); }) == refused);
    CHECK(sum.state() == gen_state::created);
    CHECK(raised([&] { sum.send(std::optional<int>(1)); }) == refused);
    CHECK(sum.state() == gen_state::created);
    CHECK(*sum.send(std::nullopt) == 0);
    CHECK(*sum.send(3) == 3);
    auto other = accumulator();
    CHECK(*other.send(std::optional<int>()) == 0);
    CHECK(*other.send(std::optional<int>(4)) == 4);
}

TEST_CASE("fiber_generator: G50: prime advances to the first yield; a push pipeline closes in cascade") {
    journal said;
    auto filter = [](fiber_generator<void, std::string> to) {
        return fiber_generator<void, std::string>([to = std::move(to)](auto& yield) mutable {
            for (;;) {
                auto word = yield();
                if (word && word->size() > 1) to.send("<" + *word + ">");
            }
        });
    };
    auto pipe = rondo::prime(filter(rondo::prime(writer(said))));
    CHECK(pipe.state() == gen_state::suspended);
    CHECK(pipe.send("one"));
    CHECK(pipe.send("2"));
    CHECK(pipe.send("three"));
    CHECK(said == journal{"<one>", "<three>"});
    pipe.close();
    CHECK(said == journal{"<one>", "<three>", "closed"});
    CHECK(raised([] { static_cast<void>(rondo::prime(fiber_generator<int>([](auto&) {}))); }) ==
          "StopIteration");
}

TEST_CASE("fiber_generator<void, S>: only receives, and ends, is closed and thrown at like any other") {
    journal said;
    auto sink = writer(said);
    CHECK(raised([&] { sink.send("early"); }) ==
          "TypeError: can't send non-None value to a just-started generator");
    rondo::next(sink);
    CHECK(sink.send("a"));
    CHECK(sink.next());
    CHECK(said == journal{"a", "nothing"});
    CHECK(raised([&] { sink.throw_(oops(3)); }) == "oops 3");
    CHECK(said == journal{"a", "nothing", "closed"});
    CHECK_FALSE(sink.send("b"));
    fiber_generator<void, int, int> two([](auto& yield) {
        auto a = yield(rondo::nothing);
        auto b = yield();
        return *a * *b;
    });
    CHECK(two.next());
    CHECK(two.send(6));
    CHECK_FALSE(two.send(7));
    CHECK(two.result() == 42);
}

TEST_CASE("fiber_generator: what is sent is destroyed with the step, taken or not") {
    all_accounted_for check;
    fiber_generator<int, tracked> g([](auto& yield) {
        for (;;) yield(tracked::live); // the optional that yield gives is gone by then
    });
    g.next();
    for (int i = 0; i < 3; ++i) CHECK(*g.send(tracked(i)) <= 2);
    CHECK(tracked::live == 0);
    CHECK(raised([&] { g.throw_(oops(1)); }) == "oops 1");
    CHECK_FALSE(g.send(tracked(1)));
    CHECK(tracked::copies == 0);
}
