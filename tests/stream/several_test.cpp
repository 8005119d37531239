// SPDX-License-Identifier: BSL-1.0
#include <rondo/stream/several.hpp>

#include <rondo/stream/per_item.hpp>

#include "support.hpp"

using namespace stream_test;

namespace {

async_generator<int> up_to(int n) { return numbers(1, n); }

task<> program() {
    auto joined = chain(numbers(1, 2), numbers(3, 4));
    auto pairs = zip(std::move(joined), numbers(1, 2) | map(up_to) | flatten());
    for (int i = 0; i < 3; ++i) {
        auto step = co_await pairs.next();
        if (!step) break;
    }
    co_await pairs.close();
}

} // namespace

TEST_CASE("several: chain gives one stream after another, each closed before the next is asked") {
    world w;
    journal said;
    auto all = chain(numbers(1, 2, &said, "a"), numbers(3, 4, &said, "b"), numbers(5, 5, &said, "c"));
    CHECK(all_of(w, std::move(all)) == std::vector{1, 2, 3, 4, 5});
    CHECK(said == journal{"a ended", "b ended", "c ended"});
}

TEST_CASE("several: zip asks in order, and closes all, the first first") {
    world w;
    journal said;
    auto pairs = zip(numbers(1, 9, &said, "a"), numbers(5, 6, &said, "b"));
    CHECK(all_of(w, std::move(pairs)) == std::vector<std::tuple<int, int>>{{1, 5}, {2, 6}});
    CHECK(said == journal{"b ended", "a closed"});
    said.clear();
    w.run(take_and_close(zip(numbers(1, 9, &said, "a"), numbers(5, 9, &said, "b")), 1));
    CHECK(said == journal{"a closed", "b closed"});
    using three = std::tuple<int, std::string, int>;
    auto named =
        zip(numbers(1, 2), numbers(7, 9) | map([](int n) { return std::to_string(n); }), numbers(4, 9));
    CHECK(all_of(w, std::move(named)) == std::vector<three>{{1, "7", 4}, {2, "8", 5}});
    CHECK(all_of(w, zip(numbers(1, 0), numbers(1, 2))).empty());
}

TEST_CASE(
    "several: flatten gives the items of one stream after another; early exit closes from the inside out") {
    world w;
    CHECK(all_of(w, numbers(1, 3) | map(up_to) | flatten()) == std::vector{1, 1, 2, 1, 2, 3});
    journal said;
    auto inner = [&](int) { return numbers(1, 9, &said, "inner"); };
    w.run(take_and_close(numbers(1, 9, &said, "outer") | map(inner) | flatten(), 1));
    CHECK(said == journal{"inner closed", "outer closed"});
}

TEST_CASE("several: an error of one stream closes the others and reaches the consumer") {
    world w;
    journal said;
    auto failing = [](int n) {
        if (n == 2) throw oops(n);
        return n;
    };
    CHECK_THROWS_AS(all_of(w, zip(numbers(1, 9, &said, "a"), numbers(1, 9) | map(failing))), oops);
    CHECK(said == journal{"a closed"});
}

TEST_CASE("several: a stream that is left in the chain is closed in its turn") {
    world w;
    journal said;
    w.run(take_and_close(chain(numbers(1, 2, &said, "a"), numbers(3, 9, &said, "b")), 3));
    CHECK(said == journal{"a ended", "b closed"});
}

TEST_CASE("several: cancelled anywhere, refused memory anywhere, in any order, they end and leave nothing") {
    holds_everywhere(program, 3, 6);
}
