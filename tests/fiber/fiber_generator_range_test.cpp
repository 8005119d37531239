// SPDX-License-Identifier: BSL-1.0
//
// A fiber_generator as an input range and a view, beside coroutines, itertools and any_generator: rows G40, G48, G49, G52.
#include <rondo/fiber/fiber_generator.hpp>

#include <rondo/gen/any_generator.hpp>
#include <rondo/gen/from.hpp>
#include <rondo/gen/iter.hpp>

#include "fiber/support.hpp"

#include <deque>
#include <ranges>

using namespace gen_test;
using rondo::any_generator;
using rondo::fiber_generator;
using rondo::from;
using rondo::gen_state;
using rondo::generator;

namespace {

template <class G, class Reference, class Value>
constexpr bool is_input_view_of =
    std::ranges::input_range<G> && std::ranges::view<G> && !std::ranges::forward_range<G> &&
    std::same_as<std::ranges::range_reference_t<G>, Reference> &&
    std::same_as<std::ranges::range_value_t<G>, Value> && std::input_iterator<std::ranges::iterator_t<G>> &&
    std::movable<G> && !std::copyable<G> &&
    std::sentinel_for<std::default_sentinel_t, std::ranges::iterator_t<G>>;

static_assert(is_input_view_of<fiber_generator<int>, const int&, int>);
static_assert(is_input_view_of<fiber_generator<int&>, int&, int>);
static_assert(is_input_view_of<fiber_generator<const int&>, const int&, int>);
static_assert(is_input_view_of<fiber_generator<int&&>, int&&, int>);
static_assert(is_input_view_of<fiber_generator<std::string, int, double>, const std::string&, std::string>);
static_assert(!std::ranges::range<fiber_generator<void, int>>);

fiber_generator<int> count(int first, int last) {
    return fiber_generator<int>([=](auto& yield) {
        for (int n = first; n < last; ++n) yield(n);
    });
}

fiber_generator<int> passing(fiber_generator<int> in, std::string name, journal& said) {
    return fiber_generator<int>([in = std::move(in), name, &said](auto& yield) mutable {
        at_exit left(said, name);
        for (int value : in) yield(value);
    });
}

} // namespace

TEST_CASE(
    "fiber_generator: G40: begin advances: after a break another loop goes on; an ended one gives nothing") {
    auto g = count(0, 7);
    ints seen;
    for (int value : g) {
        seen.push_back(value);
        if (value == 2) break;
    }
    for (int value : g) {
        seen.push_back(value);
        if (value == 4) break;
    }
    CHECK(seen == ints{0, 1, 2, 3, 4});
    CHECK(*g.next() == 5);
    for (int value : g) seen.push_back(value);
    CHECK(seen.back() == 6);
    CHECK(g.state() == gen_state::closed);
    for (int value : g) FAIL("an ended one gave ", value);
    CHECK(g.begin() == g.end());
    fiber_generator<int> none;
    for (int value : none) FAIL("one without a body gave ", value);
}

TEST_CASE("fiber_generator: G40: an exception in the loop body leaves it suspended") {
    auto g = count(0, 5);
    CHECK(raised([&] {
              for (int value : g)
                  if (value == 1) throw oops(1);
          }) == "oops 1");
    CHECK(g.state() == gen_state::suspended);
    CHECK(rest(g) == ints{2, 3, 4});
}

TEST_CASE("fiber_generator: std::views and rondo's stages take it by value, or by reference") {
    auto odd = [](int n) { return n % 2 == 1; };
    auto squared = [](int n) { return n * n; };
    ints seen;
    for (int value :
         count(0, 100) | std::views::filter(odd) | std::views::transform(squared) | std::views::take(4))
        seen.push_back(value);
    CHECK(seen == ints{1, 9, 25, 49});
    seen.clear();
    for (int value : count(0, 100) | rondo::filter(odd) | rondo::map(squared)) {
        seen.push_back(value);
        if (value > 20) break;
    }
    CHECK(seen == ints{1, 9, 25});
    auto g = count(0, 10);
    CHECK(rondo::list(rondo::islice(g, 3)) == ints{0, 1, 2}); // takes three, never four
    CHECK(*g.next() == 3);
}

TEST_CASE(
    "fiber_generator<T&>: what it gives may be written to; <T&&>: gives values away, copies an lvalue once") {
    ints numbers{1, 2, 3};
    fiber_generator<int&> each([&](auto& yield) {
        for (int& n : numbers) yield(n);
    });
    for (int& n : each) n *= 10;
    CHECK(numbers == ints{10, 20, 30});

    all_accounted_for check;
    fiber_generator<tracked&&> away([](auto& yield) {
        yield(tracked(1));
        tracked named(2);
        yield(named);
        CHECK(named.value == 2);
        yield(std::move(named));
        CHECK(named.value == tracked::moved_from);
    });
    for (int expected : {1, 2, 2}) {
        tracked taken = *away.next();
        CHECK(taken.value == expected);
    }
    CHECK_FALSE(away.next());
    CHECK(tracked::copies == 1);
    fiber_generator<std::unique_ptr<int>&&> owned([](auto& yield) { yield(std::make_unique<int>(5)); });
    std::unique_ptr<int> got = *owned.next();
    CHECK(*got == 5);
}

TEST_CASE("fiber_generator: G48: a pipeline is torn down from the consumer towards the source") {
    for (bool by_close : {true, false}) {
        journal said;
        {
            auto pipe = passing(passing(passing(count(0, 9), "source", said), "middle", said), "last", said);
            pipe.next();
            if (by_close) pipe.close();
        }
        CHECK(said == journal{"last", "middle", "source"});
    }
}

TEST_CASE("fiber_generator: G49: an error passes through the stages, the source cleaned up first") {
    journal said;
    auto pipe = passing(passing(fiber_generator<int>([&](auto& yield) {
                                    at_exit left(said, "source");
                                    yield(1);
                                    throw oops(4);
                                }),
                                "middle", said),
                        "last", said);
    CHECK(*pipe.next() == 1);
    CHECK(raised([&] { pipe.next(); }) == "oops 4");
    CHECK(said == journal{"source", "middle", "last"});
    CHECK(pipe.state() == gen_state::closed);
}

TEST_CASE("fiber_generator: G52: stands with coroutines and ranges in one container, in round robin") {
    std::deque<any_generator<int>> ready;
    ready.emplace_back(count(1, 3));
    ready.emplace_back([]() -> generator<int> {
        co_yield 10;
        co_yield 20;
        co_yield 30;
    }());
    ready.emplace_back(ints{5});
    ints seen;
    while (!ready.empty()) {
        auto task = std::move(ready.front());
        ready.pop_front();
        if (auto step = task.next()) {
            seen.push_back(*step);
            ready.push_back(std::move(task));
        }
    }
    CHECK(seen == ints{1, 10, 5, 2, 20, 30});
}

TEST_CASE(
    "fiber_generator: G52: behind any_generator it is sent to, thrown at and closed, and gives its result") {
    any_generator<int, int, int> g = fiber_generator<int, int, int>([](auto& yield) {
        int sum = 0;
        for (int value = 5;;) {
            try {
                std::optional<int> got = yield(value);
                if (!got) return sum;
                value = sum += *got;
            } catch (const oops& e) {
                value = 100 + e.number;
            }
        }
    });
    CHECK(g.state() == gen_state::created);
    CHECK(*g.next() == 5);
    CHECK(*g.send(3) == 3);
    CHECK(*g.throw_(oops(1)) == 101);
    CHECK_FALSE(g.next());
    CHECK(g.take_result() == 3);
    journal said;
    any_generator<void, std::string> sink = fiber_generator<void, std::string>([&](auto& yield) {
        for (;;) said.push_back(yield().value_or("-"));
    });
    CHECK(sink.next());
    CHECK(sink.send("a"));
    CHECK(said == journal{"a"});
}

TEST_CASE("fiber_generator: a coroutine delegates to it: send, throw, close and the result go through") {
    journal said;
    auto delegating = [&](auto&& inner) {
        return [](auto in, journal& out) -> generator<int, int, std::string> {
            at_exit left(out, "outer");
            const std::string got = co_yield from(std::move(in));
            co_return got + "!";
        }(std::forward<decltype(inner)>(inner), said);
    };
    auto body = [&said](auto& yield) -> std::string {
        at_exit left(said, "inner");
        int value = 1;
        for (;;) {
            try {
                auto sent = yield(value);
                if (!sent) return "done";
                value = *sent + 1;
            } catch (const oops& e) {
                value = e.number;
            }
        }
    };
    using inner = fiber_generator<int, int, std::string>;
    auto g = delegating(inner(body));
    CHECK(*g.next() == 1);
    CHECK(*g.send(4) == 5);
    CHECK(*g.throw_(oops(70)) == 70);
    CHECK_FALSE(g.next());
    CHECK(g.result() == "done!");
    said.clear();
    auto closed = delegating(inner(body));
    closed.next();
    closed.close();
    CHECK(said == journal{"inner", "outer"});
}
