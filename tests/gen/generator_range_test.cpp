// SPDX-License-Identifier: BSL-1.0
//
// A generator as an input range and a view: rows G40, G48, G49, concepts, and std::views.
#include <rondo/gen/generator.hpp>

#include "gen/support.hpp"

#include <algorithm>
#include <numeric>
#include <ranges>

using namespace gen_test;
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

static_assert(is_input_view_of<generator<int>, const int&, int>);
static_assert(is_input_view_of<generator<int&>, int&, int>);
static_assert(is_input_view_of<generator<const int&>, const int&, int>);
static_assert(is_input_view_of<generator<int&&>, int&&, int>);
static_assert(
    is_input_view_of<generator<std::unique_ptr<int>&&>, std::unique_ptr<int>&&, std::unique_ptr<int>>);
static_assert(is_input_view_of<generator<std::string, int, double>, const std::string&, std::string>);
static_assert(!std::ranges::range<generator<void, int>>);

generator<int> count(int from, int to) {
    for (int n = from; n < to; ++n) co_yield n;
}

generator<int> stage(generator<int> in, std::string name, journal& said) {
    at_exit left(said, name);
    for (int value : in) co_yield value;
}

generator<int> failing_source(journal& said) {
    at_exit left(said, "source");
    co_yield 1;
    throw oops(4);
}

} // namespace

TEST_CASE("G40: begin advances: after a break another loop goes on; an ended one gives nothing") {
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
    for (int i = 0; i < 3; ++i) {
        for (int value : g) FAIL("an ended generator gave ", value);
        CHECK(g.begin() == g.end());
    }
    auto closed = count(0, 5);
    closed.close();
    for (int value : closed) FAIL("a closed generator gave ", value);
    generator<int> none;
    for (int value : none) FAIL("a generator without a body gave ", value);
}

TEST_CASE("G40: an exception in the loop body leaves the generator suspended") {
    auto g = count(0, 5);
    CHECK(raised([&] {
              for (int value : g)
                  if (value == 1) throw oops(1);
          }) == "oops 1");
    CHECK(g.state() == gen_state::suspended);
    CHECK(rest(g) == ints{2, 3, 4});
}

TEST_CASE("generator: std::views take it by value, or by reference") {
    auto odd = [](int n) { return n % 2 == 1; };
    auto squared = [](int n) { return n * n; };
    ints seen;
    for (int value :
         count(0, 100) | std::views::filter(odd) | std::views::transform(squared) | std::views::take(4))
        seen.push_back(value);
    CHECK(seen == ints{1, 9, 25, 49});

    auto g = count(0, 10);
    seen.clear();
    for (int value : std::ranges::ref_view(g) | std::views::take_while([](int n) { return n < 3; }))
        seen.push_back(value);
    CHECK(seen == ints{0, 1, 2});
    CHECK(*g.next() == 4); // take_while has seen the 3

    seen.clear();
    for (int value : count(0, 6) | std::views::drop(4)) seen.push_back(value);
    CHECK(seen == ints{4, 5});
}

TEST_CASE("generator: std::ranges algorithms take it") {
    CHECK(std::ranges::distance(count(0, 12)) == 12);
    auto found = std::ranges::find_if(count(0, 10), [](int n) { return n > 5; });
    static_assert(std::same_as<decltype(found), std::ranges::dangling> || true);
    ints copy;
    std::ranges::copy(count(3, 6), std::back_inserter(copy));
    CHECK(copy == ints{3, 4, 5});
    int sum = 0;
    std::ranges::for_each(count(0, 5), [&](int n) { sum += n; });
    CHECK(sum == 10);
    CHECK(std::ranges::equal(count(0, 3), ints{0, 1, 2}));
}

TEST_CASE("generator<T&>: what it gives may be written to") {
    ints numbers{1, 2, 3};
    auto each = [](ints& all) -> generator<int&> {
        for (int& n : all) co_yield n;
    };
    for (int& n : each(numbers)) n *= 10;
    CHECK(numbers == ints{10, 20, 30});
    auto g = each(numbers);
    auto step = g.next();
    CHECK(&*step == numbers.data());
}

TEST_CASE("generator<T&&>: gives values away") {
    auto g = [](int count) -> generator<std::unique_ptr<int>&&> {
        for (int n = 0; n < count; ++n) co_yield std::make_unique<int>(n);
        auto named = std::make_unique<int>(100);
        co_yield std::move(named);
        const int taken = named ? -1 : 101;
        co_yield std::make_unique<int>(taken);
    }(2);
    std::vector<std::unique_ptr<int>> taken;
    for (std::unique_ptr<int> p : g) taken.push_back(std::move(p));
    ints values;
    for (auto& p : taken) values.push_back(*p);
    CHECK(values == ints{0, 1, 100, 101});
}

TEST_CASE("generator: the arrow reaches into the value") {
    auto g = []() -> generator<std::string> { co_yield "four"; }();
    auto step = g.next();
    CHECK(step->size() == 4);
    auto h = []() -> generator<std::string> { co_yield "seven!!"; }();
    auto it = h.begin();
    CHECK(it->size() == 7);
    ++it;
    CHECK(it == h.end());
}

TEST_CASE("G48: a pipeline is torn down from the consumer towards the source") {
    for (bool by_close : {true, false}) {
        journal said;
        auto source = [](journal& out) -> generator<int> {
            at_exit left(out, "source");
            for (;;) co_yield 1;
        };
        {
            auto pipe = stage(stage(source(said), "middle", said), "last", said);
            pipe.next();
            if (by_close) pipe.close();
        }
        CHECK(said == journal{"last", "middle", "source"});
    }
}

TEST_CASE("G49: an error passes through the stages, the source cleaned up first") {
    journal said;
    auto pipe = stage(stage(failing_source(said), "middle", said), "last", said);
    CHECK(*pipe.next() == 1);
    CHECK(raised([&] { pipe.next(); }) == "oops 4");
    CHECK(said == journal{"source", "middle", "last"});
    CHECK(pipe.state() == gen_state::closed);
}
