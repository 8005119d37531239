// SPDX-License-Identifier: BSL-1.0
//
// TCP, in every world: the machine's by both drivers, and the simulated ones, near, slow and far.
#include <rondo/net/tcp.hpp>

#include "support.hpp"

#include <rondo/core/as_result.hpp>
#include <rondo/core/race.hpp>
#include <rondo/sync/event.hpp>

#include <sys/resource.h>
#include <sys/socket.h>

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

} // namespace

TEST_CASE_TEMPLATE("tcp: what one end writes the other reads, and both know each other's address", World,
                   EVERY_NETWORK) {
    World world;
    world.run([&]() -> task<> {
        tcp_listener in = tcp_listen();
        CHECK(in.port() != 0);
        CHECK(in.local().host() == ip_address::loopback_v4()); // unless asked for more
        two_ends ends = co_await connected(in);
        CHECK(ends.client.peer() == in.local());
        CHECK(ends.server.peer() == ends.client.local());
        CHECK(ends.server.local() == in.local());
        CHECK(ends.client.handle().peer() == in.local());
        co_await ends.client.write_all("hello");
        CHECK(co_await read_text_of(ends.server) == "hello");
        co_await ends.server.write_all("there");
        CHECK(co_await read_text_of(ends.client, 3) == "the");
        CHECK(co_await read_text_of(ends.client) == "re");
    });
}

TEST_CASE_TEMPLATE("tcp: IPv6, by address and scope, is the same", World, EVERY_NETWORK) {
    World world;
    world.run([&]() -> task<> {
        tcp_listener in = tcp_listen({.host = ip_address::loopback_v6()});
        CHECK(in.local().str() == "[::1]:" + std::to_string(in.port()));
        two_ends ends = co_await connected(in);
        CHECK(ends.client.local().host() == ip_address::loopback_v6());
        co_await ends.client.write_all("six");
        CHECK(co_await read_text_of(ends.server) == "six");
    });
}

TEST_CASE_TEMPLATE("tcp: each direction has an end of its own", World, EVERY_NETWORK) {
    World world;
    world.run([&]() -> task<> {
        tcp_listener in = tcp_listen();
        two_ends ends = co_await connected(in);
        co_await ends.client.write_all("question");
        co_await ends.client.shutdown_write();
        CHECK(co_await read_whole(ends.server) == "question");
        CHECK(co_await read_text_of(ends.server) == ""); // and again
        co_await ends.server.write_all("answer");
        CHECK(co_await read_text_of(ends.client) == "answer");
        const refused late = co_await refusal_of(ends.client.write_all("more"));
        CHECK(late.number == EPIPE);
        CHECK(late.text.find("tcp_stream::write_all(" + in.local().str() + "): ") == 0);
        ends.server.close();
        CHECK_FALSE(ends.server);
        CHECK(co_await read_text_of(ends.client) == "");
    });
}

TEST_CASE_TEMPLATE("tcp: a million bytes go round, while the reader is slower than the writer", World,
                   EVERY_NETWORK) {
    World world;
    const std::string sent = pattern(300'000);
    std::string got;
    tcp_listener in;
    two_ends ends;
    world.run_group([&](task_group& group) -> task<> {
        in = tcp_listen();
        ends = co_await connected(in);
        group.spawn(echo, std::move(ends.server));
        group.spawn(
            [](tcp_stream& to, const std::string& text) -> task<> {
                co_await to.write_all(text);
                co_await to.shutdown_write();
            },
            std::ref(ends.client), std::cref(sent));
        got = co_await read_whole(ends.client, 1'000);
    });
    CHECK((got == sent));
}

TEST_CASE_TEMPLATE("tcp: where nobody listens, that is what the error says", World, EVERY_NETWORK) {
    World world;
    world.run([&]() -> task<> {
        socket_address where;
        {
            tcp_listener in = tcp_listen();
            where = in.local();
        }
        const refused got = co_await refusal_of(tcp_connect(where));
        CHECK(got.number == ECONNREFUSED);
        CHECK(got.text ==
              "tcp_connect(" + where.str() + "): [errno 111] Connection refused: nobody listens there");
    });
}

TEST_CASE_TEMPLATE("tcp: a port has one listener, unless all share it", World, EVERY_NETWORK) {
    World world;
    world.run([&]() -> task<> {
        tcp_listener first = tcp_listen();
        std::string text;
        try {
            tcp_listener second = tcp_listen({.port = first.port()});
        } catch (const error& e) {
            CHECK(e.number() == EADDRINUSE);
            text = e.what();
        }
        CHECK(text.find("bind(" + first.local().str() + "): ") == 0);
        CHECK(text.find("choose another port, 0 for any that is free") != std::string::npos);
        tcp_listener one = tcp_listen({.reuse_port = true});
        tcp_listener other = tcp_listen({.port = one.port(), .reuse_port = true});
        // Connections are shared out between the two.
        std::vector<tcp_stream> clients;
        for (int i = 0; i != 16; ++i) clients.push_back(co_await tcp_connect(one.local()));
        std::size_t here = 0;
        for (tcp_listener* each : {&one, &other}) {
            std::size_t count = 0;
            while (count + here != 16) {
                if (here == 0 && count != 0 && !each->handle()) break;
                auto accepted = co_await race(each->accept(), [](int steps) -> task<int> {
                    for (int i = 0; i != steps; ++i) co_await round_trip();
                    co_return 0;
                }(30));
                if (accepted.which == 1) break;
                ++count;
            }
            CHECK(count > 0);
            here += count;
        }
        CHECK(here == 16);
    });
}

TEST_CASE_TEMPLATE("tcp: a listener is a stream of connections, which ends when it is closed", World,
                   EVERY_NETWORK) {
    World world;
    int served = 0;
    tcp_listener in;
    world.run_group([&](task_group& group) -> task<> {
        in = tcp_listen();
        group.spawn(
            [](tcp_listener& from, int& count) -> task<> {
                while (true) {
                    std::optional<tcp_stream> peer = co_await from.next();
                    if (!peer) break;
                    co_await echo(std::move(*peer));
                    ++count;
                }
                CHECK_FALSE(co_await from.next());
                CHECK(from.statistics().accepted == 3);
            },
            std::ref(in), std::ref(served));
        for (int i = 0; i != 3; ++i) {
            tcp_stream peer = co_await tcp_connect(in.local());
            co_await peer.write_all("x");
            CHECK(co_await read_text_of(peer) == "x");
        }
        while (served != 3) co_await world.a_moment();
        co_await world.a_moment();
        in.close();
    });
    CHECK(served == 3);
}

TEST_CASE_TEMPLATE("tcp: without a descriptor left the listener goes on, and accepts when some are returned",
                   World, EVERY_NETWORK) {
    World world;
    rlimit before{};
    ::getrlimit(RLIMIT_NOFILE, &before);
    tcp_listener in;

    world.run_group([&](task_group& group) -> task<> {
        in = tcp_listen();
        std::vector<tcp_stream> accepted;
        event came;
        group.spawn(
            [](tcp_listener& from, std::vector<tcp_stream>& all, event& news) -> task<> {
                while (true) {
                    std::optional<tcp_stream> peer = co_await from.next();
                    if (!peer) break;
                    all.push_back(std::move(*peer));
                    news.set();
                }
            },
            std::ref(in), std::ref(accepted), std::ref(came));
        tcp_stream first = co_await tcp_connect(in.local());
        co_await came.wait();
        came.clear();
        // No descriptor from now on: the connection is made, and waits.
        int planned = 0;
        tcp_stream second;
        if constexpr (World::simulated) {
            second = co_await tcp_connect(in.local());
            co_await came.wait();
            planned = 1;
        } else {
            socket_handle made = socket_handle::make(AF_INET, SOCK_STREAM);
            const int next = ::dup(0); // the lowest number that is free
            ::close(next);
            rlimit less = before;
            less.rlim_cur = static_cast<rlim_t>(next);
            ::setrlimit(RLIMIT_NOFILE, &less);
            co_await detail::connect_op("connect", made.descriptor(), in.local());
            second = tcp_stream(std::move(made), in.local());
            while (in.statistics().refused < 3) co_await sleep(1ms);
            CHECK(accepted.size() == 1);
            ::setrlimit(RLIMIT_NOFILE, &before);
            co_await came.wait();
        }
        co_await accepted[1].write_all("at last");
        CHECK(co_await read_text_of(second) == "at last");
        CHECK(in.statistics().accepted == 2);
        CHECK((planned == 1 || in.statistics().refused >= 3));
        in.close();
    });
}

TEST_CASE_TEMPLATE("tcp: a cancelled read has read nothing, and a cancelled accept loses no connection",
                   World, EVERY_NETWORK) {
    World world;
    world.run([&]() -> task<> {
        tcp_listener in = tcp_listen();
        two_ends ends = co_await connected(in);
        auto canceller = [](cancel_scope& which) -> task<> {
            co_await round_trip();
            which.cancel();
        };
        auto body = [&](task_group& group) -> task<> {
            cancel_scope reading;
            group.spawn(canceller, std::ref(reading));
            std::byte buffer[8];
            CHECK_FALSE(co_await reading.run(ends.server.read(buffer)));
            cancel_scope accepting;
            group.spawn(canceller, std::ref(accepting));
            CHECK_FALSE(co_await accepting.run(in.accept()));
        };
        co_await with_task_group(body);
        co_await ends.client.write_all("x");
        CHECK(co_await read_text_of(ends.server) == "x");
        two_ends again = co_await connected(in);
        co_await again.client.write_all("y");
        CHECK(co_await read_text_of(again.server) == "y");
    });
}

TEST_CASE_TEMPLATE("tcp: an accept that loses its race in the very turn closes what it accepted", World,
                   EVERY_NETWORK) {
    World world;
    world.run([&]() -> task<> {
        tcp_listener in = tcp_listen();
        for (int i = 0; i != 8; ++i) {
            tcp_stream peer = co_await tcp_connect(in.local());
            auto won = co_await race(in.accept(), [](int steps) -> task<int> {
                for (int k = 0; k != steps; ++k) co_await round_trip();
                co_return 0;
            }(i / 2));
            static_cast<void>(won);
        }
    }); // the world counts
}

TEST_CASE_TEMPLATE("tcp: a cancelled write says how much was taken, and just that arrives", World,
                   EVERY_NETWORK) {
    World world;
    const std::string sent = pattern(20'000'000);
    std::size_t moved = 0;
    std::string got;
    world.run([&]() -> task<> {
        tcp_listener in = tcp_listen();
        two_ends ends = co_await connected(in);
        cancel_scope scope;
        auto all = ends.client.write_all(sent);
        auto body = [&](task_group& group) -> task<> {
            group.spawn(
                [](cancel_scope& which) -> task<> {
                    for (int i = 0; i != 50; ++i) co_await round_trip();
                    which.cancel();
                },
                std::ref(scope));
            CHECK_FALSE(co_await scope.run(all));
        };
        co_await with_task_group(body);
        moved = all.moved();
        CHECK(moved < sent.size());
        CHECK(moved > 0);
        ends.client.close();
        got = co_await read_whole(ends.server, 1'000'000);
    });
    CHECK(got.size() == moved);
    CHECK((got == std::string_view(sent).substr(0, moved)));
}

TEST_CASE_TEMPLATE("tcp: who waits for a connection that is closed is told EBADF", World, EVERY_NETWORK) {
    World world;
    world.run([&]() -> task<> {
        tcp_listener in = tcp_listen();
        two_ends ends = co_await connected(in);
        std::byte buffer[8];
        auto body = [&](task_group& group) -> task<> {
            auto waits = group.spawn(refusal_of<detail::socket_size_op>, ends.client.read(buffer));
            co_await round_trip();
            ends.client.close();
            const refused got = co_await std::move(waits);
            CHECK(got.number == EBADF);
            CHECK(got.text.find("was closed while somebody waited") != std::string::npos);
        };
        co_await with_task_group(body);
        CHECK(co_await read_text_of(ends.server) == "");
    });
}

TEST_CASE_TEMPLATE("tcp: who breaks a connection off is heard as ECONNRESET", World, EVERY_NETWORK) {
    World world;
    world.run([&]() -> task<> {
        tcp_listener in = tcp_listen();
        two_ends ends = co_await connected(in);
        if constexpr (World::simulated) {
            world.simulation().reset_connection(ends.client.handle().descriptor());
        } else {
            ends.client.handle().set(socket_option::linger, std::chrono::seconds(0));
            ends.client.close();
        }
        std::byte buffer[8];
        const refused got = co_await refusal_of(ends.server.read(buffer));
        CHECK(got.number == ECONNRESET);
        CHECK(got.text.find("tcp_stream::read(" + ends.server.peer().str() + "): ") == 0);
        const auto again = co_await as_result(ends.server.read(buffer));
        if (again) CHECK(*again == 0); // as the machine has it
    });
}

TEST_CASE_TEMPLATE("tcp: options are set on the connection, and inherited from the listener", World,
                   EVERY_NETWORK) {
    World world;
    world.run([&]() -> task<> {
        tcp_listener in = tcp_listen({.keep_alive = true});
        two_ends ends = co_await connected(in);
        CHECK(ends.client.handle().get(socket_option::no_delay));
        CHECK(ends.server.handle().get(socket_option::no_delay));
        CHECK(ends.server.handle().get(socket_option::keep_alive));
        CHECK_FALSE(ends.client.handle().get(socket_option::keep_alive));
        ends.client.keep_alive(10s, 2s, 3);
        CHECK(ends.client.handle().get(socket_option::keep_alive));
        CHECK(ends.client.handle().get(socket_option::keep_alive_idle) == 10s);
        CHECK(ends.client.handle().get(socket_option::keep_alive_interval) == 2s);
        CHECK(ends.client.handle().get(socket_option::keep_alive_probes) == 3);
        ends.client.no_delay(false);
        CHECK_FALSE(ends.client.handle().get(socket_option::no_delay));
        tcp_stream slow = co_await tcp_connect(in.local(), {.no_delay = false, .keep_alive = true});
        CHECK_FALSE(slow.handle().get(socket_option::no_delay));
        CHECK(slow.handle().get(socket_option::keep_alive));
    });
}

TEST_CASE("tcp: outside of a loop the error says where sockets are made") {
    try {
        static_cast<void>(tcp_listen());
        FAIL("made");
    } catch (const runtime_error& e) {
        CHECK(std::string(e.what()).find("call this in a task, by rondo::run(main)") != std::string::npos);
    }
}
