// SPDX-License-Identifier: BSL-1.0
//
// What any connection does: here those of a pair of sockets; tcp_test.cpp and unix_socket_test.cpp have the rest.
#include <rondo/net/socket_stream.hpp>

#include "support.hpp"

#include <rondo/core/as_result.hpp>

#include <sys/socket.h>

using namespace drivers;

namespace {

two_ends pair_of_streams() {
    socket_handle one;
    socket_handle other;
    socket_handle::make_pair(SOCK_STREAM, one, other);
    return {tcp_stream(std::move(one)), tcp_stream(std::move(other))};
}

} // namespace

TEST_CASE_TEMPLATE("socket_stream: readers of one stream take turns, and writers, too", World,
                   EVERY_NETWORK) {
    World world;
    std::string log;
    two_ends ends;
    world.run_group([&](task_group& group) -> task<> {
        ends = pair_of_streams();
        auto reader = [](tcp_stream& from, std::string name, std::string& to) -> task<> {
            const std::string got = co_await read_text_of(from, 1);
            to += name + got;
        };
        for (const char* name : {"a", "b", "c"})
            group.spawn(reader, std::ref(ends.server), std::string(name), std::ref(log));
        co_await world.a_moment();
        for (const char* byte : {"1", "2", "3"}) co_await ends.client.write_all(byte);
    });
    CHECK(log == "a1b2c3");
}

TEST_CASE_TEMPLATE("socket_stream: nothing is written, and nothing read, without waiting for it", World,
                   EVERY_NETWORK) {
    World world;
    world.run([&]() -> task<> {
        two_ends ends = pair_of_streams();
        co_await ends.client.write_all("");
        CHECK(co_await ends.client.write({}) == 0);
        const auto none = co_await as_result(ends.client.write_all(std::string_view()));
        CHECK(none);
        const std::string text = pattern(3);
        CHECK(co_await ends.client.write(bytes_of(text)) == 3);
        CHECK(co_await read_text_of(ends.server) == text);
    });
}

TEST_CASE_TEMPLATE("socket_stream: a refusal is a value for who asks for it", World, EVERY_NETWORK) {
    World world;
    world.run([&]() -> task<> {
        two_ends ends = pair_of_streams();
        ends.server.close();
        co_await world.a_moment();
        std::byte buffer[4];
        const auto ended = co_await as_result(ends.client.read(buffer));
        CHECK(*ended == 0);
        const auto refused = co_await as_result(ends.client.write_all("x"));
        CHECK_FALSE(refused);
        CHECK(refused.error().number == EPIPE);
        CHECK(refused.error().text().find("tcp_stream::write_all(") == 0);
    });
}

TEST_CASE_TEMPLATE("socket_stream: a stream that is moved stays connected; an empty one is refused", World,
                   EVERY_NETWORK) {
    World world;
    world.run([&]() -> task<> {
        two_ends ends = pair_of_streams();
        tcp_stream elsewhere = std::move(ends.client);
        CHECK_FALSE(ends.client);
        co_await elsewhere.write_all("x");
        CHECK(co_await read_text_of(ends.server) == "x");
        std::byte buffer[4];
        const refused got = co_await refusal_of(ends.client.read(buffer));
        CHECK(got.number == EBADF);
    });
}
