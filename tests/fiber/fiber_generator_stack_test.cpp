// SPDX-License-Identifier: BSL-1.0
//
// What a stack of its own is for: yields from any depth of plain calls; and whose stack it is.
#include <rondo/fiber/fiber_generator.hpp>

#include "fiber/support.hpp"

#include <atomic>
#include <cstdlib>
#include <thread>

using namespace fiber_test;
using namespace gen_test;
using rondo::fiber_generator;
using rondo::yielder;

namespace {

fiber_generator<int> count_up_to(int max) {
    return fiber_generator<int>([max](auto& yield) {
        for (int n = 1; n <= max; ++n) yield(n);
    });
}

struct tree {
    int value;
    std::unique_ptr<tree> left, right;
};

std::unique_ptr<tree> full(int from, int to) {
    if (from >= to) return nullptr;
    const int middle = (from + to) / 2;
    return std::make_unique<tree>(middle, full(from, middle), full(middle + 1, to));
}

void visit(const tree* at, yielder<int>& yield) {
    if (!at) return;
    visit(at->left.get(), yield);
    yield(at->value);
    visit(at->right.get(), yield);
}

yielder<std::pair<int, int>>* callback_yield = nullptr;

} // namespace

TEST_CASE("fiber_generator: yields from any depth of plain calls") {
    const auto root = full(0, 1000);
    fiber_generator<int> walk([&](auto& yield) { visit(root.get(), yield); });
    int expected = 0;
    for (int value : walk) CHECK(value == expected++);
    CHECK(expected == 1000);
}

TEST_CASE("fiber_generator: yields from the callback of a library that knows nothing of it") {
    int numbers[] = {3, 1, 2};
    fiber_generator<std::pair<int, int>> comparisons([&](auto& yield) {
        callback_yield = &yield;
        std::qsort(numbers, 3, sizeof(int), [](const void* a, const void* b) {
            const int x = *static_cast<const int*>(a), y = *static_cast<const int*>(b);
            (*callback_yield)(std::pair(x, y));
            return (x > y) - (x < y);
        });
    });
    int seen = 0;
    for (auto [a, b] : comparisons) {
        CHECK(a != b);
        ++seen;
    }
    CHECK(seen >= 2);
    CHECK(std::ranges::equal(numbers, ints{1, 2, 3}));
}

TEST_CASE(
    "fiber_generator: yields for itself from inside another that it asks: that one is left in the middle") {
    fiber_generator<int> outer([](auto& yield) {
        fiber_generator<int> inner([&](auto& own) {
            yield(1); // to the caller of outer
            own(2);   // to the body of outer
            yield(3);
        });
        auto step = inner.next();
        yield(10 * *step);
        CHECK_FALSE(inner.next());
    });
    CHECK(rest(outer) == ints{1, 20, 3});
}

TEST_CASE("fiber_generator: threads run fibers of their own side by side") {
    std::atomic<int> total = 0;
    std::vector<std::thread> threads;
    for (int t = 0; t < 4; ++t) {
        threads.emplace_back([&total] {
            int sum = 0;
            for (int round = 0; round < 20; ++round) {
                std::vector<fiber_generator<int>> all;
                for (int n = 0; n < 10; ++n) all.push_back(count_up_to(n));
                for (auto& g : all)
                    while (auto step = g.next()) sum += *step;
            }
            total += sum;
        });
    }
    for (auto& thread : threads) thread.join();
    CHECK(total == 4 * 20 * 165);
}

TEST_CASE("fiber_generator: belongs to the thread that made it") {
    CHECK(has(last_words([] {
                  auto g = count_up_to(2);
                  g.next();
                  std::thread([&] { g.next(); }).join();
              }),
              "a fiber was resumed on another thread than started it"));
    CHECK(has(last_words([] {
                  auto g = count_up_to(2);
                  std::thread([&] { g.next(); }).join();
              }),
              "a fiber was started on another thread than made it"));
    CHECK(has(last_words([] {
                  auto g = count_up_to(2);
                  std::thread([&] { auto here = std::move(g); }).join();
              }),
              "a fiber's stack was given back on another thread than took it"));
}

TEST_CASE("fiber_generator: a yield from outside of the body ends the program, and says so") {
    CHECK(has(last_words([] {
                  yielder<int>* kept = nullptr;
                  fiber_generator<int> g([&](auto& yield) {
                      kept = &yield;
                      yield(1);
                  });
                  g.next();
                  (*kept)(2);
              }),
              "a fiber was suspended from outside"));
}

TEST_CASE("fiber_generator: the body has the bytes of stack that it asked for") {
    fiber_generator<int> g([](auto& yield) { yield(descend(3500)); }, {.stack_bytes = 1500000});
    CHECK(g.next());
    if (RONDO_ASAN == 0)
        CHECK(rondo::stack_pool::statistics().high_water_bytes >= 700000); // else: a fake stack
}
