// SPDX-License-Identifier: BSL-1.0
// A page that shows a running count, by server-sent events: `live_page PORT` serves on loopback until Ctrl-C or SIGTERM;
// without a port two listeners of its own hear the first counts, one of them with a break.
#include <rondo/core/sleep.hpp>
#include <rondo/core/task_group.hpp>
#include <rondo/io/buffered.hpp>
#include <rondo/net/http/events.hpp>
#include <rondo/net/http/router.hpp>
#include <rondo/net/http/server.hpp>
#include <rondo/net/tcp.hpp>
#include <rondo/run.hpp>

#include <fmt/format.h>

#include <cstdlib>
#include <string>

using namespace rondo;

constexpr const char* page = R"(<!DOCTYPE html>
<html><head><meta charset="utf-8"><title>live</title></head>
<body><h1>the count is <span id="count">not known yet</span></h1>
<script>
const source = new EventSource("/counts");
source.onmessage = e => { document.getElementById("count").textContent = e.data; };
</script></body></html>
)";

// [hub]
task<> count(http::event_hub& hub, duration pause) {
    for (int i = 1;; ++i) {
        hub.publish(http::server_event(std::to_string(i)));
        co_await sleep(pause);
    }
}

task<> serve_at(tcp_listener in, http::event_hub& hub) {
    http::router site;
    site.get("/", [](http::request&) -> task<http::response> { co_return http::response::html(page); });
    site.get("/counts", [&](http::request& ask) -> task<http::response> { co_return hub.listen(ask); });
    co_await http::serve(std::move(in), site.handler());
}
// [/hub]

// Hears events until `last` has come.
task<> listen(std::string name, socket_address where, std::string since, std::string last) {
    tcp_stream peer = co_await tcp_connect(where);
    co_await peer.write_all("GET /counts HTTP/1.1\r\nHost: here\r\nLast-Event-ID: " + since + "\r\n\r\n");
    buffered_reader answer(peer, {.strip_cr = true});
    while (const auto line = co_await answer.read_line()) {
        if (!line->starts_with("data: ")) continue;
        fmt::print("{} hears {}\n", name, line->substr(6));
        if (line->substr(6) == last) break;
    }
}

task<> ask_itself() {
    tcp_listener in = tcp_listen();
    const socket_address where = in.local();
    http::event_hub hub;
    auto body = [&](task_group& group) -> task<> {
        auto served = group.spawn(serve_at, std::move(in), std::ref(hub));
        auto counts = group.spawn(count, std::ref(hub), duration(5ms));
        co_await listen("the first", where, "0", "3");
        co_await listen("who was there until 2", where, "2", "5");
        counts.cancel();
        served.cancel();
    };
    co_await with_task_group(body);
    fmt::print("{} listen\n", hub.listeners());
}

task<> serve_for_real(std::uint16_t port) {
    tcp_listener in = tcp_listen({.port = port});
    fmt::print("http://{}/\n", in.local().str());
    std::fflush(stdout);
    http::event_hub hub;
    auto body = [&](task_group& group) -> task<> {
        auto counts = group.spawn(count, std::ref(hub), duration(1s));
        co_await serve_at(std::move(in), hub);
        counts.cancel();
    };
    co_await with_task_group(body);
}

int main(int argc, char** argv) {
    if (argc < 2)
        run(ask_itself());
    else
        run(serve_for_real(static_cast<std::uint16_t>(std::atoi(argv[1]))));
}
