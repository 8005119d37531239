// SPDX-License-Identifier: BSL-1.0
// A walker learns to cross a frozen lake: eight environments at once, one table of values, and no model of the lake. The lake
// is a generator: it yields where the walker is, and is sent where it wants to go; ice lets it slip one time in ten.
#include <rondo/sim/reinforcement.hpp>

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <string_view>
#include <vector>

using namespace rondo;

constexpr int width = 6;
constexpr std::string_view lake = "S....."
                                  ".OO.O."
                                  "....O."
                                  ".O...."
                                  ".OO.OO"
                                  ".....G";
constexpr std::array<std::string_view, 4> arrows{"^", ">", "v", "<"};

int moved(int at, int way) {
    constexpr std::array<int, 4> right{0, 1, 0, -1}, down{-1, 0, 1, 0};
    const auto w = static_cast<std::size_t>(way);
    const int x = std::clamp(at % width + right[w], 0, width - 1);
    const int y = std::clamp(at / width + down[w], 0, width - 1);
    return y * width + x;
}

sim::episode<int, int> crossing(random_stream ice) {
    sim::transition<int> now{.observation = 0};
    while (!now.over()) {
        const std::optional<int> way = co_yield now;
        const bool slips = uniform01(ice) < 0.1;
        const int at = moved(now.observation, slips ? static_cast<int>(uniform_below(ice, 4)) : *way);
        const char there = lake[static_cast<std::size_t>(at)];
        now = {.observation = at,
               .reward = there == 'G' ? 1.0 : 0.0,
               .terminated = there == 'G' || there == 'O'};
    }
    co_yield now; // the last, after which it ends
}

int main() {
    using table = std::vector<std::array<double, 4>>;
    constexpr double step_size = 0.1, discount = 0.97;
    constexpr std::size_t walkers = 8;
    sim::vector_environment<int, int> lakes(walkers, crossing, {.seed = 1, .most_steps = 200});
    table values(lake.size(), {1, 1, 1, 1}); // the unknown is thought well of, and so it is tried
    const auto of = [&](int at) -> std::array<double, 4>& { return values[static_cast<std::size_t>(at)]; };
    const auto best = [&](int at) {
        return static_cast<int>(std::max_element(of(at).begin(), of(at).end()) - of(at).begin());
    };
    random_stream chance(1, 0, "exploration");
    std::vector<int> at = lakes.reset(), ways(walkers);
    int ended = 0, reached = 0;
    for (int step = 1; step <= 60'000; ++step) {
        const double curiosity = std::max(0.02, 0.2 - step / 100'000.0);
        for (std::size_t i = 0; i != walkers; ++i)
            ways[i] =
                uniform01(chance) < curiosity ? static_cast<int>(uniform_below(chance, 4)) : best(at[i]);
        const auto led_to = lakes.step(ways);
        for (std::size_t i = 0; i != walkers; ++i) {
            const int there = led_to.final_observations[i].value_or(led_to.observations[i]);
            const double future =
                led_to.terminated[i] != 0 ? 0 : discount * of(there)[static_cast<std::size_t>(best(there))];
            double& value = of(at[i])[static_cast<std::size_t>(ways[i])];
            value += step_size * (led_to.rewards[i] + future - value);
            ended += led_to.terminated[i] != 0 || led_to.truncated[i] != 0 ? 1 : 0;
            reached += led_to.rewards[i] > 0 ? 1 : 0;
        }
        at = led_to.observations;
        if (step % 10'000 != 0) continue;
        fmt::print("{:6} steps each: {:5} crossings, {:4.1f} % of them reached the goal\n", step, ended,
                   100.0 * reached / ended);
        ended = reached = 0;
    }
    for (std::size_t i = 0; i != lake.size(); ++i) {
        const bool free = lake[i] == '.' || lake[i] == 'S';
        fmt::print("{}{}",
                   free ? arrows[static_cast<std::size_t>(best(static_cast<int>(i)))] : lake.substr(i, 1),
                   (i + 1) % width == 0 ? "\n" : " ");
    }
}
