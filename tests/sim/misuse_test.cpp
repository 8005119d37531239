// SPDX-License-Identifier: BSL-1.0
//
// Whatever is asked of a simulation that cannot be is answered by an error that names the event, the process and the place.
#include <rondo/sim/container.hpp>
#include <rondo/sim/environment.hpp>
#include <rondo/sim/resource.hpp>
#include <rondo/sim/store.hpp>

#include <doctest/doctest.h>

#include <limits>
#include <string>
#include <string_view>
#include <vector>

using namespace rondo;
using namespace rondo::sim;

namespace {

constexpr double nan = std::numeric_limits<double>::quiet_NaN();

bool says(const std::string& text, std::string_view part) { return text.find(part) != std::string::npos; }

/// What `f` is refused with, in a process that is called "clumsy" and at time 3.
template <class F>
std::string refused_in(environment& env, F f) {
    std::string text = "nothing was refused";
    env.process([&]() -> process {
           co_await env.timeout(3 - env.now());
           try {
               f();
           } catch (const std::exception& error) {
               text = error.what();
           }
       })
        .set_name("clumsy");
    env.run();
    return text;
}
template <class F>
std::string refused(F f) {
    environment env;
    return refused_in(env, [&] { f(env); });
}

} // namespace

TEST_CASE("misuse: each error names the event, the process and the place") {
    struct misuse {
        const char* event;
        const char* why;
        std::string text;
    };
    environment other;
    const event<int> foreign = other.event<int>();
    event<int> twice;
    any_process dead;
    environment env;
    dead = env.process([]() -> process { co_return; }).set_name("martha");
    env.run(1);
    twice = env.event<int>();
    twice.succeed(1);
    resource desk(env);
    const misuse all[] = {
        {"timeout", "a delay of -1 is negative", refused([](environment& in) { (void)in.timeout(-1); })},
        {"timeout", "a delay of nan is not a number",
         refused([](environment& in) { (void)in.timeout(nan); })},
        {"event", "has already been triggered", refused_in(env, [&] { twice.succeed(2); })},
        {"event", "has already been triggered", refused_in(env, [&] { twice.fail(value_error("no")); })},
        {"event", "belongs to another environment",
         refused_in(env, [&] { (void)env.all_of(std::vector<any_event>{twice, foreign}); })},
        {"event", "belongs to another environment", refused_in(env, [&] { (void)(twice || foreign); })},
        {"process 'martha'", "has terminated and cannot be interrupted",
         refused_in(env, [&] { dead.interrupt(); })},
        {"process 'clumsy'", "is not allowed to interrupt itself",
         refused_in(env, [&] { env.active_process().interrupt(); })},
        {"request", "waits, and holds nothing",
         refused_in(env,
                    [&] {
                        auto held = desk.request();
                        auto waits = desk.request();
                        desk.release(waits);
                    })},
        {"request", "is of another resource",
         refused_in(env,
                    [&] {
                        resource second(env);
                        auto held = desk.request();
                        second.release(held);
                    })},
        {"resource", "a capacity of 0 is not above zero",
         refused([](environment& in) { resource none(in, 0); })},
        {"resource", "a capacity of -2 is not above zero",
         refused([](environment& in) { preemptive_resource none(in, -2); })},
        {"store", "a capacity of 0 is not above zero",
         refused([](environment& in) { store<int> none(in, 0); })},
        {"container", "a capacity of 0 is not above zero",
         refused([](environment& in) { container none(in, 0); })},
        {"container", "a capacity of nan is not above zero",
         refused([](environment& in) { container none(in, nan); })},
        {"container", "-1 is below zero", refused([](environment& in) { container none(in, 5, -1); })},
        {"container::put", "nan is not above zero", refused([](environment& in) {
             container tank(in, 5);
             (void)tank.put(nan);
         })},
        {"run(until)", "1 does not lie ahead", refused([](environment& in) { in.run(1); })},
        {"run", "it is running already", refused([](environment& in) { in.run(); })},
        {"at_least", "3 of 1 events can never happen",
         refused_in(env, [&] { (void)at_least(3, std::vector<event<int>>{twice}); })},
    };
    for (const misuse& m : all) {
        CAPTURE(m.text);
        CHECK_FALSE(says(m.text, ".hpp")); // no place within the library
        CHECK(says(m.text, m.event));
        CHECK(says(m.text, m.why));
        CHECK(says(m.text, "process 'clumsy'"));
        CHECK(says(m.text, "at time 3"));
        // Of operators and of run() without arguments the place is not asked for.
        if (RONDO_DIAGNOSTICS != 0 && m.why != std::string_view("it is running already"))
            CHECK(says(m.text, "misuse_test.cpp:"));
    }
}

TEST_CASE("misuse: an event of another environment is refused where it is awaited, by whom") {
    environment one, two;
    resource there(two);
    event<> foreign = two.event();
    std::vector<std::string> texts;
    one.process([&]() -> process {
           for (int i = 0; i < 3; ++i) {
               try {
                   if (i == 0) co_await foreign;
                   if (i == 1) co_await two.timeout(1);
                   if (i == 2) co_await there.request();
               } catch (const value_error& error) {
                   texts.emplace_back(error.what());
               }
           }
       })
        .set_name("lost");
    one.run();
    REQUIRE(texts.size() == 3);
    for (const std::string& text : texts) {
        CAPTURE(text);
        CHECK(says(text, "belongs to another environment than process 'lost', which waits for it"));
        if (RONDO_DIAGNOSTICS != 0) CHECK(says(text, "misuse_test.cpp:"));
    }
    CHECK(says(texts[1], "timeout"));
    CHECK(says(texts[2], "request"));
    two.run();
    CHECK(there.count() == 0);
}

TEST_CASE("misuse: a time at the start, or to run to, that is none") {
    for (const double wrong : {nan, std::numeric_limits<double>::infinity()})
        CHECK_THROWS_AS(environment{wrong}, value_error);
    environment env(2);
    CHECK_THROWS_AS(env.run(1), value_error);
    CHECK_THROWS_AS(env.run(2), value_error);
    CHECK_THROWS_AS(env.run(nan), value_error);
    CHECK(env.now() == 2);
}
