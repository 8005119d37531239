// SPDX-License-Identifier: BSL-1.0
#include <rondo/net/http/message.hpp>

#include <rondo/base/errors.hpp>

#include <doctest/doctest.h>

using namespace rondo;

TEST_CASE("http headers: in their order, found in any case") {
    http::headers fields{{"Content-Type", " text/plain "}, {"X-A", "1"}, {"x-a", "2"}};
    CHECK(fields.size() == 3);
    CHECK(fields.get("content-type") == "text/plain");
    CHECK(fields.get("X-a") == "1");
    CHECK(fields.count("X-A") == 2);
    CHECK(fields[2].value == "2");
    fields.set("X-A", *fields.get("x-a"));
    CHECK(fields.count("X-A") == 1);
    CHECK(fields.get("X-A") == "1");
    CHECK(fields.remove("Content-Type") == 1);
    CHECK_FALSE(fields.has("Content-Type"));
    fields.add("Connection", "keep-alive, Close");
    CHECK(fields.has_token("connection", "close"));
    CHECK_FALSE(fields.has_token("connection", "clos"));
}

TEST_CASE("http headers: what would end a line or hide one is refused") {
    http::headers fields;
    for (const char* name : {"", "a b", "a:", "a\r\n", "\xc3\xa4"})
        CHECK_THROWS_AS(fields.add(name, "x"), value_error);
    for (const std::string_view value :
         {std::string_view("a\r\nb"), std::string_view("a\nb"), std::string_view("a\0b", 3)})
        CHECK_THROWS_AS(fields.add("A", value), value_error);
    CHECK(fields.empty());
}

TEST_CASE("http requests: path, query and its values, decoded") {
    http::request ask;
    ask.target = "/a%20b?x=1&y=%26+z&empty&x=2&bad=%4";
    CHECK(ask.path() == "/a%20b");
    CHECK(ask.query_value("x") == "1");
    CHECK(ask.query_value("y") == "& z");
    CHECK(ask.query_value("empty") == "");
    CHECK_FALSE(ask.query_value("bad"));
    CHECK_FALSE(ask.query_value("none"));
    CHECK(http::percent_decoded("%41%62+") == "Ab+");
    CHECK_FALSE(http::percent_decoded("%4g"));
}

TEST_CASE("http responses: words and types") {
    CHECK(http::reason_of(404) == "Not Found");
    CHECK(http::reason_of(599) == "Unknown");
    CHECK(http::reason_of(511) == "Network Authentication Required");
    CHECK(http::response::json("{}").fields.get("Content-Type") == "application/json");
    CHECK(to_string(http::method::delete_) == "DELETE");
}
