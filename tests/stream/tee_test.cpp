// SPDX-License-Identifier: BSL-1.0
#include <rondo/stream/tee.hpp>

#include <rondo/stream/per_item.hpp>
#include <rondo/testing/settle.hpp>

#include "support.hpp"

#include <memory>

using namespace stream_test;

namespace {

using reader = async_generator<int&&>;

task<> gather(reader from, std::vector<int>& into, duration pace = 0ms) {
    while (auto step = co_await from.next()) {
        into.push_back(*step);
        if (pace > 0ms) co_await sleep(pace);
    }
}
task<> reads(reader from) {
    while (auto step = co_await from.next()) co_await sleep(2ms);
}
task<> program() {
    auto body = [](task_group& group) -> task<> {
        auto [a, b] = tee(group, numbers(1, 4), {.capacity = 2});
        group.spawn(reads, std::move(a) | take(3));
        while (auto step = co_await b.next()) {}
        auto readers = tee<3>(group, numbers(1, 3));
        co_await readers[1].next();
        co_await readers[0].close();
        co_await readers[1].close();
    };
    co_await with_task_group(body);
}
int failing_at_three(int n) {
    if (n == 3) throw oops(n);
    return n;
}

} // namespace

TEST_CASE("tee: each reader has all items, in order, and the source is asked once for each") {
    world w;
    journal said;
    std::vector<int> one, two, three;
    auto body = [&](task_group& group) -> task<> {
        auto readers = tee<3>(group, numbers(1, 5, &said), {.capacity = 4});
        CHECK(group.alive() == 0); // nothing runs before the first next
        group.spawn(gather, std::move(readers[0]), std::ref(one), 0ms);
        group.spawn(gather, std::move(readers[1]), std::ref(two), 3ms);
        group.spawn(gather, std::move(readers[2]), std::ref(three), 1ms);
        co_return;
    };
    w.run(with_task_group(body));
    const std::vector all{1, 2, 3, 4, 5};
    CHECK(one == all);
    CHECK(two == all);
    CHECK(three == all);
    CHECK(said == journal{"source ended"});
}

TEST_CASE(
    "tee: a reader that is behind by capacity items holds the others back until it takes one, is closed, or "
    "dropped") {
    world w;
    int asked = 0;
    std::vector<int> fast;
    auto body = [&](task_group& group) -> task<> {
        auto counted = numbers(1, 9) | map([&](int n) { return asked = n; });
        auto readers = tee<3>(group, std::move(counted), {.capacity = 2});
        reader slow = std::move(readers[1]);
        std::optional<reader> dropped(std::move(readers[2]));
        group.spawn(gather, std::move(readers[0]), std::ref(fast), 0ms);
        co_await sleep(1s);
        CHECK(asked == 2);
        CHECK(fast == std::vector{1, 2});
        auto first = co_await slow.next();
        CHECK(*first == 1);
        co_await sleep(1s);
        CHECK(asked == 2); // the third one has taken nothing
        dropped.reset();
        co_await sleep(1s);
        CHECK(asked == 3);
        co_await slow.close();
        co_await sleep(1s);
        CHECK(asked == 9);
    };
    w.run(with_task_group(body));
    CHECK(fast.size() == 9);
}

TEST_CASE("tee: nothing is asked for that nobody wants") {
    world w;
    int asked = 0;
    auto body = [&](task_group& group) -> task<> {
        auto [a, b] = tee(group, numbers(1, 9) | map([&](int n) { return asked = n; }), {.capacity = 5});
        for (int i = 1; i <= 3; ++i) co_await a.next();
        co_await sleep(1s);
        CHECK(asked == 3);
        auto got = co_await b.next(); // waits for it already
        CHECK(*got == 1);
        CHECK(asked == 3);
        co_await a.close();
        co_await b.close();
    };
    w.run(with_task_group(body));
}

TEST_CASE("tee: in turn by one task, whoever is asked first") {
    world w;
    std::vector<int> all;
    auto body = [&](task_group& group) -> task<> {
        auto [a, b] = tee(group, numbers(1, 3));
        for (int i = 0; i < 3; ++i) {
            auto right = co_await b.next();
            all.push_back(*right);
            auto left = co_await a.next();
            all.push_back(*left);
        }
        auto end = co_await a.next();
        CHECK_FALSE(end);
        auto also = co_await b.next();
        CHECK_FALSE(also);
        CHECK(group.alive() == 0);
    };
    w.run(with_task_group(body));
    CHECK(all == std::vector{1, 1, 2, 2, 3, 3});
}

TEST_CASE("tee: the last reader that leaves closes the source, and waits for its clean-up") {
    world w;
    journal said;
    auto body = [&](task_group& group) -> task<> {
        auto [a, b] = tee(group, numbers(1, 9, &said));
        co_await a.next();
        co_await a.close();
        CHECK(said.empty());
        co_await b.close(); // never asked: dropped
        co_await rondo::testing::settle();
        co_await sleep(2ms);
        CHECK(said == journal{"source closed"});
        auto [c, d] = tee(group, numbers(1, 9, &said));
        co_await c.next();
        co_await d.next();
        co_await d.close();
        co_await c.close();
        CHECK(said.size() == 2);
        CHECK(group.alive() == 0);
    };
    w.run(with_task_group(body));
}

TEST_CASE("tee: what the source throws reaches each reader, after the items before it; the group is not "
          "concerned") {
    world w;
    journal said;
    auto body = [&](task_group& group) -> task<> {
        auto [a, b] = tee(group, numbers(1, 9, &said) | map(failing_at_three), {.capacity = 9});
        for (reader* one : {&a, &b}) {
            std::vector<int> got;
            bool failed = false;
            try {
                while (auto step = co_await one->next()) got.push_back(*step);
            } catch (const oops&) {
                failed = true;
            }
            CHECK(failed);
            CHECK(got == std::vector{1, 2});
        }
        co_await sleep(1ms);
        said.push_back("goes on");
    };
    w.run(with_task_group(body));
    CHECK(said == journal{"source closed", "goes on"});
}

TEST_CASE("tee: what the source's close throws reaches the reader that was the last to leave") {
    struct badly_closed {
        task<std::optional<int>> next() {
            co_await sleep(1ms);
            co_return 1;
        }
        task<> close() {
            co_await sleep(1ms);
            throw oops(7);
        }
    };
    world w;
    auto body = [&](task_group& group) -> task<> {
        auto [a, b] = tee(group, badly_closed());
        co_await a.next();
        co_await b.next();
        co_await a.close();
        bool failed = false;
        try {
            co_await b.close();
        } catch (const oops&) {
            failed = true;
        }
        CHECK(failed);
    };
    w.run(with_task_group(body));
}

TEST_CASE("tee: a reader whose wait is cancelled has ended, as any stream; the others lose nothing") {
    world w;
    auto body = [&](task_group& group) -> task<> {
        auto [a, b] = tee(group, numbers(1, 3, nullptr, "source", 10ms));
        auto in_time = co_await move_on_after(5ms, a.next());
        CHECK_FALSE(in_time);
        std::vector<int> got;
        while (auto step = co_await b.next()) got.push_back(*step);
        CHECK(got == std::vector{1, 2, 3});
        CHECK(w.ms() == 30); // the wait that began for the other
    };
    w.run(with_task_group(body));
}

TEST_CASE("tee: a group that is cancelled under it is an error by name, not an end") {
    world w;
    std::string text;
    auto outer = [&](task_group& other) -> task<> {
        auto [a, b] = tee(other, numbers(1, 9));
        co_await a.next();
        other.cancel();
        try {
            co_await shield([](reader& s) -> task<> {
                while (auto step = co_await s.next()) {}
            }(b));
        } catch (const runtime_error& error) {
            text = error.what();
        }
    };
    w.run(with_task_group(outer));
    CHECK(text.find("cancelled with its group") != std::string::npos);
}

TEST_CASE("tee: a capacity of 0 is an error by name; one reader may have what only moves") {
    world w;
    auto body = [](task_group& group) -> task<> {
        CHECK_THROWS_AS(tee(group, numbers(1, 2), {.capacity = 0}), value_error);
        auto [only] = tee<1>(group, numbers(1, 2) | map([](int n) { return std::make_unique<int>(n); }));
        auto got = co_await only.next();
        CHECK(**got == 1);
        co_await only.close();
    };
    w.run(with_task_group(body));
}

TEST_CASE("tee: an empty stream ends for all") {
    world w;
    auto body = [](task_group& group) -> task<> {
        auto [a, b] = tee(group, numbers(1, 0));
        auto end = co_await a.next();
        CHECK_FALSE(end);
        auto other = co_await b.next();
        CHECK_FALSE(other);
    };
    w.run(with_task_group(body));
}

TEST_CASE("tee: cancelled anywhere, refused memory anywhere, in any order, it ends and leaves nothing") {
    holds_everywhere(program, 8, 8, 20);
}
