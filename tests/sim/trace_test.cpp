// SPDX-License-Identifier: BSL-1.0
#include <rondo/sim/trace.hpp>

#include <rondo/base/errors.hpp>
#include <rondo/sim/environment.hpp>
#include <rondo/sim/resource.hpp>

#include <doctest/doctest.h>

#include <string>
#include <string_view>

using namespace rondo;
using namespace rondo::sim;

namespace {

process customer(environment& env, resource& desk, double stays) {
    auto turn = co_await desk.request();
    co_await env.timeout(stays);
}
// Without the places, which differ by compiler and by configuration.
std::string without_places(std::string text) {
    for (std::size_t at = 0; (at = text.find(",\"at\":\"")) != std::string::npos;)
        text.erase(at, text.find('"', at + 7) + 1 - at);
    return text;
}

} // namespace

TEST_CASE("trace: each event is a line of JSON") {
    std::string text;
    environment env;
    event_trace trace(env, text);
    resource desk(env);
    auto a = env.process(customer(env, desk, 2)).set_name("a \"big\" one");
    env.process(customer(env, desk, 1.5)).set_name("b");
    a.defuse();
    env.run(1);
    a.interrupt();
    env.run();
    if (RONDO_DIAGNOSTICS != 0) CHECK(text.find("trace_test.cpp:") != std::string::npos);
    CHECK(without_places(text) ==
          R"({"number":1,"time":0,"event":"start","process":"a \"big\" one","wakes":["a \"big\" one"]}
{"number":2,"time":0,"event":"start","process":"b","wakes":["b"]}
{"number":3,"time":0,"event":"request","wakes":["a \"big\" one"]}
{"number":4,"time":1,"event":"interrupt","process":"a \"big\" one","wakes":["a \"big\" one"]}
{"number":5,"time":1,"event":"release"}
{"number":6,"time":1,"event":"end","process":"a \"big\" one","failed":true}
{"number":7,"time":1,"event":"request","wakes":["b"]}
{"number":8,"time":2.5,"event":"timeout","wakes":["b"]}
{"number":9,"time":2.5,"event":"release"}
{"number":10,"time":2.5,"event":"end","process":"b"}
)");
}

TEST_CASE("trace: for Perfetto, a track for each process, with its waits, and curves") {
    std::string text;
    environment env;
    chrome_trace trace(env, text);
    resource desk(env);
    trace.watch(desk, "desk");
    env.process(customer(env, desk, 2)).set_name("a");
    auto b = env.process(customer(env, desk, 1)).set_name("b");
    b.defuse();
    env.run(1);
    trace.counter("weather", 3);
    trace.mark("noon");
    env.run(2.5);
    b.interrupt();
    env.run();
    trace.finish();
    trace.finish();
    const auto has = [&](std::string_view part) { return text.find(part) != std::string::npos; };
    CHECK(text.front() == '[');
    CHECK(text.find_last_of(']') > text.find_last_of('}'));
    CHECK(has(R"("name":"thread_name")"));
    CHECK(has(R"({"ph":"B","pid":1,"tid":1,"name":"a","cat":"slice","ts":0})"));
    CHECK(has(R"({"ph":"X","pid":1,"tid":1,"name":"timeout","cat":"slice","ts":0,"dur":2000000})"));
    CHECK(has(R"({"ph":"E","pid":1,"tid":1,"ts":2000000})"));
    CHECK(has(R"({"ph":"X","pid":1,"tid":2,"name":"request","cat":"slice","ts":0,"dur":2000000})"));
    CHECK(has(R"("tid":2,"name":"timeout","cat":"slice","ts":2000000,"dur":500000})")); // interrupted
    CHECK(has(R"({"ph":"i","pid":1,"tid":2,"name":"interrupt","cat":"instant","ts":2500000,"s":"t"})"));
    CHECK(has(R"("name":"desk","ts":0,"args":{"waiting":1,"used":1}})"));
    CHECK(has(R"("name":"desk","ts":2500000,"args":{"waiting":0,"used":0}})"));
    CHECK(has(R"("name":"weather")"));
    CHECK(has("noon"));
    const std::size_t length = text.size();
    env.process(customer(env, desk, 1));
    env.run();
    CHECK(text.size() == length);
}

TEST_CASE("trace: what the sink throws ends run(); the model goes on") {
    int pieces = 0;
    auto full = [&](std::string_view) {
        if (++pieces > 20) throw value_error("the disk is full");
    };
    environment env;
    event_trace trace(env, full);
    int ticks = 0;
    env.process([&]() -> process {
        for (; ticks < 40; ++ticks) co_await env.timeout(1);
    });
    CHECK_THROWS_AS(env.run(), value_error);
    CHECK(ticks < 40);
}
