// SPDX-License-Identifier: BSL-1.0
//
// The colours of the charts. Eight for series, in an order in which neighbours differ most: each stands out from the page
// (contrast of 3 to 1, WCAG 2 for graphics), and any two differ for people with each kind of colour blindness as well.
// A ninth series begins again from the first colour, and its lines are dashed.
#pragma once

#include <rondo/base/config.hpp>

#include <array>
#include <cstddef>
#include <string_view>

namespace rondo::inline v0::plot {

struct palette {
    std::string_view page; ///< behind everything
    std::string_view text;
    std::string_view muted; ///< text that is not read first: labels of ticks
    std::string_view axis;
    std::string_view grid;
    std::array<std::string_view, 8> series;

    constexpr std::string_view series_colour(std::size_t index) const {
        return series[index % series.size()];
    }
};

inline constexpr palette light_palette{
    "#fcfcfb", "#1c1b1a",
    "#5d5b56", "#8a8880",
    "#e6e4df", {"#114e94", "#ab2300", "#2ca361", "#c98400", "#94295b", "#8591c1", "#280d14", "#7f4adb"},
};

inline constexpr palette dark_palette{
    "#191918", "#f1f0ec",
    "#b4b2ab", "#7d7b75",
    "#343330", {"#77d7ff", "#ff9a06", "#519868", "#fff97d", "#a36399", "#8468eb", "#d0fff8", "#cd5118"},
};

} // namespace rondo::inline v0::plot
