// SPDX-License-Identifier: BSL-1.0
//
// The ticks. All arithmetic with a range goes by halves, so that even -1e308 to 1e308 has a finite one, and a tick is
// always a whole number of steps from zero: so that no error adds up, and -0.1 + 0.1 is labelled 0.
#include <rondo/plot/axis.hpp>

#include "text.hpp"

#include <rondo/base/errors.hpp>

#include <algorithm>
#include <array>
#include <cmath>

namespace rondo::inline v0::plot {

namespace {

constexpr double second_of(time_unit unit) {
    switch (unit) {
    case time_unit::nanoseconds:
        return 1e-9;
    case time_unit::microseconds:
        return 1e-6;
    case time_unit::milliseconds:
        return 1e-3;
    case time_unit::minutes:
        return 60;
    case time_unit::hours:
        return 3600;
    case time_unit::days:
        return 86400;
    default:
        return 1;
    }
}

int exponent_of(double value) { return static_cast<int>(std::floor(std::log10(std::fabs(value)) + 1e-9)); }

/// 10^exponent: exact as far as a double can be, as std::pow need not be.
double power_of_ten(int exponent) {
    constexpr std::array<double, 23> exact = {1e0,  1e1,  1e2,  1e3,  1e4,  1e5,  1e6,  1e7,
                                              1e8,  1e9,  1e10, 1e11, 1e12, 1e13, 1e14, 1e15,
                                              1e16, 1e17, 1e18, 1e19, 1e20, 1e21, 1e22};
    const int size = exponent < 0 ? -exponent : exponent;
    const double power = size <= 22 ? exact[static_cast<std::size_t>(size)] : std::pow(10.0, size);
    return exponent < 0 ? 1 / power : power;
}

struct range {
    double low, high;
    double half() const { return high / 2 - low / 2; }
};

/// About a range that is (nearly) a point there is nothing to see: widened to a tenth about it, or to one about zero.
range widened(range r) {
    const double size = std::max(std::fabs(r.low), std::fabs(r.high));
    if (r.half() > size * 1e-12 && r.half() > 1e-300) return r;
    const double by = size > 1e-290 ? size / 10 : 0.5;
    const double limit = std::numeric_limits<double>::max();
    return {std::max(r.low - by, -limit), std::min(r.high + by, limit)};
}

/// A step as people like them, 1, 2 or 5 times a power of ten, that is at least `least`.
struct nice_step {
    int digit;
    int exponent;
    double size() const {
        return exponent < 0 ? digit / power_of_ten(-exponent) : digit * power_of_ten(exponent);
    }
    double times(double count) const { // exact where it can be: 3 * 0.1 is not 0.3, and 3 / 10 is
        return exponent < 0 ? count * digit / power_of_ten(-exponent)
                            : count * digit * power_of_ten(exponent);
    }
};

nice_step step_above(double least) {
    nice_step step{1, std::clamp(exponent_of(least) - 1, -305, 307)};
    while (step.size() < least * (1 - 1e-9) && step.exponent < 308) {
        step.digit = step.digit == 1 ? 2 : step.digit == 2 ? 5 : 10;
        if (step.digit == 10) step = {1, step.exponent + 1};
    }
    return step;
}

std::string superscript(int number) {
    constexpr std::array<const char*, 10> digits = {"\u2070", "\u00B9", "\u00B2", "\u00B3", "\u2074",
                                                    "\u2075", "\u2076", "\u2077", "\u2078", "\u2079"};
    std::string out = number < 0 ? "\u207B" : "";
    for (char digit : std::to_string(std::abs(number)))
        if (digit != '-') out += digits[static_cast<std::size_t>(digit - '0')];
    return out;
}

std::string grouped(std::string digits) {
    std::size_t end = std::min(digits.find('.'), digits.size());
    const std::size_t begin = digits.starts_with('-') ? 1 : 0;
    while (end > begin + 3) digits.insert(end -= 3, ",");
    return digits;
}

/// A label with just the digits that tell neighbours apart.
std::string label_of(double value, int step_exponent, double largest) {
    std::string out;
    if (largest >= 1e7 || largest < 1e-4) {
        if (value == 0) return "0";
        int exponent = exponent_of(value);
        double mantissa =
            exponent < -300 ? value * 1e300 / power_of_ten(exponent + 300) : value / power_of_ten(exponent);
        if (std::fabs(mantissa) >= 10 - 1e-9) mantissa /= 10, ++exponent;
        detail::append_trimmed(out, mantissa, std::clamp(exponent - step_exponent, 0, 15));
        return out + "\u00D710" + superscript(exponent);
    }
    detail::append_fixed(out, value, std::clamp(-step_exponent, 0, 15));
    return largest >= 10000 ? grouped(out) : out; // 1000 where nothing is longer, else 1,000 and 10,000
}

axis_ticks linear_ticks(range r, int wanted, bool outward) {
    const nice_step step = step_above(std::clamp(r.half() / wanted * 2, 1e-305, 1e308));
    const double first =
        outward ? std::floor(r.low / step.size() + 1e-9) : std::ceil(r.low / step.size() - 1e-9);
    const double last =
        outward ? std::ceil(r.high / step.size() - 1e-9) : std::floor(r.high / step.size() + 1e-9);
    axis_ticks axis{r.low, r.high, {}, ""};
    const double largest = std::max(std::fabs(r.low), std::fabs(r.high));
    for (double count = first; count <= last && axis.ticks.size() < 100; ++count) {
        const double at = step.times(count);
        if (std::isfinite(at)) axis.ticks.push_back({at + 0.0, label_of(at, step.exponent, largest)});
    }
    if (outward && !axis.ticks.empty()) {
        axis.low = std::min(axis.low, axis.ticks.front().at);
        axis.high = std::max(axis.high, axis.ticks.back().at);
    }
    return axis;
}

axis_ticks log_ticks(range r, int wanted, bool outward) {
    if (!(r.low > 0)) throw value_error("plot: a logarithmic axis begins above zero");
    constexpr double least = std::numeric_limits<double>::min(), most = 1e308; // beyond are no powers of ten
    r = {std::clamp(r.low, least, most), std::clamp(r.high, least, most)};
    if (r.high / r.low < 1 + 1e-9) r = {std::max(r.low / 2, least), std::min(r.high * 2, most)};
    axis_ticks axis{r.low, r.high, {}, ""};
    const int first = std::max(exponent_of(r.low), -307);
    int last = exponent_of(r.high);
    if (last - first < 1 && !outward) return linear_ticks(r, wanted, false); // within a decade: round numbers
    if (outward) {
        if (power_of_ten(last) < r.high * (1 - 1e-9)) ++last;
        axis.low = std::min(r.low, power_of_ten(first));
        axis.high = std::max(r.high, power_of_ten(last));
    }
    const int every = std::max(1, (last - first + wanted - 1) / wanted);
    const bool plain = axis.low >= 1e-3 * (1 - 1e-9) && axis.high <= 1e6 * (1 + 1e-9);
    const auto inside = [&](double at) {
        return at >= axis.low * (1 - 1e-9) && at <= axis.high * (1 + 1e-9);
    };
    for (int exponent = first; exponent <= last; ++exponent) {
        const double decade = power_of_ten(exponent);
        const bool labelled = (exponent - first) % every == 0;
        if (inside(decade)) {
            std::string label =
                plain ? label_of(decade, std::min(exponent, 0), axis.high) : "10" + superscript(exponent);
            axis.ticks.push_back({decade, labelled ? label : ""});
        }
        for (int digit = 2; digit <= 9 && every == 1; ++digit)
            if (inside(digit * decade)) axis.ticks.push_back({digit * decade, ""});
    }
    return axis;
}

/// Steps of a clock, in seconds, where the tens are not round any more.
constexpr std::array<double, 16> clock_steps = {1,   2,   5,   10,   15,   30,   60,    120,
                                                300, 600, 900, 1800, 3600, 7200, 10800, 21600};

std::string two_digits(long long number) { return (number < 10 ? "0" : "") + std::to_string(number); }

struct clock_format {
    const char* unit;
    bool days, hours, minutes, seconds;
};

/// 93784 as "1d 02:03" or the like: only what differs between the ticks, or leads to it.
std::string clock_label(double seconds, const clock_format& format) {
    const bool negative = seconds < 0;
    long long rest = std::llround(std::fabs(seconds));
    std::string out;
    if (format.days) {
        out += std::to_string(rest / 86400) + "d";
        rest %= 86400;
        if (!format.hours) return (negative ? "-" : "") + out;
        out += ' ';
    }
    const long long hours = rest / 3600, minutes = rest / 60 % 60, last = rest % 60;
    if (format.hours) {
        out += (format.days ? two_digits(hours) : std::to_string(hours)) + ":" + two_digits(minutes);
        if (format.seconds) out += ":" + two_digits(last);
    } else {
        out += std::to_string(rest / 60) + ":" + two_digits(last);
    }
    return (negative ? "-" : "") + out;
}

axis_ticks scaled_ticks(range r, double unit, const char* name, int wanted, bool outward) {
    axis_ticks axis = linear_ticks({r.low / unit, r.high / unit}, wanted, outward);
    for (tick& t : axis.ticks) t.at *= unit;
    axis.low = std::min(r.low, axis.low * unit);
    axis.high = std::max(r.high, axis.high * unit);
    axis.unit = name;
    return axis;
}

/// Ticks of a range in seconds, where they are.
axis_ticks time_ticks(range r, int wanted, bool outward) {
    const double largest = std::max(std::fabs(r.low), std::fabs(r.high));
    const double least = r.half() / wanted * 2;
    if (largest < 2e-6) return scaled_ticks(r, 1e-9, "ns", wanted, outward);
    if (largest < 2e-3) return scaled_ticks(r, 1e-6, "\u00B5s", wanted, outward);
    if (largest < 2) return scaled_ticks(r, 1e-3, "ms", wanted, outward);
    if (largest < 90 || least < 0.5) return scaled_ticks(r, 1, "s", wanted, outward);
    const auto found = std::ranges::lower_bound(clock_steps, least * (1 - 1e-9));
    if (found == clock_steps.end() && least > 43200) return scaled_ticks(r, 86400, "days", wanted, outward);
    const double step = found == clock_steps.end() ? 43200 : *found;
    clock_format format{"h:mm", largest >= 2 * 86400, true, true, step < 60};
    if (format.days) format.unit = "days h:mm";
    if (format.seconds) format.unit = format.days ? "days h:mm:ss" : "h:mm:ss";
    if (largest < 5400) format = {"m:ss", false, false, true, true};
    if (largest > 1e15) return scaled_ticks(r, 86400, "days", wanted, outward);
    axis_ticks axis{r.low, r.high, {}, format.unit};
    const double first = outward ? std::floor(r.low / step + 1e-9) : std::ceil(r.low / step - 1e-9);
    const double last = outward ? std::ceil(r.high / step - 1e-9) : std::floor(r.high / step + 1e-9);
    for (double count = first; count <= last && axis.ticks.size() < 100; ++count)
        axis.ticks.push_back({count * step + 0.0, clock_label(count * step, format)});
    if (outward) {
        axis.low = std::min(axis.low, first * step);
        axis.high = std::max(axis.high, last * step);
    }
    return axis;
}

} // namespace

axis_ticks nice_ticks(double low, double high, int wanted, bool outward, scale kind, time_unit unit) {
    if (!std::isfinite(low) || !std::isfinite(high))
        throw value_error("plot: the limits of an axis are finite");
    if (high < low) throw value_error("plot: an axis ends where it begins, or above");
    wanted = std::clamp(wanted, 1, 50);
    if (kind == scale::log) return log_ticks({low, high}, wanted, outward);
    range r = widened({low, high});
    if (unit == time_unit::none) return linear_ticks(r, wanted, outward);
    const double seconds = second_of(unit);
    if (std::max(std::fabs(r.low), std::fabs(r.high)) > 1e300) return linear_ticks(r, wanted, outward);
    axis_ticks axis = time_ticks({r.low * seconds, r.high * seconds}, wanted, outward);
    for (tick& t : axis.ticks) t.at /= seconds;
    axis.low = std::min(r.low, axis.low / seconds);
    axis.high = std::max(r.high, axis.high / seconds);
    return axis;
}

} // namespace rondo::inline v0::plot
