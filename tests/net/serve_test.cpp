// SPDX-License-Identifier: BSL-1.0
#include <rondo/net/serve.hpp>

#include "support.hpp"

#include <rondo/base/errors.hpp>
#include <rondo/base/scope_exit.hpp>
#include <rondo/base/unraisable.hpp>
#include <rondo/core/exception_group.hpp>
#include <rondo/sync/event.hpp>

#include <csignal>

using namespace drivers;

namespace {

task<> echo(tcp_stream peer) {
    std::byte buffer[512];
    for (;;) {
        const std::size_t got = co_await peer.read(buffer);
        if (got == 0) co_return;
        co_await peer.write_all(std::span(buffer, got));
    }
}

task<> ask(socket_address where, std::string text) {
    tcp_stream peer = co_await tcp_connect(where);
    co_await peer.write_all(text);
    co_await peer.shutdown_write();
    const std::string got = co_await read_whole(peer);
    CHECK(got == text);
}

std::string complaint;
void keep_complaint(const unraisable& what) noexcept {
    char text[200];
    describe(what.error, text, sizeof text);
    complaint += std::string(what.context) + ": " + text;
}

} // namespace

TEST_CASE_TEMPLATE("serve: each connection has a task, and never more than allowed at once", World,
                   EVERY_NETWORK) {
    World world;
    std::size_t most = 0;
    std::uint64_t count = 0;
    world.run([&]() -> task<> {
        tcp_listener in = tcp_listen();
        const socket_address where = in.local();
        int left = 30;
        auto handler = [&](tcp_stream peer, serving& server) -> task<> {
            CHECK_FALSE(server.draining());
            co_await echo(std::move(peer));
            most = server.most_connections();
            count = server.accepted();
            if (--left == 0) server.stop();
        };
        auto body = [&](task_group& group) -> task<> {
            for (int i = 0; i != 30; ++i) group.spawn(ask, where, "text " + std::to_string(i));
            const serve_options few{.max_connections = 4};
            co_await serve(std::move(in), handler, few);
        };
        co_await with_task_group(body);
    });
    CHECK(count == 30);
    CHECK(most == 4);
}

TEST_CASE_TEMPLATE("serve: cancelled, it accepts no more, and lets those finish who are connected", World,
                   EVERY_NETWORK) {
    World world;
    std::string log;
    world.run([&]() -> task<> {
        tcp_listener in = tcp_listen();
        const socket_address where = in.local();
        cancel_scope scope;
        event begun;
        auto handler = [&](tcp_stream peer, serving& server) -> task<> {
            begun.set();
            co_await server.drain_begins();
            log += "draining ";
            CHECK(server.draining());
            co_await echo(std::move(peer)); // goes on
            log += "finished ";
        };
        auto body = [&](task_group& group) -> task<> {
            group.spawn(
                [](cancel_scope& which, event& when, socket_address to) -> task<> {
                    tcp_stream peer = co_await tcp_connect(to);
                    co_await when.wait();
                    which.cancel();
                    co_await peer.write_all("still there");
                    CHECK(co_await read_text_of(peer) == "still there");
                    const refused late = co_await refusal_of(tcp_connect(to));
                    CHECK(late.number == ECONNREFUSED);
                    co_await peer.shutdown_write();
                    CHECK(co_await read_text_of(peer) == "");
                },
                std::ref(scope), std::ref(begun), where);
            CHECK_FALSE(co_await scope.run(serve(std::move(in), handler)));
            log += "served";
        };
        co_await with_task_group(body);
    });
    CHECK(log == "draining finished served");
}

TEST_CASE_TEMPLATE("serve: who has not finished when the drain is over is cancelled", World,
                   SIMULATED_NETWORKS) {
    World world;
    std::string log;
    world.run([&]() -> task<> {
        tcp_listener in = tcp_listen();
        const socket_address where = in.local();
        auto handler = [&](tcp_stream peer, serving& server) -> task<> {
            const scope_exit leaves([&]() noexcept { log += "left "; });
            server.stop();
            co_await echo(std::move(peer));
            log += "never";
        };
        auto body = [&](task_group& group) -> task<> {
            tcp_stream peer = co_await tcp_connect(where);
            auto served = group.spawn(
                [](tcp_listener from, decltype(handler)& f) -> task<> {
                    const serve_options options{.drain = 7s};
                    co_await serve(std::move(from), std::ref(f), options);
                },
                std::move(in), std::ref(handler));
            const instant before = world.home.now();
            co_await std::move(served);
            CHECK(world.home.now() - before >= 7s);
            CHECK(world.home.now() - before <= 7100ms);
            CHECK(co_await read_text_of(peer) == "");
        };
        co_await with_task_group(body);
    });
    CHECK(log == "left ");
}

TEST_CASE_TEMPLATE("serve: a handler's error ends its connection alone, and is told with the peer's address",
                   World, EVERY_NETWORK) {
    complaint.clear();
    const unraisable_hook before = set_unraisable_hook(&keep_complaint);
    World world;
    std::uint64_t failed = 0;
    std::string peer_address;
    world.run([&]() -> task<> {
        tcp_listener in = tcp_listen();
        const socket_address where = in.local();
        auto handler = [&](tcp_stream peer, serving& server) -> task<> {
            const std::string asked = co_await read_text_of(peer);
            if (asked == "stop") server.stop();
            failed = server.failed();
            if (asked == "lost") throw error(ECONNRESET, "read");
            if (asked == "both lost") { // by two tasks of a handler
                const std::vector<std::exception_ptr> errors{std::make_exception_ptr(error(EPIPE, "write")),
                                                             std::make_exception_ptr(error(EPROTO, "read"))};
                throw exception_group("both", errors);
            }
            if (asked == "bad") {
                peer_address = peer.peer().str();
                throw value_error("bad question");
            }
        };
        auto body = [&](task_group& group) -> task<> {
            group.spawn([](tcp_listener from,
                           decltype(handler)& f) -> task<> { co_await serve(std::move(from), std::ref(f)); },
                        std::move(in), std::ref(handler));
            for (const char* text : {"lost", "bad", "both lost", "stop"}) {
                tcp_stream peer = co_await tcp_connect(where);
                co_await peer.write_all(text);
                CHECK(co_await read_text_of(peer) == "");
            }
        };
        co_await with_task_group(body);
    });
    set_unraisable_hook(before);
    CHECK(failed == 3);
    CHECK(complaint.find("in the handler of the connection from " + peer_address + ": ") == 0);
    CHECK(complaint.find("bad question") != std::string::npos);
    CHECK(complaint.find("read") == std::string::npos);
}

TEST_CASE_TEMPLATE("serve: SIGTERM calls for the end, and is left as it was", World, on_network<epoll_world>,
                   on_network<uring_world>) {
    World world;
    bool finished = false;
    struct sigaction before{};
    ::sigaction(SIGTERM, nullptr, &before);
    world.run([&]() -> task<> {
        tcp_listener in = tcp_listen();
        const socket_address where = in.local();
        auto handler = [&](tcp_stream peer) -> task<> {
            std::raise(SIGTERM);
            co_await echo(std::move(peer));
            finished = true;
        };
        auto body = [&](task_group& group) -> task<> {
            group.spawn(ask, where, std::string("x"));
            co_await serve(std::move(in), handler);
        };
        co_await with_task_group(body);
    });
    CHECK(finished);
    struct sigaction now{};
    ::sigaction(SIGTERM, nullptr, &now);
    CHECK((now.sa_handler == before.sa_handler));
}

TEST_CASE("serve: options that make no sense are refused") {
    on_network<simulated_world> world;
    world.run([&]() -> task<> {
        for (const serve_options& each : {serve_options{.max_connections = 0}, serve_options{.drain = -1s}}) {
            bool refused = false;
            try {
                co_await serve(tcp_listen(), echo, each);
            } catch (const value_error& e) {
                refused = std::string(e.what()).find("serve(listener, handler, {.") == 0;
            }
            CHECK(refused);
        }
    });
}

TEST_CASE_TEMPLATE("serve: what the listener refuses is thrown, once those who are connected have ended",
                   World, SIMULATED_NETWORKS) {
    World world;
    world.run([&]() -> task<> {
        tcp_listener in = tcp_listen();
        const socket_address where = in.local();
        std::string text;
        world.simulation().fail_operation(3, EIO); // after an accept and a connect, the next accept
        auto handler = [&](tcp_stream peer) -> task<> {
            co_await sleep(1s);
            static_cast<void>(peer);
            text += "ended ";
        };
        auto body = [&](task_group& group) -> task<> {
            group.spawn(
                [](socket_address to) -> task<> {
                    tcp_stream peer = co_await tcp_connect(to);
                    co_await sleep(2s);
                },
                where);
            try {
                co_await serve(std::move(in), handler);
            } catch (const error& e) {
                text += e.what();
            }
        };
        co_await with_task_group(body);
        CHECK(text.find("ended tcp_listener::next(" + where.str() + "): [errno 5] ") == 0);
    });
}
