// SPDX-License-Identifier: BSL-1.0
//
// The picture round the data: titles, legend, grid, axes; and the style that all charts of a page share.
#include <rondo/plot/svg.hpp>

#include "svg_view.hpp"

#include <rondo/plot/palette.hpp>

#include <algorithm>
#include <cmath>

namespace rondo::inline v0::plot {

namespace detail {

namespace {

constexpr const char* fonts = "system-ui, 'Segoe UI', Roboto, 'DejaVu Sans', sans-serif";

void append_rules(std::string& css, const palette& p) {
    const auto rule = [&](std::string_view selector, std::string_view property, std::string_view value) {
        ((((css += selector) += '{') += property) += ':') += value;
        css += "}\n";
    };
    rule(".rpp", "fill", p.page);
    rule(".rpt", "fill", p.text);
    rule(".rpm", "fill", p.muted);
    rule(".rpg", "stroke", p.grid);
    rule(".rpa", "stroke", p.axis);
    rule(".rps", "stroke", p.page);
    for (std::size_t i = 0; i < p.series.size(); ++i) rule("." + colour_class(i), "color", p.series[i]);
}

enum class anchor { start, middle, end };

element& placed(element& text, point at, anchor where, double size, const char* colour) {
    text.attr("x", at.x).attr("y", at.y).attr("class", colour).attr("font-size", size);
    if (where == anchor::middle) text.attr("text-anchor", "middle");
    if (where == anchor::end) text.attr("text-anchor", "end");
    return text;
}

void write_at(element& parent, std::string_view text, point at, anchor where, double size,
              const char* colour) {
    element words(parent, "text");
    placed(words, at, where, size, colour).text(text);
}

void draw_titles(element& svg, const view& v) {
    double y = margin + 10;
    if (!v.options.title.empty()) {
        element title(svg, "text");
        const std::string fits = fitted(v.options.title, 16, v.options.width - 2 * margin);
        placed(title, {margin, y}, anchor::start, 16, "rpt").attr("font-weight", "600").text(fits);
        y += 20;
    }
    if (!v.options.subtitle.empty())
        write_at(svg, fitted(v.options.subtitle, 13, v.options.width - 2 * margin), {margin, y},
                 anchor::start, 13, "rpm");
}

void draw_sample(element& group, const view& v, const legend_item& item) {
    const plot::series& s = *item.of;
    const point centre{item.x + 10, item.y};
    const bool area = s.kind == mark::band || s.kind == mark::bars || s.kind == mark::histogram;
    if (area) {
        element box(group, "rect");
        box.attr("x", item.x + 4).attr("y", item.y - 6).attr("width", 12.0).attr("height", 12.0);
        box.attr("fill", "currentColor");
        if (s.kind == mark::band) box.attr("fill-opacity", "0.3");
        if (s.kind == mark::histogram && v.count(mark::histogram) > 1) box.attr("fill-opacity", "0.55");
        return;
    }
    if (s.kind != mark::scatter) {
        element line(group, "path");
        std::string path = "M";
        append_pixels(path, item.x);
        path += ' ';
        append_pixels(path, item.y);
        line.attr("d", path + "h20")
            .attr("fill", "none")
            .attr("stroke", "currentColor")
            .attr("stroke-width", 2.0);
        const bool rule = s.kind == mark::rule_x || s.kind == mark::rule_y;
        const std::string_view dash = rule ? "5 4" : dashes(v.colour(s));
        if (!dash.empty()) line.attr("stroke-dasharray", dash);
    }
    if (s.kind == mark::scatter || s.kind == mark::intervals) draw_symbol(group, centre, v.colour(s), "");
}

void draw_legend(element& svg, const view& v) {
    for (const legend_item& item : v.legend) {
        element group(svg, "g");
        if (!item.of) {
            write_at(group, item.text, {item.x, item.y + 4.5}, anchor::start, 13, "rpm");
            continue;
        }
        group.attr("class", colour_class(v.colour(*item.of)));
        draw_sample(group, v, item);
        write_at(group, item.text, {item.x + 26, item.y + 4.5}, anchor::start, 13, "rpt");
    }
}

std::string stroke_to(point from, const char* verb, double by) {
    std::string path = "M";
    append_pixels(path, from.x);
    path += ' ';
    append_pixels(path, from.y);
    path += verb;
    append_pixels(path, by);
    return path;
}

/// The ticks of a numeric axis: grid lines across the data, a short stroke where there are none, and the labels.
void draw_ticks(element& grid, element& labels, const view& v, const axis_ticks& axis, const axis_map& map,
                bool below) {
    for (const tick& t : axis.ticks) {
        const double at = map(t.at);
        const bool values = below == v.horizontal; // the axis of values has the grid
        if (below) {
            if (values && !t.label.empty())
                element(grid, "path").attr("d", stroke_to({at, v.top}, "V", v.bottom)).attr("class", "rpg");
            element(grid, "path")
                .attr("d", stroke_to({at, v.bottom}, "v", t.label.empty() ? 3 : 5))
                .attr("class", "rpa");
            if (!t.label.empty())
                write_at(labels, t.label, {at, v.bottom + 18}, anchor::middle, tick_font, "rpm");
        } else {
            if (!t.label.empty())
                element(grid, "path").attr("d", stroke_to({v.left, at}, "H", v.right)).attr("class", "rpg");
            if (!t.label.empty())
                write_at(labels, t.label, {v.left - 8, at + 4}, anchor::end, tick_font, "rpm");
        }
    }
}

void draw_category_labels(element& labels, const view& v) {
    const auto categories = v.c.categories();
    for (std::size_t i = 0; i < categories.size(); i += v.category_step) {
        const double at = v.at_x(static_cast<double>(i));
        if (v.horizontal) {
            write_at(labels, fitted(categories[i], tick_font, v.options.width * 0.4), {v.left - 8, at + 4},
                     anchor::end, tick_font, "rpt");
        } else if (!v.rotated) {
            write_at(labels, categories[i], {at, v.bottom + 18}, anchor::middle, tick_font, "rpt");
        } else {
            std::string turn = "rotate(-35 ";
            append_pixels(turn, at + 4);
            turn += ' ';
            append_pixels(turn, v.bottom + 14);
            element words(labels, "text");
            const double room = std::min(v.options.height * 0.35, (at - 4) / 0.82); // none leaves the picture
            placed(words, {at + 4, v.bottom + 14}, anchor::end, tick_font, "rpt")
                .attr("transform", turn + ")");
            words.text(fitted(categories[i], tick_font, room));
        }
    }
}

void draw_axes(element& svg, const view& v) {
    std::string written; // the labels, which come after the grid
    {
        element grid(svg, "g");
        grid.attr("fill", "none").attr("stroke-width", 1.0);
        element labels(written, "g");
        if (v.categorical) {
            draw_category_labels(labels, v);
        } else {
            draw_ticks(grid, labels, v, v.along, v.at_x, true);
        }
        draw_ticks(grid, labels, v, v.across, v.at_y, v.horizontal);
    }
    const axis_options& below = v.horizontal ? v.options.y : v.options.x;
    const axis_options& beside = v.horizontal ? v.options.x : v.options.y;
    const std::string below_text = with_unit(below.label, v.horizontal ? v.across.unit : v.along.unit);
    const std::string beside_text = with_unit(beside.label, v.horizontal ? v.along.unit : v.across.unit);
    {
        element words(written, "g");
        const double width = v.options.width - 2 * margin;
        if (!below_text.empty())
            write_at(words, fitted(below_text, 13, width),
                     {(v.left + v.right) / 2, v.options.height - margin + 4.0}, anchor::middle, 13, "rpm");
        if (!beside_text.empty())
            write_at(words, fitted(beside_text, 13, width), {margin, v.legend_bottom + 12}, anchor::start, 13,
                     "rpm");
    }
    svg.raw(written);
}

/// The line that bars stand on, above everything: at zero where that is in sight.
void draw_base(element& svg, const view& v) {
    const bool within = v.across.low < 0 && v.across.high > 0 && v.options.y.scale == plot::scale::linear;
    const double at = within ? v.at_y(0) : v.at_y.from;
    const std::string path =
        v.horizontal ? stroke_to({at, v.top}, "V", v.bottom) : stroke_to({v.left, at}, "H", v.right);
    element(svg, "path").attr("d", path).attr("class", "rpa").attr("fill", "none").attr("stroke-width", 1.0);
    if (within && !v.horizontal) { // the ticks of x hang on a line of their own
        const std::string lower = stroke_to({v.left, v.bottom}, "H", v.right);
        element(svg, "path")
            .attr("d", lower)
            .attr("class", "rpa")
            .attr("fill", "none")
            .attr("stroke-width", 1.0);
    }
}

/// Only letters, digits and - may stand in an id that is used in url(#…) without quotes.
std::string clean_id(std::string_view id) {
    std::string clean;
    for (char c : id)
        clean +=
            (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '-' ? c : '_';
    return (clean.empty() || (clean[0] >= '0' && clean[0] <= '9') || clean[0] == '-' ? "c" : "") + clean;
}

void draw(element& svg, const view& v) {
    element(svg, "rect").attr("class", "rpp").attr("width", v.options.width).attr("height", v.options.height);
    draw_titles(svg, v);
    draw_legend(svg, v);
    draw_axes(svg, v);
    const std::string id = clean_id(v.how.id) + "-area";
    {
        element clip(svg, "clipPath");
        clip.attr("id", id);
        // A little more than the area, so that lines along its edge keep their width, and marks on it their shape.
        const double slack = 5;
        element(clip, "rect")
            .attr("x", v.left - slack)
            .attr("y", v.top - slack)
            .attr("width", v.right - v.left + 2 * slack)
            .attr("height", v.bottom - v.top + 2 * slack);
    }
    {
        element marks(svg, "g");
        marks.attr("clip-path", "url(#" + id + ")");
        draw_marks(marks, v);
    }
    draw_base(svg, v);
    if (v.empty)
        write_at(svg, "no data", {(v.left + v.right) / 2, (v.top + v.bottom) / 2 + 5}, anchor::middle, 14,
                 "rpm");
}

} // namespace

std::string chart_style(plot::theme theme) {
    std::string css;
    append_rules(css, theme == plot::theme::dark ? dark_palette : light_palette);
    css += ".rps{stroke-width:1}\n";
    if (theme == plot::theme::automatic) {
        css += "@media (prefers-color-scheme:dark){\n";
        append_rules(css, dark_palette);
        css += "}\n";
    }
    return css;
}

} // namespace detail

std::string to_svg(const chart& c, svg_options options) {
    const detail::view v(c, options);
    std::string out;
    std::string size = "0 0 " + std::to_string(v.options.width) + " " + std::to_string(v.options.height);
    { // the end tag is written where the element dies
        detail::element svg(out, "svg");
        svg.attr("xmlns", "http://www.w3.org/2000/svg")
            .attr("width", v.options.width)
            .attr("height", v.options.height);
        svg.attr("viewBox", size).attr("role", "img").attr("font-family", detail::fonts);
        if (!v.options.title.empty()) svg.attr("aria-label", v.options.title);
        if (!options.embedded) detail::element(svg, "style").raw(detail::chart_style(options.theme));
        detail::draw(svg, v);
    }
    return out;
}

void write_svg(text_sink out, const chart& c, svg_options options) { out(to_svg(c, options)); }

} // namespace rondo::inline v0::plot
