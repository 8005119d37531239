// SPDX-License-Identifier: BSL-1.0
#include <rondo/sim/container.hpp>
#include <rondo/sim/environment.hpp>
#include <rondo/sim/store.hpp>

#include <rondo/core/sleep.hpp>
#include <rondo/sim/resource.hpp>

#include <doctest/doctest.h>

#include <algorithm>
#include <chrono>
#include <limits>
#include <string>
#include <utility>
#include <vector>

using namespace rondo;
using namespace rondo::sim;
using namespace std::chrono_literals;

namespace {

template <class Env>
process ticks(Env& env, typename Env::delay_type every, std::vector<typename Env::time_type>& at) {
    for (int i = 0; i < 3; ++i) {
        co_await env.timeout(every);
        at.push_back(env.now());
    }
}

template <class F>
std::string refused(F f) {
    try {
        f();
    } catch (const std::exception& error) {
        return error.what();
    }
    return "";
}
bool says(const std::string& text, std::string_view part) { return text.find(part) != std::string::npos; }

routine<int> by_yield(environment& env) {
    const int got = co_yield env.timeout(2, 7);
    co_return got;
}

} // namespace

TEST_CASE("environment: time is a double, a whole number, a duration or a point in time") {
    environment a;
    std::vector<double> as;
    a.process(ticks(a, 0.5, as));
    a.run();
    CHECK(as == std::vector<double>{0.5, 1, 1.5});
    basic_environment<std::int64_t> b(100);
    std::vector<std::int64_t> bs;
    b.process(ticks(b, 5, bs));
    b.run();
    CHECK(bs == std::vector<std::int64_t>{105, 110, 115});
    CHECK(b.peek() == std::numeric_limits<std::int64_t>::max());
    basic_environment<std::chrono::seconds> c;
    std::vector<std::chrono::seconds> cs;
    c.process(ticks(c, 60s, cs));
    c.run(std::chrono::seconds(121));
    CHECK(cs == std::vector<std::chrono::seconds>{60s, 120s});
    CHECK(c.now() == 121s);
    basic_environment<instant> d;
    std::vector<instant> ds;
    d.process(ticks(d, duration(5), ds));
    d.run();
    CHECK(ds.back() == instant(duration(15)));
}

TEST_CASE(
    "environment: a delay that is negative, no number, or leads too far is refused, with who and where") {
    environment env;
    CHECK(says(refused([&] { static_cast<void>(env.timeout(-1)); }), "a delay of -1 is negative"));
    CHECK(says(refused([&] { static_cast<void>(env.timeout(std::numeric_limits<double>::quiet_NaN())); }),
               "is not a number"));
    CHECK(says(refused([&] { static_cast<void>(env.timeout(std::numeric_limits<double>::infinity())); }),
               "beyond what the clock"));
    CHECK(says(refused([] { environment wrong(std::numeric_limits<double>::quiet_NaN()); }), "not a number"));
    basic_environment<std::int64_t> ticks(std::numeric_limits<std::int64_t>::max() - 1);
    CHECK(says(refused([&] { static_cast<void>(ticks.timeout(5)); }), "beyond what the clock"));
    std::string inside;
    env.process([&]() -> process {
           inside = refused([&] { static_cast<void>(env.timeout(-2)); });
           co_return;
       })
        .set_name("clumsy");
    env.run();
    CHECK(says(inside, "process 'clumsy'"));
    if (RONDO_DIAGNOSTICS != 0) CHECK(says(inside, "environment_test.cpp:"));
    CHECK(env.scheduled() == 0);
}

TEST_CASE("environment: time does not run backwards, nor is it asked for in a process") {
    environment env(5);
    CHECK(says(refused([&] { env.run(5); }), "does not lie ahead"));
    CHECK(says(refused([&] { env.run(std::numeric_limits<double>::quiet_NaN()); }), "does not lie ahead"));
    std::string inside;
    env.process([&]() -> process {
        inside = refused([&] { env.run(); });
        co_return;
    });
    env.run();
    CHECK(says(inside, "running already"));
}

TEST_CASE("environment: step() processes one event, and says when there is none") {
    environment env;
    CHECK(env.peek() == std::numeric_limits<double>::infinity());
    CHECK_THROWS_AS(env.step(), empty_schedule);
    event<int> e = env.timeout(3, 4);
    CHECK(env.peek() == 3);
    env.step();
    CHECK(e.processed());
    CHECK(env.now() == 3);
}

TEST_CASE("environment: routines are processes, too") {
    environment env;
    CHECK(env.run(env.process(by_yield(env))) == 7);
    CHECK(env.now() == 2);
}

TEST_CASE("environment: run(event) reports who waits when nobody can trigger it") {
    environment env;
    event<int> never = env.event<int>();
    env.process([](event<int> e) -> process { co_await e; }, never).set_name("patient");
    const std::string text = refused([&] { env.run(never); });
    CHECK(says(text, "was not triggered"));
    CHECK(says(text, "process 'patient' waits for event"));
    CHECK(says(env.report(), "patient"));
}

TEST_CASE("environment: destroyed in mid-run it ends every process where it is") {
    struct witness {
        ~witness() { ++*count; }
        int* count;
    };
    int ended = 0;
    {
        environment env;
        resource desk(env, 1);
        for (int i = 0; i < 5; ++i) {
            env.process([&]() -> process {
                witness w{&ended};
                auto turn = desk.request();
                co_await (turn || env.timeout(100));
                co_await env.timeout(1000);
            });
        }
        env.process([&]() -> process {
            witness w{&ended};
            event<void> never = env.event();
            never.add_callback([](event<void>&) {});
            co_await never;
        });
        env.run(2);
        env.process([&]() -> process { co_return; }); // not started
        CHECK(ended == 0);
    }
    CHECK(ended == 6);
}

TEST_CASE("environment: the kernel's tasks run in it, and a group's children wait for events") {
    environment env;
    int sum = 0;
    env.process([&]() -> process {
        co_await with_task_group([&](task_group& group) -> task<> {
            for (int i = 1; i < 4; ++i)
                group.spawn(
                    [](environment& in, int& total, int n) -> task<> {
                        co_await in.timeout(n);
                        total += n;
                    },
                    std::ref(env), std::ref(sum), i);
            co_return;
        });
        sum *= 10;
    });
    env.run();
    CHECK(sum == 60);
    CHECK(env.now() == 3);
}

TEST_CASE("environment: a tie is broken by lot when that is asked for, the same for the same seed") {
    const auto order = [](std::uint64_t seed) {
        environment env({.ties = tie_policy::random, .seed = seed});
        std::string text;
        for (char c = 'a'; c < 'k'; ++c)
            env.process(
                [](environment& in, std::string& to, char name) -> process {
                    co_await in.timeout(1);
                    to += name;
                },
                std::ref(env), std::ref(text), c);
        env.run();
        return text;
    };
    CHECK(order(1) == order(1));
    CHECK(order(1) != order(2));
    CHECK(order(1).size() == 10);
}

TEST_CASE("environment: the native order takes fewer events, and gives the same model") {
    const auto model = [](order_policy how) {
        environment env({.order = how});
        resource desk(env, 1);
        double waited = 0;
        for (int i = 0; i < 10; ++i)
            env.process(
                [](environment& in, resource& at, double& sum) -> process {
                    const double came = in.now();
                    auto turn = at.request();
                    co_await turn;
                    sum += in.now() - came;
                    co_await in.timeout(2);
                },
                std::ref(env), std::ref(desk), std::ref(waited));
        env.run();
        return std::pair(waited, env.events_processed());
    };
    const auto simpy = model(order_policy::simpy);
    const auto native = model(order_policy::native);
    CHECK(simpy.first == 90);
    CHECK(native.first == 90);
    CHECK(simpy.second == 50);
    CHECK(native.second < simpy.second);
}

TEST_CASE("environment: in the native order what is granted at once is there at once, and costs no event") {
    environment env({.order = order_policy::native});
    resource desk(env, 1);
    store<int> shelf(env);
    container tank(env, 10);
    bool done = false;
    env.process(
        [](resource& at, store<int>& from, container& of, bool& end) -> process {
            {
                auto turn = at.request();
                CHECK(turn.processed());
                co_await turn;
                auto second = at.request();
                CHECK_FALSE(second.triggered());
            }
            co_await from.put(7);
            CHECK(from.size() == 1);
            CHECK(co_await from.get() == 7);
            co_await of.put(3);
            co_await of.get(2);
            CHECK(of.level() == 1);
            end = true;
        },
        std::ref(desk), std::ref(shelf), std::ref(tank), std::ref(done));
    env.step(); // its start
    CHECK(done);
    CHECK(env.events_processed() == 1);
}

TEST_CASE("environment: in the native order a put at once serves a get that waits, and a get at once a put") {
    environment env({.order = order_policy::native});
    store<int> shelf(env, 1);
    std::string text;
    env.process(
        [](environment& in, store<int>& of, std::string& out) -> process {
            for (int i = 0; i < 3; ++i) {
                co_await of.put(i);
                out += "put " + std::to_string(i) + " at " + in.time_text() + "; ";
            }
        },
        std::ref(env), std::ref(shelf), std::ref(text));
    env.process(
        [](environment& in, store<int>& of, std::string& out) -> process {
            for (int i = 0; i < 3; ++i) {
                co_await in.timeout(1);
                const int got = co_await of.get();
                out += "got " + std::to_string(got) + "; ";
            }
        },
        std::ref(env), std::ref(shelf), std::ref(text));
    env.run();
    CHECK(text == "put 0 at 0; got 0; put 1 at 1; got 1; put 2 at 2; got 2; ");
}

TEST_CASE_TEMPLATE(
    "environment: the order of a calendar is that of time and count, whatever the type of time", Time, double,
    float, int, unsigned char, long double, std::chrono::milliseconds, std::chrono::duration<double>) {
    const auto time_of = [](unsigned n) {
        if constexpr (std::is_arithmetic_v<Time>)
            return static_cast<Time>(n);
        else
            return Time(static_cast<typename Time::rep>(n));
    };
    basic_environment<Time> env(time_of(3));
    std::vector<std::pair<Time, int>> seen, wanted;
    unsigned bits = 1;
    for (int i = 0; i < 400; ++i) {
        bits = bits * 1664525u + 1013904223u;
        // Lots, constants, and now and then one far away: the run, its two that move, and the heap.
        const unsigned after = i % 7 == 0 ? 100 : i % 3 == 0 ? 50 : (bits >> 20) % 90;
        wanted.emplace_back(time_of(3 + after), i);
        env.process(
            [](basic_environment<Time>& in, auto delay, int me,
               std::vector<std::pair<Time, int>>& all) -> process {
                co_await in.timeout(delay);
                all.emplace_back(in.now(), me);
            },
            std::ref(env), time_of(after) - time_of(0), i, std::ref(seen));
    }
    std::sort(wanted.begin(), wanted.end());
    env.run();
    CHECK(seen == wanted);
}

TEST_CASE("environment: times below zero, and zero of either sign, are in order") {
    environment env(-5.0);
    std::string text;
    for (const double delay : {7.5, 5.0, 2.5, 5.0, 1e-9, 4.0})
        env.process(
            [](environment& in, double wait, std::string& out) -> process {
                co_await in.timeout(wait);
                out += in.time_text() + " ";
            },
            std::ref(env), delay, std::ref(text));
    env.run();
    CHECK(text == "-5 -2.5 -1 0 0 2.5 ");
}
