// SPDX-License-Identifier: BSL-1.0
#include <rondo/net/http/events.hpp>

#include "../support.hpp"

#include <rondo/net/http/router.hpp>
#include <rondo/net/http/server.hpp>

using namespace drivers;

namespace {

http::server_event said(std::string data) { return http::server_event(std::move(data)); }

async_generator<http::server_event> two_then_wait() {
    co_yield said("one");
    co_yield said("two");
    co_await sleep(1000s);
    co_yield said("never");
}

// A site with a hub; `body` is given where it is and the hub, and when it ends the server is told to.
template <class World, class Body>
void with_hub(World& world, http::event_hub& hub, Body body) {
    world.run([&]() -> task<> {
        tcp_listener in = tcp_listen();
        const socket_address where = in.local();
        http::router site;
        site.get("/hub", [&](http::request& ask) -> task<http::response> { co_return hub.listen(ask); });
        site.get("/own", [](http::request&) -> task<http::response> {
            co_return http::event_response(two_then_wait());
        });
        auto all = [&](task_group& group) -> task<> {
            auto served = group.spawn(
                [](tcp_listener from, http::router& by) -> task<> {
                    co_await http::serve(std::move(from), by.handler());
                },
                std::move(in), std::ref(site));
            co_await body(where);
            served.cancel();
        };
        co_await with_task_group(all);
    });
}

task<tcp_stream> listener_at(socket_address where, std::string path, std::string fields = {}) {
    tcp_stream peer = co_await tcp_connect(where);
    co_await peer.write_all("GET " + path + " HTTP/1.1\r\nHost: x\r\n" + fields + "\r\n");
    co_return peer;
}

// Until `what` has come.
task<std::string> read_until(tcp_stream& peer, std::string what) {
    std::string all;
    while (all.find(what) == all.npos) {
        const std::string part = co_await read_text_of(peer);
        if (part.empty()) break;
        all += part;
    }
    co_return all;
}

} // namespace

TEST_CASE("events: each line of the data is one, what could forge another is refused") {
    http::server_event one;
    CHECK(to_string(one) == ":\n\n");
    one.data = "a\nb\r\nc\rd\n";
    CHECK(to_string(one) == "data: a\ndata: b\ndata: c\ndata: d\ndata: \n\n");
    one.data = "x";
    one.event = "tick";
    one.id = "7";
    one.retry = 1500ms;
    CHECK(to_string(one) == "event: tick\nid: 7\nretry: 1500\ndata: x\n\n");
    one.id = "7\ndata: forged";
    CHECK_THROWS_AS(to_string(one), value_error);
    one.id = {};
    one.event = "a\rb";
    CHECK_THROWS_AS(to_string(one), value_error);
    one.event = "only";
    one.data = {};
    one.retry = {};
    CHECK(to_string(one) == "event: only\n\n");
}

TEST_CASE_TEMPLATE("events: all who listen are told; who comes back gets what it missed", World,
                   EVERY_NETWORK) {
    World world;
    http::event_hub hub;
    with_hub(world, hub, [&](socket_address where) -> task<> {
        tcp_stream first = co_await listener_at(where, "/hub");
        std::string head = co_await read_until(first, ":\n\n");
        CHECK(head.find("Content-Type: text/event-stream\r\n") != head.npos);
        CHECK(head.find("Cache-Control: no-store\r\n") != head.npos);
        CHECK(hub.listeners() == 1);
        hub.publish(said("one"));
        hub.publish(said("two"));
        const std::string got = co_await read_until(first, "data: two\n\n");
        CHECK(got.find("id: 1\ndata: one\n\nid: 2\ndata: two\n\n") != got.npos);
        tcp_stream back = co_await listener_at(where, "/hub", "Last-Event-ID: 1\r\n");
        const std::string missed = co_await read_until(back, "data: two\n\n");
        CHECK(missed.find("data: one") == missed.npos);
        hub.close();
        const std::string rest = co_await read_until(first, "0\r\n\r\n");
        CHECK(rest.ends_with("0\r\n\r\n"));
    });
    CHECK(hub.listeners() == 0);
}

TEST_CASE("events: the drain ends them at once, and a comment is sent when nothing happens") {
    on_network<simulated_world> world;
    http::event_hub hub({.heartbeat = 1s});
    instant begun{};
    with_hub(world, hub, [&](socket_address where) -> task<> {
        tcp_stream peer = co_await listener_at(where, "/hub");
        co_await read_until(peer, ":\n\n");
        begun = scheduler::current()->now();
        co_await read_until(peer, ":\n\n"); // the heartbeat
        CHECK(scheduler::current()->now() - begun >= 1s);
        tcp_stream own = co_await listener_at(where, "/own");
        const std::string got = co_await read_until(own, "data: two\n\n");
        CHECK(got.find("data: one\n\n") != got.npos);
        begun = scheduler::current()->now();
    });
    CHECK(world.home.now() - begun < 4s); // not the drain's five
    CHECK(hub.listeners() == 0);
}

TEST_CASE("events: who reads nothing misses some, and costs no more than what is kept") {
    on_network<simulated_world> world;
    http::event_hub hub({.kept = 4});
    with_hub(world, hub, [&](socket_address where) -> task<> {
        tcp_stream peer = co_await listener_at(where, "/hub");
        co_await read_until(peer, ":\n\n");
        const std::string much(100'000, 'x');
        for (int i = 0; i != 100; ++i) {
            hub.publish(said(much));
            co_await sleep(1ms);
        }
        hub.publish(said("last"));
        const std::string got = co_await read_until(peer, "data: last\n\n");
        CHECK(hub.missed() > 50);
        CHECK(got.size() < 4'000'000);
    });
}
