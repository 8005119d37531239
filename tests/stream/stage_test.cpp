// SPDX-License-Identifier: BSL-1.0
#include <rondo/stream/stage.hpp>

#include <rondo/stream/merge.hpp>
#include <rondo/stream/per_item.hpp>
#include <rondo/stream/tee.hpp>
#include <rondo/stream/timed.hpp>

#include "support.hpp"

using namespace stream_test;

namespace {

/// The earlier the longer: 1 takes 9 ms, 2 takes 8 …
task<int> slower_first(int n) {
    co_await sleep((10 - n) * 10ms);
    co_return n;
}
task<int> odd_fails(int n) {
    co_await sleep(10ms);
    if (n % 2 != 0) throw oops(n);
    co_return n;
}
task<int> third_fails(int n) {
    co_await sleep((10 - n) * 10ms);
    if (n == 3) throw oops(n);
    co_return n;
}
/// What the stage gives, and the name of what it throws.
std::pair<std::vector<int>, std::string> given(world& w, int last, task<int> (*f)(int),
                                               stage_options options) {
    std::pair<std::vector<int>, std::string> all;
    auto body = [&](task_group& group) -> task<> {
        auto made = numbers(1, last) | stage(group, f, options);
        try {
            while (auto step = co_await made.next()) all.first.push_back(*step);
        } catch (...) {
            all.second = name_of(std::current_exception());
        }
    };
    w.run(with_task_group(body));
    return all;
}
task<> program() {
    auto body = [](task_group& group) -> task<> {
        auto made = numbers(1, 4) | stage(group, slower_first, {.width = 2}) | take(3);
        while (auto step = co_await made.next()) {}
        auto rest =
            numbers(1, 2) | stage(group, odd_fails, {.width = 2, .ordered = false, .errors = on_error::skip});
        while (auto step = co_await rest.next()) {}
    };
    co_await with_task_group(body);
}

} // namespace

TEST_CASE("stage: several items at once, and the results in the order of the items, or as they come") {
    world w;
    CHECK(given(w, 4, slower_first, {.width = 4}).first == std::vector{1, 2, 3, 4});
    CHECK(w.ms() == 91); // not 90 + 80 + 70 + 60
    CHECK(given(w, 4, slower_first, {.width = 4, .ordered = false}).first == std::vector{4, 3, 2, 1});
}

TEST_CASE("stage: back-pressure: width items under way and capacity results waiting, and nothing more is "
          "asked for") {
    world w;
    int asked = 0;
    auto body = [&](task_group& group) -> task<> {
        auto counted = numbers(1, 99) | map([&](int n) { return asked = n; });
        auto made = std::move(counted) |
                    stage(group, slower_first, {.width = 2, .capacity = 3, .errors = on_error::skip});
        co_await made.next();
        co_await sleep(10s);
        CHECK(asked == 1 + 2 + 3);
        co_await made.close();
        CHECK(group.alive() == 0);
    };
    w.run(with_task_group(body));
}

TEST_CASE("stage: an error stops the stream after what came before it, is skipped, or all are collected") {
    world w;
    auto [before, error] = given(w, 9, third_fails, {.width = 3});
    CHECK(before == std::vector{1, 2});
    CHECK(error == name_of(std::make_exception_ptr(oops(3))));
    CHECK(given(w, 5, odd_fails, {.width = 2, .errors = on_error::skip}).first == std::vector{2, 4});
    auto [kept, errors] = given(w, 5, odd_fails, {.width = 2, .errors = on_error::collect});
    CHECK(kept == std::vector{2, 4});
    CHECK(errors.starts_with("group["));
}

TEST_CASE("stage: what the source throws is told with the errors that were collected") {
    world w;
    std::string error;
    auto body = [&](task_group& group) -> task<> {
        auto fails = [](int n) {
            if (n == 4) throw other_error();
            return n;
        };
        auto made = numbers(1, 9) | map(fails) | stage(group, odd_fails, {.errors = on_error::collect});
        try {
            while (auto step = co_await made.next()) {}
        } catch (...) {
            error = name_of(std::current_exception());
        }
    };
    w.run(with_task_group(body));
    const std::string oops_name = name_of(std::make_exception_ptr(oops(1)));
    CHECK(error.starts_with("group[" + oops_name.substr(0, 4)));
    CHECK(error.find(name_of(std::make_exception_ptr(other_error()))) != std::string::npos);
}

TEST_CASE("stage: a group that is cancelled under it is an error by name, and hangs nobody") {
    world w;
    std::string text;
    auto outer = [&](task_group& other) -> task<> {
        auto made = numbers(1, 9) | stage(other, slower_first, {.width = 2});
        co_await made.next();
        other.cancel();
        try {
            co_await shield([](auto& s) -> task<> {
                while (auto step = co_await s.next()) {}
            }(made));
        } catch (const runtime_error& error) {
            text = error.what();
        }
    };
    w.run(with_task_group(outer));
    CHECK(text.find("cancelled with its group") != std::string::npos);
}

TEST_CASE(
    "stage: cancelled together with its consumer, it is cancelled, as merge, tee and the timed ones are") {
    struct ticking { // without a close, so that its task is gone at once
        task<std::optional<int>> next() {
            co_await sleep(1ms);
            co_return ++n;
        }
        int n = 0;
    };
    const auto cancelled_at_5_ms = [](auto make) {
        world w;
        auto body = [&](task_group& group) -> task<> {
            auto made = make(group);
            group.spawn(
                [](task_group& all) -> task<> {
                    co_await sleep(5ms);
                    all.cancel();
                },
                std::ref(group));
            while (auto step = co_await made.next()) {}
        };
        CHECK_NOTHROW(w.run(with_task_group(body))); // the group absorbs that, and nothing else
        CHECK(w.ms() == 5);
    };
    cancelled_at_5_ms([](task_group& g) { return ticking() | stage(g, slower_first, {.width = 2}); });
    cancelled_at_5_ms([](task_group& g) { return merge(g, ticking(), ticking()); });
    cancelled_at_5_ms([](task_group& g) { return ticking() | window(g, 20ms); });
    cancelled_at_5_ms([](task_group& g) { return ticking() | debounce(g, 20ms); });
    cancelled_at_5_ms([](task_group& g) { return std::move(tee(g, ticking(), {.capacity = 9})[0]); });
}

TEST_CASE("stage: when a step has failed nothing more is asked for, also while the consumer is busy") {
    world w;
    int asked = 0;
    auto body = [&](task_group& group) -> task<> {
        auto counted = numbers(1, 99, nullptr, "source", 10ms) | map([&](int n) { return asked = n; });
        auto second_fails = [](int n) -> task<int> {
            co_await sleep(1ms);
            if (n == 2) throw oops(n);
            co_return n;
        };
        auto made = std::move(counted) | stage(group, second_fails, {.width = 3, .ordered = false});
        co_await made.next();
        co_await sleep(1s);
        CHECK(asked == 3); // the third was asked for already
        CHECK_THROWS_AS(co_await made.next(), oops);
    };
    w.run(with_task_group(body));
}

TEST_CASE("stage: early exit cancels the workers, then closes upstream") {
    world w;
    journal said;
    auto body = [&](task_group& group) -> task<> {
        co_await take_and_close(
            numbers(1, 99, &said) | stage(group, slower_first, {.width = 3, .ordered = false}), 1);
        CHECK(group.alive() == 0);
    };
    w.run(with_task_group(body));
    CHECK(said == journal{"source closed"});
}

TEST_CASE("stage: a width of 0 is an error by name") {
    world w;
    auto body = [](task_group& group) -> task<> {
        CHECK_THROWS_AS(stage(group, slower_first, {.width = 0}), value_error);
        co_return;
    };
    w.run(with_task_group(body));
}

TEST_CASE("stage: cancelled anywhere, refused memory anywhere, in any order, it ends and leaves nothing") {
    holds_everywhere(program, 8, 8);
}
