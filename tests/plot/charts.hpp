// SPDX-License-Identifier: BSL-1.0
//
// Charts that the tests of pictures and pages share: one of each kind, with numbers that no library function has a say in.
#pragma once

#include <rondo/plot/chart.hpp>

#include <cstdint>
#include <string>
#include <utility>
#include <vector>

namespace plot_test {

/// A cheap generator whose numbers are the same everywhere.
class lottery {
public:
    explicit lottery(std::uint64_t seed) : state_(seed) {}
    std::uint64_t next() {
        state_ += 0x9e3779b97f4a7c15u;
        std::uint64_t z = state_;
        z = (z ^ (z >> 30)) * 0xbf58476d1ce4e5b9u;
        z = (z ^ (z >> 27)) * 0x94d049bb133111ebu;
        return z ^ (z >> 31);
    }
    double share() { return static_cast<double>(next() >> 11) / 9007199254740992.0; }
    std::size_t below(std::size_t n) { return static_cast<std::size_t>(next() % n); }

private:
    std::uint64_t state_;
};

inline rondo::plot::chart queue_chart() {
    using namespace rondo::plot;
    chart c({.title = "Queue length",
             .subtitle = "one counter & friends",
             .x = {.label = "time", .unit = time_unit::minutes},
             .y = {.label = "customers"}});
    lottery draw(1);
    std::vector<double> times, lengths;
    for (double now = 0, length = 0; now < 480; now += 0.5 + 5 * draw.share()) {
        times.push_back(now);
        lengths.push_back(length);
        length += draw.share() < 0.5 && length > 0 ? -1 : 1;
    }
    c.step("waiting", times, lengths, 480).rule_y("by the formula", 3.2).rule_x("opening", 60);
    return c;
}

inline rondo::plot::chart histogram_chart() {
    using namespace rondo::plot;
    chart c({.title = "Waits", .x = {.label = "minutes"}, .height = 240});
    c.histogram("a", {0, 1, 2, 3, 4, 6, 10}, {50, 30, unset, 10, 5, 1}).histogram("b", {0, 2, 4}, {20, 45});
    return c;
}

inline rondo::plot::chart interval_chart(bool horizontal) {
    using namespace rondo::plot;
    chart c({.title = "Mean wait",
             .y = {.label = "minutes"},
             .horizontal = horizontal,
             .width = 400,
             .height = 260});
    c.intervals("no warm-up", {{"one queue", 3.2, 2.9, 3.5}, {"two queues", 4.8, 4.2, 5.4}});
    c.intervals("warm-up", {{"two queues", 4.9, 4.6, 5.2}, {"self service", 6, 5.5, 6.6}})
        .rule_y("target", 4);
    return c;
}

inline rondo::plot::chart bar_chart() {
    using namespace rondo::plot;
    chart c({.title = "Utilisation", .y = {.label = "share"}, .width = 420});
    c.bars("morning",
           {{"registration desk", .8}, {"triage", .7}, {"treatment room", .93}, {"observation ward", -.1}});
    c.bars("evening", {{"triage", .75}, {"registration desk", .6}, {"observation ward", unset}});
    return c;
}

inline rondo::plot::chart line_chart() {
    using namespace rondo::plot;
    chart c({.title = "Cost", .x = {.label = "n", .scale = scale::log}, .y = {.scale = scale::log}});
    const std::vector<double> n = {1, 10, 100, 1000, 10000};
    c.line("time", n, {15, 22, 40, 0, 90}).band("time", n, {12, 18, 30, 35, 60}, {20, 30, 60, 70, 120});
    c.scatter("measured", {1, 3, 30, -1, 3000}, {14, 25, 33, 50, 81})
        .line("lone", {unset, 20, unset}, {1, 300, 2});
    return c;
}

/// The charts above, by the names of their recorded pictures.
inline std::vector<std::pair<std::string, rondo::plot::chart>> all_charts() {
    return {{"queue", queue_chart()},
            {"histogram", histogram_chart()},
            {"intervals", interval_chart(false)},
            {"horizontal", interval_chart(true)},
            {"bars", bar_chart()},
            {"lines", line_chart()}};
}

} // namespace plot_test
