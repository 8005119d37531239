// SPDX-License-Identifier: BSL-1.0
#include <rondo/net/http/static_files.hpp>

#include "../support.hpp"

#include <rondo/net/http/router.hpp>
#include <rondo/net/http/server.hpp>

#include <filesystem>
#include <fstream>

using namespace drivers;

namespace {

namespace fs = std::filesystem;

struct public_files {
    public_files() {
        char name[] = "/tmp/rondo-static-XXXXXX";
        top = ::mkdtemp(name);
        fs::create_directories(top / "in" / "sub" / ".git");
        put(top / "secret", "secret");
        put(top / "in" / "a.txt", "0123456789");
        put(top / "in" / "big.bin", pattern(300'000));
        put(top / "in" / "empty.css", "");
        put(top / "in" / ".hidden", "x");
        put(top / "in" / "sub" / "index.html", "<p>index</p>");
        fs::create_directories(top / "in" / "list" / "dir");
        put(top / "in" / "list" / "a & <b>.txt", "x");
        put(top / "in" / "list" / "%2e.txt", "y");
        fs::create_symlink("../../secret", top / "in" / "list" / "out");
    }
    ~public_files() { fs::remove_all(top); }
    static void put(const fs::path& at, std::string_view text) { std::ofstream(at) << text; }
    fs::path top;
};

// Everything that is answered to `sent`, its head's end told apart by "|".
template <class World>
std::string served(World& world, std::string root, std::string sent, http::static_options options = {}) {
    std::string got;
    world.run([&]() -> task<> {
        tcp_listener in = tcp_listen();
        const socket_address where = in.local();
        http::router site;
        site.get("/{path...}", co_await http::open_static_files(root, options));
        auto body = [&](task_group& group) -> task<> {
            auto serves = group.spawn(
                [](tcp_listener from, http::router& by) -> task<> {
                    co_await http::serve(std::move(from), by.handler());
                },
                std::move(in), std::ref(site));
            tcp_stream peer = co_await tcp_connect(where);
            co_await peer.write_all(sent);
            got = co_await read_whole(peer, 100'000);
            serves.cancel();
        };
        co_await with_task_group(body);
    });
    return got;
}

std::string field_of(const std::string& answer, const std::string& name) {
    const std::size_t at = answer.find("\r\n" + name + ": ");
    if (at == answer.npos) return {};
    const std::size_t from = at + name.size() + 4;
    return answer.substr(from, answer.find("\r\n", from) - from);
}
std::string body_of(const std::string& answer) { return answer.substr(answer.find("\r\n\r\n") + 4); }
unsigned status_of(const std::string& answer) {
    return static_cast<unsigned>(std::stoul(answer.substr(9, 3)));
}

} // namespace

TEST_CASE_TEMPLATE("static_files: files, types, sizes", World, on_network<epoll_world>,
                   on_network<uring_world>, on_network<tight_world>) {
    World world;
    const public_files files;
    const std::string root = (files.top / "in").string();
    auto ask = [&](const std::string& path, const std::string& fields = {}, const char* verb = "GET") {
        return served(world, root,
                      std::string(verb) + " " + path + " HTTP/1.1\r\nHost: x\r\nConnection: close\r\n" +
                          fields + "\r\n");
    };
    const std::string a = ask("/a.txt");
    CHECK(status_of(a) == 200);
    CHECK(body_of(a) == "0123456789");
    CHECK(field_of(a, "Content-Type") == "text/plain; charset=utf-8");
    CHECK(field_of(a, "Content-Length") == "10");
    CHECK(body_of(ask("/big.bin")) == pattern(300'000));
    CHECK(field_of(ask("/big.bin", {}, "HEAD"), "Content-Length") == "300000");
    CHECK(body_of(ask("/big.bin", {}, "HEAD")).empty());
    CHECK(body_of(ask("/empty.css")).empty());
    CHECK(field_of(ask("/sub?q=1"), "Location") == "/sub/?q=1");
    CHECK(body_of(ask("/sub/")) == "<p>index</p>");
    CHECK(field_of(ask("/sub/"), "Content-Type") == "text/html; charset=utf-8");
    for (const char* path :
         {"/none", "/a.txt/", "/.hidden", "/sub/.git/", "/list/out", "//etc/passwd", "/list/", "/"})
        CHECK_MESSAGE(status_of(ask(path)) == 404, path);
    for (const char* path : {"/../secret", "/%2e%2e/secret", "/sub/..%2fa.txt", "/%zz", "/a%00"})
        CHECK_MESSAGE(status_of(ask(path)) == 400, path);
    CHECK(status_of(ask("/a.txt", {}, "POST")) == 405);

    const std::string tag = field_of(a, "ETag");
    const std::string when = field_of(a, "Last-Modified");
    CHECK(status_of(ask("/a.txt", "If-None-Match: \"x\", W/" + tag + "\r\n")) == 304);
    CHECK(status_of(ask("/a.txt", "If-None-Match: *\r\n")) == 304);
    CHECK(status_of(ask("/a.txt", "If-None-Match: \"x\"\r\nIf-Modified-Since: " + when + "\r\n")) == 200);
    CHECK(status_of(ask("/a.txt", "If-Modified-Since: " + when + "\r\n")) == 304);
    CHECK(status_of(ask("/a.txt", "If-Modified-Since: Sun, 06 Nov 1994 08:49:37 GMT\r\n")) == 200);
    CHECK(status_of(ask("/a.txt", "If-Modified-Since: yesterday\r\n")) == 200);
    CHECK(status_of(ask("/a.txt", "If-Match: " + tag + "\r\n")) == 200);
    CHECK(status_of(ask("/a.txt", "If-Match: W/" + tag + "\r\n")) == 412);
    CHECK(status_of(ask("/a.txt", "If-Unmodified-Since: Sun, 06 Nov 1994 08:49:37 GMT\r\n")) == 412);

    auto range = [&](const std::string& text, const std::string& more = {}) {
        return ask("/a.txt", "Range: " + text + "\r\n" + more);
    };
    CHECK(body_of(range("bytes=2-4")) == "234");
    CHECK(field_of(range("bytes=2-4"), "Content-Range") == "bytes 2-4/10");
    CHECK(body_of(range("bytes=7-")) == "789");
    CHECK(body_of(range("bytes=-2")) == "89");
    CHECK(body_of(range("bytes=-20")) == "0123456789");
    CHECK(body_of(range("bytes=9-99999999999999999999999")) == "9");
    CHECK(status_of(range("bytes=10-")) == 416);
    CHECK(field_of(range("bytes=10-"), "Content-Range") == "bytes */10");
    CHECK(status_of(range("bytes=-0")) == 416);
    for (const char* all : {"bytes=4-2", "bytes=1-2,4-5", "bytes=x-", "bytes=-", "lines=1-2", "bytes=--1"})
        CHECK_MESSAGE(status_of(range(all)) == 200, all);
    CHECK(status_of(range("bytes=2-4", "If-Range: " + tag + "\r\n")) == 206);
    CHECK(status_of(range("bytes=2-4", "If-Range: \"other\"\r\n")) == 200);
    CHECK(status_of(range("bytes=2-4", "If-Range: " + when + "\r\n")) == 206);
    CHECK(body_of(ask("/big.bin", "Range: bytes=100000-299999\r\n")) == pattern(300'000).substr(100'000));
}

TEST_CASE(
    "static_files: a directory is listed when that is asked for, names written so that they are only names") {
    on_network<epoll_world> world;
    const public_files files;
    http::static_options options;
    options.listing = true;
    const std::string got = served(world, (files.top / "in").string(),
                                   "GET /list/ HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n", options);
    CHECK(status_of(got) == 200);
    CHECK(got.find("<a href=\"./a%20%26%20%3Cb%3E.txt\">a &amp; &lt;b&gt;.txt</a>") != got.npos);
    CHECK(got.find("<a href=\"./%252e.txt\">%2e.txt</a>") != got.npos);
    CHECK(got.find("<a href=\"./dir/\">dir/</a>") < got.find("a &amp;"));
    const std::string top = served(world, (files.top / "in").string(),
                                   "GET / HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n", options);
    CHECK(top.find(".hidden") == top.npos);
    CHECK(top.find("../") == top.npos);
}

TEST_CASE("static_files: in a simulated world, where the disk is slow and fails") {
    on_network<simulated_world> world;
    world.simulation().make_file("site/a.txt", "0123456789");
    world.simulation().make_file("secret", "x");
    const std::string ask = " HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n";
    CHECK(body_of(served(world, "site", "GET /a.txt" + ask)) == "0123456789");
    CHECK(field_of(served(world, "site", "GET /a.txt" + ask), "Date").starts_with("Thu, 01 Jan 1970 00:00:"));
    CHECK(status_of(served(world, "site", "GET /b.txt" + ask)) == 404);
}

TEST_CASE("static_files: a directory that is not there is said at once") {
    on_network<epoll_world> world;
    world.run([]() -> task<> {
        bool told = false;
        try {
            co_await http::open_static_files("/nowhere/at/all");
        } catch (const error& e) {
            told = e.number() == ENOENT;
        }
        CHECK(told);
    });
}
