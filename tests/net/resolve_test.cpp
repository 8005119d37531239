// SPDX-License-Identifier: BSL-1.0
#include <rondo/net/resolve.hpp>

#include "support.hpp"

#include <rondo/base/errors.hpp>
#include <rondo/net/tcp.hpp>

#include <doctest/doctest.h>

#include <atomic>
#include <condition_variable>
#include <mutex>
#include <thread>

using namespace drivers;

namespace {

std::atomic<int> calls{0};

/// A name server of our own: "a.b.c" is three hosts of 10.0.0.x, by their letters; "local" is loopback; others are none.
std::vector<ip_address> look_up_letters(const std::string& host) {
    ++calls;
    if (host == "local") return {ip_address::loopback_v4()};
    if (host == "both") return {ip_address::v4(10, 0, 0, 1), ip_address::loopback_v4()};
    std::vector<ip_address> all;
    for (const char each : host)
        if (each >= 'a' && each <= 'e') all.push_back(ip_address::v4(10, 0, 0, static_cast<unsigned>(each)));
    if (host.starts_with('x')) throw resolve_error("resolve(" + host + "): refused by the test", -2);
    return all;
}

/// One that hangs until it is let go.
std::mutex door;
std::condition_variable opened;
bool open_now = false;
int inside = 0;
std::vector<ip_address> look_up_hanging(const std::string&) {
    std::unique_lock hold(door);
    ++inside;
    opened.wait(hold, [] { return open_now; });
    --inside;
    return {ip_address::loopback_v4()};
}
bool somebody_is_inside() {
    const std::lock_guard hold(door);
    return inside != 0;
}
void open_or_shut(bool to) {
    const std::lock_guard hold(door);
    open_now = to;
    opened.notify_all();
}
/// Until no thread is left that could still come to the door.
void let_all_go(driver& io) {
    open_or_shut(true);
    const auto left = [&] {
        if (auto* ring = dynamic_cast<io_uring_driver*>(&io)) return ring->left_behind();
        return dynamic_cast<epoll_driver&>(io).left_behind();
    };
    while (left() != 0) std::this_thread::yield();
    open_or_shut(false);
}

} // namespace

TEST_CASE_TEMPLATE("resolve: an address that is written out is given at once, and nobody is asked", World,
                   EVERY_NETWORK) {
    World world;
    world.run([&]() -> task<> {
        resolver names({.look_up = look_up_letters});
        for (const char* each : {"127.0.0.1", "::1"}) {
            const std::vector<ip_address> got = co_await names.resolve(each);
            REQUIRE(got.size() == 1);
            CHECK(got[0].str() == each);
        }
        CHECK(names.statistics().looked_up == 0);
    });
}

TEST_CASE_TEMPLATE("resolve: the system knows localhost by /etc/hosts, and says what it does not know", World,
                   EVERY_NETWORK) {
    World world;
    world.run([&]() -> task<> {
        resolver names({.timeout = forever});
        const std::vector<ip_address> here = co_await names.resolve("localhost");
        REQUIRE_FALSE(here.empty());
        for (const ip_address& each : here) CHECK(each.is_loopback());
        std::string text;
        try {
            static_cast<void>(co_await names.resolve("two words"));
        } catch (const resolve_error& e) {
            text = e.what();
        }
        CHECK(text.starts_with("resolve(two words): "));
    });
}

TEST_CASE_TEMPLATE("resolve: those who ask for a name at once share a look-up, and its answer or error",
                   World, EVERY_NETWORK) {
    World world;
    calls = 0;
    resolver names({.timeout = forever, .look_up = look_up_letters});
    world.run_group([&](task_group& group) -> task<> {
        for (int i = 0; i != 5; ++i) {
            group.spawn(
                [](resolver& of) -> task<> {
                    const std::vector<ip_address> got = co_await of.resolve("abc");
                    CHECK(got.size() == 3);
                },
                std::ref(names));
            group.spawn(
                [](resolver& of) -> task<> {
                    bool told = false;
                    try {
                        static_cast<void>(co_await of.resolve("x"));
                    } catch (const resolve_error&) {
                        told = true;
                    }
                    CHECK(told);
                },
                std::ref(names));
        }
        co_return;
    });
    CHECK(calls == 2);
    CHECK(names.statistics().joined == 8);
    CHECK(names.statistics().failed == 1);
    CHECK(names.statistics().kept == 1); // failures are not
}

TEST_CASE_TEMPLATE("resolve: answers are kept for a while, and no more than the limit", World,
                   SIMULATED_NETWORKS) {
    World world;
    calls = 0;
    world.run([&]() -> task<> {
        resolver names({.keep = 30s, .most_kept = 2, .look_up = look_up_letters});
        for (const char* each : {"a", "b", "a", "c", "a"}) // c takes the place of b
            static_cast<void>(co_await names.resolve(each));
        CHECK(calls == 3);
        CHECK(names.statistics().kept == 2);
        CHECK(names.statistics().from_cache == 2);
        static_cast<void>(co_await names.resolve("b"));
        CHECK(calls == 4);
        co_await sleep(31s);
        static_cast<void>(co_await names.resolve("b"));
        CHECK(calls == 5);
        names.forget();
        CHECK(names.statistics().kept == 0);
    });
}

TEST_CASE_TEMPLATE("resolve: a deadline holds although the resolver hangs", World, epoll_driver,
                   io_uring_driver) {
    if (std::is_same_v<World, io_uring_driver> && !io_uring_driver::works()) return;
    World io;
    loop home({.io = &io}); // by the real clock: virtual time waits for threads
    resolver names({.timeout = 10ms, .look_up = look_up_hanging});
    auto body = [&]() -> task<> {
        std::string text;
        try {
            static_cast<void>(co_await names.resolve("never"));
        } catch (const timeout_error& e) {
            text = e.what();
        }
        CHECK(text == "resolve(never): no answer after 10 ms");
    };
    home.run_until(body());
    CHECK(names.statistics().abandoned == 1);
    let_all_go(io);
    home.close();
}

TEST_CASE_TEMPLATE("resolve: when the one who asked is cancelled, one of those who wait asks anew", World,
                   epoll_world, uring_world) {
    World world;
    resolver names({.timeout = forever, .look_up = look_up_hanging});
    auto body = [&](task_group& group) -> task<> {
        cancel_scope scope;
        group.spawn(
            [](resolver& of, cancel_scope& until) -> task<> { co_await until.run(of.resolve("name")); },
            std::ref(names), std::ref(scope));
        auto other = group.spawn([](resolver& of) { return of.resolve("name"); }, std::ref(names));
        while (!somebody_is_inside()) co_await round_trip();
        CHECK(names.statistics().joined == 1);
        scope.cancel();
        while (names.statistics().looked_up != 2) co_await yield_now();
        CHECK(names.statistics().abandoned == 1);
        open_or_shut(true);
        const std::vector<ip_address> got = co_await std::move(other);
        CHECK(got.size() == 1);
    };
    world.home.run_until(with_task_group(body));
    CHECK(names.statistics().looked_up == 2);
    CHECK(names.statistics().kept == 1);
    let_all_go(world.driver_of());
}

TEST_CASE_TEMPLATE("resolve: tcp_connect by a name goes to an address that answers", World, EVERY_NETWORK) {
    World world;
    world.run([&]() -> task<> {
        resolver names({.timeout = forever, .look_up = look_up_letters});
        tcp_listener in = tcp_listen();
        tcp_stream peer = co_await tcp_connect(names, "local", in.port(), {.timeout = forever});
        tcp_stream server = co_await in.accept();
        co_await peer.write_all("found");
        CHECK(co_await read_text_of(server) == "found");
        const std::uint16_t port = in.port();
        in.close();
        int number = 0;
        try {
            static_cast<void>(co_await tcp_connect(names, "local", port, {.timeout = forever}));
        } catch (const error& e) {
            number = e.number();
        }
        CHECK(number == ECONNREFUSED);
    });
}

TEST_CASE_TEMPLATE("resolve: an address that does not answer costs 250 ms, and its attempt ends", World,
                   SIMULATED_NETWORKS) {
    World world;
    world.run([&]() -> task<> {
        resolver names({.look_up = look_up_letters});
        tcp_listener in = tcp_listen();
        const socket_address nowhere(ip_address::v4(10, 0, 0, 1), in.port());
        world.simulation().silence(nowhere.data(), nowhere.size());
        const instant before = world.home.now();
        tcp_stream peer = co_await tcp_connect(names, "both", in.port());
        CHECK(peer.peer().host() == ip_address::loopback_v4());
        CHECK(world.home.now() - before >= 250ms);
        CHECK(world.home.now() - before <= 350ms);
        const socket_address silent(ip_address::v4(10, 0, 0, 'a'), 80);
        world.simulation().silence(silent.data(), silent.size());
        std::string text;
        try {
            static_cast<void>(co_await tcp_connect(names, "a", 80, {.timeout = 2s}));
        } catch (const timeout_error& e) {
            text = e.what();
        }
        CHECK(text == "tcp_connect(a:80): no connection after 2 s");
    });
}

TEST_CASE("resolve: the families alternate") {
    const ip_address one = ip_address::v4(1, 0, 0, 0);
    const ip_address two = ip_address::v4(2, 0, 0, 0);
    const ip_address six = ip_address::loopback_v6();
    CHECK(detail::interleaved({six, one, two}) == std::vector<ip_address>{six, one, two});
    CHECK(detail::interleaved({one, two, six}) == std::vector<ip_address>{one, six, two});
    CHECK(detail::interleaved({}).empty());
}
