// SPDX-License-Identifier: BSL-1.0
//
// Where ticks stand, and what they say.
#include <rondo/plot/axis.hpp>

#include "plot/support.hpp"

#include <cmath>
#include <limits>
#include <random>
#include <utility>

using namespace plot_test;
using namespace rondo::plot;

namespace {

/// "low..high: label label …", the limits as they are printed by default.
std::string shown(const axis_ticks& axis) {
    char limits[80];
    std::snprintf(limits, sizeof limits, "%g..%g:", axis.low, axis.high);
    std::string text = limits;
    for (const tick& t : axis.ticks) text += " " + (t.label.empty() ? "." : t.label);
    return axis.unit.empty() ? text : text + " [" + axis.unit + "]";
}

std::string linear(double low, double high, int wanted = 5, bool outward = false) {
    return shown(nice_ticks(low, high, wanted, outward));
}
std::string logarithmic(double low, double high, int wanted = 5, bool outward = false) {
    return shown(nice_ticks(low, high, wanted, outward, scale::log));
}
std::string timed(double low, double high, time_unit unit, int wanted = 6) {
    return shown(nice_ticks(low, high, wanted, false, scale::linear, unit));
}

} // namespace

TEST_CASE("axis: ticks stand at round numbers, with the digits that tell them apart") {
    CHECK(linear(0, 10) == "0..10: 0 2 4 6 8 10");
    CHECK(linear(0, 1) == "0..1: 0.0 0.2 0.4 0.6 0.8 1.0");
    CHECK(linear(0.3, 9.7) == "0.3..9.7: 2 4 6 8");
    CHECK(linear(-1, 1, 4) == "-1..1: -1.0 -0.5 0.0 0.5 1.0");
    CHECK(linear(0, 0.0005) == "0..0.0005: 0.0000 0.0001 0.0002 0.0003 0.0004 0.0005");
    CHECK(linear(0, 120000) == "0..120000: 0 50,000 100,000");
    CHECK(linear(0, 4000) == "0..4000: 0 1000 2000 3000 4000");
    CHECK(linear(0, 5e6, 2) == "0..5e+06: 0 5,000,000");
    CHECK(linear(1000000, 1000010) ==
          "1e+06..1.00001e+06: 1,000,000 1,000,002 1,000,004 1,000,006 1,000,008 1,000,010");
}

TEST_CASE("axis: very large and very small numbers are written with powers of ten") {
    CHECK(linear(0, 3e9) == "0..3e+09: 0 1×10⁹ 2×10⁹ 3×10⁹");
    CHECK(linear(-2e-7, 1e-7, 3) == "-2e-07..1e-07: -2×10⁻⁷ -1×10⁻⁷ 0 1×10⁻⁷");
    CHECK(linear(0, 1.5e10, 3) == "0..1.5e+10: 0 5×10⁹ 1×10¹⁰ 1.5×10¹⁰");
}

TEST_CASE("axis: outward, it ends at ticks") {
    CHECK(linear(0.3, 9.7, 5, true) == "0..10: 0 2 4 6 8 10");
    CHECK(linear(-3, 7, 5, true) == "-4..8: -4 -2 0 2 4 6 8");
    CHECK(linear(0, 10, 5, true) == "0..10: 0 2 4 6 8 10");
}

TEST_CASE("axis: where all values are the same, it is widened about them") {
    CHECK(linear(5, 5) == "4.5..5.5: 4.6 4.8 5.0 5.2 5.4");
    CHECK(linear(0, 0) == "-0.5..0.5: -0.4 -0.2 0.0 0.2 0.4");
    CHECK(linear(-8, -8, 4) == "-8.8..-7.2: -8.5 -8.0 -7.5");
    CHECK(contains(linear(1e16, 1e16 + 2), "1×10¹⁶"));
}

TEST_CASE("axis: a logarithmic one has powers of ten, and what lies between") {
    CHECK(logarithmic(1, 1000) == "1..1000: 1 . . . . . . . . 10 . . . . . . . . 100 . . . . . . . . 1000");
    CHECK(logarithmic(0.002, 0.5) == "0.002..0.5: . . . . . . . . 0.01 . . . . . . . . 0.1 . . . .");
    CHECK(logarithmic(1, 1e12, 4) == "1..1e+12: 10⁰ . . 10³ . . 10⁶ . . 10⁹ . . 10¹²");
    CHECK(logarithmic(2, 7) == "2..7: 2 3 4 5 6 7");
    CHECK(logarithmic(20, 700, 5, true) == "10..1000: 10 . . . . . . . . 100 . . . . . . . . 1000");
    CHECK(logarithmic(4, 4).substr(0, 4) == "2..8");
    CHECK(contains(logarithmic(1e-300, 1e300), "10⁻³⁰⁰"));
}

TEST_CASE("axis: times are labelled as a clock, or in the unit that fits") {
    CHECK(timed(0, 480, time_unit::minutes) == "0..480: 0:00 2:00 4:00 6:00 8:00 [h:mm]");
    CHECK(timed(0, 480, time_unit::minutes, 8) ==
          "0..480: 0:00 1:00 2:00 3:00 4:00 5:00 6:00 7:00 8:00 [h:mm]");
    CHECK(timed(0, 30, time_unit::seconds) == "0..30: 0 5 10 15 20 25 30 [s]");
    CHECK(timed(0, 300, time_unit::seconds, 5) == "0..300: 0:00 1:00 2:00 3:00 4:00 5:00 [m:ss]");
    CHECK(timed(0, 100, time_unit::seconds, 4) == "0..100: 0:00 0:30 1:00 1:30 [m:ss]");
    CHECK(timed(0, 0.004, time_unit::seconds, 4) == "0..0.004: 0 1 2 3 4 [ms]");
    CHECK(timed(0, 500, time_unit::nanoseconds, 5) == "0..500: 0 100 200 300 400 500 [ns]");
    CHECK(timed(0, 40, time_unit::milliseconds, 4) == "0..40: 0 10 20 30 40 [ms]");
    CHECK(timed(0, 3, time_unit::days, 6) ==
          "0..3: 0d 00:00 0d 12:00 1d 00:00 1d 12:00 2d 00:00 2d 12:00 3d 00:00 [days h:mm]");
    CHECK(timed(0, 30, time_unit::days, 6) == "0..30: 0 5 10 15 20 25 30 [days]");
    CHECK(timed(-120, 120, time_unit::minutes, 4) == "-120..120: -2:00 -1:00 0:00 1:00 2:00 [h:mm]");
    CHECK(timed(7200, 7260, time_unit::seconds, 4) ==
          "7200..7260: 2:00:00 2:00:15 2:00:30 2:00:45 2:01:00 [h:mm:ss]");
}

TEST_CASE("axis: time goes outward to whole steps") {
    CHECK(shown(nice_ticks(7, 470, 6, true, scale::linear, time_unit::minutes)) ==
          "0..480: 0:00 2:00 4:00 6:00 8:00 [h:mm]");
}

TEST_CASE("axis: whatever the range, ticks ascend, lie within, are few, and differ in their labels") {
    std::mt19937_64 random(11);
    const auto share = [&] { return static_cast<double>(random() >> 11) / 9007199254740992.0; };
    for (int n = 0; n < 20000; ++n) {
        const double middle = (share() - 0.5) * std::pow(10.0, share() * 600 - 300);
        const double size =
            std::fabs(middle) * std::pow(10.0, share() * 12 - 8) + std::pow(10.0, share() * 100 - 50);
        const bool outward = n % 2 == 0;
        const auto unit = static_cast<time_unit>(n % 8);
        const double low = middle - size, high = middle + size;
        const axis_ticks axis = nice_ticks(low, high, 2 + n % 9, outward, scale::linear, unit);
        INFO("from ", low, " to ", high, " wanted ", 2 + n % 9, " unit ", n % 8, ": ", shown(axis));
        REQUIRE(axis.low <= low);
        REQUIRE(axis.high >= high);
        REQUIRE(axis.ticks.size() <= 30);
        const double slack = (axis.high - axis.low) * 1e-6;
        for (std::size_t i = 0; i < axis.ticks.size(); ++i) {
            REQUIRE(axis.ticks[i].at >= axis.low - slack);
            REQUIRE(axis.ticks[i].at <= axis.high + slack);
            if (i > 0) REQUIRE(axis.ticks[i].at > axis.ticks[i - 1].at);
            if (i > 0) REQUIRE(axis.ticks[i].label != axis.ticks[i - 1].label);
        }
    }
}

TEST_CASE("axis: the greatest range of doubles has ticks") {
    constexpr double most = std::numeric_limits<double>::max();
    const axis_ticks axis = nice_ticks(-most, most, 5, true);
    CHECK(axis.ticks.size() >= 3);
    for (const tick& t : axis.ticks) CHECK(std::isfinite(t.at));
    CHECK(nice_ticks(-most, most, 1, false).ticks.size() >= 1);
    CHECK(nice_ticks(0, 5e-324, 5, true).ticks.size() >= 2);
    for (const auto& [low, high] : {std::pair{5e-324, most}, {5e-324, 1e-323}, {most, most}, {1e300, most}}) {
        const axis_ticks log = nice_ticks(low, high, 5, true, scale::log);
        CHECK(log.low > 0);
        CHECK(log.low < log.high);
        CHECK(std::isfinite(log.high));
    }
}

TEST_CASE("axis: limits that are no limits are refused") {
    constexpr double infinity = std::numeric_limits<double>::infinity();
    CHECK(complaint([] { nice_ticks(0, infinity, 5, false); }) == "plot: the limits of an axis are finite");
    CHECK(complaint([] { nice_ticks(unset, 1, 5, false); }) == "plot: the limits of an axis are finite");
    CHECK(complaint([] { nice_ticks(2, 1, 5, false); }) == "plot: an axis ends where it begins, or above");
    CHECK(complaint([] { nice_ticks(0, 1, 5, false, scale::log); }) ==
          "plot: a logarithmic axis begins above zero");
}
