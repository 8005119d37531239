// SPDX-License-Identifier: BSL-1.0
//
// JSON as it is written: always valid, to the last bit and byte, whatever the numbers and texts; checked by Python's parser.
#include <rondo/plot/json.hpp>

#include "base/death.hpp"
#include "plot/support.hpp"

#include <array>
#include <bit>
#include <cmath>
#include <limits>
#include <list>
#include <random>

using namespace plot_test;
using namespace rondo::plot;

namespace {

constexpr double infinity = std::numeric_limits<double>::infinity();
constexpr double not_a_number = std::numeric_limits<double>::quiet_NaN();

template <class T>
std::string written(const T& value, json_options options = {}) {
    std::string text;
    json_writer out(text, options);
    out.value(value);
    CHECK(out.complete());
    return text;
}

std::string hexadecimal(double value) {
    std::array<char, 64> text;
    std::snprintf(text.data(), text.size(), "%a", value);
    return text.data();
}

std::string hexadecimal(std::string_view bytes) {
    std::string text;
    for (char byte : bytes) {
        std::array<char, 3> two;
        std::snprintf(two.data(), two.size(), "%02x",
                      static_cast<unsigned>(static_cast<unsigned char>(byte)));
        text += two.data();
    }
    return text;
}

} // namespace

TEST_CASE("json: values of every kind") {
    CHECK(written(true) == "true");
    CHECK(written(false) == "false");
    CHECK(written(nullptr) == "null");
    CHECK(written(std::monostate()) == "null");
    CHECK(written(0) == "0");
    CHECK(written(std::int8_t(-5) * 1) == "-5");
    CHECK(written(std::numeric_limits<std::int64_t>::min()) == "-9223372036854775808");
    CHECK(written(std::numeric_limits<std::uint64_t>::max()) == "18446744073709551615");
    CHECK(written(1.0) == "1");
    CHECK(written(-0.0) == "-0");
    CHECK(written(0.1) == "0.1");
    CHECK(written(0.1f) == "0.1");
    CHECK(written(1e20) == "1e+20");
    CHECK(written(5e-324) == "5e-324");
    CHECK(written(2.5L) == "2.5");
    CHECK(written("text") == "\"text\"");
    CHECK(written(std::string("text")) == "\"text\"");
    CHECK(written(std::string_view("")) == "\"\"");
    CHECK(written(std::optional<int>(3)) == "3");
    CHECK(written(std::optional<int>()) == "null");
    CHECK(written(std::variant<int, std::string>("a")) == "\"a\"");
}

TEST_CASE("json: ranges are arrays, nested as they are") {
    CHECK(written(std::vector<int>{}) == "[]");
    CHECK(written(std::vector<int>{1, 2, 3}) == "[1,2,3]");
    CHECK(written(std::vector<bool>{true, false}) == "[true,false]");
    CHECK(written(std::list<std::string>{"a", "b"}) == "[\"a\",\"b\"]");
    CHECK(written(std::array<std::vector<double>, 2>{{{1.5}, {}}}) == "[[1.5],[]]");
}

TEST_CASE("json: objects and arrays, in one line or indented") {
    const auto write = [](json_writer& out) {
        out.begin_object().member("name", "bank").key("waits").value(std::vector{1.5, 2.0});
        out.key("empty").begin_object().end_object().key("none").begin_array().end_array();
        out.key("deep").begin_array().begin_object().member("x", 1).end_object().end_array().end_object();
    };
    std::string flat, indented;
    json_writer in_flat(flat), in_lines(indented, {.indent = 2});
    write(in_flat);
    write(in_lines);
    CHECK(flat == R"({"name":"bank","waits":[1.5,2],"empty":{},"none":[],"deep":[{"x":1}]})");
    CHECK(indented == "{\n  \"name\": \"bank\",\n  \"waits\": [\n    1.5,\n    2\n  ],\n  \"empty\": {},\n"
                      "  \"none\": [],\n  \"deep\": [\n    {\n      \"x\": 1\n    }\n  ]\n}");
    CHECK(python("json", flat) == python("json", indented));
    CHECK(python("json", flat) == R"({"deep":[{"x":1}],"empty":{},"name":"bank","none":[],"waits":[1.5,2]})");
}

TEST_CASE("json: lines hold a value each") {
    std::string text;
    json_writer out(text, {.lines = true});
    out.begin_object().member("a", 1).end_object();
    out.value("two\nlines").begin_array().end_array();
    CHECK(text == "{\"a\":1}\n\"two\\nlines\"\n[]\n");
    CHECK(python("jsonl", text) == R"([{"a":1},"two\nlines",[]])");
}

TEST_CASE("json: letters that JSON cannot hold are escaped, and no others") {
    CHECK(written("\"\\/\b\f\n\r\t") == R"("\"\\/\u0008\u000c\n\r\t")");
    CHECK(written(std::string_view("\0\x1f\x7f ", 4)) == R"("\u0000\u001f\u007f ")");
    CHECK(written("Käse 日本 😀") == "\"Käse 日本 😀\"");
    CHECK(written("a\u2028b") == "\"a\u2028b\"");
    std::string text;
    json_writer(text).begin_object().member("a\"b\n", 1).end_object();
    CHECK(text == R"({"a\"b\n":1})");
}

TEST_CASE("json: in a script element nothing ends the script") {
    const json_options options{.in_html = true};
    const std::string text = written("</script><!-- & \u2028\u2029", options);
    CHECK(text == R"("\u003c/script\u003e\u003c!-- \u0026 \u2028\u2029")");
    std::string named;
    json_writer(named, options).begin_object().member("<b>", 1).end_object();
    CHECK(named == R"({"\u003cb\u003e":1})");
}

TEST_CASE("json: bytes that are not UTF-8 become U+FFFD, as Python decodes them") {
    CHECK(written("a\xffz") == "\"a\uFFFDz\"");
    CHECK(written("\xe2\x82") == "\"\uFFFD\"");                 // cut short: one
    CHECK(written("\xed\xa0\x80") == "\"\uFFFD\uFFFD\uFFFD\""); // a surrogate
    CHECK(written("\xc0\xaf") == "\"\uFFFD\uFFFD\"");           // longer than need be
    CHECK(written("\xf4\x90\x80\x80") == "\"\uFFFD\uFFFD\uFFFD\uFFFD\"");
    std::mt19937 random(20231122);
    constexpr std::array<unsigned char, 24> spicy = {0x00, 0x1f, 0x22, 0x41, 0x5c, 0x7f, 0x80, 0x8f,
                                                     0x90, 0x9f, 0xa0, 0xbf, 0xc1, 0xc2, 0xdf, 0xe0,
                                                     0xe2, 0xed, 0xef, 0xf0, 0xf1, 0xf4, 0xf5, 0xff};
    std::string text;
    json_writer out(text);
    out.begin_array();
    for (int n = 0; n < 3000; ++n) {
        std::string bytes;
        for (auto k = random() % 9; k > 0; --k) bytes += static_cast<char>(spicy[random() % spicy.size()]);
        out.begin_array().value(hexadecimal(bytes)).value(bytes).end_array();
    }
    out.end_array();
    CHECK(python("strings", text) == "3000");
}

TEST_CASE("json: numbers read back as the same, to the last bit, and are as short as Python's") {
    std::mt19937_64 random(7);
    std::string text;
    json_writer out(text);
    out.begin_array();
    int count = 0;
    for (int n = 0; n < 5000; ++n) {
        const double value = std::bit_cast<double>(random());
        if (!std::isfinite(value)) continue;
        out.begin_array().value(hexadecimal(value)).value(value).end_array();
        ++count;
    }
    for (double value : {0.1, 1.0 / 3, 1e22, 1e23, 9007199254740993.0, 5e-324, 1.7976931348623157e308}) {
        out.begin_array().value(hexadecimal(value)).value(value).end_array();
        ++count;
    }
    out.end_array();
    CHECK(python("numbers", text) == std::to_string(count));
}

TEST_CASE("json: a NaN or an infinity is an error that says where, or null") {
    std::string text;
    json_writer out(text);
    out.begin_object().member("a", 1).key("rows").begin_array().value(1).begin_object().key("mean");
    CHECK(out.path() == "$.rows[1].mean");
    CHECK(complaint([&] { out.value(not_a_number); }) ==
          "json_writer: nan at $.rows[1].mean is no JSON number (non_finite::null writes null)");
    out.value(2).end_object();
    CHECK(out.path() == "$.rows[2]");
    CHECK(contains(complaint([&] { out.value(-infinity); }), "-inf at $.rows[2] is"));
    CHECK(contains(complaint([&] { out.value(std::numeric_limits<float>::infinity()); }),
                   "inf at $.rows[2] is"));
    out.end_array().member("b", 3);
    CHECK(out.path() == "$");
    out.end_object();
    CHECK(out.path() == "$");
    CHECK(text == R"({"a":1,"rows":[1,{"mean":2}],"b":3})"); // what was refused left no trace
    CHECK(contains(complaint([] { written(std::vector<std::vector<double>>{{1}, {2, not_a_number}}); }),
                   "nan at $[1][1] is"));
    CHECK(written(std::vector{1.0, not_a_number, infinity}, {.numbers = non_finite::null}) ==
          "[1,null,null]");
}

TEST_CASE("json: raw JSON stands where a value does") {
    std::string text;
    json_writer out(text);
    out.begin_array().raw("{\"a\":1}").raw("2.50").end_array();
    CHECK(text == "[{\"a\":1},2.50]");
}

TEST_CASE("json: complete when all that was begun has ended") {
    std::string text;
    json_writer out(text);
    CHECK(!out.complete());
    out.begin_array();
    CHECK(!out.complete());
    out.end_array();
    CHECK(out.complete());
}

TEST_CASE("json: a million levels of nesting") {
    std::string text;
    json_writer out(text);
    for (int n = 0; n < 1000000; ++n) out.begin_array();
    for (int n = 0; n < 1000000; ++n) out.end_array();
    CHECK(out.complete());
    CHECK(text.size() == 2000000);
}

TEST_CASE("json: calls in a wrong order end the program with the reason") {
    std::string text;
    const auto words = [&](auto action) {
        json_writer out(text);
        return last_words([&] { action(out); });
    };
    CHECK(contains(words([](json_writer& w) { w.value(1).value(2); }), "a second value"));
    CHECK(contains(words([](json_writer& w) { w.begin_object().value(1); }), "without its key"));
    CHECK(contains(words([](json_writer& w) { w.key("a"); }), "a key outside of an object"));
    CHECK(contains(words([](json_writer& w) { w.begin_array().key("a"); }), "a key outside of an object"));
    CHECK(contains(words([](json_writer& w) { w.begin_object().key("a").key("b"); }),
                   "a key without its value"));
    CHECK(contains(words([](json_writer& w) { w.begin_object().key("a").end_object(); }),
                   "a key without its value"));
    CHECK(contains(words([](json_writer& w) { w.begin_array().end_object(); }), "ended as an array"));
    CHECK(contains(words([](json_writer& w) { w.end_array(); }), "an end without its begin"));
    CHECK(contains(last_words([&] { json_writer(text, {.indent = 2, .lines = true}); }), "not indented"));
}
