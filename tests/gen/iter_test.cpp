// SPDX-License-Identifier: BSL-1.0
//
// Pipelines as a whole: what travels when, what is released in which order, and that std::views fit in.
#include <rondo/gen/iter.hpp>

#include "iter/sources.hpp"
#include <doctest/doctest.h>

#include <functional>
#include <memory>
#include <ranges>

using namespace rondo;

namespace {
constexpr auto square = [](int x) { return x * x; };
constexpr auto odd = [](int x) { return x % 2 == 1; };

template <class T>
constexpr bool fits =
    std::ranges::input_range<T> && std::ranges::view<T> && std::movable<T> && !std::copyable<T>;
static_assert(fits<decltype(map(square, range(1)))> && fits<decltype(map(square, std::declval<ints&>()))>);
static_assert(fits<decltype(filter(odd, ints()))> && fits<decltype(takewhile(odd, ints()))>);
static_assert(fits<decltype(islice(ints(), 1))> && fits<decltype(chain(ints(), range(1)))>);
static_assert(fits<decltype(zip(ints(), range(1)))> && fits<decltype(zip_longest(ints(), range(1)))>);
static_assert(fits<decltype(enumerate(words("")))> && fits<decltype(groupby(ints()))>);
static_assert(fits<decltype(batched(ints(), 1))> && fits<decltype(pairwise(ints()))> &&
              fits<decltype(accumulate(ints()))>);
static_assert(fits<decltype(product(ints(), words("")))> && fits<decltype(permutations(ints()))>);
static_assert(fits<decltype(count())> && fits<decltype(cycle(ints()))> && fits<decltype(repeat(1))>);
static_assert(fits<decltype(merge(ints(), ints()))> && fits<decltype(roundrobin(ints(), ints()))>);
static_assert(std::ranges::input_range<decltype(tee(ints())[0])>);

generator<int> stage_of(generator<int> in, std::string name, std::string& log) {
    struct leaving {
        std::string name;
        std::string& log;
        ~leaving() { log += name + "- "; }
    } at_exit{name, log};
    for (int x : in) {
        log += name + std::to_string(x) + " ";
        co_yield x;
    }
}
generator<int> telling(int stop, std::string& log) {
    struct leaving {
        std::string& log;
        ~leaving() { log += "source- "; }
    } at_exit{log};
    for (int n = 1; n <= stop; ++n) {
        log += "made" + std::to_string(n) + " ";
        co_yield n;
    }
}
} // namespace

TEST_CASE("G47: demand driven: one item travels all stages before the next is made") {
    std::string log;
    auto pipeline = telling(2, log) | stage(stage_of, "a", std::ref(log)) |
                    map([&](int x) { return log += "b" + std::to_string(x) + " ", x; }) |
                    filter([&](int x) { return log += "c" + std::to_string(x) + " ", true; });
    CHECK(log == "");
    CHECK(*pipeline.next() == 1);
    CHECK(log == "made1 a1 b1 c1 ");
    CHECK(*pipeline.next() == 2);
    CHECK(log == "made1 a1 b1 c1 made2 a2 b2 c2 ");
}

TEST_CASE("G48: teardown goes from the consumer towards the source") {
    std::string log;
    {
        auto pipeline = telling(9, log) | stage(stage_of, "a", std::ref(log)) | map(square) |
                        stage(stage_of, "b", std::ref(log));
        CHECK(*pipeline.next() == 1);
        log.clear();
    }
    CHECK(log == "b- a- source- ");
}

TEST_CASE("G49: errors pass through the stages, the source is closed first") {
    std::string log;
    auto broken = [](std::string& said) -> generator<int> {
        struct leaving {
            std::string& said;
            ~leaving() { said += "source- "; }
        } at_exit{said};
        co_yield 1;
        throw std::runtime_error("broken");
    };
    auto pipeline = broken(log) | filter(odd) | stage(stage_of, "a", std::ref(log)) | map(square) | islice(9);
    CHECK(*pipeline.next() == 1);
    log.clear();
    CHECK_THROWS_WITH(pipeline.next(), "broken");
    CHECK(log == "source- a- ");
    CHECK_FALSE(pipeline.next());
}

TEST_CASE("I21: every adaptor releases its source when it is dropped") {
    auto dropped = [](auto stage) {
        std::weak_ptr<int> alive;
        {
            auto it = holding(5, alive) | stage;
            it.next();
            if (alive.expired()) return false;
        }
        return alive.expired();
    };
    CHECK(dropped(map(square)));
    CHECK(dropped(filter(odd)));
    CHECK(dropped(filterfalse(odd)));
    CHECK(dropped(takewhile([](int x) { return x < 4; })));
    CHECK(dropped(dropwhile(odd)));
    CHECK(dropped(islice(4)));
    CHECK(dropped(enumerate()));
    CHECK(dropped(batched(2)));
    CHECK(dropped(pairwise()));
    CHECK(dropped(sliding_window(2)));
    CHECK(dropped(accumulate()));
    CHECK(dropped(groupby()));
    CHECK(dropped(cycle()));
    CHECK(dropped(unique()));
}

TEST_CASE("iter: std::views take our generators and adaptors") {
    int asked = 0;
    auto doubled = counting(5, asked) | std::views::transform([](int x) { return 2 * x; });
    CHECK(list(doubled) == ints{0, 2, 4, 6, 8});
    CHECK(list(range(9) | map(square) | std::views::filter(odd) | std::views::take(2)) == ints{1, 9});
    CHECK(list(words("a b") | std::views::transform(&std::string::size)) == std::vector<std::size_t>{1, 1});
    CHECK(list(range(5) | std::views::reverse) == ints{4, 3, 2, 1, 0});
    for (auto&& [n, word] : enumerate(words("a b")) | std::views::take(1)) CHECK(word == "a");
}

TEST_CASE("iter: the general rules: lazy at construction, exhausted stays exhausted") {
    auto rule = [](auto stage, std::size_t expected) {
        int asked = 0;
        auto it = counting(6, asked) | stage;
        const bool lazy = asked == 0;
        std::size_t got = 0;
        while (it.next()) ++got;
        bool ended = !it.next() && !it.next();
        auto bad = relapsing() | stage;
        while (bad.next()) {}
        return lazy && ended && got == expected && !bad.next() && !bad.next();
    };
    CHECK(rule(map(square), 6));
    CHECK(rule(filter(odd), 3));
    CHECK(rule(filterfalse(odd), 3));
    CHECK(rule(takewhile([](int x) { return x < 4; }), 4));
    CHECK(rule(dropwhile([](int x) { return x < 4; }), 2));
    CHECK(rule(islice(4), 4));
    CHECK(rule(islice(1, std::nullopt, 2), 3));
    CHECK(rule(enumerate(), 6));
    CHECK(rule(batched(4), 2));
    CHECK(rule(pairwise(), 5));
    CHECK(rule(sliding_window(3), 4));
    CHECK(rule(accumulate(), 6));
    CHECK(rule(accumulate([](int a, int b) { return a + b; }, 0), 7));
    CHECK(rule(groupby(), 6));
    CHECK(rule(unique(), 6));
    CHECK(rule(unique_justseen(), 6));
    CHECK(rule(grouper(4, 0), 2));
}
