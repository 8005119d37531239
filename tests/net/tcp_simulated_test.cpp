// SPDX-License-Identifier: BSL-1.0
//
// TCP where only the simulated worlds can show it: peers that are slow, far, silent, or gone without a word.

#include "support.hpp"

#include <rondo/core/oracle.hpp>

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

TEST_CASE("tcp: in a simulated world, too, descriptors run out and come back") {
    manual_time time;
    simulated_driver io({.descriptors = 4});
    loop home({.time = &time, .io = &io});
    tcp_listener in;

    auto body = [&](task_group& group) -> task<> {
        in = tcp_listen();
        std::vector<tcp_stream> accepted;
        group.spawn(
            [](tcp_listener& from, std::vector<tcp_stream>& all) -> task<> {
                while (true) {
                    std::optional<tcp_stream> peer = co_await from.next();
                    if (!peer) break;
                    all.push_back(std::move(*peer));
                }
            },
            std::ref(in), std::ref(accepted));
        tcp_stream first = co_await tcp_connect(in.local()); // with the listener, three
        while (accepted.empty()) co_await sleep(1ms);
        const refused more = co_await refusal_of([&]() -> task<> {
            tcp_stream second = co_await tcp_connect(in.local());
            co_await sleep(100ms); // the fourth was the client's, the listener waits
            CHECK(accepted.size() == 1);
            CHECK(in.statistics().refused >= 9);
            first.close();
            accepted.clear();
            co_await sleep(20ms);
            CHECK(accepted.size() == 1);
            tcp_stream fourth = co_await tcp_connect(in.local());
            tcp_stream fifth = co_await tcp_connect(in.local());
        }());
        CHECK(more.number == EMFILE);
        CHECK(more.text.find("raise `ulimit -n`") != std::string::npos);
        in.close();
        accepted.clear();
    };
    home.run_until(with_task_group(body));
    CHECK(io.open_descriptors() == 0);
}

TEST_CASE_TEMPLATE("tcp: a write to who does not read waits, and goes on when he does", World,
                   SIMULATED_NETWORKS) {
    World world;
    tcp_listener in;
    two_ends ends;

    world.run_group([&](task_group& group) -> task<> {
        in = tcp_listen();
        ends = co_await connected(in);
        bool written = false;
        const std::string sent = pattern(100'000);
        group.spawn(
            [](tcp_stream& to, const std::string& text, bool& done) -> task<> {
                co_await to.write_all(text);
                co_await to.shutdown_write();
                done = true;
            },
            std::ref(ends.client), std::cref(sent), std::ref(written));
        co_await sleep(1h);
        CHECK_FALSE(written);
        CHECK((co_await read_whole(ends.server, 777) == sent));
        CHECK(written);
    });
}

TEST_CASE_TEMPLATE("tcp: a connection that is cut tells nobody: a deadline does", World, SIMULATED_NETWORKS) {
    World world;
    world.run([&]() -> task<> {
        tcp_listener in = tcp_listen();
        two_ends ends = co_await connected(in);
        world.simulation().cut_connection(ends.client.handle().descriptor());
        ends.client.close();
        const instant before = world.home.now();
        std::byte buffer[8];
        const std::string much = pattern(100'000);
        CHECK_FALSE(co_await move_on_after(60s, ends.server.read(buffer)));
        CHECK(world.home.now() - before >= 60s);
        CHECK(world.home.now() - before <= 61s);
        co_await ends.server.write_all("into the dark");
        CHECK_FALSE(co_await move_on_after(60s, ends.server.write_all(much))); // the buffer is full
    });
}

TEST_CASE_TEMPLATE("tcp: where nobody answers, connecting ends by its deadline", World, SIMULATED_NETWORKS) {
    World world;
    world.run([&]() -> task<> {
        const socket_address nowhere = socket_address::parse("10.0.0.1:80");
        world.simulation().silence(nowhere.data(), nowhere.size());
        const instant before = world.home.now();
        std::string text;
        try {
            static_cast<void>(co_await tcp_connect(nowhere, {.timeout = 3s}));
        } catch (const timeout_error& e) {
            text = e.what();
        }
        CHECK(text == "tcp_connect(10.0.0.1:80): no connection after 3 s");
        CHECK(world.home.now() - before >= 3s);
        CHECK(world.home.now() - before <= 3100ms);
    });
}

TEST_CASE("tcp: what is sent far away takes its time, and stays in order") {
    on_network<far_world> world;
    world.run([&]() -> task<> {
        tcp_listener in = tcp_listen();
        const instant start = world.home.now();
        tcp_stream client = co_await tcp_connect(in.local());
        CHECK(world.home.now() - start == 40ms); // there and back
        tcp_stream server = co_await in.accept();
        const instant sent = world.home.now();
        co_await client.write_all("a");
        co_await client.write_all("b");
        CHECK(world.home.now() == sent);
        CHECK(co_await read_text_of(server) == "a");
        CHECK(co_await read_text_of(server) == "b");
        CHECK(world.home.now() - sent == 20ms);
    });
}

TEST_CASE("tcp: chance resets connections when it is told to, and both ends know") {
    int resets = 0;
    for (std::uint64_t seed = 0; seed != 20; ++seed) {
        chance oracle(seed);
        manual_time time;
        simulated_driver io({.faults = {.one_in = 20, .reset = true}, .network = {.most_latency = 5ms}});
        loop home({.time = &time, .io = &io, .chooser = &oracle});
        auto client_of = [](socket_address where, int& failed) -> task<> {
            try {
                tcp_stream peer = co_await tcp_connect(where);
                const std::string sent = pattern(10'000);
                co_await peer.write_all(sent);
                co_await peer.shutdown_write();
                const std::string got = co_await read_whole(peer, 1'000);
                CHECK((got == pattern(10'000)));
            } catch (const error& e) {
                CHECK((e.number() == ECONNRESET || e.number() == EPIPE));
                ++failed;
            }
        };
        auto server_of = [](tcp_stream peer) -> task<> {
            try {
                co_await echo(std::move(peer));
            } catch (const error& e) {
                CHECK((e.number() == ECONNRESET || e.number() == EPIPE));
            }
        };
        tcp_listener in;
        auto body = [&](task_group& group) -> task<> {
            in = tcp_listen();
            group.spawn(
                [&](tcp_listener& from, task_group& all) -> task<> {
                    while (true) {
                        std::optional<tcp_stream> peer = co_await from.next();
                        if (!peer) break;
                        all.spawn(server_of, std::move(*peer));
                    }
                },
                std::ref(in), std::ref(group));
            auto clients = [&](task_group& all) -> task<> {
                for (int i = 0; i != 5; ++i) all.spawn(client_of, in.local(), std::ref(resets));
                co_return;
            };
            co_await with_task_group(clients);
            in.close();
        };
        home.run_until(with_task_group(body));
        CHECK(io.open_descriptors() == 0);
        CHECK(io.in_progress() == 0);
    }
    CHECK(resets > 5);
    CHECK(resets < 95);
}
