// SPDX-License-Identifier: BSL-1.0
//
// Pictures: well-formed by Python's parser, the same to the byte as those recorded in data/, and complete however odd the
// data is. With RONDO_RECORD_PLOTS=1 in the environment the records are written instead; look at them before they are kept.
#include <rondo/plot/svg.hpp>

#include "plot/charts.hpp"
#include "plot/support.hpp"

#include <rondo/plot/page.hpp>

#include <cmath>
#include <limits>

using namespace plot_test;
using namespace rondo::plot;

namespace {

constexpr double infinity = std::numeric_limits<double>::infinity();

std::string found(const chart& c, svg_options options = {}) { return python("svg", to_svg(c, options)); }

/// Values of `count` points whose extremes stand alone in the middle.
struct long_series {
    std::vector<double> x, y;
    explicit long_series(std::size_t count) {
        lottery draw(3);
        for (std::size_t i = 0; i < count; ++i) {
            x.push_back(static_cast<double>(i));
            y.push_back(i == count / 2 ? 100.0 : i == count / 3 ? -100.0 : draw.share() * 100 - 50);
        }
    }
};

/// The least and greatest of the y of the points of a path of "M" and "L", or of "V".
std::pair<double, double> heights(const std::string& svg, std::string_view verbs) {
    double least = infinity, most = -infinity;
    const std::size_t begin = svg.find("<path d=\"M", svg.find("clip-path=\"url"));
    const std::size_t end = svg.find('"', begin + 9);
    for (std::size_t at = begin + 9; at < end; ++at) {
        if (verbs.find(svg[at]) == std::string_view::npos) continue;
        std::size_t number = at + 1;
        if (svg[at] != 'V') number = svg.find(' ', number) + 1;
        const double y = std::strtod(svg.c_str() + number, nullptr);
        least = std::min(least, y), most = std::max(most, y);
    }
    return {least, most};
}

} // namespace

TEST_CASE("svg: pictures are the recorded ones, to the byte") {
    const auto folder = std::filesystem::path(__FILE__).parent_path() / "data";
    for (const auto& [name, c] : all_charts()) {
        const std::string path = (folder / (name + ".svg")).string();
        const std::string svg = to_svg(c);
        if (std::getenv("RONDO_RECORD_PLOTS")) save(path, svg);
        std::string recorded;
        if (std::FILE* file = std::fopen(path.c_str(), "rb")) {
            char part[4096];
            for (std::size_t got; (got = std::fread(part, 1, sizeof part, file)) > 0;)
                recorded.append(part, got);
            std::fclose(file);
        }
        CHECK_MESSAGE(svg == recorded, name);
        CHECK(!contains(python("svg", svg), "wrong"));
    }
}

TEST_CASE("svg: to a sink goes what to_svg gives, and a copy of a chart is the same picture") {
    const chart c = queue_chart();
    const chart copy = c;
    std::string text;
    write_svg(text, copy);
    CHECK(text == to_svg(c));
}

TEST_CASE("svg: titles, labels, units, legend and ticks are there, in this order") {
    const std::string json = found(queue_chart());
    CHECK(contains(json, R"("label":"Queue length")"));
    CHECK(contains(
        json,
        R"("texts":["Queue length","one counter & friends","waiting","by the formula","opening","0:00",)"
        R"("1:00","2:00","3:00","4:00","5:00","6:00","7:00","8:00",)"));
    CHECK(contains(json, R"~("time (h:mm)","customers"])~"));
}

TEST_CASE("svg: text is escaped, and what no XML can hold is replaced") {
    const std::string odd = "<b> & \"q\" 'a' \x01 \xff ]]>";
    chart c({.title = odd, .subtitle = odd, .x = {.label = odd}, .y = {.label = odd}});
    c.line(odd, {0, 1}, {0, 1}).line("b", {0, 1}, {1, 0}).scatter(odd + "c", {0.5}, {0.5});
    const std::string json = found(c);
    CHECK(contains(json, R"("label":"<b> & \"q\" 'a' \ufffd \ufffd ]]>")"));
    CHECK(contains(json, R"(c: 0.5, 0.5"])"));
    chart d({.title = "a\nb\tc\rd"});
    CHECK(contains(found(d), R"("label":"a\nb\tc\rd")"));
}

TEST_CASE("svg: without data it says so") {
    CHECK(contains(found(chart({.title = "x"})), "no data"));
    chart c;
    c.line("a", {}, {}).step("b", {}, {}).scatter("c", {}, {}).band("d", {}, {}, {}).histogram("e", {}, {});
    CHECK(contains(found(c), "no data"));
    chart d;
    d.line("a", {0, 1}, {unset, infinity}).rule_y("r", 3);
    CHECK(contains(found(d), "no data"));
    chart e;
    e.bars("a", {}).intervals("b", {});
    CHECK(contains(found(e), "no data"));
    CHECK(!contains(found(queue_chart()), "no data"));
}

TEST_CASE("svg: a NaN is a gap, and a lone point between gaps a dot") {
    chart c;
    c.line("", {0, 1, 2, 3, 4, 5, 6}, {1, 2, unset, 3, infinity, 5, 6});
    const std::string svg = to_svg(c);
    CHECK(count(svg, "stroke-width=\"1.75\"") == 1);
    const auto path = svg.substr(svg.find("<path d=\"M", svg.find("clip-path=\"url")));
    const auto lines = path.substr(0, path.find("/>"));
    CHECK(count(lines, "M") == 2);
    CHECK(count(lines, "L") == 2);
    CHECK(contains(svg, "h0\" stroke-width=\"5\""));
}

TEST_CASE("svg: one point, and a constant, have an axis about them") {
    chart c;
    c.scatter("", {3}, {5});
    CHECK(contains(found(c), R"("5.0")"));
    CHECK(contains(found(c), R"("tooltips":["3, 5"])"));
    chart d;
    d.line("", {0, 1, 2}, {0, 0, 0});
    CHECK(contains(found(d), R"("0.0")"));
}

TEST_CASE("svg: a million points are as many as can be seen, and the extremes are among them") {
    const long_series data(1000000);
    chart c({.y = {.low = -100, .high = 100}});
    c.line("", data.x, data.y);
    const std::string svg = to_svg(c);
    CHECK(svg.size() < 80000);
    chart small({.y = {.low = -100, .high = 100}});
    small.line("", {0, 999999}, {-100, 100});
    CHECK(heights(svg, "ML") == heights(to_svg(small), "ML"));

    chart steps({.y = {.low = -100, .high = 100}});
    steps.step("", data.x, data.y);
    CHECK(to_svg(steps).size() < 80000);
    CHECK(heights(to_svg(steps), "MV") == heights(to_svg(small), "ML"));
}

TEST_CASE("svg: points that go back and forth are kept, but not those that lie on each other") {
    // A triangle that is walked round five times, by steps much smaller than a pixel.
    std::vector<double> x, y;
    for (int i = 0; i < 300000; ++i) {
        const int round = i % 60000;
        const double share = (round % 20000) / 20000.0;
        const int side = round / 20000;
        x.push_back(side == 0 ? share : side == 1 ? 1 - share / 2 : 0.5 - share / 2);
        y.push_back(side == 0 ? 0 : side == 1 ? share : 1 - share);
    }
    chart c;
    c.line("triangle", x, y);
    const std::string svg = to_svg(c);
    CHECK(count(svg, "L") > 5 * 1000);
    CHECK(count(svg, "L") < 5 * 6000);
}

TEST_CASE("svg: a hundred thousand dots, bars, bins and intervals make a picture of bounded size") {
    const long_series data(100000);
    chart dots;
    dots.scatter("", data.x, data.y).scatter("again", data.y, data.x);
    CHECK(to_svg(dots).size() < 2500000);
    std::vector<bar> values;
    std::vector<double> edges{0};
    for (std::size_t i = 0; i < data.y.size(); ++i) {
        values.push_back({"k" + std::to_string(i), data.y[i]});
        edges.push_back(static_cast<double>(i + 1));
    }
    chart bars;
    bars.bars("", values);
    const std::string drawn = to_svg(bars);
    CHECK(drawn.size() < 120000);
    CHECK(contains(drawn, "<rect"));
    chart bins;
    bins.histogram("", edges, data.y);
    CHECK(to_svg(bins).size() < 80000);
}

TEST_CASE("svg: one name needs no legend; a line and its band share a name and a colour") {
    chart c({.title = "x"});
    c.line("mean", {0, 1}, {0, 1});
    CHECK(!contains(found(c), "mean"));
    c.band("mean", {0, 1}, {0, 0.5}, {0.5, 1.5});
    CHECK(!contains(found(c), "mean"));
    CHECK(count(to_svg(c), "class=\"rp0\"") == 2);
    c.line("other", {0, 1}, {1, 0});
    const std::string json = found(c);
    CHECK(contains(json, R"(["x","mean","other",)"));
    CHECK(count(to_svg(c), "class=\"rp0\"") == 3);
    CHECK(count(to_svg(c), "class=\"rp1\"") == 2);
}

TEST_CASE("svg: a legend that is too long says how many more there are") {
    chart c;
    for (int i = 0; i < 100; ++i)
        c.line("a series with the number " + std::to_string(i), {0, 1}, {0.0, i + 1.0});
    const std::string json = found(c);
    CHECK(contains(json, "a series with the number 0"));
    CHECK(contains(json, " more\""));
    CHECK(!contains(json, "a series with the number 99"));
    CHECK(count(to_svg(c), "stroke-dasharray") > 50); // a colour that comes again is dashed
}

TEST_CASE("svg: on a logarithmic axis what is not above zero is left out") {
    chart c({.y = {.scale = scale::log}});
    c.scatter("", {0, 1, 2, 3}, {0, -5, 10, 1000});
    CHECK(count(found(c), "2, 10") + count(found(c), "3, 1000") == 2);
    CHECK(count(to_svg(c), "<circle") == 2);
    chart d({.y = {.scale = scale::log}});
    d.bars("", {{"a", 10}, {"b", 0}, {"c", 1000}});
    CHECK(contains(found(d), R"("rect":4)")); // page, clip, and two bars
}

TEST_CASE("svg: limits cut off what lies beyond") {
    chart c({.x = {.low = 2, .high = 4}, .y = {.low = 0, .high = 10}});
    c.line("", {0, 10}, {-1e300, 1e300}).rule_y("", 50);
    const std::string json = found(c);
    CHECK(contains(json, R"("2.0","2.5","3.0","3.5","4.0")"));
    CHECK(contains(json, R"("clipPath":1)"));
    chart beyond({.y = {.low = 100}});
    beyond.line("", {0, 1}, {1, 2});
    CHECK(contains(found(beyond), "100"));
}

TEST_CASE("svg: small marks carry their values") {
    CHECK(contains(found(bar_chart()), R"("morning: registration desk 0.8")"));
    CHECK(contains(found(interval_chart(true)), R"~("warm-up: two queues 4.9 (4.6 to 5.2)")~"));
    CHECK(contains(found(histogram_chart()), R"("a: 6 to 10: 1")"));
    CHECK(contains(found(queue_chart()), R"("by the formula: 3.2")"));
}

TEST_CASE("svg: themes") {
    const chart c = queue_chart();
    const std::string both = to_svg(c), light = to_svg(c, {.theme = theme::light}),
                      dark = to_svg(c, {.theme = theme::dark});
    CHECK(contains(both, "prefers-color-scheme:dark"));
    CHECK(contains(both, "#fcfcfb"));
    CHECK(contains(both, "#191918"));
    CHECK(!contains(light, "prefers-color-scheme"));
    CHECK(!contains(light, "#191918"));
    CHECK(!contains(dark, "#fcfcfb"));
    CHECK(contains(dark, ".rpp{fill:#191918}"));
    CHECK(!contains(to_svg(c, {.embedded = true}), "<style"));
}

TEST_CASE("svg: ids begin with the given one, as far as it can stand in an id") {
    const chart c = queue_chart();
    CHECK(contains(to_svg(c, {.id = "bank-1"}), "url(#bank-1-area)"));
    CHECK(contains(to_svg(c, {.id = "1 <x>)"}), "url(#c1__x__-area)"));
    CHECK(contains(to_svg(c, {.id = ""}), "url(#c-area)"));
    CHECK(!contains(found(c, {.id = "1 <x>)"}), "wrong"));
}

TEST_CASE("svg: a small picture grows rather than that things stand on each other") {
    chart c({.title = "t",
             .subtitle = "s",
             .x = {.label = "x"},
             .y = {.label = "y"},
             .width = 200,
             .height = 120});
    c.line("a", {0, 1}, {0, 1}).line("b", {0, 1}, {1, 0});
    CHECK(!contains(found(c), R"("size":["200","120"])"));
    CHECK(contains(found(chart({.width = 200, .height = 120})), R"("size":["200","120"])"));
}

TEST_CASE("svg: labels of categories slant where they do not fit, and some are left out where even that is "
          "too narrow") {
    CHECK(contains(to_svg(bar_chart()), "rotate(-35 "));
    chart c;
    std::vector<bar> values;
    for (int i = 0; i < 300; ++i) values.push_back({"category " + std::to_string(i), 1.0});
    c.bars("", values);
    const std::size_t labels = count(to_svg(c), "rotate(-35 ");
    CHECK(labels > 10);
    CHECK(labels < 40);
    chart wide({.width = 900});
    wide.bars("", {{"a", 1}, {"b", 2}});
    CHECK(!contains(to_svg(wide), "rotate"));
}

TEST_CASE("svg: whatever the data and the options, the picture is whole") {
    lottery draw(99);
    const auto number = [&]() -> double {
        switch (draw.below(12)) {
        case 0:
            return unset;
        case 1:
            return infinity;
        case 2:
            return -std::numeric_limits<double>::max();
        case 3:
            return std::numeric_limits<double>::max();
        case 4:
            return 5e-324;
        case 5:
            return 0;
        default:
            return (draw.share() - 0.4) * std::pow(10.0, static_cast<double>(draw.below(9)) - 4);
        }
    };
    page all("random charts");
    for (int n = 0; n < 160; ++n) {
        const auto axis = [&]() -> axis_options {
            axis_options a{.label = draw.below(2) ? "a label" : ""};
            a.scale = draw.below(4) == 0 ? scale::log : scale::linear;
            a.unit = static_cast<time_unit>(draw.below(8));
            if (draw.below(5) == 0) a.low = a.scale == scale::log ? 0.5 : -3;
            if (draw.below(5) == 0) a.high = 7;
            return a;
        };
        const axis_options x = axis(), y = axis();
        chart c({.title = draw.below(2) ? "a title" : "",
                 .x = x,
                 .y = y,
                 .horizontal = draw.below(2) == 0,
                 .width = 200 + static_cast<int>(draw.below(800)),
                 .height = 120 + static_cast<int>(draw.below(400))});
        const bool categories = draw.below(3) == 0;
        for (std::size_t s = 1 + draw.below(4); s > 0; --s) {
            const std::size_t size = draw.below(draw.below(5) == 0 ? 3000 : 8);
            const std::string name = draw.below(3) ? "series " + std::to_string(s) : "";
            std::vector<double> xs, ys, sorted;
            std::vector<bar> bars;
            std::vector<interval> intervals;
            for (std::size_t i = 0; i < size; ++i) {
                xs.push_back(number()), ys.push_back(number());
                sorted.push_back(static_cast<double>(i) * 0.37 - 1);
                const double middle = draw.share();
                bars.push_back({std::string(draw.below(20), 'w') + std::to_string(i), number()});
                intervals.push_back(
                    {bars.back().category, middle, middle - draw.share(), middle + draw.share()});
            }
            if (categories) {
                draw.below(2) ? c.bars(name, bars) : c.intervals(name, intervals);
            } else {
                switch (draw.below(5)) {
                case 0:
                    c.line(name, xs, ys);
                    break;
                case 1:
                    c.step(name, sorted, ys);
                    break;
                case 2:
                    c.scatter(name, xs, ys);
                    break;
                case 3:
                    c.band(name, xs, ys, ys);
                    break;
                default:
                    if (size > 0) ys.pop_back();
                    c.histogram(name, sorted, ys);
                }
            }
        }
        all.add(c);
    }
    const std::string json = python("html", to_html(all));
    CHECK_MESSAGE(!contains(json, "wrong"), json.substr(0, 300));
    CHECK(count(json, "\"kind\"") > 200);
}
