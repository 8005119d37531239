// SPDX-License-Identifier: BSL-1.0
//
// `chart`: what is to be seen, as data: series of marks over two axes, each with a name for the legend. It knows nothing
// of pixels; svg.hpp draws it, page.hpp puts several on a page. NaN and infinities are gaps. The x axis holds numbers or
// categories, never both.
//
//     chart queue({.title = "Queue", .x = {.label = "time", .unit = time_unit::minutes}});
//     queue.step("waiting", times, lengths).rule_y("by the formula", 3.2);
#pragma once

#include <rondo/plot/axis.hpp>
#include <rondo/plot/json.hpp>

#include <span>

namespace rondo::inline v0::plot {

enum class mark {
    line,      ///< points joined by straight lines
    step,      ///< a value that holds until the next x
    scatter,   ///< points
    band,      ///< the area between two lines, as a confidence band
    bars,      ///< a value for each category
    histogram, ///< a value for each interval between two edges
    intervals, ///< a point with a range for each category, as a confidence interval
    rule_x,    ///< a line at one x, across the chart
    rule_y,    ///< a line at one y
};

/// One series, as it was given. Which members are used hangs on `kind`.
struct series {
    mark kind;
    std::string name;                    ///< "" stands in no legend
    std::vector<double> x;               ///< positions; the edges of a histogram; the place of a rule_x
    std::vector<double> y;               ///< values; the middle of intervals; the place of a rule_y
    std::vector<double> low, high;       ///< of a band and of intervals
    std::vector<std::string> categories; ///< of bars and intervals
};

struct chart_options {
    std::string_view title = {};
    std::string_view subtitle = {};
    axis_options x = {};
    axis_options y = {};
    bool horizontal = false; ///< categories stand one below the other: for long names
    int width = 720;         ///< pixels, at least 200
    int height = 360;        ///< pixels, at least 120; grows where titles and legend leave too little
};

struct bar {
    std::string category;
    double value;
};

struct interval {
    std::string category;
    double middle, low, high;
};

/// Series of marks over two axes. A value. Each call that adds one gives the chart back.
/// Throws: value_error that names the chart and the series, where sizes do not fit, an order is wrong, a category comes
/// twice in a series, or categories and numbers would share the x axis.
class RONDO_API chart {
public:
    explicit chart(const chart_options& options = {});

    /// Points joined in the order in which they are given. A point with a NaN interrupts the line.
    chart& line(std::string_view name, std::vector<double> x, std::vector<double> y);
    /// What changes at instants: a queue over time. Each value holds until the next x, the last one to `until`.
    /// Requires: x ascends.
    chart& step(std::string_view name, std::vector<double> x, std::vector<double> y, double until = unset);
    chart& scatter(std::string_view name, std::vector<double> x, std::vector<double> y);
    /// The area from `low` to `high`. Drawn before lines, whatever the order of the calls.
    chart& band(std::string_view name, std::vector<double> x, std::vector<double> low,
                std::vector<double> high);
    /// Bars from zero. Several series of bars stand side by side in each category.
    chart& bars(std::string_view name, std::vector<bar> values);
    /// `heights[i]` from `edges[i]` to `edges[i + 1]`. Requires: edges ascend strictly, one more than heights.
    chart& histogram(std::string_view name, std::vector<double> edges, std::vector<double> heights);
    /// A point with its range for each category. Requires: low ≤ middle ≤ high, where they are numbers.
    chart& intervals(std::string_view name, std::vector<interval> values);
    chart& rule_x(std::string_view name, double x);
    chart& rule_y(std::string_view name, double y);

    std::span<const plot::series> series() const noexcept { return series_; }
    /// The categories of all series, in the order in which they first came.
    std::span<const std::string> categories() const noexcept { return categories_; }
    bool has_categories() const noexcept { return !categories_.empty(); }
    /// The options; their texts are the chart's own.
    chart_options options() const;

private:
    struct numbered_axis {
        std::string label;
        plot::scale scale;
        time_unit unit;
        double low, high;
        axis_options options() const { return {label, scale, unit, low, high}; }
    };
    static numbered_axis kept(const axis_options& options) {
        return {std::string(options.label), options.scale, options.unit, options.low, options.high};
    }

    chart& add(plot::series added);
    void check_numbers(const plot::series& added) const;
    void check_categories(const plot::series& added) const;
    [[noreturn]] void refuse(const plot::series& added, const std::string& why) const;

    std::string title_, subtitle_;
    numbered_axis x_, y_;
    bool horizontal_;
    int width_, height_;
    std::vector<plot::series> series_;
    std::vector<std::string> categories_;
};

/// The chart's data, for programs: {"title", "x", "y", "series": [{"name", "kind", …}]}. What is not finite is null.
RONDO_API void write_json(json_writer& out, const chart& c);

} // namespace rondo::inline v0::plot
