// SPDX-License-Identifier: BSL-1.0
#include <rondo/fiber/awaited.hpp>

#include <rondo/core/async_generator.hpp>
#include <rondo/fiber/fiber_generator.hpp>
#include <rondo/fiber/spawn_fiber.hpp>
#include <rondo/gen/iter.hpp>
#include <rondo/stream/bridges.hpp>
#include <rondo/stream/per_item.hpp>
#include <rondo/sync/channel.hpp>

#include "stream/support.hpp"

#include <algorithm>
#include <memory>

using namespace stream_test;

namespace {

int sum_of_two() {
    int total = 0;
    std::ranges::for_each(awaited(numbers(1, 9)) | take(2), [&](int n) { total += n; });
    return total;
}
void walk(int depth, yielder<int>& yield) {
    if (depth == 0) return;
    walk(depth - 1, yield);
    yield(depth);
}
/// Visited by recursion.
auto recursive(int depth) {
    return fiber_generator<int>([depth](yielder<int>& yield) { walk(depth, yield); });
}
task<> program() {
    const auto reads = [] {
        int sum = 0;
        for (const int n : awaited(numbers(1, 3))) sum += n;
        for (const int n : awaited(as_stream(recursive(9)))) {
            sum += n;
            if (n == 3) break;
        }
        auto part = awaited(numbers(1, 3));
        part.next();
        part.close();
        return sum;
    };
    co_await on_fiber(reads);
}

} // namespace

TEST_CASE("awaited: a stream, or a channel, is a plain loop on a fiber, and the fiber alone waits") {
    world w;
    std::vector<int> got;
    w.run(on_fiber([&] {
        for (const int n : awaited(numbers(1, 3))) got.push_back(n);
        CHECK(w.ms() == 3);
        channel<std::unique_ptr<int>> line(2);
        line.try_send(new int(4));
        line.close();
        for (std::unique_ptr<int>&& only : awaited(line))
            got.push_back(*std::unique_ptr<int>(std::move(only)));
        for (const int n : awaited(numbers(1, 0))) got.push_back(n);
        got.push_back(sum_of_two());
    }));
    CHECK(got == std::vector{1, 2, 3, 4, 3});
}

TEST_CASE("awaited: there and back: a walk by recursion becomes a stream, and a generator again") {
    world w;
    w.run(on_fiber([&] {
        auto odd = as_stream(recursive(5)) | filter([](int n) { return n % 2 != 0; });
        CHECK(to<std::vector>(awaited(std::move(odd))) == std::vector{1, 3, 5});
    }));
}

TEST_CASE(
    "awaited: a loop that is left, an error, and close() each close what was given away, and wait for it") {
    world w;
    journal said;
    w.run(on_fiber([&] {
        for (const int n : awaited(numbers(1, 9, &said))) {
            if (n == 2) break;
        }
        CHECK(joined(said) == "source closed");
        CHECK(w.ms() == 3);
        auto fails = [](int n) {
            if (n == 2) throw oops(n);
            return n;
        };
        CHECK(raised([&] {
                  for (const int n : awaited(numbers(1, 9, &said) | map(fails))) static_cast<void>(n);
              }) == "oops 2");
        auto open = awaited(numbers(1, 9, &said));
        open.next();
        open.close();
        CHECK(said.size() == 3);
        auto lent = numbers(1, 3, &said);
        for (const int n : awaited(lent)) {
            if (n == 2) break;
        }
        CHECK(said.size() == 3);
        for (const int n : awaited(lent)) CHECK(n == 3);
        CHECK(said.back() == "source ended");
    }));
}

TEST_CASE(
    "awaited: what a close throws reaches who asks, or the unraisable hook when the generator is dropped") {
    struct badly_closed {
        task<std::optional<int>> next() {
            co_await sleep(1ms);
            if (left-- == 0) co_return std::nullopt;
            co_return left;
        }
        task<> close() {
            co_await sleep(1ms);
            throw oops(7);
        }
        int left = 1;
    };
    world w;
    const lost_errors lost;
    w.run(on_fiber([&] {
        CHECK(raised([] {
                  for (const int n : awaited(badly_closed())) static_cast<void>(n);
              }) == "oops 7");
        CHECK(lost.count() == 0);
        for (const int n : awaited(badly_closed())) {
            static_cast<void>(n);
            break;
        }
        CHECK(lost.count() == 1);
    }));
}

TEST_CASE("awaited: outside of a fiber it says so") {
    world w;
    auto body = []() -> task<> {
        auto all = awaited(numbers(1, 2));
        CHECK(raised([&] { all.next(); }).find("fiber") != std::string::npos);
        co_return;
    };
    w.run(body());
}

TEST_CASE("awaited: cancelled anywhere, refused memory anywhere, in any order, it ends and leaves nothing") {
    holds_everywhere(program, 6, 6);
}
