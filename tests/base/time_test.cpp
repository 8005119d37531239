// SPDX-License-Identifier: BSL-1.0
#include <rondo/base/time.hpp>

#include <doctest/doctest.h>

#include <limits>

using namespace rondo;

TEST_CASE("time: a sum never wraps round: it stops at never, or at the beginning") {
    CHECK(saturating_add(instant(5ns), 7ns) == instant(12ns));
    CHECK(saturating_add(instant(5ns), forever) == never);
    CHECK(saturating_add(never, 1ns) == never);
    CHECK(saturating_add(instant::min(), -1ns) == instant::min());
    CHECK(saturating_add(never, -1ns) < never);
}

TEST_CASE("time: durations of every unit become nanoseconds, rounded up and clamped") {
    CHECK(to_duration(3ms) == 3'000'000ns);
    CHECK(to_duration(std::chrono::duration<double>(0.1)) >= 100'000'000ns);
    CHECK(to_duration(std::chrono::duration<double, std::nano>(0.25)) == 1ns);
    CHECK(to_duration(std::chrono::duration<double, std::nano>(-0.25)) == 0ns);
    CHECK(to_duration(std::chrono::duration<long, std::pico>(1001)) == 2ns);
    CHECK(to_duration(std::chrono::hours::max()) == forever);
    CHECK(to_duration(std::chrono::hours::min()) == duration::min());
    CHECK(to_duration(std::chrono::duration<double>(1e300)) == forever);
    CHECK(to_duration(std::chrono::duration<double>(-1e300)) == duration::min());
    CHECK(to_duration(std::chrono::duration<double>(std::numeric_limits<double>::quiet_NaN())) == 0ns);
    CHECK(to_duration(std::chrono::duration<double>(std::numeric_limits<double>::infinity())) == forever);
    CHECK(to_duration(forever) == forever);
}
