// SPDX-License-Identifier: BSL-1.0
#include <rondo/testing/shuffled.hpp>

#include <rondo/core/sleep.hpp>
#include <rondo/testing/step_hash.hpp>
#include <rondo/testing/test_loop.hpp>

#include <doctest/doctest.h>

#include <algorithm>
#include <functional>
#include <set>
#include <vector>

using namespace rondo;
using rondo::testing::shuffled;

namespace {

task<> says(std::vector<int>& order, int number) {
    co_await yield_now();
    order.push_back(number);
}
std::vector<int> order_under(std::uint64_t seed, std::uint64_t* hash = nullptr) {
    shuffled chance(seed);
    testing::step_hash steps;
    testing::test_loop on({.chooser = &chance, .observer = &steps});
    std::vector<int> order;
    for (int i = 0; i < 5; ++i) on.spawn(says, std::ref(order), i);
    on.settle();
    if (hash) *hash = steps.value();
    return order;
}

} // namespace

TEST_CASE("shuffled: the same seed gives the same order, step for step") {
    for (std::uint64_t seed = 0; seed < 20; ++seed) {
        std::uint64_t first = 0, second = 0;
        CHECK(order_under(seed, &first) == order_under(seed, &second));
        CHECK(first == second);
    }
}

TEST_CASE("shuffled: seeds reach every order, and everybody runs") {
    std::set<std::vector<int>> orders;
    for (std::uint64_t seed = 0; seed < 2000; ++seed) {
        std::vector<int> order = order_under(seed);
        orders.insert(order);
        std::sort(order.begin(), order.end());
        CHECK(order == std::vector<int>{0, 1, 2, 3, 4});
    }
    CHECK(orders.size() == 120);
}

TEST_CASE("shuffled: answers are below n, and as often each") {
    shuffled chance(3);
    int count[7] = {};
    for (int i = 0; i < 70000; ++i) ++count[chance.choose(choice::ready, 7)];
    for (const int one : count) {
        CHECK(one > 9500);
        CHECK(one < 10500);
    }
    CHECK(chance.choose(choice::user, 1) == 0);
    CHECK(chance.seed() == 3);
}

TEST_CASE("shuffled: a kind of choice does not disturb another") {
    shuffled one(5), two(5);
    for (int i = 0; i < 100; ++i) {
        two.choose(choice::latency, 1000);
        CHECK(one.choose(choice::ready, 1000) == two.choose(choice::ready, 1000));
    }
}
