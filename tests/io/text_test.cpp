// SPDX-License-Identifier: BSL-1.0
#include <rondo/io/text.hpp>

#include <rondo/base/errors.hpp>

#include <doctest/doctest.h>

using namespace rondo;

TEST_CASE("text: predicates") {
    CHECK(starts_with("ab")("abc"));
    CHECK_FALSE(starts_with("abcd")("abc"));
    CHECK(ends_with("bc")("abc"));
    CHECK_FALSE(ends_with("ab")("abc"));
}

TEST_CASE("text: parts are views of the text, and a text that has none is shown") {
    const std::string text = "key: value: more";
    CHECK(after(": ")(text) == "value: more");
    CHECK(after(": ")(text).data() == text.data() + 5);
    CHECK(before(": ")(text) == "key");
    CHECK(after("more")(text) == "");
    CHECK(before("key")(text) == "");
    CHECK_THROWS_WITH_AS(after("=")(text), "after(\"=\"): there is none in \"key: value: more\"",
                         value_error);
    CHECK_THROWS_WITH_AS(before("\t")("a\"b\\\n"), R"(before("\x09"): there is none in "a\"b\\\x0a")",
                         value_error);
    CHECK_THROWS_WITH_AS(after(""), "after(\"\"): the separator is empty: give at least one character",
                         value_error);
    CHECK_THROWS_WITH_AS(before(""), "before(\"\"): the separator is empty: give at least one character",
                         value_error);
    const std::string wide(1000, 'w');
    CHECK_THROWS_WITH_AS(after("=")(wide),
                         ("after(\"=\"): there is none in \"" + wide.substr(0, 60) + "\"…").c_str(),
                         value_error);
}

TEST_CASE(
    "text: fields are counted from 0, between blanks as Python's split(), or between single separators") {
    CHECK(field(0)("  one two\tthree ") == "one");
    CHECK(field(2)("  one two\tthree ") == "three");
    CHECK(field(1, ',')("a,,c") == "");
    CHECK(field(2, ',')("a,,c") == "c");
    CHECK(field(3, ',')("a,,c,") == "");
    CHECK(field(0, ',')("") == "");
    CHECK_THROWS_WITH_AS(field(3)("  one two\tthree "),
                         "field(3): there are 3 fields, counted from 0, in \"  one two\\x09three \"",
                         value_error);
    CHECK_THROWS_WITH_AS(field(0)("  "), "field(0): there are 0 fields, counted from 0, in \"  \"",
                         value_error);
    CHECK_THROWS_WITH_AS(field(3, ',')("a,,c"), "field(3): there are 3 fields, counted from 0, in \"a,,c\"",
                         value_error);
}
