// SPDX-License-Identifier: BSL-1.0
#include <rondo/sim/autocorrelation.hpp>

#include <rondo/sim/detail/law.hpp>

#include <algorithm>

namespace rondo::inline v0::sim {

namespace {

double mean_of(std::span<const double> series) {
    double mean = 0, count = 0;
    for (const double x : series) mean += (x - mean) / ++count;
    return mean;
}

double products(std::span<const double> series, double mean, std::size_t lag) {
    double sum = 0;
    for (std::size_t i = 0; i + lag < series.size(); ++i)
        sum += (series[i] - mean) * (series[i + lag] - mean);
    return sum;
}

void check_lag(const char* who, const char* parameter, std::size_t lag, std::size_t size) {
    if (lag >= size)
        detail::refuse(who, parameter, static_cast<double>(lag), "less than the number of values,",
                       static_cast<double>(size));
}

} // namespace

double autocorrelation(std::span<const double> series, std::size_t lag) {
    check_lag("autocorrelation", "lag", lag, series.size());
    const double mean = mean_of(series);
    return products(series, mean, lag) / products(series, mean, 0);
}

std::vector<double> autocorrelations(std::span<const double> series, std::size_t max_lag) {
    check_lag("autocorrelations", "max_lag", max_lag, series.size());
    const double mean = mean_of(series), squares = products(series, mean, 0);
    std::vector<double> result;
    for (std::size_t lag = 0; lag <= max_lag; ++lag) result.push_back(products(series, mean, lag) / squares);
    return result;
}

double effective_count(std::span<const double> series) {
    if (series.size() < 4)
        detail::refuse("effective_count", "number of values", static_cast<double>(series.size()),
                       "at least 4");
    const auto n = static_cast<double>(series.size());
    const double mean = mean_of(series), squares = products(series, mean, 0);
    if (squares == 0) return n;
    double sum = -1; // ρ₀ counts once, all others twice
    for (std::size_t lag = 0; lag + 1 < series.size(); lag += 2) {
        const double pair = (products(series, mean, lag) + products(series, mean, lag + 1)) / squares;
        if (!(pair > 0)) break;
        sum += 2 * pair;
    }
    return sum > 0 ? std::max(n / sum, 1.0) : n * n; // all but alternating: better known than can be told
}

} // namespace rondo::inline v0::sim
