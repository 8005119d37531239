// SPDX-License-Identifier: BSL-1.0
//
// Whether what a law draws follows its distribution: Kolmogorov and Smirnov for continuous ones, χ² for counts,
// at fixed seeds, with the p that came out printed; and whether mean and variance are those promised. A p below
// 1 in 1,000 fails; fit_test.cpp shows that a law a few percent off gets one.
#pragma once

#include <rondo/base/random.hpp>

#include <boost/math/distributions/chi_squared.hpp>
#include <boost/math/distributions/kolmogorov_smirnov.hpp>
#include <doctest/doctest.h>
#include <rondo/base/errors.hpp>

#include <algorithm>
#include <bit>
#include <cmath>
#include <cstdint>
#include <cstdio>
#include <string>
#include <vector>

namespace fit {

inline constexpr double least_p = 0.001;
inline constexpr int draws = 20'000;

template <class Law>
std::vector<double> sample(const Law& law, const std::string& name, int count = draws) {
    rondo::random_stream bits(2024, 0, name);
    std::vector<double> values;
    values.reserve(static_cast<std::size_t>(count));
    for (int i = 0; i < count; ++i) values.push_back(static_cast<double>(law(bits)));
    return values;
}

/// p of the largest distance between the sample and the distribution function.
template <class Cdf>
double kolmogorov_smirnov(std::vector<double> values, const Cdf& cdf) {
    std::sort(values.begin(), values.end());
    const auto n = static_cast<double>(values.size());
    double distance = 0;
    for (std::size_t i = 0; i < values.size(); ++i) {
        const double f = cdf(values[i]);
        distance = std::max({distance, static_cast<double>(i + 1) / n - f, f - static_cast<double>(i) / n});
    }
    const boost::math::kolmogorov_smirnov_distribution<> law(n);
    return boost::math::cdf(boost::math::complement(law, distance));
}

/// p of χ² over cells of about equal probability. cdf(k) is P(X ≤ k).
template <class Cdf>
double chi_squared(std::vector<double> values, const Cdf& cdf) {
    std::sort(values.begin(), values.end());
    const auto n = static_cast<double>(values.size());
    double sum = 0, below = 0;
    std::size_t from = 0;
    int cells = 0;
    const auto close = [&](std::size_t to, double up_to) {
        const double expected = n * (up_to - below), difference = static_cast<double>(to - from) - expected;
        sum += difference * difference / expected;
        ++cells;
        from = to, below = up_to;
    };
    for (std::size_t i = 0; i < values.size();) { // a cell ends after a value that was drawn: about 1/40 each
        const std::size_t next = static_cast<std::size_t>(
            std::upper_bound(values.begin() + static_cast<std::ptrdiff_t>(i), values.end(), values[i]) -
            values.begin());
        const double up_to = cdf(values[i]);
        if (up_to - below >= 0.025 && 1 - up_to >= 0.0005) close(next, up_to);
        i = next;
    }
    close(values.size(), 1);
    if (cells < 2) return values.front() == values.back() ? 1 : 0;
    return boost::math::cdf(boost::math::complement(boost::math::chi_squared(cells - 1), sum));
}

/// Mean and variance of a sample against those promised, within 4.5 standard errors, taken from the sample.
inline void check_moments(const std::string& name, const std::vector<double>& values, double mean,
                          double variance) {
    const auto n = static_cast<double>(values.size());
    double sum = 0, second = 0, fourth = 0;
    for (const double x : values) sum += x - mean;
    for (const double x : values) {
        const double square = (x - mean) * (x - mean);
        second += square;
        fourth += square * square;
    }
    second /= n;
    const double error = std::sqrt(std::max(fourth / n - second * second, 0.0) / n);
    INFO(name, ": mean ", sum / n + mean, " for ", mean, ", variance ", second, " for ", variance);
    CHECK(std::fabs(sum / n) <= 4.5 * std::sqrt(variance / n));
    CHECK(std::fabs(second - variance) <= 4.5 * error + 1e-12 * variance);
}

inline void report(const std::string& name, const char* test, double p) {
    std::printf("%-44s %s  n = %d  p = %.4f\n", name.c_str(), test, draws, p);
    INFO(name, ": p = ", p);
    CHECK(p >= least_p);
}

/// Only the shape: for laws whose mean or variance is infinite, or none.
template <class Law, class Cdf>
void shape(const std::string& name, const Law& law, const Cdf& cdf) {
    report(name, "KS", kolmogorov_smirnov(sample(law, name), cdf));
}

template <class Law, class Cdf>
void continuous(const std::string& name, const Law& law, const Cdf& cdf) {
    shape(name, law, cdf);
    check_moments(name, sample(law, name), law.mean(), law.variance());
}

template <class Law, class Cdf>
void counts(const std::string& name, const Law& law, const Cdf& cdf) {
    const std::vector<double> values = sample(law, name);
    report(name, "χ²", chi_squared(values, cdf));
    check_moments(name, values, law.mean(), law.variance());
}

/// By a distribution of Boost.Math, whose mean and variance must also be those that the law says.
template <class Law, class Oracle>
void shape_as(const std::string& name, const Law& law, const Oracle& oracle) {
    shape(name, law, [&](double x) { return cdf(oracle, x); });
}

template <class Law, class Oracle>
void continuous_as(const std::string& name, const Law& law, const Oracle& oracle) {
    continuous(name, law, [&](double x) { return cdf(oracle, x); });
    CHECK(law.mean() == doctest::Approx(mean(oracle)).epsilon(1e-12));
    CHECK(law.variance() == doctest::Approx(variance(oracle)).epsilon(1e-10));
}

template <class Law, class Oracle>
void counts_as(const std::string& name, const Law& law, const Oracle& oracle) {
    counts(name, law, [&](double k) { return cdf(oracle, k); });
    CHECK(law.mean() == doctest::Approx(mean(oracle)).epsilon(1e-12));
    CHECK(law.variance() == doctest::Approx(variance(oracle)).epsilon(1e-10));
}

/// A number for the exact bits of the first thousand variates.
template <class Law>
std::uint64_t bits_of(const Law& law) {
    rondo::random_stream bits(7, 1, "the same everywhere");
    std::uint64_t hash = 0xcbf29ce484222325U;
    for (int i = 0; i < 1000; ++i)
        hash = (hash ^ std::bit_cast<std::uint64_t>(static_cast<double>(law(bits)))) * 0x100000001b3U;
    return hash;
}

/// One draw each; it rises with the bits; the antithetic stream gives the opposite.
template <class Law>
void check_inversion(const Law& law) {
    rondo::random_stream bits(11);
    const rondo::random_stream start = bits;
    double previous = 0, previous_u = 0;
    for (int i = 0; i < 200; ++i) {
        rondo::random_stream same = bits;
        const double u = rondo::uniform_open(same), x = static_cast<double>(law(bits));
        REQUIRE(bits.position() == same.position());
        if (i > 0) CHECK((u >= previous_u ? x >= previous : x <= previous));
        previous = x, previous_u = u;
    }
    rondo::random_stream twin = start.antithetic(), other = start;
    double middle = 0;
    for (int i = 0; i < 200; ++i) {
        const double x = static_cast<double>(law(other)), y = static_cast<double>(law(twin));
        middle += (x - law.mean()) * (y - law.mean());
    }
    if (std::isfinite(law.mean())) CHECK(middle <= 0);
}

/// Every number that is not one is refused, by a sentence that names law and parameter.
template <class Make>
void check_refused(const Make& make, const std::string& words) {
    try {
        make();
        FAIL_CHECK("was accepted: ", words);
    } catch (const rondo::value_error& refused) {
        CHECK(std::string(refused.what()) == words);
    }
}

inline constexpr double no_number = std::numeric_limits<double>::quiet_NaN();
inline constexpr double infinity = std::numeric_limits<double>::infinity();

} // namespace fit
