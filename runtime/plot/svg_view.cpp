// SPDX-License-Identifier: BSL-1.0
#include "svg_view.hpp"

#include <rondo/base/errors.hpp>

#include <algorithm>
#include <cmath>
#include <unordered_map>

namespace rondo::inline v0::plot::detail {

namespace {

constexpr double least_area = 48;   // the height of the data
constexpr double huge_pixels = 1e5; // beyond that renderers lose their arithmetic

/// The least and the greatest of what an axis can show.
struct extent {
    plot::scale scale;
    double low = std::numeric_limits<double>::infinity();
    double high = -std::numeric_limits<double>::infinity();

    bool takes(double v) const { return std::isfinite(v) && (scale == plot::scale::linear || v > 0); }
    void add(double v) {
        if (!takes(v)) return;
        low = std::min(low, v);
        high = std::max(high, v);
    }
    void add(const std::vector<double>& values) {
        for (double v : values) add(v);
    }
    bool empty() const { return low > high; }
};

/// Zero belongs to the axis where it is not far: that is how sizes are read.
void take_in_zero(extent& values, bool bars) {
    if (values.scale == plot::scale::log) {
        if (bars) values.low = std::max(values.low / 2, 1e-307); // so that the lowest bar can be seen
        return;
    }
    if (values.low > 0 && (bars || values.low <= values.high / 2)) values.low = 0;
    if (values.high < 0 && (bars || values.high >= values.low / 2)) values.high = 0;
}

/// Applies the limits that were set, and gives the axis something to show when there is no data.
void settle(extent& values, const axis_options& axis) {
    const bool log = axis.scale == plot::scale::log;
    const bool low = !std::isnan(axis.low), high = !std::isnan(axis.high);
    if (values.empty()) {
        values.low = low ? axis.low : high ? (log ? axis.high / 10 : axis.high - 1) : (log ? 1 : 0);
        values.high = high ? axis.high : (log ? values.low * 10 : values.low + 1);
        return;
    }
    if (low) values.low = axis.low;
    if (high) values.high = axis.high;
    if (values.low > values.high)
        (low ? values.high : values.low) = low ? axis.low : axis.high; // data beyond a limit
}

axis_ticks ticks_of(const extent& values, const axis_options& axis, int wanted, bool outward) {
    const bool low = !std::isnan(axis.low), high = !std::isnan(axis.high);
    axis_ticks ticks =
        nice_ticks(values.low, values.high, wanted, outward && !(low && high), axis.scale, axis.unit);
    if (low && ticks.low < ticks.high) ticks.low = std::max(ticks.low, axis.low);
    if (high && ticks.low < axis.high) ticks.high = std::min(ticks.high, axis.high);
    std::erase_if(ticks.ticks, [&](const tick& t) {
        const double slack = (ticks.high / 2 - ticks.low / 2) * 1e-9;
        return t.at < ticks.low - slack || t.at > ticks.high + slack;
    });
    return ticks;
}

} // namespace

bool axis_map::shows(double value) const {
    return std::isfinite(value) && (scale == plot::scale::linear || value > 0);
}

double axis_map::operator()(double value) const {
    double share = 0;
    if (scale == plot::scale::log) {
        share = (std::log10(value) - std::log10(low)) / (std::log10(high) - std::log10(low));
    } else {
        share = (value / 2 - low / 2) / (high / 2 - low / 2);
    }
    const double length = std::fabs(to - from) + 1;
    return from + std::clamp(share, -huge_pixels / length, huge_pixels / length) * (to - from);
}

double axis_map::base() const {
    return (*this)(scale == plot::scale::log ? low
                                             : std::clamp(0.0, std::min(low, high), std::max(low, high)));
}

view::view(const chart& shown, const svg_options& chosen)
    : c(shown), options(shown.options()), how(chosen), categorical(shown.has_categories()),
      horizontal(categorical && options.horizontal), empty(true), left(margin), right(options.width - margin),
      top(0), bottom(0) {
    choose_colours();
    find_ranges();
    double y = margin - 4;
    if (!options.title.empty()) y += 22;
    if (!options.subtitle.empty()) y += 18;
    place_legend(y);
    place_axes(y);
}

void view::find_ranges() {
    extent xs{options.x.scale}, ys{options.y.scale};
    bool bars = false;
    for (const plot::series& s : c.series()) {
        const bool value_of_x = s.kind != mark::rule_y;
        const bool of_points = s.kind == mark::line || s.kind == mark::step || s.kind == mark::scatter;
        for (std::size_t i = 0; i < s.x.size() && value_of_x; ++i)
            if (!of_points || ys.takes(s.y[i])) xs.add(s.x[i]); // a gap takes no room
        ys.add(s.y);
        ys.add(s.low);
        ys.add(s.high);
        bars = bars || s.kind == mark::bars || s.kind == mark::histogram;
        if (s.kind != mark::rule_x && s.kind != mark::rule_y) empty = empty && ys.empty();
    }
    if (!ys.empty()) take_in_zero(ys, bars);
    settle(ys, options.y);
    settle(xs, options.x);
    // Kept for place_axes, which asks for ticks once it knows how much room there is.
    along = {xs.low, xs.high, {}, ""};
    across = {ys.low, ys.high, {}, ""};
}

/// A series of the same name as an earlier one shares its colour: a line and its band.
void view::choose_colours() {
    std::unordered_map<std::string_view, std::size_t> known;
    for (const plot::series& s : c.series()) {
        const std::size_t fresh = colours_.empty() ? 0 : 1 + *std::ranges::max_element(colours_);
        colours_.push_back(s.name.empty() ? fresh : known.try_emplace(s.name, fresh).first->second);
    }
}

std::size_t view::colour(const plot::series& s) const {
    return colours_[static_cast<std::size_t>(&s - c.series().data())];
}

std::size_t view::count(mark kind) const {
    return static_cast<std::size_t>(std::ranges::count(c.series(), kind, &plot::series::kind));
}

double view::pitch() const {
    return std::fabs(at_x.to - at_x.from) /
           static_cast<double>(std::max<std::size_t>(1, c.categories().size()));
}

/// One item a name; none when a single name would only say what the title says.
void view::place_legend(double& y) {
    legend_bottom = y;
    std::vector<const plot::series*> named;
    for (const plot::series& s : c.series()) {
        const auto same = std::ranges::find(named, s.name, &plot::series::name);
        if (s.name.empty()) continue;
        if (same == named.end()) {
            named.push_back(&s);
        } else if ((*same)->kind == mark::band) {
            *same = &s; // a band's line tells more
        }
    }
    if (named.size() < 2) return;
    const double most_rows = std::max(1.0, std::floor(options.height * 0.3 / 20));
    double x = left, row = 0;
    for (std::size_t i = 0; i < named.size(); ++i) {
        std::string text = fitted(named[i]->name, 13, (right - left) / 2 - 30);
        const double width = 26 + text_width(text, 13) + 16;
        const double keep =
            row + 1 == most_rows && i + 1 < named.size() ? 90 : 0; // room to say that there are more
        if (x > left && x + width - 16 + keep > right) {
            if (row + 1 == most_rows) {
                legend.push_back(
                    {nullptr, "and " + std::to_string(named.size() - i) + " more", x, y + row * 20 + 10});
                break;
            }
            x = left;
            ++row;
        }
        legend.push_back({named[i], std::move(text), x, y + row * 20 + 10});
        x += width;
    }
    y += (row + 1) * 20 + 4;
    legend_bottom = y;
}

double view::widest_label(const axis_ticks& axis) const {
    double widest = 0;
    for (const tick& t : axis.ticks) widest = std::max(widest, text_width(t.label, tick_font));
    return widest;
}

/// Fits ticks and labels round the area of the data. The labels of the values need room at the left, whose width hangs
/// on the labels; those of x need room below: each is asked for in turn.
void view::place_axes(double y) {
    const axis_options& below_axis = horizontal ? options.y : options.x;
    const axis_options& left_axis = horizontal ? options.x : options.y;
    const bool outward_x = count(mark::scatter) > 0 && count(mark::line) + count(mark::step) == 0;
    const extent xs{options.x.scale, along.low, along.high}, ys{options.y.scale, across.low, across.high};

    if (!left_axis.label.empty() || left_axis.unit != time_unit::none) y += 20;
    top = y + 8;
    double below = 24 + (below_axis.label.empty() && below_axis.unit == time_unit::none ? 0 : 18);
    bottom = options.height - margin + 4 - below;
    if (categorical && !horizontal) {
        // The width that rotated labels need hangs on the left margin, which is nearly the same for all heights.
        across = ticks_of(ys, options.y, std::max(2, static_cast<int>((bottom - top) / 32)), true);
        left += widest_label(across) + 8;
        place_categories(right - left, below);
        bottom = options.height - margin + 4 - below;
    }
    if (bottom < top + least_area) { // the picture grows rather than that things stand on each other
        options.height += static_cast<int>(std::ceil(top + least_area - bottom));
        bottom = top + least_area;
    }
    const int rows = std::max(2, static_cast<int>((bottom - top) / 32));
    if (horizontal) {
        double widest = 0;
        for (const std::string& name : c.categories()) widest = std::max(widest, text_width(name, tick_font));
        left += std::min(widest, options.width * 0.4) + 8;
        category_step = static_cast<std::size_t>(
            std::ceil(15.0 * static_cast<double>(c.categories().size()) / (bottom - top)));
    } else {
        across = ticks_of(ys, options.y, rows, true);
        if (!categorical) left += widest_label(across) + 8;
    }
    int columns = std::max(2, static_cast<int>((right - left) / 75));
    axis_ticks fitting;
    for (; !categorical || horizontal; --columns) { // until the labels do not touch
        fitting =
            horizontal ? ticks_of(ys, options.y, columns, true) : ticks_of(xs, options.x, columns, outward_x);
        const double each =
            (right - left) /
            std::max<double>(1, static_cast<double>(std::ranges::count_if(
                                    fitting.ticks, [](const tick& t) { return !t.label.empty(); })));
        if (columns == 1 || widest_label(fitting) + 12 <= each) break;
    }
    if (horizontal) {
        across = fitting;
    } else if (!categorical) {
        along = fitting;
    }
    if (!fitting.ticks.empty()) right -= text_width(fitting.ticks.back().label, tick_font) / 2;
    at_y = {across.low, across.high, options.y.scale, horizontal ? left : bottom, horizontal ? right : top};
    if (categorical) {
        at_x = {-0.5, static_cast<double>(c.categories().size()) - 0.5, plot::scale::linear,
                horizontal ? top : left, horizontal ? bottom : right};
    } else {
        at_x = {along.low, along.high, options.x.scale, left, right};
    }
}

/// Labels side by side where they fit, slanted where they do not, and only some where even that is too narrow.
void view::place_categories(double width, double& below) {
    const auto categories = c.categories();
    const double each = width / static_cast<double>(categories.size());
    double widest = 0;
    for (const std::string& name : categories) widest = std::max(widest, text_width(name, tick_font));
    if (widest + 8 <= each) return;
    rotated = true;
    category_step = static_cast<std::size_t>(std::max(1.0, std::ceil(22 / each)));
    below += std::min(widest, options.height * 0.35) * 0.62 - 6;
    const double first =
        std::min(text_width(categories.front(), tick_font), options.height * 0.35) * 0.82 - each / 2;
    left = std::max(left, std::min(first + 8, options.width * 0.25));
}

std::string with_unit(std::string_view label, std::string_view unit) {
    if (unit.empty()) return std::string(label);
    if (label.empty()) return std::string(unit);
    return std::string(label) + " (" + std::string(unit) + ")";
}

std::string colour_class(std::size_t colour) { return "rp" + std::to_string(colour % 8); }

std::string_view dashes(std::size_t colour) {
    return colour < 8 ? "" : colour < 16 ? "7 4" : colour < 24 ? "2 3" : "9 3 2 3";
}

} // namespace rondo::inline v0::plot::detail
