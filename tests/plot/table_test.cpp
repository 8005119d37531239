// SPDX-License-Identifier: BSL-1.0
//
// Tables as text, Markdown and JSON.
#include <rondo/plot/table.hpp>

#include "plot/support.hpp"

#include <limits>

using namespace plot_test;
using namespace rondo::plot;

namespace {

table waits() {
    table t("Waiting times", {{"design"}, {"mean", {.digits = 2}}, {"customers"}, {"note"}});
    t.row("one queue", 3.2549, 12345, "").row("zwei Käse", 14.0, 7u, "a|b").row("none", cell(), cell(), true);
    return t;
}

} // namespace

TEST_CASE("table: as text, numbers stand right and words left, and no line ends in spaces") {
    CHECK(to_text(waits()) == "Waiting times\n"
                              "design      mean  customers  note\n"
                              "---------  -----  ---------  ----\n"
                              "one queue   3.25      12345\n"
                              "zwei Käse  14.00          7  a|b\n"
                              "none                         true\n");
}

TEST_CASE("table: without a title, and without rows") {
    CHECK(to_text(table("", {{"a"}, {"bc"}})) == "a  bc\n-  --\n");
    CHECK(to_markdown(table("", {{"a"}, {"bc"}})) == "| a | bc |\n|---|---|\n");
    CHECK(to_json(table("", {{"a"}})) == "[]");
}

TEST_CASE("table: as Markdown, what would be markup is escaped") {
    CHECK(to_markdown(waits()) == "| design | mean | customers | note |\n"
                                  "|---|--:|--:|---|\n"
                                  "| one queue | 3.25 | 12345 |  |\n"
                                  "| zwei Käse | 14.00 | 7 | a\\|b |\n"
                                  "| none |  |  | true |\n");
    table t("", {{"a*b"}});
    t.row("two\nlines `code` <tag>");
    CHECK(to_markdown(t) == "| a\\*b |\n|---|\n| two lines \\`code\\` \\<tag\\> |\n");
}

TEST_CASE("table: as JSON, numbers keep all their digits and what is not finite is null") {
    table t("x", {{"name"}, {"mean", {.digits = 1}}});
    t.row("a", 3.14159).row("b", std::numeric_limits<double>::infinity()).row(cell(), 2);
    CHECK(to_json(t) == R"([{"name":"a","mean":3.14159},{"name":"b","mean":null},{"name":null,"mean":2}])");
    CHECK(python("json", to_json(t, {.indent = 2})) ==
          R"([{"mean":3.14159,"name":"a"},{"mean":null,"name":"b"},{"mean":2,"name":null}])");
}

TEST_CASE("table: a row of another width names the table and the row") {
    table t("Waiting times", {{"a"}, {"b"}});
    t.row(1, 2);
    CHECK(complaint([&] { t.row(1); }) == "plot::table 'Waiting times': row 2 has 1 cells for 2 columns");
    CHECK(complaint([&] { t.row(std::vector<cell>(3)); }) ==
          "plot::table 'Waiting times': row 2 has 3 cells for 2 columns");
    CHECK(t.rows().size() == 1);
    CHECK(complaint([] { table("Empty", {}); }) == "plot::table 'Empty' has no columns");
}

TEST_CASE("table: cells hold what they were given") {
    CHECK(cell(3).is_number());
    CHECK(cell(3.0).is_number());
    CHECK(cell(std::uint64_t(3)).is_number());
    CHECK(!cell(true).is_number());
    CHECK(!cell("3").is_number());
    CHECK(!cell().is_number());
    CHECK(cell(std::numeric_limits<std::uint64_t>::max()).text() == "18446744073709551615");
    CHECK(cell(1.0 / 3).text() == "0.3333333333333333");
    CHECK(cell(1.0 / 3).text(3) == "0.333");
    CHECK(cell(-0.0004).text(2) == "0.00");
    CHECK(cell(1e300).text(0).size() == 301);
    CHECK(cell(std::numeric_limits<double>::quiet_NaN()).text(2) == "nan");
    CHECK(cell(std::optional<int>()) == cell());
    CHECK(cell(std::optional<int>(4)) == cell(4));
    CHECK(cell(false).text() == "false");
}
