// SPDX-License-Identifier: BSL-1.0
// A web server: `hello_server PORT` serves on loopback until Ctrl-C or SIGTERM; without a port it is asked by itself, once.
#include <rondo/core/task_group.hpp>
#include <rondo/io/buffered.hpp>
#include <rondo/net/http/router.hpp>
#include <rondo/net/http/server.hpp>
#include <rondo/net/tcp.hpp>
#include <rondo/run.hpp>

#include <fmt/format.h>

#include <cstdlib>
#include <string>

using namespace rondo;

// [handlers]
task<http::response> hello(http::request&) { co_return http::response::text("hello\n"); }

task<http::response> greet(http::request& ask) {
    co_return http::response::text(fmt::format("hello, {}\n", ask.param("name")));
}

task<http::response> shout(http::request& ask) {
    std::string text = co_await ask.body->read_all(10'000); // more is answered by 413
    for (char& c : text)
        if (c >= 'a' && c <= 'z') c = static_cast<char>(c - 'a' + 'A');
    co_return http::response::text(std::move(text));
}

http::body_chunks count_down(int from) { // each goes out when it is made
    for (; from != 0; --from) {
        const std::string line = fmt::format("{}\n", from);
        const std::span<const std::byte> piece = std::as_bytes(std::span(line));
        co_yield piece;
    }
}

task<http::response> launch(http::request&) {
    co_return http::response::streamed(count_down(3), "text/plain");
}
// [/handlers]

// [serve]
task<> serve_at(tcp_listener in) {
    http::router site;
    site.get("/", hello);
    site.get("/greet/{name}", greet);
    site.post("/shout", shout);
    site.get("/launch", launch);
    co_await http::serve(std::move(in), site.handler());
}
// [/serve]

task<> ask_itself() {
    tcp_listener in = tcp_listen();
    const socket_address where = in.local();
    auto body = [&](task_group& group) -> task<> {
        auto served = group.spawn(serve_at, std::move(in));
        tcp_stream peer = co_await tcp_connect(where);
        co_await peer.write_all("GET / HTTP/1.1\r\nHost: here\r\n\r\n"
                                "GET /greet/Ada%20L. HTTP/1.1\r\nHost: here\r\n\r\n"
                                "POST /shout HTTP/1.1\r\nHost: here\r\nContent-Length: 5\r\n\r\nquiet"
                                "GET /launch HTTP/1.1\r\nHost: here\r\n\r\n"
                                "GET /nowhere HTTP/1.1\r\nHost: here\r\nConnection: close\r\n\r\n");
        buffered_reader answers(peer, {.strip_cr = true});
        while (const auto line = co_await answers.read_line())
            if (!line->starts_with("Date")) fmt::print("{}\n", *line);
        served.cancel();
    };
    co_await with_task_group(body);
}

task<> serve_for_real(std::uint16_t port) {
    tcp_listener in = tcp_listen({.port = port});
    fmt::print("http://{}/\n", in.local().str());
    std::fflush(stdout);
    co_await serve_at(std::move(in));
}

int main(int argc, char** argv) {
    if (argc < 2) {
        run(ask_itself());
        return 0;
    }
    return run(serve_for_real(static_cast<std::uint16_t>(std::atoi(argv[1])))), 0;
}
