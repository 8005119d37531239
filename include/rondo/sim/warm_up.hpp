// SPDX-License-Identifier: BSL-1.0
//
// What is observed before a model has settled tells about its start, not about its long run. How much to drop
// is fixed beforehand (warm_up), or found in the series itself (mser).
#pragma once

#include <rondo/base/config.hpp>
#include <rondo/sim/detail/law.hpp>
#include <rondo/sim/detail/time.hpp>

#include <cstddef>
#include <span>

namespace rondo::inline v0::sim {

/// A warm-up of fixed length: observations count from its end on.
/// Time: as level's. Throws: value_error when the end is not finite.
/// Example: `sim::warm_up settled(500.0); …; if (settled.over(now)) waits.add(wait);`
template <detail::time_like Time = double>
class warm_up {
public:
    explicit warm_up(Time end) : end_(end) { detail::finite("warm_up", "end", detail::number_of(end)); }
    /// Whether what is observed at this time counts.
    bool over(Time now) const noexcept { return now >= end_; }
    Time end() const noexcept { return end_; }
    /// Forgets what `statistic` saw, a tally, a level, a histogram …: call it at the end.
    template <class Statistic>
    void finish(Statistic& statistic) const {
        if constexpr (requires { statistic.reset(end_); })
            statistic.reset(end_);
        else
            statistic.reset();
    }

private:
    Time end_;
};

warm_up(int) -> warm_up<double>;

/// The series without its first `count` values. Throws: value_error when it has fewer.
RONDO_API std::span<const double> drop_first(std::span<const double> series, std::size_t count);

/// What mser found.
struct warm_up_found {
    std::size_t drop = 0; ///< observations to drop
    double statistic = 0; ///< the least MSER: squared standard error of the mean of the batches that are left
    bool settled = false; ///< whether a minimum was found before the middle; if not, the run is too short
};

/// How many observations to drop from the start: the d that makes Σ (xᵢ - mean)² / (n - d)² over what is left
/// smallest, d up to half of the series, over means of `batch` observations (5: MSER-5).
/// Throws: value_error unless batch ≥ 1, the series has 10 batches, and all values are finite.
/// Cost: O(n). Source: White 1997; White, Cobb, Spratt 2000 (MSER-5).
RONDO_API warm_up_found mser(std::span<const double> series, std::size_t batch = 5);

} // namespace rondo::inline v0::sim
