// SPDX-License-Identifier: BSL-1.0
//
// Trace events: the form of each kind, to the byte, and whole traces as a viewer would read them.
#include <rondo/plot/trace.hpp>

#include "base/death.hpp"
#include "plot/support.hpp"

#include <rondo/base/unraisable.hpp>

#include <limits>
#include <random>
#include <stdexcept>

using namespace plot_test;
using namespace rondo::plot;

namespace {

/// The one event that `write` writes, without the brackets.
template <class Write>
std::string one(Write write, time_unit unit = time_unit::seconds) {
    std::string text;
    trace_writer trace(text, {.unit = unit});
    write(trace);
    CHECK(trace.events() == 1);
    trace.finish();
    return text.size() > 5 ? text.substr(2, text.size() - 5) : text;
}

std::string unraised;

} // namespace

TEST_CASE("trace: each kind of event") {
    CHECK(one([](auto& t) { t.name_process(3, "bank"); }) ==
          R"({"ph":"M","pid":3,"tid":0,"name":"process_name","args":{"name":"bank"}})");
    CHECK(one([](auto& t) { t.name_thread({3, 4}, "clerk"); }) ==
          R"({"ph":"M","pid":3,"tid":4,"name":"thread_name","args":{"name":"clerk"}})");
    CHECK(one([](auto& t) { t.order_thread({3, 4}, -1); }) ==
          R"({"ph":"M","pid":3,"tid":4,"name":"thread_sort_index","args":{"sort_index":-1}})");
    CHECK(one([](auto& t) { t.complete({1, 2}, "serve", 1.5, 0.25, {{"customer", 17}, {"vip", true}}); }) ==
          R"({"ph":"X","pid":1,"tid":2,"name":"serve","cat":"slice","ts":1500000,"dur":250000,)"
          R"("args":{"customer":17,"vip":true}})");
    CHECK(one([](auto& t) { t.begin({}, "run", 2); }) ==
          R"({"ph":"B","pid":1,"tid":1,"name":"run","cat":"slice","ts":2000000})");
    CHECK(one([](auto& t) { t.end({}, 3); }) == R"({"ph":"E","pid":1,"tid":1,"ts":3000000})");
    CHECK(
        one([](auto& t) { t.instant({}, "ring", 3, {{"why", "text"}}); }) ==
        R"({"ph":"i","pid":1,"tid":1,"name":"ring","cat":"instant","ts":3000000,"s":"t","args":{"why":"text"}})");
    CHECK(one([](auto& t) { t.counter({}, "queue", 3, {{"waiting", 4}, {"level", 0.5}}); }) ==
          R"({"ph":"C","pid":1,"tid":1,"name":"queue","ts":3000000,"args":{"waiting":4,"level":0.5}})");
    CHECK(one([](auto& t) { t.flow_begin({}, "asks", 255, 3); }) ==
          R"({"ph":"s","pid":1,"tid":1,"name":"asks","cat":"flow","id":"0xff","ts":3000000})");
    CHECK(one([](auto& t) { t.flow_step({}, "asks", 1, 3); }) ==
          R"({"ph":"t","pid":1,"tid":1,"name":"asks","cat":"flow","id":"0x1","ts":3000000})");
    CHECK(one([](auto& t) { t.flow_end({}, "asks", 0, 3); }) ==
          R"({"ph":"f","pid":1,"tid":1,"name":"asks","cat":"flow","id":"0x0","ts":3000000,"bp":"e"})");
    CHECK(
        one([](auto& t) { t.async_begin({}, "customer", 9, 3, {{"patience", 2}}); }) ==
        R"({"ph":"b","pid":1,"tid":1,"name":"customer","cat":"async","id":"0x9","ts":3000000,"args":{"patience":2}})");
    CHECK(one([](auto& t) { t.async_end({}, "customer", 9, 3); }) ==
          R"({"ph":"e","pid":1,"tid":1,"name":"customer","cat":"async","id":"0x9","ts":3000000})");
}

TEST_CASE("trace: times are in the caller's unit, and kept to a nanosecond") {
    const auto ts = [](double at, time_unit unit) {
        const std::string event = one([&](auto& t) { t.end({}, at); }, unit);
        return event.substr(event.find("\"ts\":") + 5, event.size() - event.find("\"ts\":") - 6);
    };
    CHECK(ts(1, time_unit::none) == "1000000");
    CHECK(ts(1, time_unit::nanoseconds) == "0.001");
    CHECK(ts(1500, time_unit::nanoseconds) == "1.5");
    CHECK(ts(1, time_unit::microseconds) == "1");
    CHECK(ts(1, time_unit::milliseconds) == "1000");
    CHECK(ts(1, time_unit::minutes) == "60000000");
    CHECK(ts(0.5, time_unit::hours) == "1800000000");
    CHECK(ts(1, time_unit::days) == "86400000000");
    CHECK(ts(-0.25, time_unit::microseconds) == "-0.25");
    CHECK(ts(1.0 / 3, time_unit::seconds) == "333333.333");
    CHECK(ts(9e9, time_unit::seconds) == "9000000000000000");
}

TEST_CASE("trace: slices that end together still do, whatever their times are rounded to") {
    std::mt19937_64 random(5);
    const auto share = [&] { return static_cast<double>(random() >> 11) / 9007199254740992.0; };
    std::string text;
    {
        trace_writer trace(text);
        for (int n = 0; n < 2000; ++n) {
            const double begin = n + share() * 1e-6, end = begin + share() * 1e-6,
                         middle = begin + (end - begin) / 3;
            trace.complete({}, "outer", begin, end - begin);
            trace.complete({}, "first", begin, middle - begin);
            trace.complete({}, "second", middle, end - middle);
        }
    }
    CHECK(count(python("trace", text), "\"ph\"") == 6000);
}

TEST_CASE("trace: a whole one is an array, a line an event; an empty one, too") {
    std::string text;
    {
        trace_writer trace(text);
        trace.name_thread({1, 1}, "clerk \"A\"\n<&>");
        trace.begin({1, 1}, "day", 0);
        trace.complete({1, 1}, "serve", 1, 2);
        trace.counter({1, 0}, "queue", 1, {{"n", 3}});
        trace.end({1, 1}, 4);
        trace.finish();
        trace.finish();
    }
    CHECK(text.starts_with("[\n{"));
    CHECK(text.ends_with("}\n]\n"));
    CHECK(count(text, "\n") == 7);
    CHECK(count(python("trace", text), "\"ph\"") == 5);
    std::string empty;
    { trace_writer trace(empty); }
    CHECK(python("trace", empty) == "[]");
}

TEST_CASE("trace: what was written before the program died can be read") {
    std::string text;
    trace_writer trace(text);
    trace.instant({}, "a", 1);
    trace.instant({}, "b", 2);
    CHECK(count(python("trace", text), "\"ph\"") == 2);
}

TEST_CASE("trace: what is refused leaves no trace") {
    constexpr double infinity = std::numeric_limits<double>::infinity();
    std::string text;
    trace_writer trace(text);
    CHECK(complaint([&] { trace.instant({}, "a", infinity); }) ==
          "trace_writer: event 'a' at inf: a time is finite, and within 285 years");
    CHECK(contains(complaint([&] { trace.instant({}, "a", -1e10); }), "within 285 years"));
    CHECK(contains(complaint([&] { trace.begin({}, "a", unset); }), "event 'a' at "));
    CHECK(complaint([&] { trace.complete({}, "a", 1, -0.5); }) ==
          "trace_writer: slice 'a' lasts -0.500000: a duration is not negative");
    CHECK(contains(complaint([&] { trace.complete({}, "a", 1, unset); }), "a time is finite"));
    CHECK(complaint([&] { trace.counter({}, "queue", 1, {{"n", infinity}}); }) ==
          "trace_writer: counter 'queue': 'n' is not a finite number");
    CHECK(trace.events() == 0);
    trace.instant({}, "ok", 1, {{"value", infinity}, {"other", unset}});
    CHECK(contains(text, R"("args":{"value":"inf","other":"nan"})"));
    trace.finish();
    CHECK(count(python("trace", text), "\"ph\"") == 1);
}

TEST_CASE("trace: a sink that throws is told of; in the destructor, the hook is") {
    unraised.clear();
    bool full = false;
    auto fill = [&](std::string_view) {
        if (full) throw std::runtime_error("full");
    };
    const auto before = rondo::set_unraisable_hook(
        [](const rondo::unraisable& u) noexcept { unraised = std::string(u.context); });
    {
        trace_writer trace(fill);
        full = true;
        CHECK_THROWS_WITH(trace.instant({}, "a", 1), "full");
    }
    rondo::set_unraisable_hook(before);
    CHECK(unraised == "in the destructor of plot::trace_writer");
}

TEST_CASE("trace: nothing is written after finish()") {
    CHECK(contains(last_words([] {
                       std::string text;
                       trace_writer trace(text);
                       trace.finish();
                       trace.instant({}, "late", 1);
                   }),
                   "an event after finish()"));
}
