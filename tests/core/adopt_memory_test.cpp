// SPDX-License-Identifier: BSL-1.0
//
// Requests of an adopted generator take no memory, nor do the steps of an async generator: counted.
#include <rondo/core/adopt.hpp>
#include <rondo/core/asks.hpp>
#include <rondo/core/async_generator.hpp>
#include <rondo/core/routine.hpp>
#include <rondo/testing/allocations.hpp>

#include "core/rows.hpp"

using namespace core_test;

namespace {

/// A request that gives its number after a turn, or at once.
struct number {
    int value;
    bool at_once;
    bool ready() const noexcept { return at_once; }
    void start(waiter& w) const noexcept { w.unpark(); }
    bool abort(waiter&) const noexcept { return false; }
    int take() const noexcept { return value; }
};
struct data {
    int value;
};
number perform(const data& asked) { return {asked.value, false}; }

generator<number, int> one_kind(int requests) {
    for (int n = 0; n < requests; ++n) co_yield number{n, n % 2 == 0};
}
generator<std::variant<number, data, yield_op>&&, int> three_kinds(int requests) {
    for (int n = 0; n < requests; ++n) {
        if (n % 3 == 0)
            co_yield yield_now();
        else if (n % 3 == 1)
            co_yield data{n};
        else
            co_yield number{n, true};
    }
}
generator<asks<number, data, yield_op>> own_replies(int requests) {
    for (int n = 0; n < requests; ++n) {
        if (n % 3 == 0)
            co_yield yield_now();
        else if (n % 3 == 1)
            co_yield data{n};
        else
            co_yield number{n, true};
    }
}
routine<> waits(int requests) {
    for (int n = 0; n < requests; ++n) co_yield number{n, n % 2 == 0};
}
async_generator<int> counts(int last) {
    for (int n = 0; n < last; ++n) {
        co_await number{n, n % 2 == 0};
        co_yield n;
    }
}
task<> consumes(int steps) {
    auto g = counts(steps);
    while (auto step = co_await g.next()) {}
}

/// Blocks taken by running what `make(n)` makes, on a loop whose own memory is there already.
template <class Make>
std::size_t blocks(Make make, int n) {
    world w;
    w.run(make(2));
    const testing::every_frame_counts counted;
    const std::size_t before = testing::allocations().made;
    w.run(make(n));
    return testing::allocations().made - before;
}
/// Ten times, or a thousand times: the same.
template <class Make>
void check_constant(Make make) {
    const std::size_t few = blocks(make, 10);
    CHECK(few > 0);
    CHECK(blocks(make, 1000) == few);
}

} // namespace

TEST_CASE("adopt: no memory is taken for a request, of one kind or of several") {
    if (!testing::allocations_are_counted()) return;
    check_constant(one_kind);
    check_constant(three_kinds);
    check_constant([](int n) { return adopt(one_kind(n)); });
}

TEST_CASE("asks: no memory is taken for a request") {
    if (!testing::allocations_are_counted()) return;
    check_constant(own_replies);
}

TEST_CASE("routine: no memory is taken for a wait") {
    if (!testing::allocations_are_counted()) return;
    check_constant(waits);
}

TEST_CASE("async_generator: no memory is taken for a step") {
    if (!testing::allocations_are_counted()) return;
    check_constant(consumes);
}
