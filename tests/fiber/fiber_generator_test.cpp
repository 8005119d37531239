// SPDX-License-Identifier: BSL-1.0
//
// The fiber_generator object: states, next, the end and the result (rows G1 to G7, G11, G34, G37, G41, G44, G53).
#include <rondo/fiber/fiber_generator.hpp>
#include <rondo/gen/next.hpp>

#include "fiber/support.hpp"

using namespace fiber_test;
using namespace gen_test;
using rondo::fiber_generator;
using rondo::gen_state;
using rondo::yielder;

namespace {

fiber_generator<int> count_up_to(int max) {
    return fiber_generator<int>([max](auto& yield) {
        for (int n = 1; n <= max; ++n) yield(n);
    });
}

fiber_generator<int, void, std::string> one_then(std::string result) {
    return fiber_generator<int, void, std::string>([result](auto& yield) {
        yield(1);
        return result;
    });
}

} // namespace

TEST_CASE("fiber_generator: G1: making it runs nothing, and takes the body") {
    all_accounted_for check;
    journal said;
    {
        tracked captured(7);
        fiber_generator<int> g([&said, captured](auto& yield) {
            said.push_back("body");
            yield(captured.value);
        });
        CHECK(said.empty());
        captured.value = 8; // the body has its own
        CHECK(*g.next() == 7);
        CHECK(said == journal{"body"});
    }
}

TEST_CASE("fiber_generator: G1: a body that fails to be moved in leaves nothing behind") {
    struct fails {
        fails() = default;
        fails(const fails&) { throw oops(1); }
        void operator()(yielder<int>&) {}
    };
    const std::size_t alive = rondo::stack_pool::statistics().alive;
    fails body;
    CHECK(raised([&] { fiber_generator<int> g(body); }) == "oops 1");
    CHECK(rondo::stack_pool::statistics().alive == alive);
}

TEST_CASE("fiber_generator: G2: it is created, running, suspended, closed, seen from inside and outside") {
    std::vector<gen_state> seen;
    fiber_generator<int> g;
    g = fiber_generator<int>([&](auto& yield) {
        seen.push_back(g.state());
        yield(1);
        seen.push_back(g.state());
    });
    CHECK(g.state() == gen_state::created);
    CHECK(g.next());
    CHECK(g.state() == gen_state::suspended);
    CHECK_FALSE(g.next());
    CHECK(g.state() == gen_state::closed);
    CHECK(seen == std::vector{gen_state::running, gen_state::running});
    CHECK(fiber_generator<int>().state() == gen_state::closed);
}

TEST_CASE("fiber_generator: G2: a running one may be neither moved nor destroyed") {
    CHECK(has(last_words([] {
                  fiber_generator<int> g;
                  g = fiber_generator<int>([&](auto& yield) {
                      auto stolen = std::move(g);
                      yield(1);
                  });
                  g.next();
              }),
              "a fiber_generator was moved while running"));
    CHECK(has(last_words([] {
                  auto g = std::make_unique<fiber_generator<int>>();
                  *g = fiber_generator<int>([&](auto& yield) {
                      g.reset();
                      yield(1);
                  });
                  g->next();
              }),
              "a fiber_generator was destroyed while running"));
}

TEST_CASE("fiber_generator: G3: next runs to the next yield and gives that value, where it lies") {
    const int* address = nullptr;
    fiber_generator<int> g([&](auto& yield) {
        int local = 5;
        address = &local;
        yield(local);
        ++local;
        yield(local);
    });
    auto first = g.next();
    CHECK(*first == 5);
    CHECK(&*first == address);
    auto second = g.next();
    CHECK(*second == 6);
    CHECK(&*second == address);
    CHECK_FALSE(g.next());
}

TEST_CASE("fiber_generator: G3: no value is copied, and a temporary lives until the next resumption") {
    all_accounted_for check;
    fiber_generator<tracked> g([](auto& yield) {
        tracked named(1);
        yield(named);
        yield(tracked(2));
        yield(3); // of another type: made in place
        yield(std::move(named));
    });
    CHECK(g.next()->value == 1);
    CHECK(g.next()->value == 2);
    CHECK(tracked::live == 2);
    CHECK(g.next()->value == 3);
    CHECK(tracked::live == 2); // the 2 is gone
    CHECK(g.next()->value == 1);
    CHECK_FALSE(g.next());
    CHECK(tracked::live == 0);
    CHECK(tracked::copies == 0);
    CHECK(tracked::moves == 0);
}

TEST_CASE("fiber_generator: G4: falling off the end ends it; return gives a result") {
    auto plain = count_up_to(1);
    CHECK(plain.next());
    CHECK_FALSE(plain.result());
    CHECK_FALSE(plain.next());
    CHECK(plain.result()); // void: whether it returned

    auto g = one_then("done");
    CHECK(g.next());
    CHECK_FALSE(g.result());
    CHECK_FALSE(g.next());
    CHECK(g.result() == "done");

    fiber_generator<int, void, int> by_error([](auto& yield) {
        yield(1);
        throw oops(1);
        return 1;
    });
    by_error.next();
    CHECK_THROWS_AS(by_error.next(), oops);
    CHECK_FALSE(by_error.result());
}

TEST_CASE(
    "fiber_generator: G4: rondo::next throws stop_iteration with the result; G5: once; G43: or a fallback") {
    auto g = one_then("done");
    CHECK(rondo::next(g) == 1);
    try {
        rondo::next(g);
        FAIL("no stop_iteration");
    } catch (const rondo::stop_iteration<std::string>& stop) {
        CHECK(stop.value == "done");
    }
    try {
        rondo::next(g);
        FAIL("no stop_iteration");
    } catch (const rondo::stop_iteration<std::string>& stop) {
        CHECK_FALSE(stop.value);
    }
    CHECK(rondo::next(g, 9) == 9);
}

TEST_CASE("fiber_generator: G5: the result is delivered once") {
    auto g = one_then("done");
    g.next();
    CHECK_FALSE(g.next());
    CHECK_FALSE(g.next());
    CHECK(g.result() == "done"); // the members do not take it
    CHECK(g.take_result() == "done");
    CHECK_FALSE(g.take_result());
    CHECK_FALSE(g.result());
}

TEST_CASE("fiber_generator: G6: an error object may be returned, and is not thrown") {
    fiber_generator<int, void, oops> g([](auto& yield) {
        yield(1);
        return oops(4);
    });
    g.next();
    CHECK(raised([&] { CHECK_FALSE(g.next()); }) == "nothing");
    CHECK(g.result()->number == 4);
}

TEST_CASE("fiber_generator: G7: a for loop drops the result, and it is still there") {
    auto g = one_then("kept");
    for (int value : g) CHECK(value == 1);
    CHECK(g.result() == "kept");
}

TEST_CASE("fiber_generator: G11: on a finished one next, send and close give nothing, again and again") {
    fiber_generator<int, int> g([](auto& yield) { yield(1); });
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

TEST_CASE("fiber_generator: G34: next, send, throw and close on a running one throw value_error, unharmed") {
    fiber_generator<int, int, int> g;
    journal said;
    g = fiber_generator<int, int, int>([&](auto& yield) {
        said.push_back(raised([&] { g.next(); }));
        said.push_back(raised([&] { g.send(1); }));
        said.push_back(raised([&] { g.throw_(oops(1)); }));
        said.push_back(raised([&] { g.close(); }));
        auto sent = yield(1);
        said.push_back(raised([&] { g.next(); }));
        return *sent;
    });
    CHECK(*g.next() == 1);
    CHECK_FALSE(g.send(42));
    CHECK(g.result() == 42);
    CHECK(said == journal(5, "ValueError: generator already executing"));
}

TEST_CASE("fiber_generator: G37: several yields come in order, each a suspension of its own") {
    fiber_generator<int, int, int> g([](auto& yield) {
        auto a = yield(1);
        auto b = yield(2);
        auto c = yield(3);
        return 100 * *a + 10 * *b + *c;
    });
    CHECK(*g.next() == 1);
    CHECK(*g.send(7) == 2);
    CHECK(*g.send(8) == 3);
    CHECK_FALSE(g.send(9));
    CHECK(g.result() == 789);
}

TEST_CASE("fiber_generator: G41: it can be moved, not copied; the source is closed after") {
    static_assert(!std::copy_constructible<fiber_generator<int>>);
    static_assert(!std::is_copy_assignable_v<fiber_generator<int>>);
    static_assert(std::is_nothrow_move_constructible_v<fiber_generator<int>>);
    all_accounted_for check;
    auto body = [](int from) {
        return fiber_generator<int>([held = tracked(from)](auto& yield) mutable {
            for (;;) yield(held.value++);
        });
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

TEST_CASE("fiber_generator: G44: false, 0 and null are values") {
    fiber_generator<bool> booleans([](auto& yield) {
        yield(false);
        yield(true);
    });
    auto first = booleans.next();
    CHECK(first);
    CHECK_FALSE(*first);
    CHECK(booleans.next());
    CHECK_FALSE(booleans.next());
    fiber_generator<const char*, int, int> null([](auto& yield) {
        auto sent = yield(nullptr);
        return sent ? 1 : 0;
    });
    CHECK(null.next());
    CHECK_FALSE(null.send(0));
    CHECK(null.result() == 1); // a 0 was sent, not nothing
}

TEST_CASE("fiber_generator: G53: closing another that one iterates over just ends the loop") {
    auto source = count_up_to(10);
    fiber_generator<int> reader([&](auto& yield) {
        for (int value : source) yield(value);
        yield(-1);
    });
    CHECK(*reader.next() == 1);
    source.close();
    CHECK(*reader.next() == -1);
    CHECK_FALSE(reader.next());
}
