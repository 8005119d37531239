// SPDX-License-Identifier: BSL-1.0
//
// Simulated queues against theory: five sets of parameters each. The seed is fixed, and so are the outcomes; tests/soak
// tries others, at length.
#include "sim/analytic.hpp"

#include <doctest/doctest.h>

#include <cstdio>

using namespace analytic;

namespace {

void check(void (*part)(const effort&, std::vector<result>&)) {
    std::vector<result> all;
    part({.seed = 20'260'001}, all);
    CHECK(all.size() >= 5);
    for (const result& r : all) {
        std::printf("%-18s theory %.4f, found %.4f ± %.4f\n", r.name.c_str(), r.truth, r.found.mean,
                    r.found.half_width);
        CAPTURE(r.name);
        CAPTURE(r.truth);
        CHECK(r.holds());
        CHECK(r.found.half_width < 0.45 * r.truth); // it says something
    }
}

} // namespace

TEST_CASE("analytic: M/M/1 lies within its 99 % interval") { check(mm1); }
TEST_CASE("analytic: M/M/c lies within its 99 % interval") { check(mmc); }
TEST_CASE("analytic: M/G/1 lies within its 99 % interval") { check(mg1); }
TEST_CASE("analytic: M/D/1 lies within its 99 % interval") { check(md1); }
TEST_CASE("analytic: M/M/1/K, who is refused and who waits, lies within its 99 % intervals") { check(mm1k); }
TEST_CASE("analytic: a Jackson network lies within its 99 % interval") { check(jackson); }
