// SPDX-License-Identifier: BSL-1.0
//
// Real time: an environment that waits until the real clock has reached what is due. One unit of simulated time takes
// `factor` seconds, counted from when the environment was made, so that delays do not add up.
//
//     real ── start ──────────── start + factor × (due - first) ──►  the event is processed then, not earlier
#pragma once

#include <rondo/core/time_source.hpp>
#include <rondo/sim/detail/simulator.hpp>

namespace rondo::inline v0::sim {

/// How simulated time follows the real one: `environment env({.pace = sim::real_time{.factor = 0.1}})`.
struct real_time {
    double factor = 1;  ///< seconds for a unit of simulated time (of chrono's: for a second)
    bool strict = true; ///< whether to be later than a unit is an error, which run() throws
    time_source* clock =
        nullptr; ///< what is taken for the real clock; null: the machine's. The caller keeps it alive
};

namespace detail {

class RONDO_API pacer {
public:
    /// Throws: value_error when the factor is not above zero, and finite.
    pacer(const real_time& how, double start);
    /// `now` is this moment.
    void sync(double now) noexcept;
    /// Waits until `due` has come. Throws: runtime_error when it is strict and too late, or the clock stands still.
    void wait_until(const simulator& on, double due);

private:
    steady_time machine_;
    time_source& clock_;
    double factor_;
    bool strict_;
    double first_;
    instant start_;
};

} // namespace detail
} // namespace rondo::inline v0::sim
