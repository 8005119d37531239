// SPDX-License-Identifier: BSL-1.0
#include <rondo/sim/level.hpp>

#include <doctest/doctest.h>
#include <rondo/base/errors.hpp>

#include <chrono>
#include <cmath>
#include <cstdint>
#include <limits>
#include <type_traits>

using namespace rondo;
using sim::level;
using namespace std::chrono_literals;

namespace {

/// 0 for 2, 3 for 4, 1 for 4: the mean is 1.6, the mean square 4.
template <class Time>
level<Time> stairs(Time start, Time unit) {
    level<Time> l(start);
    l.set(start + 2 * unit, 3);
    l.add(start + 6 * unit, -2);
    return l;
}

} // namespace

TEST_CASE("level: each value weighs as long as it was held") {
    const level<double> l = stairs(5.0, 1.0);
    CHECK(l.value() == 1);
    CHECK(l.since() == 5);
    CHECK(l.mean(15) == doctest::Approx(1.6).epsilon(1e-15));
    CHECK(l.variance(15) == doctest::Approx(4 - 1.6 * 1.6).epsilon(1e-15));
    CHECK(l.stddev(15) == doctest::Approx(1.2).epsilon(1e-15));
    CHECK(l.integral(15) == doctest::Approx(16).epsilon(1e-15));
    CHECK(l.min() == 0);
    CHECK(l.max() == 3);
    CHECK(l.mean(11) == 2); // asking does not change it
    CHECK(l.mean(15) == doctest::Approx(1.6).epsilon(1e-15));
}

TEST_CASE("level: whole ticks, durations and time points are times, too") {
    CHECK(stairs<std::int64_t>(100, 10).mean(200) == doctest::Approx(1.6));
    CHECK(stairs<std::uint32_t>(100, 10).integral(200) == doctest::Approx(160));
    CHECK(stairs(0ms, 500ms).mean(5000ms) == doctest::Approx(1.6));
    CHECK(stairs(0ms, 500ms).integral(5000ms) == doctest::Approx(8)); // seconds
    const std::chrono::sys_time<std::chrono::microseconds> noon{12h};
    level<std::chrono::sys_time<std::chrono::microseconds>> l(noon);
    l.set(noon + 2s, 3);
    CHECK(l.summary(noon + 4s).elapsed() == 4);
    CHECK(l.mean(noon + 4s) == 1.5);
    using limits = std::numeric_limits<std::int64_t>;
    level<std::int64_t> all(limits::min(), 2);
    CHECK(all.summary(limits::max()).elapsed() == 0x1p64);
}

TEST_CASE("level: a plain 0 starts a level over doubles, and a tick takes no fraction") {
    level l(0);
    static_assert(std::is_same_v<decltype(l), level<double>>);
    static_assert(std::is_same_v<decltype(level(0, 2.0)), level<double>>);
    static_assert(std::is_same_v<decltype(level(std::int64_t(0))), level<std::int64_t>>);
    constexpr auto takes = []<class Level, class Number>(Level&, Number) {
        return requires(Level& some, Number number) { some.set(number, 1); };
    };
    level<std::int64_t> ticks;
    CHECK(takes(ticks, 1));
    CHECK_FALSE(takes(ticks, 1.5));
    CHECK(takes(l, 1));
}

TEST_CASE("level: of no time the statistics are those of the present value") {
    level<double> l(3, 4);
    CHECK(l.mean(3) == 4);
    CHECK(l.variance(3) == 0);
    l.set(3, 9);
    CHECK(l.mean(3) == 9);
    CHECK(l.max() == 9);
    CHECK(l.min() == 4);
    CHECK(l.summary(3).elapsed() == 0);
    CHECK(l.mean(4) == 9);
}

TEST_CASE("level: values that were held for no time count among the extremes only") {
    level<double> l;
    l.set(1, 50);
    l.set(1, -50);
    l.set(1, 0);
    CHECK(l.max() == 50);
    CHECK(l.min() == -50);
    CHECK(l.mean(10) == 0);
    CHECK(l.variance(10) == 0);
}

TEST_CASE("level: reset forgets the past and keeps the value") {
    level<double> l = stairs(0.0, 1.0);
    l.reset(10);
    CHECK(l.since() == 10);
    CHECK(l.value() == 1);
    CHECK(l.max() == 1);
    CHECK(l.mean(20) == 1);
    l.set(20, 4);
    CHECK(l.mean(40) == 3);
}

TEST_CASE("level: merged stretches weigh by their length") {
    level<double> one, other(0, 4);
    one.set(1, 2);
    sim::time_average all = one.summary(3);
    all.merge(other.summary(1));
    CHECK(all.elapsed() == 4);
    CHECK(all.mean() == doctest::Approx(2));
    CHECK(all.variance() == doctest::Approx((0 + 2 * 4 + 16) / 4.0 - 4));
    CHECK(all.min() == 0);
    CHECK(all.max() == 4);
    sim::time_average none;
    CHECK(std::isnan(none.mean()));
    CHECK(std::isnan(none.variance()));
    none.merge(all);
    CHECK(none == all);
    all.merge(sim::time_average());
    CHECK(none == all);
    sim::time_average instant = level<double>(0, 7).summary(0);
    CHECK(instant.mean() == 7);
    sim::time_average unmeasured;
    unmeasured.merge(instant);
    CHECK(unmeasured.mean() == 7);
    instant.merge(all);
    CHECK(instant.mean() == all.mean());
    CHECK(instant.max() == 7);
}

TEST_CASE("level: time that runs backwards, NaN and infinity are refused, and leave it as it was") {
    level<double> l;
    l.set(5, 1);
    CHECK_THROWS_WITH_AS(l.set(3, 0), "level: time runs backwards: now = 3: must be at least 5", value_error);
    CHECK_THROWS_WITH_AS(l.add(std::nan(""), 0), "level: now = nan: must be a finite time", value_error);
    CHECK_THROWS_WITH_AS(l.mean(4.5), "level: time runs backwards: now = 4.5: must be at least 5",
                         value_error);
    CHECK_THROWS_WITH_AS(l.mean(std::numeric_limits<double>::infinity()),
                         "level: now = inf: must be a finite time", value_error);
    CHECK_THROWS_WITH_AS(l.set(6, std::nan("")), "level: value = nan: must be a finite number", value_error);
    CHECK_THROWS_AS(l.reset(1), value_error);
    CHECK_THROWS_AS(level<double>(std::nan("")), value_error);
    CHECK_THROWS_AS(level<double>(0, std::nan("")), value_error);
    CHECK(l.value() == 1);
    CHECK(l.mean(10) == 0.5);
    level<std::chrono::seconds> clock;
    clock.set(10s, 1);
    CHECK_THROWS_WITH_AS(clock.set(9s, 1), "level: time runs backwards: now = 9: must be at least 10",
                         value_error);
}
