// SPDX-License-Identifier: BSL-1.0
#include "model.hpp"

using namespace sync_test;

TEST_CASE(
    "model: ten thousand random programs of channel, lock and semaphore do what a small reference does") {
    constexpr std::uint64_t first_seed = 1;
    MESSAGE("seeds " << first_seed << " to " << first_seed + 9'999);
    CHECK(check_programs(first_seed, 10'000) == "");
}

TEST_CASE("model: the reference can tell: a channel that is not its own differs") {
    reference model(1);
    model.ask({0, reference::kind::send, 7});
    model.ask({1, reference::kind::receive, 0});
    CHECK(model.granted == std::vector<std::pair<int, int>>{{0, 0}, {1, 7}});
    model.ask({2, reference::kind::acquire, 1});
    CHECK(model.waits(2));
    model.give_back(1);
    CHECK_FALSE(model.waits(2));
}
