// SPDX-License-Identifier: BSL-1.0
#include <rondo/gen/iter/iterable.hpp>

#include "sources.hpp"
#include <doctest/doctest.h>
#include <rondo/gen/iter/collect.hpp>
#include <rondo/gen/iter/transform.hpp>
#include <rondo/gen/next.hpp>

#include <array>
#include <forward_list>
#include <list>
#include <map>
#include <ranges>
#include <span>
#include <sstream>

using namespace rondo;

static_assert(iterable<std::vector<int>> && iterable<std::vector<int>&> && iterable<const std::vector<int>&>);
static_assert(iterable<generator<int>> && iterable<generator<int>&> && !iterable<const generator<int>&>);
static_assert(iterable<count_up_to> && iterable<count_up_to&> && iterable<const char (&)[4]>);
static_assert(!iterable<int> && !iterable<generator<void, int>>);
static_assert(std::same_as<value_of_t<generator<std::string>>, std::string>);
static_assert(std::same_as<passed_of_t<generator<std::string>>, const std::string&>);
static_assert(std::same_as<passed_of_t<generator<std::string&>>, std::string&>);
static_assert(std::same_as<passed_of_t<generator<std::string&&>>, std::string&&>);
static_assert(std::same_as<passed_of_t<count_up_to>, int&&>);
static_assert(std::same_as<passed_of_t<std::vector<int>&>, int&>);
static_assert(std::same_as<item_of_t<std::vector<bool>&>, item<bool>>);

namespace {
class listed : public adaptor<listed> {
public:
    std::optional<int> next() { return at_ < 3 ? std::optional(at_++) : std::nullopt; }

private:
    int at_ = 0;
};
class by_pointer {
public:
    explicit by_pointer(ints& values) : values_(values) {}
    int* next() { return at_ < values_.size() ? &values_[at_++] : nullptr; }

private:
    ints& values_;
    std::size_t at_ = 0;
};
} // namespace
static_assert(std::ranges::input_range<listed> && std::ranges::view<listed>);

TEST_CASE("G54: iter takes generators, ranges and hand-written iterators alike") {
    ints some{1, 2, 3};
    std::istringstream input("1 2 3");
    CHECK(list(iter(some)) == some);
    CHECK(list(iter(ints{1, 2, 3})) == some);
    CHECK(list(iter(std::list<int>{1, 2, 3})) == some);
    CHECK(list(iter(std::forward_list<int>{1, 2, 3})) == some);
    CHECK(list(iter(std::array<int, 3>{1, 2, 3})) == some);
    CHECK(list(iter(std::span(some))) == some);
    CHECK(list(iter(std::views::iota(1, 4))) == some);
    CHECK(list(iter(std::views::iota(1) | std::views::take(3))) == some);
    CHECK(list(iter(std::views::istream<int>(input))) == some);
    CHECK(list(iter(count_up_to(3))) == some);
    CHECK(list(iter(by_pointer(some))) == some);
    CHECK(list(iter(words("a b"))) == strings{"a", "b"});
    CHECK(list(iter("abc")) == std::vector<char>{'a', 'b', 'c'});
    CHECK(list(std::vector<bool>{true, false}) == std::vector<bool>{true, false});
    CHECK(list(std::map<int, int>{{1, 2}}) == std::vector<std::pair<int, int>>{{1, 2}});
}

TEST_CASE(
    "G54: a badly behaved iterator that resumes after its end is asked no more: what has ended stays ended") {
    auto it = iter(relapsing());
    CHECK(list(it) == ints{1, 2, 3});
    CHECK_FALSE(it.next());
    relapsing lent;
    auto squares = map([](int x) { return x * x; }, lent);
    CHECK(list(squares) == ints{1, 4, 9});
    CHECK_FALSE(squares.next());
    CHECK(lent.next() == 5); // it would have gone on
}

TEST_CASE("iterable: an lvalue is borrowed: what one loop leaves, the next one finds") {
    int asked = 0;
    auto source = counting(5, asked);
    auto first = iter(source);
    CHECK(*first.next() == 0);
    CHECK(*first.next() == 1);
    CHECK(asked == 2);
    CHECK(list(source) == ints{2, 3, 4});
}

TEST_CASE("iterable: an rvalue is owned, and released with its iterator") {
    std::weak_ptr<int> alive;
    {
        auto it = iter(holding(2, alive));
        CHECK(*it.next() == 0);
        CHECK_FALSE(alive.expired());
    }
    CHECK(alive.expired());
}

TEST_CASE("iterable: an iterator over an owned range may be moved between two steps") {
    auto walk = [](auto source) {
        auto it = iter(std::move(source));
        int total = *it.next();
        auto moved = std::move(it);
        total = total * 10 + *moved.next();
        auto assigned = iter(decltype(source)());
        assigned = std::move(moved);
        total = total * 10 + *assigned.next();
        CHECK_FALSE(assigned.next());
        return total;
    };
    CHECK(walk(ints{1, 2, 3}) == 123);
    CHECK(walk(std::list<int>{1, 2, 3}) == 123);
    CHECK(walk(std::forward_list<int>{1, 2, 3}) == 123);
    auto odd = std::list<int>{1, 2, 3} | std::views::filter([](int) { return true; });
    auto it = iter(std::move(odd));
    int first = *it.next();
    auto moved = std::move(it);
    CHECK(first * 10 + *moved.next() == 12);
}

TEST_CASE("iterable: a list that grows meanwhile is followed, and one that has ended stays ended") {
    ints growing{1, 2};
    auto it = iter(growing);
    CHECK(*it.next() == 1);
    for (int n = 3; n < 100; ++n) growing.push_back(n);
    CHECK(list(it).size() == 98);
    growing.push_back(0);
    CHECK_FALSE(it.next());
}

TEST_CASE("iterable: nothing is asked before the first step, nor ahead of it") {
    int made = 0;
    auto source = std::views::iota(0, 9) | std::views::transform([&](int x) { return ++made, x; });
    auto it = iter(source);
    CHECK(made == 0);
    CHECK(*it.next() == 0);
    CHECK(made == 1);
}

TEST_CASE("iterable: items pass by address: the elements of a range can be changed") {
    ints some{1, 2};
    for (auto it = iter(some); auto got = it.next();) *got *= 10;
    CHECK(some == ints{10, 20});
}

TEST_CASE("iterable: adaptor makes a range of next(); a loop after a break goes on with the next item") {
    listed source;
    for (int x : source) {
        CHECK(x == 0);
        break;
    }
    ints rest;
    for (int x : source) rest.push_back(x);
    CHECK(rest == ints{1, 2});
    CHECK(list(listed() | std::views::transform([](int x) { return x + 1; })) == ints{1, 2, 3});
}

TEST_CASE("iterable: next and its fallback work on every iterator") {
    ints some{1};
    auto it = iter(some);
    CHECK(rondo::next(it) == 1);
    CHECK(rondo::next(it, 7) == 7);
    CHECK_THROWS_AS(rondo::next(it), stop_iteration<>);
}
