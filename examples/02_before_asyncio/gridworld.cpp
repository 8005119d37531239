// SPDX-License-Identifier: BSL-1.0
// Reinforcement learning: the world is a generator that yields what the agent sees, and is sent what the agent does.
#include <rondo/base/random.hpp>
#include <rondo/gen/generator.hpp>

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <string_view>

using namespace rondo;

constexpr std::array<std::string_view, 4> map{"S..#", // S: start, G: goal, #: wall, O: hole
                                              ".#..", //
                                              "...O", //
                                              "O..G"};
constexpr int size = 4;

enum action { up, right, down, left };

struct observation {
    int cell = 0;      // size * row + column
    double reward = 0; // for the last action
};

/// An episode: yields observations until the agent is at the goal, in a hole, or out of time.
generator<observation, action> episode(int most_steps) {
    observation seen;
    int row = 0, column = 0;
    for (int step = 0; step < most_steps; ++step) {
        std::optional<action> chosen = co_yield seen;
        int to_row = row + (chosen == down) - (chosen == up),
            to_column = column + (chosen == right) - (chosen == left);
        bool inside = std::min(to_row, to_column) >= 0 && std::max(to_row, to_column) < size;
        if (inside && map[std::size_t(to_row)][std::size_t(to_column)] != '#')
            row = to_row, column = to_column;
        char at = map[std::size_t(row)][std::size_t(column)];
        seen = {size * row + column, at == 'G' ? 10.0 : at == 'O' ? -10.0 : -0.1};
        if (at == 'G' || at == 'O') break;
    }
    co_yield seen; // the last one: what is sent to it counts for nothing
}

class learner { // a table of what each action is worth in each cell
public:
    action choose(int cell, random_stream& dice, double curiosity) const {
        if (uniform01(dice) < curiosity) return action(dice() % 4);
        auto& row = worth_[std::size_t(cell)];
        return action(std::max_element(row.begin(), row.end()) - row.begin());
    }
    void learn(int cell, action done, observation then) {
        auto& next = worth_[std::size_t(then.cell)];
        double& old = worth_[std::size_t(cell)][done];
        old += 0.5 * (then.reward + 0.9 * *std::max_element(next.begin(), next.end()) - old);
    }

private:
    std::array<std::array<double, 4>, size * size> worth_{};
};

/// Runs one episode. Returns: the sum of the rewards.
double play(learner& agent, random_stream& dice, double curiosity, bool show = false) {
    double sum = 0;
    auto world = episode(30);
    auto seen = world.next();
    while (true) {
        int cell = seen->cell;
        action chosen = agent.choose(cell, dice, curiosity);
        seen = world.send(chosen);
        if (!seen) return sum; // it was the last
        if (show)
            fmt::print("{}{}", std::array{"up", "right", "down", "left"}[chosen],
                       seen->reward > 0 ? "\n" : ", ");
        agent.learn(cell, chosen, *seen);
        sum += seen->reward;
    }
}

int main() {
    learner agent;
    random_stream dice(7, 0, "gridworld");
    for (int hundred = 1; hundred <= 5; ++hundred) {
        double sum = 0;
        for (int i = 0; i < 100; ++i) sum += play(agent, dice, 0.3 / hundred);
        fmt::print("episodes {:3} to {:3}: reward {:6.2f} on average\n", 100 * hundred - 99, 100 * hundred,
                   sum / 100);
    }
    fmt::print("what it has learnt: ");
    fmt::print("reward {:.1f}\n", play(agent, dice, 0, true));
}
