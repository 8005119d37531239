// SPDX-License-Identifier: BSL-1.0
//
// Simulated queues against theory at length: long replications, seeds from RONDO_FIRST_SEED (1) on. Of 35 intervals at 99 %
// some may miss the truth by chance: five in one seed, or one in twenty-five of all, hardly ever do.
#include "sim/analytic.hpp"

#include <doctest/doctest.h>

#include <cstdio>
#include <cstdlib>

using namespace analytic;

TEST_CASE("analytic: by any seed theory lies within the intervals, as often as they promise") {
    const char* first = std::getenv("RONDO_FIRST_SEED");
    const std::uint64_t begin = first ? std::strtoull(first, nullptr, 10) : 1;
    std::size_t missed = 0, all = 0;
    for (std::uint64_t seed = begin; seed != begin + 5; ++seed) {
        std::size_t here = 0;
        for (const result& r : everything({.seed = seed, .warm = 2000, .customers = 10'000})) {
            ++all;
            if (r.holds()) continue;
            ++here;
            std::printf("seed %llu: %s: theory %.4f, found %.4f ± %.4f\n",
                        static_cast<unsigned long long>(seed), r.name.c_str(), r.truth, r.found.mean,
                        r.found.half_width);
        }
        CHECK(here < 5);
        missed += here;
    }
    std::printf("%zu of %zu intervals missed the truth\n", missed, all);
    CHECK(missed * 25 < all);
}
