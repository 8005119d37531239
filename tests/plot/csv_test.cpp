// SPDX-License-Identifier: BSL-1.0
//
// Comma-separated values, read back by Python's csv module.
#include <rondo/plot/csv.hpp>

#include "base/death.hpp"
#include "plot/support.hpp"

#include <limits>

using namespace plot_test;
using namespace rondo::plot;

TEST_CASE("csv: rows of any kind of cell") {
    std::string text;
    csv_writer out(text);
    out.row("a", "b", "c", "d")
        .row(1, 2.5, true, cell())
        .row(std::string("x"), std::string_view("y"), -7L, 0.1);
    CHECK(text == "a,b,c,d\n1,2.5,true,\nx,y,-7,0.1\n");
    CHECK(out.rows() == 3);
}

TEST_CASE("csv: a cell is quoted where it has to be, and only there") {
    std::string text;
    csv_writer out(text);
    out.row("a,b", "say \"hi\"", "two\nlines", "cr\rlf", " plain ", "");
    CHECK(text == "\"a,b\",\"say \"\"hi\"\"\",\"two\nlines\",\"cr\rlf\", plain ,\n");
    CHECK(python("csv", "x,y\n\"a,b\",\"say \"\"hi\"\"\"\n") == R"([["x","y"],["a,b","say \"hi\""]])");
    std::string lines;
    csv_writer(lines).row("two\nlines", "a\"b").row("", ",");
    CHECK(python("csv", lines) == R"([["two\nlines","a\"b"],["",","]])");
}

TEST_CASE("csv: a lone empty cell is still a row") {
    std::string text;
    csv_writer(text).row("name").row("").row("x");
    CHECK(text == "name\n\"\"\nx\n");
    CHECK(python("csv", text) == R"([["name"],[""],["x"]])");
}

TEST_CASE("csv: another separator, and the line ends of RFC 4180") {
    std::string text;
    csv_writer out(text, {.separator = ';', .crlf = true});
    out.row("a;b", "c,d").row(std::vector<cell>{1, 2});
    CHECK(text == "\"a;b\";c,d\r\n1;2\r\n");
}

TEST_CASE("csv: numbers that are not finite are spelled as they are read") {
    constexpr double infinity = std::numeric_limits<double>::infinity();
    std::string text;
    csv_writer(text).row(std::numeric_limits<double>::quiet_NaN(), infinity, -infinity,
                         -std::numeric_limits<double>::quiet_NaN());
    CHECK(text == "nan,inf,-inf,nan\n");
}

TEST_CASE("csv: a row of another width is refused by its number") {
    std::string text;
    csv_writer out(text);
    out.row("a", "b");
    CHECK(complaint([&] { out.row(1); }) == "csv_writer: row 2 has 1 cells, and the first row 2");
    out.row(1, 2);
    CHECK(text == "a,b\n1,2\n");
    CHECK(contains(last_words([&] { out.row(std::vector<cell>{}); }), "at least one cell"));
    CHECK(contains(last_words([&] { csv_writer(text, {.separator = '"'}); }), "would not separate"));
}

TEST_CASE("csv: a table with all the digits of its numbers") {
    table t("title", {{"design"}, {"mean", {.digits = 2}}});
    t.row("one, two", 3.14159).row("none", std::optional<double>());
    CHECK(to_csv(t) == "design,mean\n\"one, two\",3.14159\nnone,\n");
}
