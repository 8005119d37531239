// SPDX-License-Identifier: BSL-1.0
#include "svg_path.hpp"

#include <algorithm>
#include <array>
#include <cmath>

namespace rondo::inline v0::plot::detail {

namespace {

void append_point(std::string& path, char verb, point p) {
    path += verb;
    append_pixels(path, p.x);
    path += ' ';
    append_pixels(path, p.y);
}

/// Keeps of points [begin, end) the first, lowest, highest and last, each once.
void keep_four(std::vector<point>& kept, const std::vector<point>& points, std::size_t begin,
               std::size_t end) {
    std::array<std::size_t, 4> chosen{begin, begin, begin, end - 1};
    for (std::size_t i = begin; i < end; ++i) {
        if (points[i].y < points[chosen[1]].y) chosen[1] = i;
        if (points[i].y > points[chosen[2]].y) chosen[2] = i;
    }
    std::ranges::sort(chosen);
    for (std::size_t k = 0; k < chosen.size(); ++k)
        if (k == 0 || chosen[k] != chosen[k - 1]) kept.push_back(points[chosen[k]]);
}

std::vector<point> without_stutter(const std::vector<point>& points) {
    std::vector<point> kept;
    for (const point& p : points)
        if (kept.empty() || std::fabs(p.x - kept.back().x) + std::fabs(p.y - kept.back().y) > 0.4)
            kept.push_back(p);
    return kept;
}

} // namespace

std::vector<point> thinned(std::vector<point> points, double left, double right) {
    const double columns = std::max(1.0, right - left);
    if (static_cast<double>(points.size()) <= 4 * columns) return points;
    if (!std::ranges::is_sorted(points, {}, &point::x)) return without_stutter(points);
    std::vector<point> kept;
    std::size_t begin = 0;
    const auto column = [&](std::size_t i) {
        return std::floor(std::clamp(points[i].x, left - 1, right + 1));
    };
    for (std::size_t i = 1; i <= points.size(); ++i) {
        if (i < points.size() && column(i) == column(begin)) continue;
        keep_four(kept, points, begin, i);
        begin = i;
    }
    return kept;
}

void append_line(std::string& path, const std::vector<point>& points) {
    for (std::size_t i = 0; i < points.size(); ++i) append_point(path, i == 0 ? 'M' : 'L', points[i]);
    if (points.size() == 1) path += "h0";
}

void append_steps(std::string& path, const std::vector<point>& points) {
    const auto verb = [&](char name, double to) {
        path += name;
        append_pixels(path, to);
    };
    for (std::size_t i = 0; i < points.size(); ++i) {
        if (i == 0) {
            append_point(path, 'M', points[0]);
            continue;
        }
        if (points[i].x != points[i - 1].x) verb('H', points[i].x);
        if (points[i].y != points[i - 1].y) verb('V', points[i].y);
    }
    if (points.size() == 1) path += "h0";
}

void append_area(std::string& path, const std::vector<point>& upper, const std::vector<point>& lower) {
    if (upper.empty() || lower.empty()) return;
    for (std::size_t i = 0; i < upper.size(); ++i) append_point(path, i == 0 ? 'M' : 'L', upper[i]);
    for (std::size_t i = lower.size(); i-- > 0;) append_point(path, 'L', lower[i]);
    path += 'Z';
}

} // namespace rondo::inline v0::plot::detail
