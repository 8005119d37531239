// SPDX-License-Identifier: BSL-1.0
#include <rondo/stream/sinks.hpp>

#include <rondo/stream/per_item.hpp>
#include <rondo/sync/channel.hpp>

#include "support.hpp"

using namespace stream_test;

namespace {

task<> program() {
    auto body = [](task_group& group) -> task<> {
        auto [to, from] = open_channel<int>(1);
        group.spawn([](sender<int> line) -> task<> { co_await send_all(std::move(line), numbers(1, 3)); },
                    std::move(to));
        auto later = [](int) -> task<> { co_await sleep(1ms); };
        co_await for_each(from, later);
    };
    co_await with_task_group(body);
}

} // namespace

TEST_CASE("sinks: for_each calls a function with each item, and counts them") {
    world w;
    std::vector<int> seen;
    CHECK(w.run(for_each(numbers(1, 3), [&](int n) { seen.push_back(n); })) == 3);
    CHECK(seen == std::vector{1, 2, 3});
    CHECK(w.run(for_each(numbers(1, 0), [&](int n) { seen.push_back(n); })) == 0);
    auto later = [&](int n) -> task<> {
        co_await sleep(10ms);
        seen.push_back(10 * n);
    };
    const auto before = w.ms();
    CHECK(w.run(for_each(numbers(1, 2), later)) == 2);
    CHECK(w.ms() - before == 22);
    CHECK(seen == std::vector{1, 2, 3, 10, 20});
}

TEST_CASE("sinks: what f throws closes the source that was given away, and leaves open what was lent") {
    world w;
    journal said;
    auto fails = [](int n) {
        if (n == 2) throw oops(n);
    };
    CHECK_THROWS_AS(w.run(for_each(numbers(1, 9, &said), fails)), oops);
    CHECK(said == journal{"source closed"});
    auto lent = numbers(1, 3, &said);
    CHECK_THROWS_AS(w.run(for_each(lent, fails)), oops);
    CHECK(said.size() == 1);
    CHECK(w.run(for_each(lent, [](int) {})) == 1);
    CHECK(said == journal{"source closed", "source ended"});
}

TEST_CASE("sinks: to collects any stream") {
    world w;
    channel<std::unique_ptr<int>> line(3);
    for (int i = 1; i <= 3; ++i) line.try_send(new int(i));
    line.close();
    auto body = [&]() -> task<> {
        auto all = co_await to<std::vector>(line);
        CHECK(all.size() == 3);
        CHECK(*all.back() == 3);
    };
    w.run(body());
    channel<int> numbers_of(2);
    numbers_of.try_send(7);
    numbers_of.close();
    CHECK(w.run(to<std::vector<long>>(numbers_of)) == std::vector<long>{7});
}

TEST_CASE(
    "sinks: send_all goes at the pace of the channel's room, and a sender that is given closes at the end") {
    world w;
    std::vector<int> got;
    int asked = 0;
    auto body = [&](task_group& group) -> task<> {
        auto [to, from] = open_channel<int>(2);
        auto counted = numbers(1, 9) | map([&](int n) { return asked = n; });
        auto sends = [](sender<int> line, async_generator<int&&> source) -> task<> {
            const std::size_t sent = co_await send_all(std::move(line), std::move(source));
            CHECK(sent == 9);
        };
        group.spawn(sends, std::move(to), std::move(counted));
        co_await sleep(1s);
        CHECK(asked == 3); // two have room, one waits for it
        while (auto item = co_await from.next()) got.push_back(*item);
    };
    w.run(with_task_group(body));
    CHECK(got == std::vector{1, 2, 3, 4, 5, 6, 7, 8, 9});
}

TEST_CASE("sinks: send_all leaves a channel that is lent open, and closes the source when nobody receives") {
    world w;
    journal said;
    channel<int> line(9);
    CHECK(w.run(send_all(line, numbers(1, 2))) == 2);
    CHECK_FALSE(line.closed());
    line.close();
    CHECK_THROWS_AS(w.run(send_all(line, numbers(1, 2, &said))), channel_closed);
    CHECK(said == journal{"source closed"});
}

TEST_CASE("sinks: cancelled anywhere, refused memory anywhere, in any order, they end and leave nothing") {
    holds_everywhere(program, 8, 8);
}
