// SPDX-License-Identifier: BSL-1.0
#include <rondo/core/time_source.hpp>

#include <doctest/doctest.h>

using namespace rondo;

TEST_CASE("time_source: the machine's clock never goes back, and passes by itself") {
    steady_time clock;
    const instant first = clock.now();
    CHECK(clock.now() >= first);
    CHECK(clock.waits());
    CHECK_FALSE(clock.skip_to(clock.now() + 1h));
}

TEST_CASE("time_source: manual time starts at zero, and moves when told") {
    manual_time clock;
    CHECK(clock.now() == instant());
    clock.advance(3ms);
    CHECK(clock.now() == instant(3ms));
    clock.advance(forever);
    CHECK(clock.now() == never);
    CHECK_FALSE(clock.waits());
}

TEST_CASE("time_source: manual time jumps to where the loop wants it, forwards only, unless it is to stay") {
    manual_time jumps;
    CHECK(jumps.skip_to(instant(5ms)));
    CHECK(jumps.now() == instant(5ms));
    CHECK(jumps.skip_to(instant(2ms)));
    CHECK(jumps.now() == instant(5ms));
    manual_time stays(manual_time::mode::stays);
    CHECK_FALSE(stays.skip_to(instant(5ms)));
    CHECK(stays.now() == instant());
}
