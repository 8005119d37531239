// SPDX-License-Identifier: BSL-1.0
#include "sync/model.hpp"

#include <chrono>

TEST_CASE("soak: a hundred thousand random programs of channel, lock and semaphore, from a seed that is new "
          "each day") {
    const auto today =
        std::chrono::floor<std::chrono::days>(std::chrono::system_clock::now()).time_since_epoch();
    const std::uint64_t first_seed = static_cast<std::uint64_t>(today.count()) * 1'000'000;
    MESSAGE("seeds " << first_seed << " to " << first_seed + 99'999);
    CHECK(sync_test::check_programs(first_seed, 100'000) == "");
}
