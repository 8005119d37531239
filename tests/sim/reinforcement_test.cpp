// SPDX-License-Identifier: BSL-1.0
#include <rondo/sim/environment.hpp>
#include <rondo/sim/random.hpp>
#include <rondo/sim/reinforcement.hpp>

#include <doctest/doctest.h>

#include <stdexcept>

using namespace rondo;

namespace {

using walk_episode = sim::episode<int, int>;
using walking = sim::learning_environment<int, int>;
using seen_there = sim::transition<int>;

int open_walks = 0;
struct counted {
    counted() { ++open_walks; }
    ~counted() { --open_walks; }
};

// From a place that is drawn to 5, or to 0, where it ends.
walk_episode walk(random_stream draws) {
    const counted here;
    int at = 1 + static_cast<int>(uniform_below(draws, 4));
    seen_there now{at};
    while (!now.over()) {
        std::optional<int> action = co_yield now;
        at += *action;
        now = {at, at == 5 ? 1.0 : 0.0, at == 5 || at == 0};
    }
    co_yield now;
}

std::string refusal(walking& from, int action) {
    try {
        from.step(action);
    } catch (const runtime_error& error) {
        return error.what();
    }
    return "nothing";
}

} // namespace

TEST_CASE("reinforcement: an episode from reset to its end") {
    walking env(walk, {.seed = 1});
    CHECK(env.over());
    CHECK(refusal(env, 1) == "step: there is no episode yet: call reset() first");
    int at = env.reset();
    CHECK_FALSE(env.over());
    std::uint64_t steps = 0;
    for (;;) {
        const seen_there led_to = env.step(1);
        ++steps;
        CHECK(led_to.observation == ++at);
        CHECK(led_to.terminated == (at == 5));
        CHECK(led_to.reward == (at == 5 ? 1 : 0));
        CHECK_FALSE(led_to.truncated);
        if (led_to.over()) break;
    }
    CHECK(env.steps() == steps);
    CHECK(env.over());
    CHECK(refusal(env, 1) == "step: episode 0 of seed 1 is over: call reset() for the next");
    env.reset();
    CHECK(env.episodes() == 2);
}

TEST_CASE("reinforcement: the same seed leads to the same episodes, reset in the middle or not") {
    const auto starts = [](std::uint64_t seed, bool breaks_off) {
        walking env(walk);
        std::vector<int> seen{env.reset(seed)};
        for (int i = 0; i != 20; ++i) {
            if (!breaks_off) {
                while (!env.step(1).over()) {}
            }
            seen.push_back(env.reset());
        }
        return seen;
    };
    CHECK(starts(3, true) == starts(3, false));
    CHECK(starts(3, true) != starts(4, true));
    walking twice(walk, {.seed = 3});
    std::vector<int> first, again;
    for (int i = 0; i != 5; ++i) first.push_back(twice.reset());
    again.push_back(twice.reset(3));
    for (int i = 0; i != 4; ++i) again.push_back(twice.reset());
    CHECK(first == again);
}

TEST_CASE(
    "reinforcement: an episode that lasts too long is truncated, and what it held goes at the next reset") {
    {
        walking env(walk, {.most_steps = 4});
        env.reset();
        for (int i = 0; i != 3; ++i) CHECK_FALSE(env.step(0).over());
        const seen_there last = env.step(0);
        CHECK(last.truncated);
        CHECK_FALSE(last.terminated);
        CHECK(open_walks == 1);
        env.reset();
        CHECK(open_walks == 1);
    }
    CHECK(open_walks == 0);
    walking exact(walk, {.most_steps = 1});
    while (exact.reset() != 4) {}
    const seen_there end = exact.step(1);
    CHECK(end.terminated); // its own end comes first
    CHECK_FALSE(end.truncated);
}

TEST_CASE("reinforcement: an episode's errors are told, and end it") {
    auto ends = [](random_stream) -> walk_episode { co_return; };
    CHECK_THROWS_WITH_AS(walking(ends).reset(),
                         "episode 0 of seed 0 ended before it yielded its first observation", runtime_error);
    auto over = [](random_stream) -> walk_episode {
        seen_there now{0, 0, true};
        co_yield now;
    };
    CHECK_THROWS_WITH_AS(walking(over).reset(),
                         "episode 0 of seed 0 was over at its first observation: nothing could be done in it",
                         runtime_error);
    auto stops = [](random_stream) -> walk_episode {
        seen_there now{0};
        co_yield now;
    };
    walking stopping(stops);
    stopping.reset();
    CHECK_THROWS_WITH_AS(
        stopping.step(1),
        "episode 0 of seed 0 ended without a last observation: its last yield is to be terminated",
        runtime_error);
    auto fails = [](random_stream) -> walk_episode {
        seen_there now{0};
        co_yield now;
        throw std::logic_error("the motor broke");
    };
    walking failing(fails);
    failing.reset();
    CHECK_THROWS_WITH_AS(failing.step(1), "the motor broke", std::logic_error);
    CHECK(refusal(failing, 1) == "step: episode 0 of seed 0 is over: call reset() for the next");
    CHECK(failing.reset() == 0);
}

TEST_CASE("reinforcement: an episode may hold a simulation, and decide in the middle of it") {
    // A shop: each hour the action says how many are served; those who wait cost.
    auto shop = [](random_stream draws) -> walk_episode {
        sim::environment env;
        int waiting = 0;
        auto arrivals = [&]() -> sim::process {
            for (;;) {
                co_await env.timeout(sim::exponential(0.25)(draws));
                ++waiting;
            }
        };
        env.process(arrivals);
        seen_there now{0};
        for (int hour = 1; hour <= 8; ++hour) {
            std::optional<int> served = co_yield now;
            env.run(hour);
            waiting = std::max(0, waiting - *served);
            now = {waiting, -static_cast<double>(waiting), hour == 8};
        }
        co_yield now;
    };
    const auto total = [&](int served) {
        walking env(shop, {.seed = 5});
        env.reset();
        double sum = 0;
        for (;;) {
            const seen_there led_to = env.step(served);
            sum += led_to.reward;
            if (led_to.over()) return sum;
        }
    };
    CHECK(total(5) > total(3));
    CHECK(total(5) == total(5));
}

TEST_CASE("reinforcement: several together, each with a seed of its own, begin anew within the step") {
    using several = sim::vector_environment<int, int>;
    several three(3, walk, {.seed = 7});
    several five(5, walk, {.seed = 7});
    const std::vector<int> from_three = three.reset(), from_five = five.reset();
    CHECK(std::vector<int>(from_five.begin(), from_five.begin() + 3) == from_three);
    std::vector<int> at = from_three;
    const std::vector<int> up(3, 1);
    int ended = 0;
    for (int i = 0; i != 12; ++i) {
        const auto led_to = three.step(up);
        for (std::size_t e = 0; e != 3; ++e) {
            CHECK(led_to.truncated[e] == 0);
            if (led_to.terminated[e] == 0) {
                CHECK(led_to.observations[e] == at[e] + 1);
                CHECK_FALSE(led_to.final_observations[e]);
            } else {
                ++ended;
                CHECK(led_to.final_observations[e] == 5);
                CHECK(led_to.rewards[e] == 1);
                CHECK(led_to.observations[e] < 5);
            }
            at[e] = led_to.observations[e];
        }
    }
    CHECK(ended > 8);
    CHECK(three.reset(7) == from_three);
    const std::vector<int> two(2, 1);
    CHECK_THROWS_WITH_AS(three.step(two), "vector_environment: 2 actions for 3 environments", value_error);
    CHECK_THROWS_AS(several(0, walk), value_error);
}
