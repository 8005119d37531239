// SPDX-License-Identifier: BSL-1.0
//
// Agents on a tick: many things that all act at the same instants, each by a call, without a coroutine of its own. Among
// the processes of the environment they are one.
//
//     tick ──► one after the other, in the order of their making, or in one drawn anew ──► the next tick
//          └─► or together: all decide by what is, then all act
#pragma once

#include <rondo/base/errors.hpp>
#include <rondo/base/random.hpp>
#include <rondo/sim/detail/any_call.hpp>
#include <rondo/sim/environment.hpp>

#include <algorithm>
#include <cstdint>
#include <memory>
#include <string>
#include <utility>
#include <vector>

namespace rondo::inline v0::sim {

struct agents_options {
    double tick = 1;                     ///< time from tick to tick; the first is one tick from now
    bool shuffled = false;               ///< each tick in another order, drawn from `order`
    random_stream order{0, 0, "agents"}; ///< whose draws these are
};

/// What an agent may be: something with `act()` that returns nothing, or whether it goes on living; and, to act together,
/// with `decide()`, which all do before the first acts. Either may take the time.
template <class Agent>
concept acts = requires(Agent& a) { a.act(); } || requires(Agent& a, double now) { a.act(now); };

/// Agents that live in an environment. They stay where they are in memory until they are gone.
/// Requires: it outlives the runs of the environment. Threads: the environment's.
/// Cost: a call or two an agent and tick, and one event a tick, however many they are.
/// Example: `sim::agents<bird> flock(env, {.tick = 0.1}); flock.add(x, y); env.run(60);`
template <class Agent>
class agents {
public:
    /// Throws: value_error when the tick is not positive and finite.
    explicit agents(environment& env, agents_options how = {})
        : env_(env), tick_(how.tick), shuffled_(how.shuffled), order_(how.order) {
        static_assert(acts<Agent>, "agents<Agent>: an Agent has act(), or act(double now)");
        if (!(how.tick > 0) || !(how.tick <= std::numeric_limits<double>::max()))
            throw value_error("agents: the tick is " + std::to_string(how.tick) + ": a time above 0");
        env.process(run(*this));
    }
    agents(const agents&) = delete;
    agents& operator=(const agents&) = delete;

    /// Makes one, which acts from the next tick on.
    template <class... Args>
        requires std::constructible_from<Agent, Args...>
    Agent& add(Args&&... args) {
        living_.push_back(std::make_unique<Agent>(std::forward<Args>(args)...));
        return *living_.back();
    }
    /// It acts no more, and is gone after this tick; outside of one at once. Nothing happens when it is none of these.
    void remove(const Agent& one) {
        if (ticking_) {
            removed_.push_back(&one);
        } else {
            std::erase_if(living_, [&](const auto& each) { return each.get() == &one; });
        }
    }
    /// Calls `f(now)` after each tick, when those who left are gone.
    template <class F>
        requires std::invocable<F&, double>
    void after_tick(F f) {
        watchers_.emplace_back(std::move(f));
    }

    std::size_t size() const noexcept { return living_.size(); }
    bool empty() const noexcept { return living_.empty(); }
    /// In the order of their making. Requires: index < size().
    Agent& operator[](std::size_t index) const noexcept { return *living_[index]; }
    template <class F>
    void for_each(F f) const {
        for (const auto& one : living_) f(*one);
    }
    std::uint64_t ticks() const noexcept { return ticks_; } ///< so far

private:
    static process run(agents& self) {
        for (;;) {
            // Ticks are multiples, so that errors of addition do not pile up.
            const double next = self.began_ + static_cast<double>(self.ticks_ + 1) * self.tick_;
            co_await self.env_.timeout(std::max(next - self.env_.now(), 0.0));
            self.take_tick();
        }
    }
    void take_tick() {
        ticking_ = true;
        ++ticks_;
        const double now = env_.now();
        turns_.clear();
        for (const auto& one : living_) turns_.push_back(one.get());
        if (shuffled_) shuffle();
        if constexpr (requires(Agent& a) { a.decide(); } || requires(Agent& a) { a.decide(now); }) {
            for (Agent* one : turns_) decide(*one, now);
        }
        for (Agent* one : turns_)
            if (!was_removed(*one) && !goes_on(*one, now)) leaving_.push_back(one);
        ticking_ = false;
        leaving_.insert(leaving_.end(), removed_.begin(), removed_.end());
        removed_.clear();
        if (!leaving_.empty()) {
            std::sort(leaving_.begin(), leaving_.end());
            std::erase_if(living_, [&](const auto& one) {
                return std::binary_search(leaving_.begin(), leaving_.end(), one.get());
            });
            leaving_.clear();
        }
        for (const auto& watch : watchers_) watch(now);
    }
    static void decide(Agent& one, double now) {
        if constexpr (requires { one.decide(now); }) {
            one.decide(now);
        } else {
            one.decide();
        }
    }
    static bool goes_on(Agent& one, double now) {
        const auto act = [&]() -> decltype(auto) {
            if constexpr (requires { one.act(now); }) {
                return one.act(now);
            } else {
                return one.act();
            }
        };
        if constexpr (std::is_void_v<decltype(act())>) {
            act();
            return true;
        } else {
            return static_cast<bool>(act());
        }
    }
    bool was_removed(const Agent& one) const noexcept {
        return std::find(removed_.begin(), removed_.end(), &one) != removed_.end();
    }
    void shuffle() {
        for (std::size_t i = turns_.size(); i > 1; --i)
            std::swap(turns_[i - 1], turns_[uniform_below(order_, i)]);
    }

    environment& env_;
    double tick_;
    double began_ = env_.now();
    bool shuffled_;
    random_stream order_;
    std::uint64_t ticks_ = 0;
    bool ticking_ = false;
    std::vector<std::unique_ptr<Agent>> living_;
    std::vector<Agent*> turns_;
    std::vector<const Agent*> leaving_; // after this tick: those that are done
    std::vector<const Agent*> removed_; // and those that somebody took out
    std::vector<detail::any_call<void(double)>> watchers_;
};

} // namespace rondo::inline v0::sim
