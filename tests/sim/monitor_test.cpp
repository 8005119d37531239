// SPDX-License-Identifier: BSL-1.0
#include <rondo/sim/monitor.hpp>

#include <rondo/sim/container.hpp>
#include <rondo/sim/resource.hpp>
#include <rondo/sim/store.hpp>

#include <doctest/doctest.h>

#include <chrono>
#include <optional>
#include <string>

using namespace rondo;
using namespace rondo::sim;

namespace {

process customer(environment& env, resource& desk, double comes, double stays) {
    co_await env.timeout(comes);
    auto turn = co_await desk.request();
    co_await env.timeout(stays);
}
process impatient(environment& env, resource& desk, double comes) {
    co_await env.timeout(comes);
    auto turn = desk.request();
    co_await (turn || env.timeout(1));
}

static_assert(has_monitor<resource> && has_monitor<priority_resource> && has_monitor<preemptive_resource> &&
              has_monitor<container> && has_monitor<store<int>> && has_monitor<filter_store<int>> &&
              has_monitor<priority_store<int>> && !has_monitor<environment>);

} // namespace

TEST_CASE("monitor: a resource's line, use and holds, in both orders") {
    for (const order_policy how : {order_policy::simpy, order_policy::native}) {
        environment env({.order = how});
        resource desk(env, 1);
        const monitor watch(desk, {.history = true});
        env.process(customer(env, desk, 1, 4)); // 1 to 5
        env.process(customer(env, desk, 2, 3)); // waits from 2 to 5, has it until 8
        env.process(impatient(env, desk, 3));   // gives up at 4
        env.run(10);
        CHECK(watch.waits().count() == 2);
        CHECK(watch.waits().mean() == 1.5);
        CHECK(watch.waits().max() == 3);
        CHECK(watch.withdrawn() == 1);
        CHECK(watch.waiting().mean() == doctest::Approx(0.4)); // 3 and 1, of 10
        CHECK(watch.waiting().max() == 2);
        CHECK(watch.utilization() == doctest::Approx(0.7));
        CHECK(watch.content().max() == 1);
        CHECK(watch.holds().count() == 2);
        CHECK(watch.holds().mean() == 3.5);
        CHECK(watch.history() ==
              std::vector<monitored>{
                  {0, 0, 0}, {1, 0, 1}, {2, 1, 1}, {3, 2, 1}, {4, 1, 1}, {5, 0, 1}, {8, 0, 0}});
        CHECK_THROWS_AS(static_cast<void>(watch.putting()), type_error);
    }
}

TEST_CASE("monitor: who was granted at once never stood in the line") {
    environment env;
    resource desk(env, 2);
    const monitor watch(desk);
    env.process(customer(env, desk, 0, 1));
    env.process(customer(env, desk, 0, 1));
    env.run();
    CHECK(watch.waiting().max() == 0);
    CHECK(watch.waits().mean() == 0);
    CHECK(watch.content().mean() == 2);
    CHECK(watch.check_line().holds());
    CHECK(watch.history().empty());
}

TEST_CASE("monitor: who lost it to another has held it until then") {
    environment env;
    preemptive_resource desk(env);
    const monitor watch(desk);
    env.process([&]() -> process {
        auto turn = co_await desk.request({.priority = 2});
        try {
            co_await env.timeout(10);
        } catch (const interrupted&) {}
    });
    env.process([&]() -> process {
        co_await env.timeout(3);
        auto turn = co_await desk.request({.priority = 1});
        co_await env.timeout(1);
    });
    env.run();
    CHECK(watch.holds().count() == 2);
    CHECK(watch.holds().max() == 3);
    CHECK(watch.holds().min() == 1);
    CHECK(watch.content().mean() * env.now() == doctest::Approx(4));
}

TEST_CASE("monitor: stores and containers have two lines") {
    environment env;
    store<int> things(env, 1);
    container tank(env, 10, 4);
    const monitor shelf(things);
    const monitor level(tank);
    env.process([&]() -> process {
        for (int i = 0; i < 3; ++i) co_await things.put(i); // 0 at once; 1 at 2; 2 at 4
        co_await tank.put(2);                               // at 4
    });
    env.process([&]() -> process {
        auto fuel = tank.get(6); // waits until 4
        for (int i = 0; i < 2; ++i) {
            co_await env.timeout(2);
            co_await things.get();
        }
        co_await fuel;
    });
    env.run(8);
    CHECK(shelf.waits().count() == 2);
    CHECK(shelf.waits().max() == 0);
    CHECK(shelf.putting().waits.count() == 3);
    CHECK(shelf.putting().waits.sum() == doctest::Approx(4));
    CHECK(shelf.putting().length.mean(8) == 0.5);
    CHECK(shelf.utilization() == 1); // full all the time
    CHECK(level.waits().mean() == 4);
    CHECK(level.waiting().mean() == 0.5);
    CHECK(level.content().mean() == 2); // 4 until 4, 0 from then on
    CHECK(level.utilization() == doctest::Approx(0.2));
    CHECK(level.holds().count() == 0);
}

TEST_CASE("monitor: of a bank whose line is unbounded the share in use is none") {
    environment env;
    store<std::string> letters(env);
    const monitor watch(letters);
    auto put = letters.put("a");
    env.run(2);
    CHECK(watch.content().mean() == 1);
    CHECK(watch.utilization() == 0);
}

TEST_CASE("monitor: a filter store's line is passed by those whom something suits") {
    environment env;
    filter_store<int> things(env);
    const monitor watch(things);
    auto even = things.get([](int i) { return i % 2 == 0; });
    auto any = things.get();
    env.run(1);
    auto one = things.put(1);
    env.run(3);
    auto two = things.put(2);
    env.run(4);
    CHECK(watch.waits().count() == 2);
    CHECK(watch.waits().min() == 1);
    CHECK(watch.waits().max() == 3);
    CHECK(watch.waiting().mean() == 1); // 2 until 1, 1 until 3, of 4
}

TEST_CASE("monitor: what began before it, a reset, and several of them") {
    environment env;
    resource desk(env);
    env.process(customer(env, desk, 0, 6));
    env.process(customer(env, desk, 1, 1));
    env.run(3);
    monitor late(desk);
    CHECK(late.waiting().mean() == 1);
    env.run(4);
    monitor later(desk);
    late.reset();
    env.run(10);
    CHECK(late.waits().mean() == 5); // the whole wait, from 1 to 6
    CHECK(late.waiting().elapsed() == 6);
    CHECK(late.waiting() == later.waiting());
    CHECK(late.holds().count() == 2);
    CHECK(late.holds().max() == 6);
    store<int> things(env);
    auto wish = things.get(); // nobody wrote down when
    env.run(12);
    const monitor watch(things);
    auto put = things.put(1);
    env.run(13);
    CHECK(watch.waits().mean() == 0);
}

TEST_CASE("monitor: it outlives what it watches, and the other way round") {
    basic_environment<std::chrono::minutes> env;
    std::optional<resource> desk(std::in_place, env, 1);
    const monitor watch(*desk);
    {
        const monitor brief(*desk);
        const monitor briefer(*desk);
    }
    auto turn = desk->request();
    env.run(std::chrono::minutes(2));
    desk.reset();
    CHECK(watch.content().mean() == 1);
    CHECK(watch.content().elapsed() == 120); // seconds
}
