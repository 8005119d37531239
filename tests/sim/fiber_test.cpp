// SPDX-License-Identifier: BSL-1.0
#include <rondo/sim/fiber.hpp>

#include <rondo/base/errors.hpp>
#include <rondo/sim/environment.hpp>
#include <rondo/sim/resource.hpp>
#include <rondo/sim/store.hpp>
#include <rondo/sim/trace.hpp>
#include <rondo/sync/channel.hpp>

#include <doctest/doctest.h>

#include <memory>
#include <string>

using namespace rondo;
using namespace rondo::sim;

namespace {

// A plain function, which calls another one that waits.
void pause(environment& env, double length) { await(env.timeout(length)); }
void ticks(environment& env, std::string& log, std::string name, double every) {
    for (int i = 0; i < 3; ++i) {
        log += name + std::to_string(static_cast<int>(env.now())) + " ";
        pause(env, every);
    }
}
process ticks_too(environment& env, std::string& log, std::string name, double every) {
    for (int i = 0; i < 3; ++i) {
        log += name + std::to_string(static_cast<int>(env.now())) + " ";
        co_await env.timeout(every);
    }
}
int climb(environment& env, int depth) {
    pause(env, 1);
    return depth == 0 ? 0 : 1 + climb(env, depth - 1);
}

} // namespace

TEST_CASE("fiber: a plain function is a process, in the order of any other") {
    std::string fibers, coroutines;
    environment one, two;
    one.process(sim::fiber(ticks, std::ref(one), std::ref(fibers), "a", 1));
    one.process(sim::fiber(ticks, std::ref(one), std::ref(fibers), "b", 2));
    two.process(ticks_too, std::ref(two), std::ref(coroutines), "a", 1);
    two.process(ticks_too, std::ref(two), std::ref(coroutines), "b", 2);
    one.run();
    two.run();
    CHECK(fibers == "a0 b0 a1 b2 a2 b4 ");
    CHECK(fibers == coroutines);
    CHECK(one.now() == 6);
    CHECK(one.events_processed() == two.events_processed());
}

TEST_CASE("fiber: it returns a value, from any depth; what it throws is its failure") {
    environment env;
    auto p = env.process(sim::fiber(climb, std::ref(env), 4));
    CHECK(env.run(p) == 4);
    CHECK(env.now() == 5);
    env.process(sim::fiber([&] {
        pause(env, 1);
        throw value_error("from the depth");
    }));
    CHECK_THROWS_AS(env.run(), value_error);
    CHECK(env.now() == 6);
}

TEST_CASE("fiber: it is interrupted where it waits, and can go on waiting") {
    environment env;
    std::string seen;
    auto p = env.process(sim::fiber([&] {
        event<int> slow = env.timeout(5, 42);
        try {
            await(slow);
        } catch (const interrupted& why) {
            seen += *why.cause_as<std::string>() + " at " + std::to_string(static_cast<int>(env.now()));
        }
        seen += ", then " + std::to_string(await(slow));
    }));
    env.run(2);
    CHECK(p.target());
    p.interrupt("called");
    env.run();
    CHECK(seen == "called at 2, then 42");
    CHECK(env.now() == 5);
    CHECK_FALSE(p.is_alive());
}

TEST_CASE("fiber: an interrupt that comes while it waits for something else reaches it at its next event") {
    environment env;
    channel<int> wires(1);
    std::string seen;
    auto p = env.process(sim::fiber([&] {
        const int got = await(wires.receive());
        try {
            await(env.timeout(10));
        } catch (const interrupted&) {
            seen = "interrupted after " + std::to_string(got);
        }
    }));
    env.process([&]() -> process {
        co_await env.timeout(1);
        p.interrupt();
        co_await env.timeout(1);
        co_await wires.send(7);
    });
    env.run();
    CHECK(seen == "interrupted after 7");
}

TEST_CASE("fiber: it knows who it is, for messages, reports and traces") {
    environment env;
    std::string text, trace_text;
    event_trace trace(env, trace_text);
    event<> never = env.event();
    auto p = env.process(sim::fiber([&] {
                    try {
                        env.active_process().interrupt();
                    } catch (const rondo::runtime_error& error) {
                        text = error.what();
                    }
                    await(env.timeout(1));
                    try {
                        static_cast<void>(env.timeout(-1));
                    } catch (const value_error& error) {
                        text += error.what();
                    }
                    await(never);
                }))
                 .set_name("stack");
    env.run();
    const auto says = [](const std::string& in, std::string_view part) {
        return in.find(part) != std::string::npos;
    };
    CHECK(says(text, "process 'stack'"));
    CHECK(says(text, "is not allowed to interrupt itself"));
    CHECK(says(text, "asked by process 'stack', at time 1"));
    CHECK(says(env.report(), "process 'stack' waits for event"));
    CHECK(env.report().find("task") == std::string::npos);
    CHECK(says(trace_text, R"("wakes":["stack"])"));
    never.succeed();
    env.run();
    CHECK(env.report().empty());
    CHECK_FALSE(p.is_alive());
}

TEST_CASE("fiber: resources, stores, and a process that lends itself to a plain function") {
    environment env;
    resource desk(env);
    store<std::unique_ptr<int>> things(env);
    std::string log;
    env.process(sim::fiber([&] {
        auto turn = await(desk.request());
        await(env.timeout(2));
        await(things.put(std::make_unique<int>(5)));
    }));
    auto p = env.process([&]() -> process {
        auto turn = co_await desk.request();
        log += std::to_string(static_cast<int>(env.now()));
        auto look = [&] {
            const std::unique_ptr<int> one = await(things.get());
            try {
                await(env.timeout(10));
            } catch (const interrupted&) {
                log += " interrupted";
            }
            return *one;
        };
        auto run = sim::fiber(look);
        const int got = co_await std::move(run);
        log += " " + std::to_string(got);
        co_await env.timeout(1);
    });
    env.run(3);
    p.interrupt();
    env.run();
    CHECK(log == "2 interrupted 5");
    CHECK(desk.count() == 0);
    CHECK(env.now() == 12); // what is left of the timeout
}

TEST_CASE("fiber: an environment that is destroyed in mid-run unwinds its stacks") {
    int unwound = 0;
    struct witness {
        int* count;
        ~witness() { ++*count; }
    };
    {
        environment env;
        resource desk(env);
        for (int i = 0; i < 3; ++i)
            env.process(sim::fiber([&] {
                const witness w{&unwound};
                auto turn = await(desk.request());
                await(env.timeout(100));
            }));
        env.process(sim::fiber([&] { const witness w{&unwound}; }));
        env.run(1);
        env.process(sim::fiber([&] { const witness w{&unwound}; })); // not started
        CHECK(unwound == 1);
    }
    CHECK(unwound == 4);
}
