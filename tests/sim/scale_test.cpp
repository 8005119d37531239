// SPDX-License-Identifier: BSL-1.0
//
// How far a simulation goes: a million processes alive, and ten million events without a byte more.
#include <rondo/sim/environment.hpp>
#include <rondo/sim/monitor.hpp>
#include <rondo/sim/random.hpp>
#include <rondo/sim/resource.hpp>
#include <rondo/sim/store.hpp>

#include "tools/slow.hpp"

#include <doctest/doctest.h>

#include <malloc.h>

#include <cstdio>

using namespace rondo;
using namespace rondo::sim;

namespace {

process sleeper(environment& env, std::uint64_t& woken, double length) {
    co_await env.timeout(length);
    ++woken;
}
process patient(environment& env, resource& desk, random_stream& bits) {
    auto turn = desk.request();
    co_await (turn || env.timeout(5));
    if (turn.granted()) co_await env.timeout(exponential(0.8)(bits));
}
process arrivals(environment& env, resource& desk, random_stream& bits) {
    for (;;) {
        co_await env.timeout(exponential(1)(bits));
        env.process(patient(env, desk, bits));
    }
}
process producer(environment& env, store<int>& shelf) {
    for (int i = 0;; ++i) {
        co_await shelf.put(i);
        co_await env.timeout(0.5);
    }
}
process consumer(environment& env, store<int>& shelf) {
    for (;;) {
        co_await shelf.get();
        auto waited = co_await env.timeout(0.5).or_interrupt();
        static_cast<void>(waited);
    }
}
process disturber(environment& env, any_process who) {
    for (;; who.interrupt()) co_await env.timeout(7);
}

std::size_t in_use() { return mallinfo2().uordblks; } // 0 under a sanitizer's own allocator

} // namespace

TEST_CASE("scale: a million processes are alive") {
    const std::uint64_t count = is_slow() ? 50'000 : 1'000'000;
    std::uint64_t woken = 0;
    environment env;
    for (std::uint64_t i = 0; i != count; ++i)
        env.process(sleeper(env, woken, 10 + static_cast<double>(i % 1000)));
    env.run(5);
    CHECK(env.scheduled() == count);
    env.run(15);
    CHECK(woken == count / 1000 * 5);
    env.run();
    CHECK(woken == count);
    CHECK(env.now() == 1009);
}

TEST_CASE("scale: a million processes that wait are ended with their environment") {
    const std::uint64_t count = is_slow() ? 50'000 : 1'000'000;
    std::uint64_t woken = 0;
    {
        environment env;
        for (std::uint64_t i = 0; i != count; ++i) env.process(sleeper(env, woken, 10));
        env.run(5);
    }
    CHECK(woken == 0);
}

TEST_CASE("scale: ten million events need no byte more than a hundred thousand") {
    for (const order_policy how : {order_policy::simpy, order_policy::native}) {
        const std::uint64_t events = (is_slow() ? 500'000 : 10'000'000) / 2;
        environment env({.order = how});
        random_stream bits(1);
        resource desk(env, 1);
        const monitor watch(desk);
        store<int> shelf(env, 2);
        env.process(arrivals(env, desk, bits));
        env.process(producer(env, shelf));
        auto eats = env.process(consumer(env, shelf));
        env.process(disturber(env, eats));
        while (env.events_processed() < 200'000) env.run(env.now() + 1000);
        const std::size_t before = in_use();
        while (env.events_processed() < events + 200'000) env.run(env.now() + 1000);
        const std::size_t after = in_use();
        std::printf("%zu bytes after 200,000 events, %zu after %llu\n", before, after,
                    static_cast<unsigned long long>(env.events_processed()));
        CHECK(after <= before + 65'536); // a queue that was never so long
    }
}
