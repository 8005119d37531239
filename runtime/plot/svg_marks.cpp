// SPDX-License-Identifier: BSL-1.0
//
// The data as marks. What covers what: bands lie under bars, these under rules, lines, points and intervals.
#include "svg_path.hpp"

#include <algorithm>
#include <cmath>
#include <set>
#include <unordered_map>

namespace rondo::inline v0::plot::detail {

namespace {

constexpr std::size_t most_tooltips = 400;

/// A value as it is read in a tooltip: six digits.
std::string spoken(double value) {
    std::string out;
    const int size = value == 0 ? 0 : static_cast<int>(std::floor(std::log10(std::fabs(value))));
    if (size < -5 || size > 12) {
        append_number(out, value);
    } else {
        append_trimmed(out, value, std::clamp(5 - size, 0, 10));
    }
    return out;
}

std::string called(const plot::series& s, std::string_view what) {
    return s.name.empty() ? std::string(what) : s.name + ": " + std::string(what);
}

void tooltip(element& of, std::string_view text) {
    if (!text.empty()) element(of, "title").text(text);
}

/// The runs of points between gaps, in pixels.
template <class Use>
void each_run(const view& v, const std::vector<double>& x, const std::vector<double>& y, Use use) {
    std::vector<point> run;
    for (std::size_t i = 0; i <= x.size(); ++i) {
        if (i < x.size() && v.at_x.shows(x[i]) && v.at_y.shows(y[i])) {
            run.push_back({v.at_x(x[i]), v.at_y(y[i])});
        } else if (!run.empty()) {
            use(thinned(std::move(run), v.left, v.right));
            run.clear();
        }
    }
}

void draw_line(element& parent, const view& v, const plot::series& s) {
    std::string path, lone;
    each_run(v, s.x, s.y, [&](const std::vector<point>& run) {
        if (run.size() == 1) {
            append_line(lone, run);
        } else if (s.kind == mark::step) {
            append_steps(path, run);
        } else {
            append_line(path, run);
        }
    });
    element group(parent, "g");
    group.attr("class", colour_class(v.colour(s))).attr("fill", "none").attr("stroke", "currentColor");
    group.attr("stroke-linejoin", "round").attr("stroke-linecap", "round");
    if (!path.empty()) {
        element line(group, "path");
        line.attr("d", path).attr("stroke-width", 1.75);
        if (const auto dash = dashes(v.colour(s)); !dash.empty()) line.attr("stroke-dasharray", dash);
    }
    if (!lone.empty()) element(group, "path").attr("d", lone).attr("stroke-width", 5.0);
}

void draw_band(element& parent, const view& v, const plot::series& s) {
    std::string path;
    std::vector<double> xs, lows, highs; // of one run: a gap in either line is a gap of the band
    const auto finish = [&] {
        std::vector<point> upper, lower;
        each_run(v, xs, highs, [&](std::vector<point> run) { upper = std::move(run); });
        each_run(v, xs, lows, [&](std::vector<point> run) { lower = std::move(run); });
        append_area(path, upper, lower);
        xs.clear(), lows.clear(), highs.clear();
    };
    for (std::size_t i = 0; i < s.x.size(); ++i) {
        if (v.at_x.shows(s.x[i]) && v.at_y.shows(s.low[i]) && v.at_y.shows(s.high[i])) {
            xs.push_back(s.x[i]), lows.push_back(s.low[i]), highs.push_back(s.high[i]);
        } else {
            finish();
        }
    }
    finish();
    element(parent, "path")
        .attr("class", colour_class(v.colour(s)))
        .attr("fill", "currentColor")
        .attr("fill-opacity", "0.22")
        .attr("d", path);
}

void draw_scatter(element& parent, const view& v, const plot::series& s) {
    std::vector<std::size_t> shown;
    for (std::size_t i = 0; i < s.x.size(); ++i)
        if (v.at_x.shows(s.x[i]) && v.at_y.shows(s.y[i])) shown.push_back(i);
    element group(parent, "g");
    group.attr("class", colour_class(v.colour(s)));
    if (shown.size() <= most_tooltips) {
        for (std::size_t i : shown)
            draw_symbol(group, {v.at_x(s.x[i]), v.at_y(s.y[i])}, v.colour(s),
                        called(s, spoken(s.x[i]) + ", " + spoken(s.y[i])));
        return;
    }
    std::set<std::pair<long long, long long>>
        taken; // cells of one and a half pixels: a second dot there is not seen
    std::string path;
    for (std::size_t i : shown) {
        const point p{v.at_x(s.x[i]), v.at_y(s.y[i])};
        if (taken.emplace(std::llround(p.x / 1.5), std::llround(p.y / 1.5)).second) append_line(path, {p});
    }
    element dots(group, "path");
    dots.attr("fill", "none").attr("stroke", "currentColor").attr("stroke-linecap", "round");
    dots.attr("stroke-width", shown.size() > 5000 ? 2.0 : 4.0).attr("stroke-opacity", "0.6").attr("d", path);
}

/// A rectangle between two corners, with a tooltip unless there are too many.
void draw_box(element& parent, point a, point b, std::string_view says) {
    element box(parent, "rect");
    box.attr("x", std::min(a.x, b.x)).attr("y", std::min(a.y, b.y));
    box.attr("width", std::fabs(a.x - b.x)).attr("height", std::fabs(a.y - b.y));
    tooltip(box, says);
}

/// Indices of categories, for a series that may name them in another order, or only some.
std::vector<double> places_of(const view& v, const plot::series& s) {
    std::unordered_map<std::string_view, double> known;
    for (const std::string& category : v.c.categories())
        known.emplace(category, static_cast<double>(known.size()));
    std::vector<double> places;
    places.reserve(s.categories.size());
    for (const std::string& category : s.categories) places.push_back(known.at(category));
    return places;
}

/// Which of the series of its kind this is: they share each category's room.
std::size_t rank_of(const view& v, const plot::series& s) {
    std::size_t rank = 0;
    for (const plot::series& other : v.c.series()) {
        if (&other == &s) break;
        rank += other.kind == s.kind;
    }
    return rank;
}

void draw_bars(element& parent, const view& v, const plot::series& s) {
    const double share = 0.78 / static_cast<double>(v.count(mark::bars));
    const double offset = -0.39 + share * static_cast<double>(rank_of(v, s));
    const double gap = v.pitch() * share > 6 ? 1 : 0;
    const double base = v.at_y.base();
    const auto places = places_of(v, s);
    element group(parent, "g");
    group.attr("class", colour_class(v.colour(s))).attr("fill", "currentColor");
    double column = -1; // bars thinner than a pixel: of each column of a pixel the longest
    double longest = base;
    const auto draw_column = [&] {
        if (longest != base) draw_box(group, v.place(column, base), v.place(column + 1, longest), "");
        longest = base;
    };
    for (std::size_t i = 0; i < places.size(); ++i) {
        if (!v.at_y.shows(s.y[i])) continue;
        const double from = v.at_x(places[i] + offset) + gap / 2, across = v.at_y(s.y[i]);
        const double to = v.at_x(places[i] + offset + share) - gap / 2;
        if (std::fabs(to - from) >= 0.8) {
            draw_box(group, v.place(from, base), v.place(to, across),
                     places.size() <= most_tooltips ? called(s, s.categories[i] + " " + spoken(s.y[i])) : "");
            continue;
        }
        if (std::floor(from) != column) draw_column();
        column = std::floor(from);
        if (std::fabs(across - base) > std::fabs(longest - base)) longest = across;
    }
    draw_column();
}

void draw_histogram(element& parent, const view& v, const plot::series& s) {
    const bool alone = v.count(mark::histogram) == 1;
    const double base = v.at_y.base();
    element group(parent, "g");
    group.attr("class", colour_class(v.colour(s))).attr("fill", "currentColor");
    if (!alone) group.attr("fill-opacity", "0.45");
    const auto shown = [&](std::size_t i) { return v.at_x.shows(s.x[i]) && v.at_y.shows(s.y[i]); };
    if (s.y.size() <= most_tooltips) {
        for (std::size_t i = 0; i < s.y.size(); ++i) {
            if (!shown(i)) continue;
            const double from = v.at_x(s.x[i]), to = v.at_x(s.x[i + 1]), gap = alone && to - from > 4 ? 1 : 0;
            draw_box(group, {from + gap / 2, base}, {to - gap / 2, v.at_y(s.y[i])},
                     called(s, spoken(s.x[i]) + " to " + spoken(s.x[i + 1]) + ": " + spoken(s.y[i])));
        }
        return;
    }
    std::vector<point> outline;
    for (std::size_t i = 0; i < s.y.size(); ++i)
        if (v.at_x.shows(s.x[i]))
            outline.push_back({v.at_x(s.x[i]), v.at_y.shows(s.y[i]) ? v.at_y(s.y[i]) : base});
    if (outline.empty()) return;
    outline.push_back({v.at_x(s.x.back()), base});
    std::string path;
    const double begin = outline.front().x;
    outline.insert(outline.begin(), {begin, base});
    append_steps(path, thinned(std::move(outline), v.left, v.right));
    element(group, "path").attr("d", path + "Z");
}

void draw_intervals(element& parent, const view& v, const plot::series& s) {
    const double count = static_cast<double>(v.count(mark::intervals));
    const double spread =
        std::min(0.7 / count, 14 / std::max(v.pitch(), 1e-9)); // near enough to be one group
    const double offset = spread * (static_cast<double>(rank_of(v, s)) - (count - 1) / 2);
    const auto places = places_of(v, s);
    const double cap = std::min(4.0, v.pitch() * spread / 2.5);
    element group(parent, "g");
    group.attr("class", colour_class(v.colour(s)));
    for (std::size_t i = 0; i < places.size(); ++i) {
        const double along = v.at_x(places[i] + offset);
        element one(group, "g");
        tooltip(one, places.size() > most_tooltips
                         ? ""
                         : called(s, s.categories[i] + " " + spoken(s.y[i]) + " (" + spoken(s.low[i]) +
                                         " to " + spoken(s.high[i]) + ")"));
        if (v.at_y.shows(s.low[i]) && v.at_y.shows(s.high[i])) {
            std::string path;
            const double low = v.at_y(s.low[i]), high = v.at_y(s.high[i]);
            append_line(path, {v.place(along, low), v.place(along, high)});
            append_line(path, {v.place(along - cap, low), v.place(along + cap, low)});
            append_line(path, {v.place(along - cap, high), v.place(along + cap, high)});
            element(one, "path")
                .attr("fill", "none")
                .attr("stroke", "currentColor")
                .attr("stroke-width", 1.75)
                .attr("d", path);
        }
        if (v.at_y.shows(s.y[i])) draw_symbol(one, v.place(along, v.at_y(s.y[i])), v.colour(s), "");
    }
}

void draw_rule(element& parent, const view& v, const plot::series& s) {
    const bool at_x = s.kind == mark::rule_x;
    const axis_map& axis = at_x ? v.at_x : v.at_y;
    const double value = at_x ? s.x[0] : s.y[0];
    if (!axis.shows(value)) return;
    const double pixels = axis(value);
    std::string path;
    const bool upright = at_x != v.horizontal;
    if (upright) {
        append_line(path, {{pixels, v.top}, {pixels, v.bottom}});
    } else {
        append_line(path, {{v.left, pixels}, {v.right, pixels}});
    }
    element line(parent, "path");
    line.attr("class", colour_class(v.colour(s))).attr("fill", "none").attr("stroke", "currentColor");
    line.attr("stroke-width", 1.5).attr("stroke-dasharray", "5 4").attr("d", path);
    tooltip(line, called(s, spoken(value)));
}

} // namespace

void draw_symbol(element& parent, point centre, std::size_t colour, std::string_view says) {
    const std::size_t shape = colour % 4;
    if (shape == 0) {
        element symbol(parent, "circle");
        symbol.attr("cx", centre.x)
            .attr("cy", centre.y)
            .attr("r", 4.0)
            .attr("fill", "currentColor")
            .attr("class", "rps");
        tooltip(symbol, says);
        return;
    }
    std::string path;
    const auto corner = [&](double x, double y) {
        path += path.empty() ? 'M' : 'L';
        append_pixels(path, centre.x + x);
        path += ' ';
        append_pixels(path, centre.y + y);
    };
    if (shape == 1) corner(-3.6, -3.6), corner(3.6, -3.6), corner(3.6, 3.6), corner(-3.6, 3.6);
    if (shape == 2) corner(0, -4.8), corner(4.4, 3.4), corner(-4.4, 3.4);
    if (shape == 3) corner(0, -5), corner(5, 0), corner(0, 5), corner(-5, 0);
    element symbol(parent, "path");
    symbol.attr("d", path + "Z").attr("fill", "currentColor").attr("class", "rps");
    tooltip(symbol, says);
}

void draw_marks(element& parent, const view& v) {
    using draw = void (*)(element&, const view&, const plot::series&);
    struct layer {
        mark kind;
        draw how;
    };
    constexpr layer layers[] = {
        {mark::band, draw_band},   {mark::bars, draw_bars},       {mark::histogram, draw_histogram},
        {mark::rule_x, draw_rule}, {mark::rule_y, draw_rule},     {mark::step, draw_line},
        {mark::line, draw_line},   {mark::scatter, draw_scatter}, {mark::intervals, draw_intervals},
    };
    for (const auto& [kind, how] : layers)
        for (const plot::series& s : v.c.series())
            if (s.kind == kind) how(parent, v, s);
}

} // namespace rondo::inline v0::plot::detail
