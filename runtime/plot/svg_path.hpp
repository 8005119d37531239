// SPDX-License-Identifier: BSL-1.0
//
// Many points as few: what of a line can be seen. In each column of a pixel a line covers the span from its lowest to its
// highest point, and enters and leaves it at its first and last: four points draw the same picture as a million.
#pragma once

#include "svg_view.hpp"

namespace rondo::inline v0::plot::detail {

/// The points that matter, in their order, where there are many more than columns from `left` to `right`.
/// Points that go back and forth are only rid of those that lie on top of the one before.
std::vector<point> thinned(std::vector<point> points, double left, double right);

/// `M1 2L3 4…`; a lone point becomes a stroke of no length, which round line ends make a dot.
void append_line(std::string& path, const std::vector<point>& points);
/// The same by horizontal and vertical strokes: each y holds until the next x.
void append_steps(std::string& path, const std::vector<point>& points);
/// The outline of the area between two lines.
void append_area(std::string& path, const std::vector<point>& upper, const std::vector<point>& lower);

} // namespace rondo::inline v0::plot::detail
