// SPDX-License-Identifier: BSL-1.0
//
// What a chart accepts, and what it says of what it refuses.
#include <rondo/plot/chart.hpp>

#include "plot/support.hpp"

#include <limits>

using namespace plot_test;
using namespace rondo::plot;

namespace {

std::string json_of(const chart& c) {
    std::string text;
    json_writer out(text);
    write_json(out, c);
    return text;
}

} // namespace

TEST_CASE("chart: its data as JSON, whatever the kinds") {
    chart c({.title = "Queue", .x = {.label = "time"}, .y = {.label = "customers"}});
    c.line("a", {0, 1}, {2, unset}).step("b", {0, 1}, {3, 4}, 5).scatter("c", {1}, {2});
    c.band("d", {0, 1}, {1, 2}, {3, 4}).histogram("e", {0, 1, 3}, {5, 6}).rule_x("f", 2).rule_y("g", 7);
    CHECK(
        json_of(c) ==
        R"({"title":"Queue","x":"time","y":"customers","series":[{"name":"a","kind":"line","x":[0,1],"y":[2,null]},)"
        R"({"name":"b","kind":"step","x":[0,1,5],"y":[3,4,4]},{"name":"c","kind":"scatter","x":[1],"y":[2]},)"
        R"({"name":"d","kind":"band","x":[0,1],"low":[1,2],"high":[3,4]},)"
        R"({"name":"e","kind":"histogram","edges":[0,1,3],"heights":[5,6]},)"
        R"({"name":"f","kind":"rule_x","x":[2]},{"name":"g","kind":"rule_y","y":[7]}]})");
    chart d;
    d.bars("v", {{"x", 1}, {"y", 2}}).intervals("w", {{"z", 2, 1, 4}}).rule_y("", 1);
    CHECK(
        json_of(d) ==
        R"({"title":"","x":"","y":"","series":[{"name":"v","kind":"bars","categories":["x","y"],"y":[1,2]},)"
        R"({"name":"w","kind":"intervals","categories":["z"],"middle":[2],"low":[1],"high":[4]},)"
        R"({"name":"","kind":"rule_y","y":[1]}]})");
}

TEST_CASE("chart: categories stand in the order in which they first came") {
    chart c;
    c.bars("1", {{"b", 1}, {"a", 2}}).bars("2", {{"c", 3}, {"a", 4}});
    CHECK(std::vector<std::string>(c.categories().begin(), c.categories().end()) ==
          std::vector<std::string>{"b", "a", "c"});
    CHECK(c.has_categories());
}

TEST_CASE("chart: its texts are its own") {
    std::string title = "a title that is long enough for the heap";
    chart c({.title = title, .x = {.label = title}});
    const chart copy = c;
    title.assign(title.size(), '!');
    CHECK(c.options().title == "a title that is long enough for the heap");
    CHECK(copy.options().x.label == "a title that is long enough for the heap");
    CHECK(copy.options().title.data() != c.options().title.data());
}

TEST_CASE("chart: sizes that do not fit are refused by the names of chart and series") {
    chart c({.title = "Q"});
    CHECK(complaint([&] { c.line("a", {1, 2}, {1}); }) ==
          "plot::chart 'Q': line 'a' has 1 values of y where 2 fit");
    CHECK(complaint([&] { c.step("a", {1}, {}, 9); }) ==
          "plot::chart 'Q': step 'a' has 0 values of y where 1 fit");
    CHECK(complaint([&] { c.scatter("a", {}, {1}); }) ==
          "plot::chart 'Q': scatter 'a' has 1 values of y where 0 fit");
    CHECK(complaint([&] { c.band("a", {1, 2}, {1}, {1, 2}); }) ==
          "plot::chart 'Q': band 'a' has 1 values of low where 2 fit");
    CHECK(complaint([&] { c.band("a", {1, 2}, {1, 2}, {}); }) ==
          "plot::chart 'Q': band 'a' has 0 values of high where 2 fit");
    CHECK(complaint([&] { c.histogram("a", {1, 2}, {1, 2}); }) ==
          "plot::chart 'Q': histogram 'a' has 2 edges where 3 fit");
    CHECK(c.series().empty());
    c.histogram("none", {}, {});
    CHECK(c.series().size() == 1);
}

TEST_CASE("chart: what has to ascend does") {
    chart c({.title = "Q"});
    CHECK(complaint([&] { c.step("a", {0, 2, 1}, {1, 1, 1}); }) ==
          "plot::chart 'Q': step 'a' has an x that does not ascend, at index 2");
    CHECK(complaint([&] { c.step("a", {0, 2}, {1, 1}, 1); }) ==
          "plot::chart 'Q': step 'a' has an x that does not ascend, at index 2");
    CHECK(complaint([&] { c.step("a", {0, unset}, {1, 1}); }) ==
          "plot::chart 'Q': step 'a' has an x that is not finite, at index 1");
    CHECK(complaint([&] { c.histogram("a", {0, 1, 1}, {1, 1}); }) ==
          "plot::chart 'Q': histogram 'a' has an x that does not ascend, at index 2");
    c.step("same instant", {0, 1, 1, 2}, {0, 1, 2, 3});
    CHECK(c.series().size() == 1);
}

TEST_CASE("chart: categories and numbers do not share the x axis") {
    chart c({.title = "Q"});
    c.bars("b", {{"x", 1}}).rule_y("r", 1);
    CHECK(complaint([&] { c.line("l", {1}, {1}); }) ==
          "plot::chart 'Q': line 'l' has numbers on the x axis, and 'b' has not");
    CHECK(contains(complaint([&] { c.rule_x("l", 1); }), "rule_x 'l' has numbers on the x axis"));
    chart d({.title = "R"});
    d.scatter("s", {1}, {1});
    CHECK(complaint([&] { d.intervals("i", {{"x", 1, 1, 1}}); }) ==
          "plot::chart 'R': intervals 'i' has categories on the x axis, and 's' has not");
    CHECK(complaint([&] { chart().bars("b", {{"x", 1}, {"y", 1}, {"x", 2}}); }) ==
          "plot::chart '': bars 'b' has the category 'x' twice");
}

TEST_CASE("chart: an interval holds its middle") {
    chart c({.title = "Q"});
    CHECK(complaint([&] { c.intervals("i", {{"x", 1, 2, 3}}); }) ==
          "plot::chart 'Q': intervals 'i' has a middle outside of its range, for 'x'");
    CHECK(contains(complaint([&] { c.intervals("i", {{"x", 4, 2, 3}}); }), "outside of its range"));
    c.intervals("i", {{"x", unset, unset, unset}, {"y", 1, unset, 2}});
    CHECK(c.series().size() == 1);
}

TEST_CASE("chart: rules stand at numbers that the axis has") {
    constexpr double infinity = std::numeric_limits<double>::infinity();
    chart c({.title = "Q", .x = {.scale = scale::log}});
    CHECK(complaint([&] { c.rule_x("r", 0); }) ==
          "plot::chart 'Q': rule_x 'r' does not stand above zero, and the axis is logarithmic");
    CHECK(complaint([&] { c.rule_y("r", infinity); }) ==
          "plot::chart 'Q': rule_y 'r' does not stand at a number");
    c.rule_y("r", 0);
    CHECK(c.series().size() == 1);
}

TEST_CASE("chart: sizes and limits that cannot be drawn are refused at once") {
    constexpr double infinity = std::numeric_limits<double>::infinity();
    CHECK(complaint([] { chart({.title = "Q", .width = 199}); }) ==
          "plot::chart 'Q': 199 by 360 pixels, and 200 to 10000 by 120 to 10000 can be drawn");
    CHECK(contains(complaint([] { chart({.height = 119}); }), "720 by 119 pixels"));
    CHECK(contains(complaint([] { chart({.height = 10001}); }), "720 by 10001 pixels"));
    CHECK(complaint([] { chart({.title = "Q", .x = {.low = 2, .high = 2}}); }) ==
          "plot::chart 'Q': the x axis ends where it begins, or below");
    CHECK(complaint([] { chart({.title = "Q", .y = {.high = infinity}}); }) ==
          "plot::chart 'Q': the y axis has an infinite limit");
    CHECK(complaint([] { chart({.title = "Q", .y = {.scale = scale::log, .low = 0}}); }) ==
          "plot::chart 'Q': the y axis is logarithmic and has a limit that is not above zero");
}
