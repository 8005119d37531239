// SPDX-License-Identifier: BSL-1.0
#include <rondo/net/socket.hpp>

#include "support.hpp"

#include <rondo/base/errors.hpp>

#include <sys/socket.h>

using namespace drivers;

TEST_CASE_TEMPLATE("socket: options are set and asked for by name", World, EVERY_NETWORK) {
    World world;
    world.run([&]() -> task<> {
        socket_handle s = socket_handle::make(AF_INET, SOCK_STREAM);
        for (const auto* each : {&socket_option::no_delay, &socket_option::keep_alive, &socket_option::cork,
                                 &socket_option::reuse_address, &socket_option::reuse_port}) {
            CHECK_FALSE(s.get(*each));
            s.set(*each, true);
            CHECK(s.get(*each));
        }
        s.set(socket_option::keep_alive_idle, 7s);
        CHECK(s.get(socket_option::keep_alive_idle) == 7s);
        s.set(socket_option::user_timeout, 1500ms);
        CHECK(s.get(socket_option::user_timeout) == 1500ms);
        s.set(socket_option::keep_alive_probes, 4);
        CHECK(s.get(socket_option::keep_alive_probes) == 4);
        CHECK_FALSE(s.get(socket_option::linger));
        s.set(socket_option::linger, std::chrono::seconds(3));
        CHECK(s.get(socket_option::linger) == std::chrono::seconds(3));
        s.set(socket_option::linger, std::nullopt);
        CHECK_FALSE(s.get(socket_option::linger));
        s.set(socket_option::receive_buffer, 16'384);
        CHECK(s.get(socket_option::receive_buffer) >= 16'384);
        CHECK(s.get(socket_option::pending_error) == 0);
        co_return;
    });
}

TEST_CASE_TEMPLATE("socket: what is refused names the descriptor, the option and what to do", World,
                   EVERY_NETWORK) {
    World world;
    world.run([&]() -> task<> {
        socket_handle s = socket_handle::make(AF_INET, SOCK_STREAM);
        const std::string number = std::to_string(s.descriptor());
        try {
            s.set(socket_option::keep_alive_idle, 1500ms);
            FAIL("taken");
        } catch (const value_error& e) {
            CHECK(std::string(e.what()) ==
                  "socket_handle::set(" + number +
                      ") of keep_alive_idle: 1500000000 ns is no whole number of seconds "
                      "that the system takes");
        }
        CHECK_THROWS_AS(s.set(socket_option::user_timeout, -1ms), value_error);
        try {
            static_cast<void>(s.peer());
            FAIL("connected");
        } catch (const error& e) {
            CHECK(e.number() == ENOTCONN);
            CHECK(std::string(e.what()).find("socket_handle::peer(" + number + "): ") == 0);
        }
        s.close();
        s.close(); // again: nothing
        CHECK_FALSE(s);
        try {
            s.set(socket_option::no_delay, true);
            FAIL("open");
        } catch (const error& e) {
            CHECK(e.number() == EBADF);
            CHECK(std::string(e.what()).find("socket_handle::set(-1) of no_delay: ") == 0);
        }
        co_return;
    });
}

TEST_CASE_TEMPLATE("socket: a handle owns its descriptor, hands it over, and gives it away", World,
                   EVERY_NETWORK) {
    World world;
    world.run([&]() -> task<> {
        const std::size_t before = world.open();
        {
            socket_handle one = socket_handle::make(AF_INET6, SOCK_DGRAM);
            socket_handle other = socket_handle::make(AF_UNIX, SOCK_STREAM);
            CHECK(world.open() == before + 2);
            const int kept = one.descriptor();
            other = std::move(one);
            CHECK(other.descriptor() == kept);
            CHECK_FALSE(one);
            CHECK(world.open() == before + 1);
            const int given = other.release();
            CHECK(given == kept);
            CHECK(world.open() == before + 1);
            socket_handle back(given, world.home.io());
            CHECK(back.local().is_ip());
        }
        CHECK(world.open() == before);
        co_return;
    });
}

TEST_CASE_TEMPLATE("socket: an address that is not this machine's cannot be bound", World,
                   on_network<epoll_world>, on_network<uring_world>) {
    World world;
    world.run([&]() -> task<> {
        socket_handle s = socket_handle::make(AF_INET, SOCK_STREAM);
        try {
            s.bind(socket_address::parse("203.0.113.1:1"));
            FAIL("bound");
        } catch (const error& e) {
            CHECK(e.number() == EADDRNOTAVAIL);
            CHECK(std::string(e.what()) == "bind(203.0.113.1:1): [errno 99] Cannot assign requested address: "
                                           "this address is not one of this "
                                           "machine's");
        }
        co_return;
    });
}
