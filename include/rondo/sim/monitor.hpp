// SPDX-License-Identifier: BSL-1.0
//
// `sim::monitor watch(desk);`: the statistics of a resource, a container or a store, with one call: how many wait, and how
// long; how much is used, or there. The model does not change for it.
//
//     who asks ──► waits: waiting(), waits() ──► is granted it: content(), utilization(), holds() ──► gives it back
//                        └─► withdrawn(): lost patience
#pragma once

#include <rondo/sim/detail/queues.hpp>
#include <rondo/sim/level.hpp>
#include <rondo/sim/littles_law.hpp>
#include <rondo/sim/tally.hpp>

#include <concepts>
#include <cstdint>
#include <vector>

namespace rondo::inline v0::sim {

struct monitor_options {
    bool history = false; ///< whether to keep each change, for plots
};

/// The line of those who wait for the same: to be let in, or to be given something.
struct waiting_line {
    level<double> length{0.0};   ///< how many wait
    tally waits{};               ///< how long those waited who were granted what they wanted
    std::uint64_t withdrawn = 0; ///< how many gave up
};

/// How it was from a time on.
struct monitored {
    double time;
    double waiting; ///< of a store or container: to get
    double content; ///< used, or there
    friend bool operator==(const monitored&, const monitored&) = default;
};

/// What has monitors: resources, containers and stores of all kinds.
template <class X>
concept has_monitor = requires(X& x) {
    { x.lines() } -> std::same_as<detail::queues&>;
};

/// Watches from when it is made, or reset, until it is destroyed, or what it watches is. Any number may watch the same.
/// Times are numbers: of chrono's types seconds. Threads: the environment's. Lifetime: any order with what it watches.
/// Cost: some ten nanoseconds a change.
/// Example: `sim::monitor watch(desk); env.run(480); fmt::print("{:.2f}\n", watch.waits().mean());`
class RONDO_API monitor final : private detail::queue_watcher {
public:
    template <has_monitor X>
    explicit monitor(X& of, monitor_options options = {}) : monitor(of.lines(), options) {}

    /// Those who wait for the resource, or to get from the store or container.
    const waiting_line& asking() const noexcept { return lines_[lent_ ? 0 : 1]; }
    /// Those who wait to put something into the store or container. Requires: it is one.
    const waiting_line& putting() const;
    const tally& waits() const noexcept { return asking().waits; }
    time_average waiting() const { return asking().length.summary(now()); } ///< how many wait
    std::uint64_t withdrawn() const noexcept { return asking().withdrawn; } ///< how many gave up
    /// How many are used; how much is in the store or container.
    time_average content() const { return content_.summary(now()); }
    /// How long each was used. Empty unless it is a resource.
    const tally& holds() const noexcept { return holds_; }
    /// The mean share that is used, or full. Of what has no bounds it is 0.
    double utilization() const { return content().mean() / limit_; }
    /// L = λW of the line: the number waiting against the waits. What gave up counts in L, and not in W.
    littles_law check_line() const { return check_littles_law(asking().length, waits(), now()); }
    /// Each change, if that was asked for; one for each time.
    const std::vector<monitored>& history() const noexcept { return history_; }

    /// Forgets the past, as at the end of a warm-up. Waits that began in it count whole.
    void reset();

private:
    monitor(detail::queues& of, monitor_options options);
    void granted(const detail::wish& w, double now) override;
    void withdrawn(const detail::wish& w, double now) override;
    void given_back(double since, double now) override;
    void settled(double now) override;
    double now() const noexcept;

    bool lent_;
    bool keeps_;
    double limit_;
    waiting_line lines_[2];
    level<double> content_{0.0};
    tally holds_;
    std::vector<monitored> history_;
};

} // namespace rondo::inline v0::sim
