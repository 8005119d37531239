// SPDX-License-Identifier: BSL-1.0
//
// An interval from one long run, whose observations are correlated: means of long batches hardly are. The
// number of batches stays between a half and the whole of what is kept; when they are full, neighbours are
// joined and batches become twice as long, so that memory is constant however long the run:
//
//     ████ ████ ████ ████   →   ████████ ████████ ········ ········
#pragma once

#include <rondo/base/config.hpp>
#include <rondo/sim/confidence.hpp>
#include <rondo/sim/tally.hpp>

#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

namespace rondo::inline v0::sim {

/// Means of successive batches of observations.
/// Throws: value_error unless least_batches ≥ 2.
/// Threads: as an int. Cost: 16 bytes for each of least_batches; about 3 ns an observation.
/// Source: Law and Carson 1979 (batches that double); Schmeiser 1982: 10 to 30 batches are enough.
/// Example: `sim::batch_means waits; …; auto [mean, half, _, n] = waits.interval();`
class RONDO_API batch_means {
public:
    explicit batch_means(std::size_t least_batches = 20);

    /// Takes an observation, in the order of time. Throws: value_error when it is NaN or infinite.
    void add(double value);
    void reset() noexcept;

    /// Observations taken, and those in a complete batch.
    std::uint64_t count() const noexcept { return batch_size_ * means_.size() + open_.count(); }
    std::uint64_t batch_size() const noexcept { return batch_size_; }
    /// The means of the complete batches: at most 2 least_batches - 1, and at least least_batches once there
    /// were as many observations.
    std::span<const double> means() const noexcept { return means_; }

    /// The mean of the complete batches, and an interval by Student's t as if they were independent: see
    /// lag1(). Infinitely wide with less than two. Throws: value_error unless 0 < confidence < 1.
    sim::interval interval(double confidence = 0.95) const;
    /// The correlation of neighbouring batches: above 0.2 or so the run is too short for the interval to be
    /// trusted. NaN with less than three.
    double lag1() const;

private:
    std::size_t least_;
    std::uint64_t batch_size_ = 1;
    tally open_; ///< the batch that is not complete yet
    std::vector<double> means_;
};

} // namespace rondo::inline v0::sim
