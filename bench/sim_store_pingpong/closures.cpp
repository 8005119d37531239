// SPDX-License-Identifier: BSL-1.0
#include "../closures.hpp"

namespace {

/// A store without limit: who gets is called as soon as there is something, by an event of its own.
struct store {
    bench::sim::event_loop& loop;
    std::deque<std::uint64_t> items{};
    std::function<void(std::uint64_t)> wanted{};

    void put(std::uint64_t item) {
        items.push_back(item);
        match();
    }
    void get(std::function<void(std::uint64_t)> f) {
        wanted = std::move(f);
        match();
    }
    void match() {
        if (items.empty() || !wanted) return;
        loop.after(0, [f = std::exchange(wanted, nullptr), item = items.front()] { f(item); });
        items.pop_front();
    }
};

struct model {
    bench::sim::event_loop loop{};
    store there{loop}, back{loop};
    std::uint64_t left, sent = 0, sum = 0;

    void ping() {
        if (left-- == 0) return;
        there.put(sent++);
        back.get([this](std::uint64_t got) {
            sum += got;
            ping();
        });
    }
    void pong() {
        there.get([this](std::uint64_t got) {
            back.put(got + 1);
            pong();
        });
    }
};

std::uint64_t rounds(std::uint64_t n) {
    model m{.left = n};
    m.ping();
    m.pong();
    m.loop.run();
    return m.sum;
}

} // namespace

int main(int argc, char** argv) {
    bench::harness run(argc, argv, "sim_store_pingpong", "closures", "-");
    bench::sim::measure_store(run, rounds);
    return run.finish();
}
