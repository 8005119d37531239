// SPDX-License-Identifier: BSL-1.0
//
// A chart as SVG 1.1: text that a browser, a page or an editor of pictures shows. The same chart is the same bytes, on
// every machine. Colours follow the reader's choice of light or dark. However many points a series has, no more are
// written than can be told apart: of each column of pixels the first, the lowest, the highest and the last.
#pragma once

#include <rondo/plot/chart.hpp>

namespace rondo::inline v0::plot {

enum class theme {
    automatic, ///< light, or dark where the reader's system is (prefers-color-scheme)
    light,
    dark,
};

struct svg_options {
    plot::theme theme = plot::theme::automatic;
    bool embedded = false;         ///< within a page that holds the style already: none is written
    std::string_view id = "chart"; ///< begins the ids within: another for each picture of a page
};

/// Draws the chart. Marks of up to some hundreds carry their values as tooltips.
/// Cost: linear in the data; the picture's size is bounded by its pixels, categories and series.
RONDO_API void write_svg(text_sink out, const chart& c, svg_options options = {});
RONDO_API std::string to_svg(const chart& c, svg_options options = {});

} // namespace rondo::inline v0::plot
