// SPDX-License-Identifier: BSL-1.0
#include <rondo/net/http/router.hpp>

#include <rondo/base/errors.hpp>
#include <rondo/core/loop.hpp>

#include <doctest/doctest.h>

using namespace rondo;

namespace {

// A handler that says what it was asked.
auto says(std::string name) {
    return [name](http::request& ask) -> task<http::response> {
        std::string text = name;
        for (const auto& [called, value] : ask.params) text += " " + called + "=" + value;
        co_return http::response::text(std::move(text));
    };
}

struct answered {
    unsigned status;
    std::string text;
    std::string allow;
};

answered asked(const http::router& site, http::method verb, std::string target) {
    loop home;
    http::request ask;
    ask.verb = verb;
    ask.target = std::move(target);
    try {
        http::response got = home.run_until(site.answer(ask));
        return {got.status, std::get<std::string>(got.body),
                std::string(got.fields.get("Allow").value_or(""))};
    } catch (const http::bad_request& e) {
        return {e.status(), e.what(), ""};
    }
}

std::string text_of(const http::router& site, std::string target) {
    return asked(site, http::method::get, std::move(target)).text;
}

} // namespace

TEST_CASE("http router: words before names before the rest, whatever came first") {
    http::router site;
    site.get("/files/{path...}", says("rest"));
    site.get("/users/{id}", says("user"));
    site.get("/users/me", says("me"));
    site.get("/", says("root"));
    site.get("/users/{id}/posts/{post}", says("post"));
    CHECK(text_of(site, "/") == "root");
    CHECK(text_of(site, "/users/me?x=/y") == "me");
    CHECK(text_of(site, "/users/7") == "user id=7");
    CHECK(text_of(site, "/users/a%20b%2Fc") == "user id=a b/c");
    CHECK(text_of(site, "/users/7/posts/8") == "post id=7 post=8");
    CHECK(text_of(site, "/files/a/b%20c/") == "rest path=a/b c/");
    CHECK(text_of(site, "/files/") == "rest path=");
    for (const char* none : {"/users", "/users/", "/users/7/", "/other", "/files", "//users/me"})
        CHECK_MESSAGE(asked(site, http::method::get, none).status == 404, none);
}

TEST_CASE("http router: another method is 405 and says which; HEAD is answered by GET") {
    http::router site;
    site.get("/a", says("get"));
    site.post("/a", says("post"));
    site.delete_("/a", says("delete"));
    CHECK(asked(site, http::method::post, "/a").text == "post");
    CHECK(asked(site, http::method::head, "/a").text == "get");
    const answered put = asked(site, http::method::put, "/a");
    CHECK(put.status == 405);
    CHECK(put.allow == "GET, HEAD, POST, DELETE");
}

TEST_CASE("http router: paths that go up, or are not well encoded, are refused") {
    http::router site;
    site.get("/files/{path...}", says("rest"));
    for (const char* bad : {"/files/../x", "/files/a/%2e%2E/x", "/files/a%2Fb", "/files/%", "/files/%4",
                            "/files/%zz", "/files/a%00b", "*"})
        CHECK_MESSAGE(asked(site, http::method::get, bad).status == 400, bad);
}

TEST_CASE("http router: a pattern that cannot be meant is refused with a word why") {
    http::router site;
    site.get("/a/{x}", says("a"));
    CHECK_THROWS_WITH_AS(site.get("a", says("")), doctest::Contains("begins with '/'"), value_error);
    CHECK_THROWS_WITH_AS(site.get("/{x}/{x}", says("")), doctest::Contains("twice"), value_error);
    CHECK_THROWS_WITH_AS(site.get("/{}", says("")), doctest::Contains("no name"), value_error);
    CHECK_THROWS_WITH_AS(site.get("/{x...}/b", says("")), doctest::Contains("nothing can follow"),
                         value_error);
    CHECK_THROWS_WITH_AS(site.get("/b{x}", says("")), doctest::Contains("between two slashes"), value_error);
    CHECK_THROWS_WITH_AS(site.get("/a/{y}", says("")), doctest::Contains("already"), value_error);
}
