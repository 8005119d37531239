// SPDX-License-Identifier: BSL-1.0
//
// The generator object: states, next, the end and the result (rows G1 to G7, G11, G25, G34, G37, G41, G44, G53).
#include <rondo/gen/generator.hpp>
#include <rondo/gen/next.hpp>

#include "base/death.hpp"
#include "gen/support.hpp"

using namespace gen_test;
using rondo::gen_state;
using rondo::generator;

namespace {

generator<int> count_up_to(int max) {
    for (int n = 1; n <= max; ++n) co_yield n;
}

generator<int, void, std::string> one_then(std::string result) {
    co_yield 1;
    co_return result;
}

// A generator that can reach itself.
struct self_aware {
    generator<int> g;
    std::vector<gen_state> seen;
    journal said;
};

} // namespace

TEST_CASE("G1: calling runs nothing, and takes the arguments") {
    all_accounted_for check;
    journal said;
    auto body = [](journal& out, tracked argument) -> generator<int> {
        out.push_back("body");
        co_yield argument.value;
    };
    {
        tracked argument(7);
        auto g = body(said, argument);
        CHECK(said.empty());
        argument.value = 8; // the generator has its own
        CHECK(*g.next() == 7);
        CHECK(said == journal{"body"});
    }
}

TEST_CASE("G2: a generator is created, running, suspended, closed, seen from inside and outside") {
    self_aware it;
    it.g = [](self_aware& me) -> generator<int> {
        me.seen.push_back(me.g.state());
        co_yield 1;
        me.seen.push_back(me.g.state());
    }(it);
    CHECK(it.g.state() == gen_state::created);
    CHECK(it.g.next());
    CHECK(it.g.state() == gen_state::suspended);
    CHECK_FALSE(it.g.next());
    CHECK(it.g.state() == gen_state::closed);
    CHECK(it.seen == std::vector{gen_state::running, gen_state::running});
    CHECK(generator<int>().state() == gen_state::closed);
}

TEST_CASE("G2: a running generator may be neither moved nor destroyed") {
    const std::string moved = last_words([] {
        self_aware it;
        it.g = [](self_aware& me) -> generator<int> {
            auto stolen = std::move(me.g);
            co_yield 1;
        }(it);
        it.g.next();
    });
    CHECK(moved.find("a generator was moved while running") != std::string::npos);
    const std::string destroyed = last_words([] {
        auto g = std::make_unique<generator<int>>();
        *g = [](std::unique_ptr<generator<int>>& me) -> generator<int> {
            me.reset();
            co_yield 1;
        }(g);
        g->next();
    });
    CHECK(destroyed.find("a generator was destroyed while running") != std::string::npos);
}

TEST_CASE("G3: next runs to the next yield and gives that value, where it lies") {
    static const int* address = nullptr;
    auto g = []() -> generator<int> {
        int local = 5;
        address = &local;
        co_yield local;
        ++local;
        co_yield local;
    }();
    auto first = g.next();
    CHECK(*first == 5);
    CHECK(&*first == address);
    auto second = g.next();
    CHECK(*second == 6);
    CHECK(&*second == address);
    CHECK_FALSE(g.next());
}

TEST_CASE("G4: falling off the end ends it; return gives a result") {
    auto plain = count_up_to(1);
    CHECK(plain.next());
    CHECK_FALSE(plain.result());
    CHECK_FALSE(plain.next());
    CHECK(plain.result()); // a void generator: whether it returned

    auto g = one_then("done");
    CHECK(g.next());
    CHECK_FALSE(g.result());
    CHECK_FALSE(g.next());
    CHECK(g.result() == "done");

    auto by_error = []() -> generator<int, void, int> {
        co_yield 1;
        throw oops(1);
    }();
    by_error.next();
    CHECK_THROWS_AS(by_error.next(), oops);
    CHECK_FALSE(by_error.result());
}

TEST_CASE("G4: rondo::next throws stop_iteration with the result") {
    auto g = one_then("done");
    CHECK(rondo::next(g) == 1);
    try {
        rondo::next(g);
        FAIL("no stop_iteration");
    } catch (const rondo::stop_iteration<std::string>& stop) {
        CHECK(stop.value == "done");
    }
}

TEST_CASE("G5: the result is delivered once") {
    auto g = one_then("done");
    g.next();
    CHECK_FALSE(g.next());
    CHECK_FALSE(g.next());
    CHECK(g.result() == "done"); // the members do not take it
    CHECK(g.take_result() == "done");
    CHECK_FALSE(g.take_result());
    CHECK_FALSE(g.result());

    auto h = one_then("done");
    rondo::next(h);
    CHECK_THROWS_AS(rondo::next(h), rondo::stop_iteration<std::string>);
    try {
        rondo::next(h);
        FAIL("no stop_iteration");
    } catch (const rondo::stop_iteration<std::string>& stop) {
        CHECK_FALSE(stop.value);
    }
}

TEST_CASE("G6: an error object may be returned, and is not thrown") {
    auto g = []() -> generator<int, void, oops> {
        co_yield 1;
        co_return oops(4);
    }();
    g.next();
    CHECK(raised([&] { CHECK_FALSE(g.next()); }) == "nothing");
    CHECK(g.result()->number == 4);

    auto stop = []() -> generator<int, void, rondo::stop_iteration<int>> {
        if (false) co_yield 1;
        co_return rondo::stop_iteration<int>(7);
    }();
    CHECK_FALSE(stop.next());
    CHECK(stop.result()->value == 7);

    auto pointer = []() -> generator<int, void, std::exception_ptr> {
        if (false) co_yield 1;
        co_return std::make_exception_ptr(oops(5));
    }();
    CHECK_FALSE(pointer.next());
    CHECK(name_of(*pointer.result()) == "oops 5");
}

TEST_CASE("G7: a for loop drops the result, and it is still there") {
    auto g = one_then("kept");
    for (int value : g) CHECK(value == 1);
    CHECK(g.result() == "kept");
}

TEST_CASE("G11: on a finished generator next, send and close give nothing, again and again") {
    auto g = []() -> generator<int, int> { co_yield 1; }();
    g.next();
    CHECK_FALSE(g.send(5));
    for (int i = 0; i < 3; ++i) {
        CHECK_FALSE(g.next());
        CHECK_FALSE(g.send(i));
        CHECK_FALSE(g.send(std::nullopt));
        g.close();
        CHECK(g.state() == gen_state::closed);
    }
}

TEST_CASE("G34: next, send, throw and close on a running generator throw value_error, unharmed") {
    struct reentrant {
        generator<int, int, int> g;
        journal said;
    } it;
    it.g = [](reentrant& me) -> generator<int, int, int> {
        me.said.push_back(raised([&] { me.g.next(); }));
        me.said.push_back(raised([&] { me.g.send(1); }));
        me.said.push_back(raised([&] { me.g.throw_(oops(1)); }));
        me.said.push_back(raised([&] { me.g.close(); }));
        auto sent = co_yield 1;
        me.said.push_back(raised([&] { me.g.next(); }));
        co_return *sent;
    }(it);
    CHECK(*it.g.next() == 1);
    CHECK_FALSE(it.g.send(42));
    CHECK(it.g.result() == 42);
    CHECK(it.said == journal(5, "ValueError: generator already executing"));
}

TEST_CASE("G34: value_error that the body does not catch ends it") {
    self_aware it;
    it.g = [](self_aware& me) -> generator<int> {
        me.g.next();
        co_yield 1;
    }(it);
    CHECK(raised([&] { it.g.next(); }) == "ValueError: generator already executing");
    CHECK(it.g.state() == gen_state::closed);
}

TEST_CASE("G37: several yields come in order, each a suspension of its own") {
    auto g = []() -> generator<int, int, int> {
        auto a = co_yield 1;
        auto b = co_yield 2;
        auto c = co_yield 3;
        co_return 100 * *a + 10 * *b + *c;
    }();
    CHECK(*g.next() == 1);
    CHECK(*g.send(7) == 2);
    CHECK(*g.send(8) == 3);
    CHECK_FALSE(g.send(9));
    CHECK(g.result() == 789);
}

TEST_CASE("G41: a generator can be moved, not copied; the source is closed after") {
    static_assert(!std::copy_constructible<generator<int>> && !std::is_copy_assignable_v<generator<int>>);
    static_assert(std::is_nothrow_move_constructible_v<generator<int>>);
    all_accounted_for check;
    auto body = [](tracked argument) -> generator<int> {
        for (;;) co_yield argument.value++;
    };
    auto a = body(1);
    CHECK(*a.next() == 1);
    auto b = std::move(a);
    CHECK(a.state() == gen_state::closed);
    CHECK_FALSE(a.next());
    CHECK(*b.next() == 2);
    auto c = body(10);
    c = std::move(b); // what c held is destroyed
    CHECK(tracked::live == 1);
    CHECK(*c.next() == 3);
    auto& same = c;
    c = std::move(same);
    CHECK(*c.next() == 4);

    auto with_result = one_then("r");
    while (with_result.next()) {}
    auto moved = std::move(with_result);
    CHECK(moved.result() == "r");
    CHECK_FALSE(with_result.result());
}

TEST_CASE("G44: false, 0 and the empty string are values") {
    auto booleans = []() -> generator<bool> {
        co_yield false;
        co_yield true;
    }();
    auto first = booleans.next();
    CHECK(first);
    CHECK_FALSE(*first);
    CHECK(booleans.next());
    CHECK_FALSE(booleans.next());
    int count = 0;
    for (bool value : []() -> generator<bool> {
             for (int i = 0; i < 3; ++i) co_yield false;
         }())
        count += !value;
    CHECK(count == 3);

    auto nothings = []() -> generator<std::string> { co_yield ""; }();
    CHECK(nothings.next());
    auto null = []() -> generator<const char*> { co_yield nullptr; }();
    CHECK(null.next());
    CHECK_FALSE(null.next());
    auto sends = []() -> generator<int, int, int> {
        std::optional<int> sent = co_yield 1;
        co_return sent ? 1 : 0;
    }();
    sends.next();
    CHECK_FALSE(sends.send(0));
    CHECK(sends.result() == 1); // a 0 was sent, not nothing
}

TEST_CASE("G53: closing another generator that one iterates over just ends the loop") {
    auto source = count_up_to(10);
    auto reader = [](generator<int>& in) -> generator<int> {
        for (int value : in) co_yield value;
        co_yield -1;
    }(source);
    CHECK(*reader.next() == 1);
    source.close();
    CHECK(*reader.next() == -1);
    CHECK_FALSE(reader.next());
}
