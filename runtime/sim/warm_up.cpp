// SPDX-License-Identifier: BSL-1.0
#include <rondo/sim/warm_up.hpp>

#include <rondo/sim/tally.hpp>

#include <limits>
#include <vector>

namespace rondo::inline v0::sim {

std::span<const double> drop_first(std::span<const double> series, std::size_t count) {
    if (count > series.size())
        detail::refuse("drop_first", "count", static_cast<double>(count), "at most the number of values,",
                       static_cast<double>(series.size()));
    return series.subspan(count);
}

warm_up_found mser(std::span<const double> series, std::size_t batch) {
    if (batch == 0) detail::refuse("mser", "batch", 0, "at least 1");
    const std::size_t batches = series.size() / batch;
    if (batches < 10)
        detail::refuse("mser", "number of values", static_cast<double>(series.size()),
                       "at least ten batches,", static_cast<double>(10 * batch));
    std::vector<double> means;
    for (std::size_t i = 0; i < batches; ++i) {
        tally one;
        for (const double x : series.subspan(i * batch, batch)) one.add(x);
        means.push_back(one.mean());
    }
    // From the end towards the start, so that each d adds one mean to those that are left.
    tally left;
    warm_up_found best{0, std::numeric_limits<double>::infinity(), false};
    for (std::size_t d = batches; d-- > 0;) {
        left.add(means[d]);
        if (d > batches / 2) continue;
        const auto n = static_cast<double>(left.count());
        const double statistic = left.variance() * (n - 1) / (n * n);
        if (statistic <= best.statistic) best = {d * batch, statistic, d < batches / 2};
    }
    return best;
}

} // namespace rondo::inline v0::sim
