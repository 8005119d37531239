// SPDX-License-Identifier: BSL-1.0
#include <rondo/stream/per_item.hpp>

#include <rondo/sync/channel.hpp>

#include "support.hpp"

#include <memory>

using namespace stream_test;

namespace {

task<int> doubled_later(int n) {
    co_await sleep(10ms);
    co_return 2 * n;
}
const auto odd = [](int n) { return n % 2 != 0; };
const auto squared = [](int n) { return n * n; };
const auto added = [](int a, int b) { return a + b; };

task<> program() {
    auto made = numbers(1, 6) | filter(odd) | map(squared) | scan(added, 0) | enumerate() | take(2);
    while (auto step = co_await made.next()) {}
}

} // namespace

TEST_CASE("per_item: map, filter, take, enumerate and scan give what those of gen/iter give") {
    world w;
    CHECK(all_of(w, numbers(1, 4) | map(squared)) == std::vector{1, 4, 9, 16});
    CHECK(all_of(w, numbers(1, 6) | filter(odd)) == std::vector{1, 3, 5});
    CHECK(all_of(w, numbers(1, 6) | filterfalse(odd)) == std::vector{2, 4, 6});
    CHECK(all_of(w, numbers(1, 6) | take(2)) == std::vector{1, 2});
    CHECK(all_of(w, numbers(1, 6) | take(0)).empty());
    CHECK(all_of(w, numbers(1, 3) | take(9)) == std::vector{1, 2, 3});
    CHECK(all_of(w, numbers(1, 4) | drop(2)) == std::vector{3, 4});
    CHECK(all_of(w, numbers(0, 9) | islice(1, 8, 3)) == std::vector{1, 4, 7});
    CHECK(all_of(w, numbers(1, 4) | scan(added, 0)) == std::vector{1, 3, 6, 10});
    using numbered = std::vector<std::pair<std::ptrdiff_t, int>>;
    CHECK(all_of(w, numbers(7, 8) | enumerate(1)) == numbered{{1, 7}, {2, 8}});
}

TEST_CASE("per_item: stages compose before they have a source") {
    world w;
    const auto both = filter(odd) | map(squared);
    CHECK(all_of(w, numbers(1, 5) | both) == std::vector{1, 9, 25});
    CHECK(all_of(w, both(numbers(1, 3))) == std::vector{1, 9});
}

TEST_CASE("per_item: a function that is a coroutine is awaited, one item at a time") {
    world w;
    CHECK(all_of(w, numbers(1, 3) | map(doubled_later)) == std::vector{2, 4, 6});
    CHECK(w.ms() == 33);
    auto later = [](int n) -> task<bool> {
        co_await sleep(1ms);
        co_return n > 2;
    };
    CHECK(all_of(w, numbers(1, 4) | filter(later)) == std::vector{3, 4});
    auto sum_later = [](int a, int b) -> task<int> {
        co_await sleep(1ms);
        co_return a + b;
    };
    CHECK(all_of(w, numbers(1, 3) | scan(sum_later, 10)) == std::vector{11, 13, 16});
}

TEST_CASE("per_item: nothing is asked of the source before the first next, and no item more than is taken") {
    world w;
    journal said;
    auto two = numbers(1, 9) | map([&](int n) {
                   said.push_back(std::to_string(n));
                   return n;
               }) |
               take(2);
    CHECK(said.empty());
    CHECK(all_of(w, std::move(two)).size() == 2);
    CHECK(said == journal{"1", "2"});
    CHECK(w.ms() == 3); // two items, and the source's clean-up
}

TEST_CASE("per_item: early exit closes upstream, and its clean-up that waits has ended when close returns") {
    world w;
    journal said;
    auto chained = numbers(1, 9, &said) | map(squared) | filter(odd) | enumerate();
    w.run(take_and_close(std::move(chained), 1));
    CHECK(said == journal{"source closed"});
    CHECK(w.ms() == 2);
}

TEST_CASE("per_item: an error of a stage closes upstream and reaches the consumer") {
    world w;
    journal said;
    auto failing = numbers(1, 9, &said) | map([](int n) {
                       if (n == 2) throw oops(n);
                       return n;
                   });
    CHECK_THROWS_AS(all_of(w, std::move(failing)), oops);
    CHECK(said == journal{"source closed"});
}

TEST_CASE("per_item: a source lvalue is borrowed: it is left open, and goes on") {
    world w;
    journal said;
    auto source = numbers(1, 5, &said);
    CHECK(all_of(w, source | take(2)) == std::vector{1, 2});
    CHECK(said.empty());
    CHECK(all_of(w, source | map(squared)) == std::vector{9, 16, 25});
    CHECK(said == journal{"source ended"});
}

TEST_CASE("per_item: a channel is a stream; what only moves passes through") {
    world w;
    channel<std::unique_ptr<int>> line(3);
    for (int i = 1; i <= 3; ++i) line.try_send(new int(i));
    line.close();
    auto kept = all_of(w, line | filter([](const std::unique_ptr<int>& p) { return *p != 2; }));
    REQUIRE(kept.size() == 2);
    CHECK(*kept[1] == 3);
}

TEST_CASE("per_item: cancelled anywhere, refused memory anywhere, in any order, a pipeline ends and leaves "
          "nothing") {
    holds_everywhere(program, 3, 6, 20);
}
