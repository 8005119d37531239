// SPDX-License-Identifier: BSL-1.0
#include <rondo/sim/real_time.hpp>

#include <rondo/sim/environment.hpp>

#include <doctest/doctest.h>

#include <limits>
#include <string>
#include <vector>

using namespace rondo;
using namespace rondo::sim;
using namespace std::chrono_literals;

namespace {

process looks(environment& env, time_source& clock, double every, int times, std::vector<duration>& seen) {
    for (int i = 0; i < times; ++i) {
        co_await env.timeout(every);
        seen.push_back(clock.now().time_since_epoch());
    }
}
process works(environment& env, manual_time& clock, duration length, int& done) {
    for (;;) {
        co_await env.timeout(1);
        clock.advance(length);
        ++done;
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

/// Passes by a nanosecond whenever somebody looks, and cannot be skipped.
class looked_at final : public time_source {
public:
    instant now() noexcept override { return now_ += 1ns; }

private:
    instant now_{};
};

} // namespace

TEST_CASE("real_time: an event waits for the real clock, which counts from the making of the environment") {
    manual_time clock;
    clock.advance(100s);
    environment env(5, {.pace = real_time{.factor = 0.5, .clock = &clock}});
    std::vector<duration> seen;
    env.process(looks(env, clock, 2, 3, seen));
    env.run();
    CHECK(seen == std::vector<duration>{101s, 102s, 103s});
    CHECK(env.now() == 11);
}

TEST_CASE("real_time: run(until) waits for its time too, and step() for one event") {
    manual_time clock;
    environment env({.pace = real_time{.factor = 2, .clock = &clock}});
    env.run(3);
    CHECK(clock.now() == instant(6s));
    auto tick = env.timeout(1).share();
    env.step();
    CHECK(clock.now() == instant(8s));
    CHECK(tick.processed());
    CHECK_THROWS_AS(env.step(), empty_schedule);
    CHECK(clock.now() == instant(8s));
}

TEST_CASE("real_time: what takes too long does not add up") {
    manual_time clock;
    environment env({.pace = real_time{.clock = &clock}});
    int done = 0;
    env.process(works(env, clock, 400ms, done));
    env.run(10);
    CHECK(clock.now() == instant(10s));
    CHECK(done == 9);
}

TEST_CASE("real_time: strict: later than a unit is an error; as late as a unit is none") {
    manual_time clock;
    environment punctual({.pace = real_time{.clock = &clock}});
    int done = 0;
    punctual.process(works(punctual, clock, 2s, done)); // ends 1 s after what is next was due
    CHECK(says(refused([&] { punctual.run(9); }), "too slow for real time"));
    CHECK(done == 2);
    const std::string text = refused([&] { punctual.run(9); });
    CHECK(says(text, "what is due at 3 is 2 s late, and a unit of time takes 1 s"));
    CHECK(says(text, "at time 2"));
    punctual.sync(); // forgives
    punctual.step();
    CHECK(done == 3);
}

TEST_CASE("real_time: not strict: late is late") {
    manual_time clock;
    environment env({.pace = real_time{.strict = false, .clock = &clock}});
    int done = 0;
    env.process(works(env, clock, 5s, done));
    env.run(4);
    CHECK(done == 3);
    CHECK(clock.now() == instant(16s));
}

TEST_CASE("real_time: sync() after a pause") {
    manual_time clock;
    environment env({.pace = real_time{.clock = &clock}});
    env.run(1);
    clock.advance(1h);
    env.sync();
    env.run(3);
    CHECK(clock.now() == instant(1h + 3s));
    environment free;
    free.sync();
    free.run(1e9);
    CHECK(free.now() == 1e9);
}

TEST_CASE("real_time: chrono's times count in seconds") {
    manual_time clock;
    basic_environment<std::chrono::milliseconds> env({.pace = real_time{.factor = 0.1, .clock = &clock}});
    env.run(50ms);
    CHECK(clock.now() == instant(5ms));
}

TEST_CASE("real_time: a clock that passes by itself is waited for") {
    looked_at clock;
    environment env({.pace = real_time{.factor = 1e-9, .strict = false, .clock = &clock}});
    env.run(20);
    CHECK(clock.now() >= instant(20ns));
    CHECK(env.now() == 20);
}

TEST_CASE("real_time: misuse is an error that says why") {
    manual_time stands(manual_time::mode::stays);
    for (const double factor :
         {0.0, -1.0, std::numeric_limits<double>::infinity(), std::numeric_limits<double>::quiet_NaN()})
        CHECK(says(refused([&] { environment env({.pace = real_time{.factor = factor, .clock = &stands}}); }),
                   "is no number of seconds"));
    environment env({.pace = real_time{.clock = &stands}});
    CHECK(says(refused([&] { env.run(1); }), "moves only when told"));
}
