// SPDX-License-Identifier: BSL-1.0
//
// io/buffered.hpp over connections, on every driver.
#include <rondo/io/buffered.hpp>

#include "support.hpp"

#include <doctest/doctest.h>

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

TEST_CASE_TEMPLATE("buffered: frames through a connection, thousands of them, in few writes", World,
                   EVERY_NETWORK) {
    World world;
    world.run_group([&](task_group& group) -> task<> {
        two_ends ends = pair_of_streams();
        group.spawn(
            [](tcp_stream to) -> task<> {
                buffered_writer out(std::move(to), {.high_water = 8192});
                for (std::size_t i = 0; i != 3000; ++i) {
                    const std::string text = pattern(i % 97);
                    co_await out.write_frame(text);
                }
                co_await out.flush();
                CHECK(out.taken() > 100'000);
                CHECK(out.flushes() < 30);
            },
            std::move(ends.client));
        buffered_reader in(ends.server, {.buffer_bytes = 1000});
        std::size_t count = 0;
        while (true) {
            const std::optional<std::span<const std::byte>> next = co_await in.read_frame(96);
            if (!next) break;
            const std::string right = pattern(count % 97);
            REQUIRE(std::ranges::equal(*next, bytes_of(right)));
            ++count;
        }
        CHECK(count == 3000);
    });
}

TEST_CASE_TEMPLATE("buffered: a flush to a socket that is cancelled goes on where it stood", World,
                   SIMULATED_NETWORKS) {
    World world;
    two_ends ends;
    world.run_group([&](task_group& group) -> task<> {
        ends = pair_of_streams();
        const std::string sent = pattern(300'000);
        buffered_writer out(ends.client, {.high_water = 400'000});
        co_await out.write(sent);
        CHECK_FALSE(co_await move_on_after(10s, out.flush())); // nobody reads
        CHECK(out.buffered() > 0);
        CHECK(out.buffered() < sent.size());
        std::string got;
        group.spawn([](tcp_stream& from, std::string& to) -> task<> { to = co_await read_whole(from, 5000); },
                    std::ref(ends.server), std::ref(got));
        co_await out.write("!");
        co_await out.flush();
        CHECK(out.buffered() == 0);
        co_await ends.client.shutdown_write();
        co_await sleep(1h);
        CHECK((got == sent + "!"));
    });
}

TEST_CASE_TEMPLATE("buffered: a peer that goes in the middle of a frame is unexpected_end", World,
                   EVERY_NETWORK) {
    World world;
    world.run([&]() -> task<> {
        two_ends ends = pair_of_streams();
        buffered_writer out(ends.client);
        co_await out.write(std::string_view("\0\0\0\x08half", 8));
        co_await out.flush();
        co_await ends.client.shutdown_write();
        buffered_reader in(ends.server);
        std::string words;
        try {
            static_cast<void>(co_await in.read_frame());
        } catch (const unexpected_end& e) {
            words = e.what();
            CHECK(e.got() == 8);
        }
        CHECK(words.starts_with("buffered_reader::read_frame: the stream ended after 8 of 12 bytes"));
    });
}
