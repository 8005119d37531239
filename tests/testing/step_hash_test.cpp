// SPDX-License-Identifier: BSL-1.0
#include <rondo/testing/step_hash.hpp>

#include <rondo/core/sleep.hpp>
#include <rondo/testing/test_loop.hpp>

#include <doctest/doctest.h>

#include <set>

using namespace rondo;
using namespace rondo::testing;

namespace {

task<> yields(int times) {
    for (int i = 0; i < times; ++i) co_await yield_now();
}
task<> sleeps(duration length) { co_await sleep(length); }

template <class Arrange>
std::uint64_t hash_of(Arrange arrange) {
    step_hash steps;
    test_loop on({.observer = &steps});
    arrange(on);
    on.advance(1s);
    return steps.value();
}

} // namespace

TEST_CASE("step_hash: is the same for the same run") {
    auto arrange = [](test_loop& on) {
        on.spawn(yields, 3);
        on.spawn(sleeps, 5ms);
        on->call_later(1ms, [] {});
    };
    CHECK(hash_of(arrange) == hash_of(arrange));
}

TEST_CASE("step_hash: another turn, task, order or kind of step is another number") {
    std::set<std::uint64_t> seen;
    seen.insert(hash_of([](test_loop&) {}));
    seen.insert(hash_of([](test_loop& on) { on.spawn(yields, 1); }));
    seen.insert(hash_of([](test_loop& on) { on.spawn(yields, 2); }));
    seen.insert(hash_of([](test_loop& on) { on.spawn(sleeps, 1ms); })); // parks where the other gives way
    seen.insert(hash_of([](test_loop& on) { on->call_soon([] {}); }));
    seen.insert(hash_of([](test_loop& on) { on.spawn(yields, 1), on.spawn(yields, 2); }));
    seen.insert(hash_of([](test_loop& on) { on.spawn(yields, 2), on.spawn(yields, 1); }));
    CHECK(seen.size() == 7);
}

TEST_CASE("step_hash: counts what it was told") {
    step_hash steps;
    test_loop on({.observer = &steps});
    CHECK(steps.events() == 0);
    on.spawn(yields, 1);
    on.settle();
    CHECK(steps.events() ==
          8); // spawned; two turns, with begin and stop, or begin and end; one that found nothing
}
