// SPDX-License-Identifier: BSL-1.0
//
// Everything that measures a model: its table of contents.
//
//     single observations     tally · histogram · quantiles · quantile_sketch
//     a value over time       level, time_average
//     how sure is the mean    t_interval over replications · batch_means in one run · autocorrelation
//     what to leave out       warm_up · mser
//     is the model sound      littles_law
//
// Replications are merged one by one, in their order: then the result is the same to the last bit, whoever ran
// them, and on however many threads.
#pragma once

#include <rondo/sim/autocorrelation.hpp>
#include <rondo/sim/batch_means.hpp>
#include <rondo/sim/confidence.hpp>
#include <rondo/sim/detail/law.hpp>
#include <rondo/sim/histogram.hpp>
#include <rondo/sim/level.hpp>
#include <rondo/sim/littles_law.hpp>
#include <rondo/sim/quantile_sketch.hpp>
#include <rondo/sim/quantiles.hpp>
#include <rondo/sim/tally.hpp>
#include <rondo/sim/warm_up.hpp>

#include <ranges>

namespace rondo::inline v0::sim {

/// What can be made one: its replications are merged in order.
template <class Statistic>
concept mergeable = requires(Statistic& mine, const Statistic& theirs) { mine.merge(theirs); };

static_assert(mergeable<tally> && mergeable<time_average> && mergeable<histogram> && mergeable<quantiles> &&
              mergeable<quantile_sketch>);

/// All replications' statistics as one, taken in the order given.
/// Throws: value_error when there are none, for who would know a histogram's edges then?
template <std::ranges::input_range Range>
    requires mergeable<std::ranges::range_value_t<Range>>
std::ranges::range_value_t<Range> merged(Range&& replications) {
    auto each = std::ranges::begin(replications);
    const auto end = std::ranges::end(replications);
    if (each == end) detail::refuse("merged", "number of replications", 0, "at least 1");
    std::ranges::range_value_t<Range> all = *each;
    while (++each != end) all.merge(*each);
    return all;
}

} // namespace rondo::inline v0::sim
