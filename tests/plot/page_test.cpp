// SPDX-License-Identifier: BSL-1.0
//
// Pages: one file, well-formed as XML too, that needs nothing else; the data in it is the data that was given.
#include <rondo/plot/page.hpp>

#include "plot/charts.hpp"
#include "plot/support.hpp"

#include <limits>

using namespace plot_test;
using namespace rondo::plot;

namespace {

page report() {
    table t("Waits <by design>", {{"design"}, {"mean", {.digits = 1}}});
    t.row("one & two", 3.14).row("</td>", std::numeric_limits<double>::infinity());
    page p("A bank </script> & \"friends\"");
    p.heading("Part <1>")
        .text("First & foremost.\n\nSecond\nline.")
        .add(queue_chart())
        .add(bar_chart())
        .add(t);
    return p;
}

} // namespace

TEST_CASE("page: headings, paragraphs, charts and tables in their order, escaped") {
    const std::string json = python("html", to_html(report()));
    CHECK(contains(
        json, R"("words":["A bank </script> & \"friends\"","Part <1>","First & foremost.","Second\nline.",)"
              R"("Waits <by design>","design","mean","one & two","3.1","</td>","inf"])"));
    CHECK(contains(json, R"("charts":["Queue length","Utilisation"])"));
}

TEST_CASE("page: the data of charts and tables stands in it, once, and nothing in it ends the script") {
    const std::string html = to_html(report());
    CHECK(count(html, "</script>") == 1);
    std::string data;
    json_writer out(data, {.numbers = non_finite::null});
    write_json(out, report());
    CHECK(contains(data,
                   R"("tables":[{"title":"Waits <by design>","rows":[{"design":"one & two","mean":3.14},)"
                   R"({"design":"</td>","mean":null}]}])"));
    const std::string json = python("html", html);
    CHECK(contains(json, "\"data\":[" + python("json", data) + "]"));
}

TEST_CASE("page: without the data, when it is not wanted") {
    page p("x", {.data = false});
    p.add(queue_chart());
    CHECK(!contains(to_html(p), "<script"));
    CHECK(contains(python("html", to_html(p)), R"("data":[])"));
}

TEST_CASE("page: the same page is the same bytes, to a sink as well") {
    std::string text;
    write_html(text, report());
    CHECK(text == to_html(report()));
}

TEST_CASE("page: charts that follow each other share a row; the ids of each are its own") {
    page p("x");
    p.add(queue_chart()).add(queue_chart()).text("between").add(queue_chart());
    const std::string html = to_html(p);
    CHECK(count(html, "<div class=\"row\">") == 2);
    CHECK(count(html, "<svg ") == 3);
    CHECK(!contains(python("html", html), "wrong"));
    CHECK(!contains(html, ".row{flex-direction:column}"));
    CHECK(contains(to_html(page("x", {.two_wide = false})), ".row{flex-direction:column}"));
}

TEST_CASE("page: the style stands in it once, for both themes or one") {
    CHECK(count(to_html(report()), "<style>") == 1);
    CHECK(count(to_html(report()), "prefers-color-scheme:dark") == 2);
    page dark("x", {.theme = theme::dark});
    dark.add(queue_chart());
    CHECK(contains(to_html(dark), "body{background:#191918"));
    CHECK(!contains(to_html(dark), "#fcfcfb"));
    CHECK(!contains(to_html(page("x", {.theme = theme::light})), "prefers-color-scheme"));
}

TEST_CASE("page: empty words and no parts") {
    page p("");
    p.text("").text("\n\n").text("\n\na\n\n\n\nb\n\n").heading("");
    const std::string json = python("html", to_html(p));
    CHECK(contains(json, R"("words":["","a","b",""])"));
    CHECK(!contains(python("html", to_html(page("x"))), "wrong"));
}
