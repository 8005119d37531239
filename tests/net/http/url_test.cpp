// SPDX-License-Identifier: BSL-1.0
#include <rondo/net/http/url.hpp>

#include <rondo/base/errors.hpp>

#include <doctest/doctest.h>

#include <string>

using namespace rondo;

TEST_CASE("url: what is said, and what goes without saying") {
    const http::url a = http::url::parse("HTTP://Example.ORG/a/../b?q=x y#frag");
    CHECK(a.scheme == "http");
    CHECK(a.host == "example.org");
    CHECK(a.port == 80);
    CHECK(a.target == "/b?q=x%20y");
    CHECK(a.str() == "http://example.org/b?q=x%20y");
    CHECK(http::url::parse("https://h").str() == "https://h/");
    CHECK(http::url::parse("https://h").port == 443);
    CHECK(http::url::parse("http://h:8080?x").str() == "http://h:8080/?x");
    CHECK(http::url::parse("http://h:/").port == 80);
    CHECK(http::url::parse("http://[2001:DB8::1]:81/").authority() == "[2001:db8::1]:81");
    CHECK(http::url::parse("http://[::1]/").host == "::1");
    CHECK(http::url::parse("http://h/a\r\nb").target == "/a%0D%0Ab"); // no second header field
    CHECK(http::url::parse("http://h/\xC3\xA4").target == "/%C3%A4");
}

TEST_CASE("url: what is none is told") {
    for (const char* bad :
         {"", "example.org", "ftp://h/", "http:/h", "http://", "http:///x", "http://:80/", "http://u:p@h/",
          "http://h:0/", "http://h:65536/", "http://h:x/", "http://[::1/", "http://[x]/", "http://[::1]x/",
          "http://a b/", "http://a\r\nb/", "http://a%0d/", "//h/"})
        CHECK_THROWS_AS_MESSAGE(http::url::parse(bad), value_error, bad);
    std::string told;
    try {
        http::url::parse("http://ada:secret@h/");
    } catch (const value_error& e) {
        told = e.what();
    }
    CHECK(told.find("Authorization") != told.npos);
}

TEST_CASE("url: what a link means where it stands") { // RFC 3986, 5.4, for the path
    const http::url here = http::url::parse("http://a/b/c/d?q");
    struct {
        const char* link;
        const char* means;
    } all[] = {
        {"g", "http://a/b/c/g"},
        {"./g", "http://a/b/c/g"},
        {"g/", "http://a/b/c/g/"},
        {"/g", "http://a/g"},
        {"//g", "http://g/"},
        {"?y", "http://a/b/c/d?y"},
        {"g?y", "http://a/b/c/g?y"},
        {"#s", "http://a/b/c/d?q"},
        {"g#s", "http://a/b/c/g"},
        {"", "http://a/b/c/d?q"},
        {".", "http://a/b/c/"},
        {"./", "http://a/b/c/"},
        {"..", "http://a/b/"},
        {"../", "http://a/b/"},
        {"../g", "http://a/b/g"},
        {"../..", "http://a/"},
        {"../../g", "http://a/g"},
        {"../../../g", "http://a/g"},
        {"/./g", "http://a/g"},
        {"/../g", "http://a/g"},
        {"g.", "http://a/b/c/g."},
        {"..g", "http://a/b/c/..g"},
        {"./g/.", "http://a/b/c/g/"},
        {"g/../h", "http://a/b/c/h"},
        {"g?y/../x", "http://a/b/c/g?y/../x"},
        {"https://h:1/x", "https://h:1/x"},
        {" g ", "http://a/b/c/g"},
    };
    for (const auto& [link, means] : all) CHECK_MESSAGE(here.resolve(link).str() == means, link);
    CHECK_THROWS_AS(here.resolve("mailto:ada@example.org"), value_error);
    CHECK(here.same_origin(here.resolve("/x")));
    CHECK_FALSE(here.same_origin(here.resolve("https://a/x")));
}
