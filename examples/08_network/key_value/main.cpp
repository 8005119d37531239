// SPDX-License-Identifier: BSL-1.0
// A key-value store for the clients of Redis: `key_value PORT` serves on loopback until Ctrl-C or SIGTERM.
#include "commands.hpp"
#include "replies.hpp"
#include "request_reader.hpp"

#include <rondo/core/scheduler.hpp>
#include <rondo/core/sleep.hpp>
#include <rondo/core/task_group.hpp>
#include <rondo/net/serve.hpp>
#include <rondo/net/tcp.hpp>
#include <rondo/run.hpp>

#include <fmt/format.h>

#include <algorithm>
#include <cstdlib>
#include <string>
#include <utility>

using namespace rondo;

namespace key_value {

constexpr std::size_t block = 16384; // bytes that are read at a time, at least
constexpr std::size_t most_waiting =
    1 << 20; // bytes of answers: more are sent before the next request is looked at

// [serve]
// All requests that came together are answered together: one write for one read.
task<> serve_client(tcp_stream peer, store& keys) {
    std::string in, out;
    std::size_t filled = 0, used = 0;
    request_reader requests;
    session here{keys, out};
    while (!here.ends) {
        const std::string_view text = std::string_view(in).substr(used, filled - used);
        const auto got = requests.next(text);
        if (got == request_reader::found::request) {
            here.now = scheduler::current()->now();
            if (!requests.words().empty()) run_request(here, requests.words());
            used += requests.used();
            if (out.size() < most_waiting) continue;
        }
        if (got == request_reader::found::nonsense) {
            put_error(out, requests.why());
            here.ends = true;
        }
        if (!out.empty()) co_await peer.write_all(out);
        out.clear();
        if (got != request_reader::found::more) continue;
        std::copy(in.begin() + static_cast<std::ptrdiff_t>(used),
                  in.begin() + static_cast<std::ptrdiff_t>(filled), in.begin());
        filled -= std::exchange(used, 0);
        if (in.size() - filled < block) in.resize(std::max(in.size() * 2, filled + block));
        const std::size_t came = co_await peer.read(std::as_writable_bytes(std::span(in)).subspan(filled));
        if (came == 0) break;
        filled += came;
    }
    if (!out.empty()) co_await peer.write_all(out);
}
// [/serve]

task<> forget_what_is_over(store& keys) {
    for (;;) {
        co_await sleep(100ms);
        while (keys.sweep(scheduler::current()->now(), 1000)) co_await yield_now(); // others have their turns
    }
}

task<> serve_at(tcp_listener in) {
    store keys;
    auto body = [&](task_group& group) -> task<> {
        auto forgets = group.spawn(forget_what_is_over, std::ref(keys));
        auto each = [&](tcp_stream peer) -> task<> { return serve_client(std::move(peer), keys); };
        co_await serve(std::move(in), each);
        forgets.cancel();
    };
    co_await with_task_group(body);
}

task<> serve_for_real(std::uint16_t port) {
    tcp_listener in = tcp_listen({.port = port});
    fmt::print("redis://{}\n", in.local().str());
    std::fflush(stdout);
    co_await serve_at(std::move(in));
}

} // namespace key_value

int main(int argc, char** argv) {
    if (argc != 2) {
        fmt::print(stderr, "usage: key_value PORT      (0: one that is free)\n");
        return 2;
    }
    return run(key_value::serve_for_real(static_cast<std::uint16_t>(std::atoi(argv[1])))), 0;
}
