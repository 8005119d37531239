// SPDX-License-Identifier: BSL-1.0
#include <rondo/stream/timed.hpp>

#include <rondo/stream/per_item.hpp>

#include "support.hpp"

using namespace stream_test;

namespace {

/// An item at each of these times, in milliseconds: its own time.
async_generator<int> at_times(std::vector<int> times) {
    for (int ms : times) {
        co_await sleep_until(instant(ms * 1ms));
        co_yield ms;
    }
}
using windows = std::vector<std::vector<int>>;

task<> program() {
    auto body = [](task_group& group) -> task<> {
        auto made = numbers(1, 6) | throttle(2ms) | window(group, 2, 3ms);
        while (auto step = co_await made.next()) {}
        auto quiet = at_times({20, 21, 40}) | debounce(group, 5ms) | window(2);
        while (auto step = co_await quiet.next()) {}
    };
    co_await with_task_group(body);
}

} // namespace

TEST_CASE("timed: throttle gives items no closer than the interval, and drops none") {
    world w;
    std::vector<long long> when;
    auto body = [&]() -> task<> {
        auto slow = at_times({1, 2, 3, 50}) | throttle(10ms);
        while (auto step = co_await slow.next()) when.push_back(w.ms());
    };
    w.run(body());
    CHECK(when == std::vector<long long>{1, 11, 21, 50});
}

TEST_CASE("timed: a window by count is full, but for the last") {
    world w;
    CHECK(all_of(w, numbers(1, 5) | window(2)) == windows{{1, 2}, {3, 4}, {5}});
    CHECK(all_of(w, numbers(1, 4) | window(2)) == windows{{1, 2}, {3, 4}});
    CHECK(all_of(w, numbers(1, 0) | window(2)).empty());
    CHECK_THROWS_AS(window(0), value_error);
}

TEST_CASE("timed: what a window has gathered is given before the error that follows") {
    world w;
    journal said;
    windows all;
    auto fails = [](int n) {
        if (n == 4) throw oops(n);
        return n;
    };
    auto body = [&]() -> task<> {
        auto made = numbers(1, 9, &said) | map(fails) | window(2);
        bool failed = false;
        try {
            while (auto step = co_await made.next()) all.push_back(*step);
        } catch (const oops&) {
            failed = true;
        }
        CHECK(failed);
    };
    w.run(body());
    CHECK(all == windows{{1, 2}, {3}});
    CHECK(said == journal{"source closed"});
}

TEST_CASE("timed: no time, or less, is no wait") {
    world w;
    CHECK(all_of(w, numbers(1, 3) | throttle(-5ms)) == std::vector{1, 2, 3});
    windows all;
    auto body = [&](task_group& group) -> task<> {
        auto made = numbers(1, 3) | window(group, -1ms);
        while (auto step = co_await made.next()) all.push_back(*step);
        std::vector<int> got;
        auto quiet = numbers(1, 3) | debounce(group, -1ms);
        while (auto step = co_await quiet.next()) got.push_back(*step);
        CHECK(got == std::vector{1, 2, 3});
    };
    w.run(with_task_group(body));
    CHECK(all == windows{{1}, {2}, {3}});
}

TEST_CASE("timed: a window by time has what came within it of its first item, and is never empty") {
    world w;
    windows all;
    std::vector<long long> when;
    auto body = [&](task_group& group) -> task<> {
        auto made = at_times({1, 2, 8, 30, 31, 32, 33}) | window(group, 3, 10ms);
        while (auto step = co_await made.next()) {
            all.push_back(*step);
            when.push_back(w.ms());
        }
    };
    w.run(with_task_group(body));
    CHECK(all == windows{{1, 2, 8}, {30, 31, 32}, {33}});
    all.clear();
    auto by_time = [&](task_group& group) -> task<> {
        auto made = at_times({101, 105, 112, 140}) | window(group, 10ms);
        while (auto step = co_await made.next()) all.push_back(*step);
    };
    w.run(with_task_group(by_time));
    CHECK(all == windows{{101, 105}, {112}, {140}});
}

TEST_CASE("timed: debounce gives what nothing follows for a while, and the last") {
    world w;
    std::vector<std::pair<int, long long>> all;
    auto body = [&](task_group& group) -> task<> {
        auto quiet = at_times({1, 3, 5, 30, 60, 62}) | debounce(group, 10ms);
        while (auto step = co_await quiet.next()) all.emplace_back(*step, w.ms());
    };
    w.run(with_task_group(body));
    CHECK(all == std::vector<std::pair<int, long long>>{{5, 15}, {30, 40}, {62, 62}});
}

TEST_CASE("timed: early exit cancels the wait, and closes upstream") {
    world w;
    journal said;
    auto body = [&](task_group& group) -> task<> {
        co_await take_and_close(numbers(1, 99, &said) | window(group, 2, 10ms), 1);
        CHECK(group.alive() == 0);
        co_await take_and_close(numbers(1, 99, &said) | throttle(1ms), 1);
    };
    w.run(with_task_group(body));
    CHECK(said == journal{"source closed", "source closed"});
}

TEST_CASE("timed: cancelled anywhere, refused memory anywhere, in any order, they end and leave nothing") {
    holds_everywhere(program, 8, 8);
}
