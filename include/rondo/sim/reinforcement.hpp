// SPDX-License-Identifier: BSL-1.0
//
// Environments for reinforcement learning out of generators: an episode is a coroutine that yields what is seen, and is sent
// what is done. Gymnasium's interface over it: reset, and step → observation, reward, terminated, truncated.
//
//     learner ── step(action) ──► episode: co_yield {observation, reward}      … until it yields one that is terminated
//             ◄── transition ────┘
//
// The draws of an episode hang on the seed and its number alone: who learns with the same seed sees the same world.
#pragma once

#include <rondo/base/errors.hpp>
#include <rondo/base/random.hpp>
#include <rondo/gen/generator.hpp>
#include <rondo/sim/detail/any_call.hpp>

#include <cstdint>
#include <limits>
#include <optional>
#include <span>
#include <string>
#include <utility>
#include <vector>

namespace rondo::inline v0::sim {

/// What a step leads to.
template <class Observation>
struct transition {
    Observation observation;
    double reward = 0;
    bool terminated = false; ///< the episode is over, by its own rules
    bool truncated = false;  ///< it was broken off: at the limit of steps, or by the episode's own word
    bool over() const noexcept { return terminated || truncated; }
};

/// The body of an environment: its first yield is what is seen at the start, whose reward does not count; it is sent an
/// action for each yield, and ends after one that is terminated or truncated.
/// Example: `episode<int, int> walk(random_stream draws) { … const int action = *(co_yield {.observation = at}); … }`
template <class Observation, class Action>
using episode = generator<transition<Observation>, Action>;

struct learning_options {
    std::uint64_t seed = 0;
    std::uint64_t most_steps = std::numeric_limits<std::uint64_t>::max(); ///< then the episode is truncated
};

/// One environment. Threads: one at a time. Source: Gymnasium 1.0.
template <class Observation, class Action>
class learning_environment {
public:
    using observation_type = Observation;
    using action_type = Action;

    /// `make(stream)` gives the next episode, which draws from this stream and nothing else.
    template <class Make>
        requires std::is_invocable_r_v<episode<Observation, Action>, Make&, random_stream>
    explicit learning_environment(Make make, learning_options how = {}) : make_(std::move(make)), how_(how) {}
    learning_environment(learning_environment&&) noexcept = default;

    /// Begins another episode, breaking off one that is under way. With a seed: the first of that seed.
    /// Throws: what the episode throws; runtime_error when it ends before its first yield.
    Observation reset() {
        running_ = episode<Observation, Action>(); // what it holds goes before the next is made
        running_ = make_(random_stream(how_.seed, number_++, "episode"));
        steps_ = 0;
        over_ = true;
        auto first = running_.next();
        if (!first) throw runtime_error(name() + " ended before it yielded its first observation");
        over_ = first->over();
        if (over_)
            throw runtime_error(name() + " was over at its first observation: nothing could be done in it");
        return first->observation;
    }
    Observation reset(std::uint64_t seed) {
        how_.seed = seed;
        number_ = 0;
        return reset();
    }
    /// Does something. Throws: runtime_error before reset(), and when the episode is over; what the episode throws.
    transition<Observation> step(Action action) {
        if (over_)
            throw runtime_error(number_ == 0
                                    ? std::string("step: there is no episode yet: call reset() first")
                                    : "step: " + name() + " is over: call reset() for the next");
        over_ = true; // when it throws
        auto next = running_.send(std::move(action));
        if (!next)
            throw runtime_error(name() +
                                " ended without a last observation: its last yield is to be terminated");
        transition<Observation> led_to = *next;
        ++steps_;
        if (!led_to.terminated && steps_ >= how_.most_steps) led_to.truncated = true;
        over_ = led_to.over();
        return led_to;
    }
    bool over() const noexcept { return over_; }                ///< whether reset() is next
    std::uint64_t episodes() const noexcept { return number_; } ///< begun with this seed
    std::uint64_t steps() const noexcept { return steps_; }     ///< of this episode

private:
    std::string name() const {
        return "episode " + std::to_string(number_ - 1) + " of seed " + std::to_string(how_.seed);
    }
    detail::any_call<episode<Observation, Action>(random_stream)> make_;
    learning_options how_;
    episode<Observation, Action> running_;
    std::uint64_t number_ = 0;
    std::uint64_t steps_ = 0;
    bool over_ = true;
};

/// What a step of several environments leads to: one entry for each.
template <class Observation>
struct vector_transition {
    std::vector<Observation> observations; ///< where an episode was over, the first of the next
    std::vector<double> rewards;
    std::vector<char> terminated, truncated;                    ///< 0 or 1
    std::vector<std::optional<Observation>> final_observations; ///< where one was over: its last
};

/// Several environments of a kind, stepped together, each with a seed of its own. One that is over begins its next episode
/// within the same step. Threads: one at a time.
template <class Observation, class Action>
class vector_environment {
public:
    /// Environment i draws by a seed that hangs on `how.seed` and i alone: not on how many there are.
    /// Throws: value_error when there is none.
    template <class Make>
        requires std::is_invocable_r_v<episode<Observation, Action>, Make&, random_stream> &&
                 std::copyable<Make>
    vector_environment(std::size_t count, Make make, learning_options how = {}) {
        if (count == 0) throw value_error("vector_environment: it has no environments: at least 1");
        for (std::size_t i = 0; i != count; ++i) {
            learning_options own = how;
            own.seed = seed_of(how.seed, i);
            all_.emplace_back(make, own);
        }
    }
    std::size_t size() const noexcept { return all_.size(); }
    /// Begins an episode in each. With a seed: the first ones of that seed.
    std::vector<Observation> reset() {
        std::vector<Observation> seen;
        for (auto& one : all_) seen.push_back(one.reset());
        return seen;
    }
    std::vector<Observation> reset(std::uint64_t seed) {
        std::vector<Observation> seen;
        for (std::size_t i = 0; i != all_.size(); ++i) seen.push_back(all_[i].reset(seed_of(seed, i)));
        return seen;
    }
    /// One action for each. Throws: value_error when there are more or fewer.
    vector_transition<Observation> step(std::span<const Action> actions) {
        if (actions.size() != all_.size())
            throw value_error("vector_environment: " + std::to_string(actions.size()) + " actions for " +
                              std::to_string(all_.size()) + " environments");
        vector_transition<Observation> together;
        for (std::size_t i = 0; i != all_.size(); ++i) {
            transition<Observation> one = all_[i].step(actions[i]);
            together.rewards.push_back(one.reward);
            together.terminated.push_back(one.terminated);
            together.truncated.push_back(one.truncated);
            if (one.over()) {
                together.final_observations.emplace_back(std::move(one.observation));
                together.observations.push_back(all_[i].reset());
            } else {
                together.final_observations.emplace_back();
                together.observations.push_back(std::move(one.observation));
            }
        }
        return together;
    }
    learning_environment<Observation, Action>& operator[](std::size_t i) noexcept { return all_[i]; }

private:
    static std::uint64_t seed_of(std::uint64_t seed, std::uint64_t i) noexcept {
        return random_stream(seed, i, "vector")();
    }
    std::vector<learning_environment<Observation, Action>> all_;
};

} // namespace rondo::inline v0::sim
