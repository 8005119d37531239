// SPDX-License-Identifier: BSL-1.0
//
// Who lives how long: yielded values, arguments, temporaries; nothing copied, nothing destroyed twice, by any compiler
// (rows G1, G3, G31, G32 and what g++ 12 is known to get wrong near a co_yield).
#include <rondo/gen/from.hpp>
#include <rondo/gen/generator.hpp>

#include "gen/support.hpp"

using namespace gen_test;
using rondo::from;
using rondo::generator;

namespace {

generator<std::string> words(std::string text, int count) {
    for (int i = 0; i < count; ++i) co_yield text;
}

generator<tracked> each(std::vector<tracked> all) {
    for (const tracked& t : all) co_yield t;
}

generator<int> keeps(tracked a, std::unique_ptr<tracked> b) {
    co_yield a.value;
    co_yield b->value;
}

int drain(generator<tracked> g) {
    int sum = 0;
    while (auto step = g.next()) sum += step->value;
    return sum;
}

std::vector<tracked> tens() {
    std::vector<tracked> all(2);
    all[0].value = 10;
    all[1].value = 20;
    return all;
}

} // namespace

TEST_CASE("G3: an lvalue is yielded without a copy, a prvalue lives until the next resumption") {
    all_accounted_for check;
    auto g = []() -> generator<tracked> {
        tracked named(1);
        co_yield named;
        co_yield tracked(2);
        co_yield 3; // of another type: made in place
        co_yield std::move(named);
    }();
    CHECK(g.next()->value == 1);
    CHECK(tracked::live == 1);
    CHECK(g.next()->value == 2);
    CHECK(tracked::live == 2);
    CHECK(g.next()->value == 3);
    CHECK(tracked::live == 2); // the 2 is gone
    CHECK(g.next()->value == 1);
    CHECK(tracked::live == 1);
    CHECK_FALSE(g.next());
    CHECK(tracked::live == 0);
    CHECK(tracked::copies == 0);
    CHECK(tracked::moves == 0);
}

TEST_CASE("G3: a yielded prvalue goes at the resumption, also by throw, close and drop") {
    for (int how : {0, 1, 2, 3}) {
        CAPTURE(how);
        all_accounted_for check;
        {
            auto g = []() -> generator<tracked> {
                int alive = -1;
                try {
                    co_yield tracked(1);
                } catch (const oops&) {
                    alive = tracked::live;
                }
                co_yield tracked(alive);
            }();
            g.next();
            CHECK(tracked::live == 1);
            if (how == 0) CHECK(g.throw_(oops(1))->value == 0);
            if (how == 1) g.close();
            if (how == 1) CHECK(tracked::live == 0);
            if (how == 2) CHECK(g.next()->value == -1);
        }
    }
}

TEST_CASE("G3: generator<T&&>: a temporary is given away; an lvalue is copied once, and stays") {
    all_accounted_for check;
    auto g = []() -> generator<tracked&&> {
        co_yield tracked(1);
        tracked named(2);
        co_yield named;
        co_yield std::move(named);
    }();
    tracked one = *g.next();
    CHECK(one.value == 1);
    CHECK(tracked::copies == 0);
    tracked two = *g.next();
    CHECK(two.value == 2);
    CHECK(tracked::copies == 1);
    auto untouched = g.next();
    tracked&& offered = *untouched;
    CHECK(offered.value == 2); // the copy was moved from, not the named one; and nobody takes it this time
    CHECK_FALSE(g.next());
    CHECK(tracked::copies == 1);
    CHECK(tracked::moves == 2);
}

TEST_CASE("G1: arguments are moved into the frame, and leave with it") {
    all_accounted_for check;
    auto whole = keeps(tracked(1), std::make_unique<tracked>(2));
    CHECK(tracked::live == 2);
    CHECK(rest(whole) == ints{1, 2});
    CHECK(tracked::live == 0);
    {
        auto unstarted = keeps(tracked(1), std::make_unique<tracked>(2));
        auto left = keeps(tracked(1), std::make_unique<tracked>(2));
        left.next();
        CHECK(tracked::live == 4);
    }
    CHECK(tracked::live == 0);
    CHECK(tracked::copies == 0);
}

TEST_CASE("G1: an argument that fails to be made leaves nothing behind") {
    struct fails {
        fails() = default;
        fails(const fails&) { throw oops(1); }
    };
    all_accounted_for check;
    auto body = [](tracked, fails) -> generator<int> { co_yield 1; };
    fails one;
    CHECK(raised([&] { auto g = body(tracked(), one); }) == "oops 1");
}

TEST_CASE("temporaries beside co_yield: destroyed once each") {
    all_accounted_for check;
    const std::string far = "longer than any small string buffer";
    auto g = [](std::string text) -> generator<std::string> {
        co_yield from(words(std::string("one that does not fit into the string"), 2));
        co_yield from(words(text + "!", 1));
        co_yield std::string("made in place, and not small either");
        co_yield text + ", concatenated";
        co_yield "a literal that is not small at all";
        co_yield from(words(std::move(text), 1));
    }(far);
    journal seen;
    for (const std::string& word : g) seen.push_back(word);
    CHECK(seen == journal{"one that does not fit into the string", "one that does not fit into the string",
                      far + "!", "made in place, and not small either", far + ", concatenated",
                      "a literal that is not small at all", far});
}

TEST_CASE("tracked temporaries in from(...): the range, the generator, its arguments") {
    all_accounted_for check;
    auto plain = []() -> generator<tracked> {
        co_yield from(each(tens()));
        co_yield from(tens());
        co_yield from(std::vector<tracked>(1, tracked(5)));
        auto named = tens();
        co_yield from(each(std::move(named)));
    };
    CHECK(drain(plain()) == 30 + 30 + 5 + 30);
    for (int stop : {0, 1, 2, 3, 4, 5, 6}) {
        auto part = plain();
        for (int i = 0; i < stop; ++i) part.next();
    }
    for (int stop : {1, 2, 3, 4, 5, 6}) {
        auto part = plain();
        for (int i = 0; i < stop; ++i) part.next();
        CHECK(raised([&] { part.throw_(oops(1)); }) == "oops 1");
        CHECK(tracked::live == 0);
    }
}

TEST_CASE("what from(...) gives is moved out, once") {
    all_accounted_for check;
    auto inner = [](int n) -> generator<int, void, tracked> {
        co_yield n;
        co_return tracked(n);
    };
    auto g = [](auto make) -> generator<int, void, tracked> {
        tracked first = co_yield from(make(1));
        auto sub = make(2);
        std::optional<tracked> second = co_yield from(sub);
        first.value += second->value;
        co_return first;
    }(inner);
    CHECK(rest(g) == ints{1, 2});
    CHECK(g.take_result()->value == 3);
    CHECK(tracked::live == 0);
    CHECK(tracked::copies == 0);
}

TEST_CASE("what is sent is destroyed with the step, taken or not") {
    all_accounted_for check;
    auto g = []() -> generator<int, tracked> {
        for (;;) {
            co_yield tracked::live; // the optional that co_yield gives is gone by then
        }
    }();
    g.next();
    for (int i = 0; i < 3; ++i) CHECK(*g.send(tracked(i)) <= 2);
    CHECK(tracked::live == 0);
    CHECK(raised([&] { g.throw_(oops(1)); }) == "oops 1");
    CHECK_FALSE(g.send(tracked(1)));
    CHECK(tracked::copies == 0);
}

TEST_CASE("G32: a step's value that is an error object may outlive the generator by exception_ptr") {
    std::exception_ptr kept;
    {
        auto g = []() -> generator<int> {
            co_yield 1;
            throw oops(5);
        }();
        g.next();
        try {
            g.next();
        } catch (...) {
            kept = std::current_exception();
        }
    }
    CHECK(name_of(kept) == "oops 5");
}
