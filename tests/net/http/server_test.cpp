// SPDX-License-Identifier: BSL-1.0
#include <rondo/net/http/server.hpp>

#include "../support.hpp"

#include <rondo/base/unraisable.hpp>

using namespace drivers;

namespace {

std::size_t times(std::string_view text, std::string_view what) {
    std::size_t found = 0;
    for (std::size_t at = text.find(what); at != text.npos; at = text.find(what, at + what.size())) ++found;
    return found;
}

http::body_chunks three_pieces() {
    for (const std::string_view text : {"one ", "two ", "three"}) {
        const std::span<const std::byte> piece = std::as_bytes(std::span(text));
        co_yield piece;
    }
}

task<http::response> answers(http::request& ask) {
    if (ask.path() == "/hello") co_return http::response::text("hello\n");
    if (ask.path() == "/echo") {
        std::string all = co_await ask.body->read_all(1000);
        co_return http::response::text(std::move(all));
    }
    if (ask.path() == "/pieces") co_return http::response::streamed(three_pieces(), "text/plain");
    if (ask.path() == "/said") co_return http::response::streamed(three_pieces(), "text/plain", 13);
    if (ask.path() == "/fails") throw std::runtime_error("the handler's own");
    co_return http::response::plain_status(404);
}

// Everything that comes for what is sent, in pieces of `step`, until the end.
task<std::string> talk(socket_address where, std::string sent, std::size_t step = ~std::size_t(0)) {
    tcp_stream peer = co_await tcp_connect(where);
    const std::string_view all(sent);
    for (std::size_t at = 0; at < all.size(); at += std::min(step, all.size()))
        co_await peer.write_all(all.substr(at, step));
    co_await peer.shutdown_write();
    co_return co_await read_whole(peer);
}

template <class World>
std::string asked(World& world, std::string sent, std::size_t step = ~std::size_t(0),
                  http::server_options options = {}) {
    std::string got;
    world.run([&]() -> task<> {
        tcp_listener in = tcp_listen();
        const socket_address where = in.local();
        auto body = [&](task_group& group) -> task<> {
            auto served = group.spawn(
                [](tcp_listener from, http::server_options how) -> task<> {
                    co_await http::serve(std::move(from), answers, how);
                },
                std::move(in), options);
            got = co_await talk(where, sent, step);
            served.cancel();
        };
        co_await with_task_group(body);
    });
    return got;
}

void silent(const unraisable&) noexcept {}

const std::string host = "Host: here\r\n";

} // namespace

TEST_CASE_TEMPLATE("http: a request, an answer, and the connection goes on until it is told to end", World,
                   EVERY_NETWORK) {
    World world;
    const std::string got =
        asked(world, "GET /hello HTTP/1.1\r\n" + host + "\r\nPOST /echo HTTP/1.1\r\nContent-Length: 4\r\n" +
                         host + "\r\nabcdGET /nowhere HTTP/1.1\r\nConnection: close\r\n" + host + "\r\n");
    CHECK(times(got, "HTTP/1.1 200 OK\r\n") == 2);
    CHECK(got.find("Content-Length: 6\r\n\r\nhello\n") != got.npos);
    CHECK(got.find("Content-Length: 4\r\n\r\nabcd") != got.npos);
    CHECK(got.find("HTTP/1.1 404 Not Found\r\n") != got.npos);
    CHECK(times(got, "Connection: close\r\n") == 1);
}

TEST_CASE("http: cut anywhere, the answers are the same") {
    on_network<simulated_world> world;
    const std::string sent =
        "POST /echo HTTP/1.1\r\nTransfer-Encoding: chunked\r\n" + host +
        "\r\n3\r\nabc\r\n2;x=y\r\nde\r\n0\r\nX-After: 1\r\n\r\nGET /pieces HTTP/1.1\r\n" + host +
        "\r\nHEAD /hello HTTP/1.1\r\n" + host + "\r\nGET /said HTTP/1.0\r\n\r\n";
    const std::string whole = asked(world, sent);
    CHECK(whole.find("Content-Length: 5\r\n\r\nabcde") != whole.npos);
    CHECK(whole.find("Transfer-Encoding: chunked\r\n\r\n4\r\none \r\n4\r\ntwo \r\n5\r\nthree\r\n0\r\n\r\n") !=
          whole.npos);
    CHECK(whole.find("Content-Length: 6\r\n\r\nHTTP/1.1 200") != whole.npos); // of HEAD
    CHECK(whole.ends_with("Content-Length: 13\r\nConnection: close\r\n\r\none two three"));
    for (const std::size_t step : {1U, 2U, 3U, 7U, 50U}) CHECK(asked(world, sent, step) == whole);
}

TEST_CASE("http: what two parsers may understand in two ways is refused with 400") {
    on_network<simulated_world> world;
    const std::string after = "\r\nGET /hello HTTP/1.1\r\n" + host + "\r\n";
    for (const std::string& head : {
             std::string("GET /hello HTTP/1.1\n") + host,          // bare LF
             "GET /hello HTTP/1.1\r\n" + host + "A: b\n",          //
             "GET /hello HTTP/1.1\r\n" + host + "A: b\r\n c\r\n",  // obs-fold
             "GET /hello HTTP/1.1\r\n" + host + "A: b\rc\r\n",     // bare CR
             "GET /hello HTTP/1.1\r\n" + host + "A : b\r\n",       // space before the colon
             "GET /hello HTTP/1.1\r\n" + host + "Host: there\r\n", //
             std::string("GET /hello HTTP/1.1\r\n"),               // no Host
             "POST /echo HTTP/1.1\r\n" + host + "Content-Length: 3\r\nContent-Length: 4\r\n",
             "POST /echo HTTP/1.1\r\n" + host + "Content-Length: 3\r\nTransfer-Encoding: chunked\r\n",
             "POST /echo HTTP/1.1\r\n" + host + "Transfer-Encoding: chunked, identity\r\n",
             "POST /echo HTTP/1.1\r\n" + host + "Transfer-Encoding: xchunked\r\n",
             "POST /echo HTTP/1.1\r\n" + host + "Content-Length: +3\r\n",
             "POST /echo HTTP/1.1\r\n" + host + "Content-Length: 3, 3\r\n",
             "POST /echo HTTP/1.1\r\n" + host + "Content-Length: -1\r\n",
             "GET  /hello HTTP/1.1\r\n" + host,
         }) {
        const std::string got = asked(world, head + after);
        CHECK_MESSAGE(got.starts_with("HTTP/1.1 400 Bad Request\r\n"), head, " gave ", got);
        CHECK(times(got, "HTTP/1.1 ") == 1);
        CHECK(got.find("Connection: close\r\n") != got.npos);
    }
}

TEST_CASE("http: limits on line, head, fields, body and time") {
    on_network<simulated_world> world;
    auto status = [&](const std::string& sent, http::server_options how = {}) {
        return asked(world, sent, ~std::size_t(0), how).substr(0, 12);
    };
    CHECK(status("GET /" + std::string(9000, 'a') + " HTTP/1.1\r\n" + host + "\r\n") == "HTTP/1.1 414");
    CHECK(status("GET /hello HTTP/1.1\r\nA: " + std::string(70'000, 'a') + "\r\n" + host + "\r\n") ==
          "HTTP/1.1 431");
    std::string many = "GET /hello HTTP/1.1\r\n" + host;
    for (int i = 0; i != 100; ++i) many += "A: b\r\n";
    CHECK(status(many + "\r\n") == "HTTP/1.1 431");
    CHECK(status("POST /echo HTTP/1.1\r\n" + host + "Content-Length: 1001\r\n\r\n" +
                 std::string(1001, 'x')) == "HTTP/1.1 413");
    http::server_options small;
    small.max_body = 10;
    CHECK(status("POST /hello HTTP/1.1\r\n" + host + "Content-Length: 11\r\n\r\n", small) == "HTTP/1.1 413");
    CHECK(status("BREW /hello HTTP/1.1\r\n" + host + "\r\n") == "HTTP/1.1 501");
    CHECK(status("GET /hello HTTP/2.0\r\n" + host + "\r\n") == "HTTP/1.1 505");
    CHECK(status("GET /hello HTTP/1.1\r\n" + host + "Expect: more\r\n\r\n") == "HTTP/1.1 417");
    CHECK(status("GET /hello HT") == "HTTP/1.1 400");
}

TEST_CASE("http: who sends nothing, or slowly, is told so in time; who is between requests is let go") {
    on_network<simulated_world> world;
    auto heard = [&](std::string sent) {
        std::string got;
        world.run([&]() -> task<> {
            tcp_listener in = tcp_listen();
            const socket_address where = in.local();
            auto body = [&](task_group& group) -> task<> {
                auto served = group.spawn(
                    [](tcp_listener from) -> task<> { co_await http::serve(std::move(from), answers); },
                    std::move(in));
                tcp_stream peer = co_await tcp_connect(where);
                co_await peer.write_all(sent);
                got = co_await read_whole(peer); // it does not say its end
                served.cancel();
            };
            co_await with_task_group(body);
        });
        return got;
    };
    CHECK(heard("GET /hel").starts_with("HTTP/1.1 408"));
    CHECK(heard("").empty());
    CHECK(
        heard("POST /echo HTTP/1.1\r\nContent-Length: 9\r\n" + host + "\r\nabc").starts_with("HTTP/1.1 408"));
    CHECK(heard("POST /echo HTTP/1.1\r\nContent-Length: 3\r\nExpect: 100-continue\r\nConnection: close\r\n" +
                host + "\r\n")
              .starts_with("HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 408"));
}

TEST_CASE("http: a handler that fails is 500, and the next request is answered") {
    on_network<simulated_world> world;
    const auto before = set_unraisable_hook(silent);
    const std::string got =
        asked(world, "GET /fails HTTP/1.1\r\n" + host + "\r\nGET /hello HTTP/1.1\r\n" + host + "\r\n");
    set_unraisable_hook(before);
    CHECK(got.starts_with("HTTP/1.1 500 Internal Server Error\r\n"));
    CHECK(got.ends_with("hello\n"));
}
