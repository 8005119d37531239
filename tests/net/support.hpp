// SPDX-License-Identifier: BSL-1.0
//
// For the tests of the network: the worlds of the drivers, with sockets; at the end nothing may be left open or under way.
#pragma once

#include "../io/support.hpp"

#include <rondo/core/cancel_scope.hpp>
#include <rondo/core/task_group.hpp>
#include <rondo/net/tcp.hpp>

#include <doctest/doctest.h>

#include <string>
#include <string_view>
#include <type_traits>

#define EVERY_NETWORK                                                                                        \
    on_network<epoll_world>, on_network<uring_world>, on_network<tight_world>, on_network<simulated_world>,  \
        on_network<slow_world>, on_network<far_world>
#define SIMULATED_NETWORKS on_network<simulated_world>, on_network<slow_world>, on_network<far_world>

namespace drivers {

/// Whose ends are far apart.
struct far_world : simulated_world {
    far_world()
        : io_far({.network = {.least_latency = 20ms, .buffer_bytes = 4096}}),
          home({.time = &time, .io = &io_far}) {}
    simulated_driver io_far;
    loop home;
    std::size_t left() const { return io_far.in_progress(); }
};

template <class World>
struct on_network : World {
    static constexpr bool simulated = std::is_base_of_v<simulated_world, World>;
    on_network() { before = open(); }
    ~on_network() {
        this->home.close();
        CHECK(this->left() == 0);
        CHECK(open() == before);
    }
    simulated_driver& simulation() { return *static_cast<simulated_driver*>(this->home.io()); }
    /// Sockets that are open.
    std::size_t open() {
        if constexpr (simulated) {
            return simulation().open_descriptors();
        } else {
            std::size_t count = 0;
            for (int i = 0; i != 256; ++i) {
                char where[64] = {};
                const std::string link = "/proc/self/fd/" + std::to_string(i);
                const ssize_t size = ::readlink(link.c_str(), where, sizeof where - 1);
                count += size > 0 && std::string_view(where).starts_with("socket:");
            }
            return count;
        }
    }
    template <class Body>
    void run(Body body) {
        this->home.run_until(body());
    }
    template <class Body>
    void run_group(Body body) {
        this->home.run_until(with_task_group(body));
    }
    /// Until something may have happened: the machine's clock goes on by itself, the simulated one is moved.
    task<> a_moment() {
        if constexpr (simulated) {
            co_await sleep(1ms);
        } else {
            co_await round_trip();
        }
    }
    std::size_t before = 0;
};

inline std::span<const std::byte> bytes_of(std::string_view text) { return std::as_bytes(std::span(text)); }

/// Some text, at most `most` bytes; "" at the end.
template <class Stream>
task<std::string> read_text_of(Stream& from, std::size_t most = 10'000) {
    std::string text(most, '\0');
    text.resize(co_await from.read(std::as_writable_bytes(std::span(text))));
    co_return std::move(text);
}
template <class Stream>
task<std::string> read_whole(Stream& from, std::size_t most = 10'000) {
    std::string all;
    while (true) {
        const std::string part = co_await read_text_of(from, most);
        if (part.empty()) break;
        all += part;
    }
    co_return std::move(all);
}

/// The errno that an awaitable ends with, 0 for none, and its text.
struct refused {
    int number = 0;
    std::string text{};
};
template <class Op>
task<refused> refusal_of(Op op) {
    refused got;
    try {
        co_await std::move(op);
    } catch (const error& e) {
        got.number = e.number();
        got.text = e.what();
    }
    co_return std::move(got);
}

struct two_ends {
    tcp_stream client;
    tcp_stream server;
};
/// A connection through `in`.
inline task<two_ends> connected(tcp_listener& in) {
    two_ends made;
    auto body = [&](task_group& group) -> task<> {
        auto accepted = group.spawn(
            [](tcp_listener& from) -> task<tcp_stream> { co_return co_await from.accept(); }, std::ref(in));
        made.client = co_await tcp_connect(in.local());
        made.server = co_await std::move(accepted);
    };
    co_await with_task_group(body);
    co_return std::move(made);
}

inline std::string pattern(std::size_t size) {
    std::string all(size, '\0');
    for (std::size_t i = 0; i != size; ++i) all[i] = static_cast<char>(i * 7 + i / 251);
    return all;
}

} // namespace drivers
