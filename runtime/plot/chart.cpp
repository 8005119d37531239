// SPDX-License-Identifier: BSL-1.0
#include <rondo/plot/chart.hpp>

#include <rondo/base/errors.hpp>

#include <algorithm>
#include <cmath>
#include <unordered_set>
#include <utility>

namespace rondo::inline v0::plot {

namespace {

const char* name_of(mark kind) {
    switch (kind) {
    case mark::line:
        return "line";
    case mark::step:
        return "step";
    case mark::scatter:
        return "scatter";
    case mark::band:
        return "band";
    case mark::bars:
        return "bars";
    case mark::histogram:
        return "histogram";
    case mark::intervals:
        return "intervals";
    case mark::rule_x:
        return "rule_x";
    case mark::rule_y:
        return "rule_y";
    }
    return "";
}

bool of_categories(mark kind) { return kind == mark::bars || kind == mark::intervals; }

std::string at(std::size_t index) { return " at index " + std::to_string(index); }

/// Checked here, so that drawing need not: limits that are set are finite and in order.
void check_limits(const axis_options& axis, const char* which, const std::string& title) {
    const std::string where = "plot::chart '" + title + "': the " + which + " axis ";
    if (std::isinf(axis.low) || std::isinf(axis.high)) throw value_error(where + "has an infinite limit");
    if (axis.low >= axis.high)
        throw value_error(where + "ends where it begins, or below"); // false for what is unset
    if (axis.scale == scale::log && (axis.low <= 0 || axis.high <= 0))
        throw value_error(where + "is logarithmic and has a limit that is not above zero");
}

} // namespace

chart::chart(const chart_options& options)
    : title_(options.title), subtitle_(options.subtitle), x_(kept(options.x)), y_(kept(options.y)),
      horizontal_(options.horizontal), width_(options.width), height_(options.height) {
    if (width_ < 200 || height_ < 120 || width_ > 10000 || height_ > 10000)
        throw value_error("plot::chart '" + title_ + "': " + std::to_string(width_) + " by " +
                          std::to_string(height_) + " pixels, and 200 to 10000 by 120 to 10000 can be drawn");
    check_limits(options.x, "x", title_);
    check_limits(options.y, "y", title_);
}

chart& chart::line(std::string_view name, std::vector<double> x, std::vector<double> y) {
    return add({mark::line, std::string(name), std::move(x), std::move(y), {}, {}, {}});
}

chart& chart::step(std::string_view name, std::vector<double> x, std::vector<double> y, double until) {
    plot::series added{mark::step, std::string(name), std::move(x), std::move(y), {}, {}, {}};
    if (!std::isnan(until) && !added.x.empty() && added.x.size() == added.y.size()) {
        added.x.push_back(until);
        added.y.push_back(added.y.back());
    }
    return add(std::move(added));
}

chart& chart::scatter(std::string_view name, std::vector<double> x, std::vector<double> y) {
    return add({mark::scatter, std::string(name), std::move(x), std::move(y), {}, {}, {}});
}

chart& chart::band(std::string_view name, std::vector<double> x, std::vector<double> low,
                   std::vector<double> high) {
    return add({mark::band, std::string(name), std::move(x), {}, std::move(low), std::move(high), {}});
}

chart& chart::histogram(std::string_view name, std::vector<double> edges, std::vector<double> heights) {
    return add({mark::histogram, std::string(name), std::move(edges), std::move(heights), {}, {}, {}});
}

chart& chart::bars(std::string_view name, std::vector<bar> values) {
    plot::series added{mark::bars, std::string(name), {}, {}, {}, {}, {}};
    for (bar& b : values) {
        added.categories.push_back(std::move(b.category));
        added.y.push_back(b.value);
    }
    return add(std::move(added));
}

chart& chart::intervals(std::string_view name, std::vector<interval> values) {
    plot::series added{mark::intervals, std::string(name), {}, {}, {}, {}, {}};
    for (interval& i : values) {
        added.categories.push_back(std::move(i.category));
        added.y.push_back(i.middle);
        added.low.push_back(i.low);
        added.high.push_back(i.high);
    }
    return add(std::move(added));
}

chart& chart::rule_x(std::string_view name, double x) {
    return add({mark::rule_x, std::string(name), {x}, {}, {}, {}, {}});
}

chart& chart::rule_y(std::string_view name, double y) {
    return add({mark::rule_y, std::string(name), {}, {y}, {}, {}, {}});
}

chart& chart::add(plot::series added) {
    check_numbers(added);
    check_categories(added);
    std::unordered_set<std::string_view> known(categories_.begin(), categories_.end());
    std::vector<std::string> fresh;
    for (const std::string& category : added.categories)
        if (!known.contains(category)) fresh.push_back(category);
    categories_.insert(categories_.end(), std::make_move_iterator(fresh.begin()),
                       std::make_move_iterator(fresh.end()));
    series_.push_back(std::move(added));
    return *this;
}

void chart::check_numbers(const plot::series& added) const {
    const auto sized = [&](std::size_t wanted, const std::vector<double>& got, const char* what) {
        if (got.size() != wanted)
            refuse(added, "has " + std::to_string(got.size()) + " " + what + " where " +
                              std::to_string(wanted) + " fit");
    };
    switch (added.kind) {
    case mark::line:
    case mark::step:
    case mark::scatter:
        sized(added.x.size(), added.y, "values of y");
        break;
    case mark::band:
        sized(added.x.size(), added.low, "values of low");
        sized(added.x.size(), added.high, "values of high");
        break;
    case mark::histogram:
        if (!added.x.empty() || !added.y.empty()) sized(added.y.size() + 1, added.x, "edges");
        break;
    default:
        break;
    }
    const auto ruled = [&](const std::vector<double>& at, const numbered_axis& axis) {
        if (!std::isfinite(at[0])) refuse(added, "does not stand at a number");
        if (axis.scale == plot::scale::log && at[0] <= 0)
            refuse(added, "does not stand above zero, and the axis is logarithmic");
    };
    if (added.kind == mark::rule_x) ruled(added.x, x_);
    if (added.kind == mark::rule_y) ruled(added.y, y_);
    const bool strictly = added.kind == mark::histogram;
    for (std::size_t i = 0; i < added.x.size() && (strictly || added.kind == mark::step); ++i) {
        if (!std::isfinite(added.x[i])) refuse(added, "has an x that is not finite," + at(i));
        if (i > 0 && (added.x[i] < added.x[i - 1] || (strictly && added.x[i] == added.x[i - 1])))
            refuse(added, "has an x that does not ascend," + at(i));
    }
    for (std::size_t i = 0; i < added.y.size() && added.kind == mark::intervals; ++i)
        if (added.low[i] > added.y[i] || added.y[i] > added.high[i])
            refuse(added, "has a middle outside of its range, for '" + added.categories[i] + "'");
}

void chart::check_categories(const plot::series& added) const {
    if (added.kind == mark::rule_y) return;
    for (const plot::series& other : series_) {
        if (other.kind == mark::rule_y || of_categories(other.kind) == of_categories(added.kind)) continue;
        refuse(added, std::string(of_categories(added.kind) ? "has categories" : "has numbers") +
                          " on the x axis, and '" + other.name + "' has not");
    }
    std::unordered_set<std::string_view> seen;
    for (const std::string& category : added.categories)
        if (!seen.insert(category).second) refuse(added, "has the category '" + category + "' twice");
}

void chart::refuse(const plot::series& added, const std::string& why) const {
    throw value_error("plot::chart '" + title_ + "': " + name_of(added.kind) + " '" + added.name + "' " +
                      why);
}

chart_options chart::options() const {
    return {title_, subtitle_, x_.options(), y_.options(), horizontal_, width_, height_};
}

void write_json(json_writer& out, const chart& c) {
    const auto numbers = [&](const char* name, const std::vector<double>& values) {
        if (values.empty()) return;
        out.key(name).begin_array();
        for (double v : values) {
            if (std::isfinite(v)) {
                out.value(v);
            } else {
                out.value(nullptr);
            }
        }
        out.end_array();
    };
    const chart_options options = c.options();
    out.begin_object()
        .member("title", options.title)
        .member("x", options.x.label)
        .member("y", options.y.label);
    out.key("series").begin_array();
    for (const series& s : c.series()) {
        const bool histogram = s.kind == mark::histogram;
        out.begin_object().member("name", s.name).member("kind", name_of(s.kind));
        if (!s.categories.empty()) out.member("categories", s.categories);
        numbers(histogram ? "edges" : "x", s.x);
        numbers(s.kind == mark::intervals ? "middle" : histogram ? "heights" : "y", s.y);
        numbers("low", s.low);
        numbers("high", s.high);
        out.end_object();
    }
    out.end_array().end_object();
}

} // namespace rondo::inline v0::plot
