// SPDX-License-Identifier: BSL-1.0
#include <rondo/core/timers.hpp>

#include <doctest/doctest.h>

#include <cstdint>
#include <map>
#include <memory>
#include <random>
#include <vector>

using namespace rondo;

namespace {

struct recorded : timer {
    recorded(std::vector<int>& into, int own) noexcept
        : timer([](timer& self) noexcept {
              auto& mine = static_cast<recorded&>(self);
              mine.fired.push_back(mine.number);
          }),
          fired(into), number(own) {}
    std::vector<int>& fired;
    int number;
};

/// The queue beside the obvious one: a map by (deadline, order of arming).
struct both {
    using key = std::pair<std::int64_t, std::uint64_t>;
    timer_queue queue;
    std::map<key, int> model;
    std::vector<std::unique_ptr<recorded>> timers;
    std::vector<key> keys;
    std::vector<int> fired;
    std::uint64_t sequence = 0;

    void arm(std::int64_t deadline) {
        const int number = static_cast<int>(timers.size());
        timers.push_back(std::make_unique<recorded>(fired, number));
        queue.arm(*timers.back(), instant(duration(deadline)));
        keys.emplace_back(deadline, sequence++);
        if (deadline != never.time_since_epoch().count()) model.emplace(keys.back(), number);
    }
    void disarm(std::size_t which) {
        queue.disarm(*timers[which]);
        model.erase(keys[which]);
    }
    // Returns: whether both fired the same, in the same order.
    bool advance(std::int64_t now) {
        fired.clear();
        queue.fire_due(instant(duration(now)));
        std::vector<int> due;
        while (!model.empty() && model.begin()->first.first <= now) {
            due.push_back(model.begin()->second);
            model.erase(model.begin());
        }
        return fired == due && queue.size() == model.size();
    }
    bool same_next() {
        const instant next = queue.next_deadline();
        if (model.empty()) return next == never;
        return next.time_since_epoch().count() == model.begin()->first.first;
    }
};

constexpr std::int64_t ms = 1'000'000;

} // namespace

TEST_CASE("timers: fire by deadline, and in the order of arming among equal ones") {
    both b;
    for (std::int64_t deadline : {5 * ms, 3 * ms, 5 * ms, 1 * ms, 3 * ms, 5 * ms}) b.arm(deadline);
    CHECK(b.queue.next_deadline() == instant(1ms));
    CHECK(b.advance(4 * ms));
    CHECK(b.fired == std::vector<int>{3, 1, 4});
    CHECK(b.advance(5 * ms));
    CHECK(b.fired == std::vector<int>{0, 2, 5});
    CHECK(b.queue.empty());
    CHECK(b.queue.next_deadline() == never);
}

TEST_CASE("timers: one that is disarmed does not fire; one armed for never is not kept") {
    both b;
    b.arm(1 * ms);
    b.arm(never.time_since_epoch().count());
    CHECK_FALSE(b.timers[1]->armed());
    b.disarm(0);
    b.disarm(0);
    CHECK(b.queue.empty());
    CHECK(b.advance(10 * ms));
    CHECK(b.fired.empty());
}

TEST_CASE("timers: the past is due at once, and before the origin, too") {
    both b;
    CHECK(b.advance(100 * ms));
    for (std::int64_t deadline : {50 * ms, -7 * ms, 100 * ms, std::int64_t(0), INT64_MIN}) b.arm(deadline);
    CHECK(b.advance(100 * ms));
    CHECK(b.fired == std::vector<int>{4, 1, 3, 0, 2});
}

TEST_CASE("timers: what fires may arm again; for a time not after now it fires in the same call, but not for "
          "ever") {
    struct again : timer {
        explicit again(timer_queue& on) noexcept
            : timer([](timer& self) noexcept {
                  auto& mine = static_cast<again&>(self);
                  ++mine.count;
                  mine.queue.arm(mine, instant(1ms));
              }),
              queue(on) {}
        timer_queue& queue;
        int count = 0;
    };
    timer_queue queue;
    again endless(queue);
    queue.arm(endless, instant(1ms));
    CHECK(queue.fire_due(instant(2ms)) == 1);
    CHECK(endless.count == 1);
    CHECK(queue.size() == 1);
    queue.disarm(endless);
}

TEST_CASE("timers: random arming, disarming and passing of time, beside a map, over every scale of time") {
    for (std::uint64_t seed = 1; seed <= 60; ++seed) {
        CAPTURE(seed);
        std::mt19937_64 random(seed);
        const auto below = [&](std::uint64_t n) { return static_cast<std::int64_t>(random() % n); };
        both b;
        std::int64_t now = seed % 2 ? 0 : below(std::uint64_t(1) << 47);
        REQUIRE(b.advance(now));
        for (int step = 0; step < 1500; ++step) {
            switch (below(8)) {
            case 0:
            case 1:
            case 2: {
                // From nanoseconds to months, now and then in the past.
                const auto bits = static_cast<unsigned>(below(51));
                const std::int64_t away = below(std::uint64_t(1) << bits);
                b.arm(below(10) == 0 ? now - away : now + away);
                break;
            }
            case 3:
                b.arm(now + 10 * ms);
                break; // equal deadlines
            case 4:
            case 5:
                if (!b.timers.empty()) b.disarm(static_cast<std::size_t>(below(b.timers.size())));
                break;
            case 6:
                REQUIRE(b.same_next());
                break;
            default: {
                const auto bits = static_cast<unsigned>(below(46));
                now += below(std::uint64_t(1) << bits);
                REQUIRE(b.advance(now));
            }
            }
        }
        while (!b.model.empty()) { // as virtual time does: from one to the next
            REQUIRE(b.same_next());
            now = std::max(now, b.model.begin()->first.first);
            REQUIRE(b.advance(now));
        }
    }
}

TEST_CASE("timers: arming and disarming for ever keeps no memory") {
    timer_queue queue;
    std::vector<int> fired;
    recorded long_one(fired, 0);
    queue.arm(long_one, instant(1h));
    std::vector<std::unique_ptr<recorded>> some;
    for (int i = 0; i < 16; ++i) some.push_back(std::make_unique<recorded>(fired, i));
    // In an order that leaves holes, not at the end.
    for (int round = 0; round < 20'000; ++round) {
        for (auto& one : some) queue.arm(*one, instant(30s + std::chrono::milliseconds(round)));
        for (auto& one : some) queue.disarm(*one);
    }
    CHECK(queue.size() == 1);
    CHECK(queue.kept_entries() < 10'000);
    queue.disarm(long_one);
}
