// SPDX-License-Identifier: BSL-1.0
//
// A chart on its way to a picture: ranges, ticks and the places of everything, in pixels from the upper left corner. Made
// once (svg_view.cpp), then drawn (svg.cpp the frame, svg_marks.cpp the data). "Along" is the direction of the x axis of
// the chart, "across" that of its values: in a horizontal chart along is downwards.
//
//     title
//     subtitle
//     — a  — b  — c                  legend, in as many rows as it takes
//     label of the values
//     |
//     |              the area of the data: left, right, top, bottom
//     |________________________
//     0      1      2      3
//               label of x
#pragma once

#include "xml.hpp"

#include <rondo/plot/svg.hpp>

#include <cstdint>

namespace rondo::inline v0::plot::detail {

struct point {
    double x, y;
};

/// Where values stand, in pixels.
struct axis_map {
    double low = 0, high = 1;
    plot::scale scale = plot::scale::linear;
    double from = 0, to = 1;

    bool shows(double value) const; ///< finite, and above zero on a logarithmic axis
    double operator()(double value) const;
    double base() const; ///< where bars begin: at zero, or at the end of the axis that is nearest to it
};

struct legend_item {
    const plot::series* of; ///< null for the last one when there are more than there is room for
    std::string text;
    double x, y; ///< of the middle of the sample's left edge
};

struct view {
    view(const chart& shown, const svg_options& chosen);

    const chart& c;
    chart_options options;
    svg_options how;
    bool categorical, horizontal, empty;
    double left, right, top, bottom; ///< the area of the data
    axis_ticks along, across;
    axis_map at_x; ///< along: values, or indices of categories, of which each is 1 wide
    axis_map at_y; ///< across
    double legend_bottom = 0;
    std::vector<legend_item> legend;
    bool rotated = false;          ///< labels of categories
    std::size_t category_step = 1; ///< labels stand at every so many categories

    /// The place of a point, whichever way the chart lies.
    point place(double pixels_along, double pixels_across) const {
        return horizontal ? point{pixels_across, pixels_along} : point{pixels_along, pixels_across};
    }
    /// Which colour a series has: one of the same name shares it.
    std::size_t colour(const plot::series& s) const;
    /// How many of the series are bars, or histograms, and so on.
    std::size_t count(mark kind) const;
    double pitch() const; ///< pixels a category

private:
    void choose_colours();
    void find_ranges();
    void place_legend(double& y);
    void place_axes(double y);
    void place_categories(double width, double& below);
    double widest_label(const axis_ticks& axis) const;

    std::vector<std::size_t> colours_; ///< of each series
};

inline constexpr double tick_font = 12;
inline constexpr double margin = 14;

/// A label with the unit of its ticks: `time (h:mm)`.
std::string with_unit(std::string_view label, std::string_view unit);
/// `rp3`: the class that holds a series' colour.
std::string colour_class(std::size_t colour);
/// The dashes of the lines of a colour that comes again; "" for none.
std::string_view dashes(std::size_t colour);
/// A mark of a scatter chart or of the legend, of a shape that follows the colour.
void draw_symbol(element& parent, point centre, std::size_t colour, std::string_view tooltip);

/// All series, in the order in which they cover each other.
void draw_marks(element& parent, const view& v);

/// The style of all charts of a page.
std::string chart_style(plot::theme theme);

} // namespace rondo::inline v0::plot::detail
