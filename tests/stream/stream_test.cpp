// SPDX-License-Identifier: BSL-1.0
#include <rondo/stream/stream.hpp>

#include <rondo/stream/per_item.hpp>
#include <rondo/sync/channel.hpp>

#include "support.hpp"

#include <memory>

using namespace stream_test;

namespace {

/// A user's own: an awaited next() and no close().
struct countdown {
    int left = 3;
    task<std::optional<int>> next() {
        co_await sleep(1ms);
        if (left == 0) co_return std::nullopt;
        co_return left--;
    }
};
/// One whose close tells, and fails when it is told to.
struct closed_by_hand : countdown {
    explicit closed_by_hand(journal& to, bool fail = false) : said(&to), fails(fail) {}
    task<> close() {
        co_await sleep(1ms);
        said->push_back("closed by hand");
        if (fails) throw oops(7);
    }
    journal* said;
    bool fails;
};

} // namespace

TEST_CASE("stream: anything whose next is awaited and gives an item or the end is one") {
    static_assert(stream<async_generator<int>> && stream<async_generator<int>&>);
    static_assert(stream<channel<int>&> && stream<receiver<int>> && stream<countdown>);
    static_assert(!stream<generator<int>> && !stream<std::vector<int>> && !stream<int>);
    static_assert(std::same_as<stream_item_t<async_generator<int>>, const int&>);
    static_assert(std::same_as<stream_item_t<async_generator<int&>>, int&>);
    static_assert(std::same_as<stream_item_t<channel<int>&>, int&&>);
    static_assert(std::same_as<stream_value_t<async_generator<std::string>>, std::string>);
    static_assert(std::same_as<stream_of_t<async_generator<int>>, async_generator<int>>);
    world w;
    CHECK(all_of(w, countdown() | map([](int n) { return 10 * n; })) == std::vector{30, 20, 10});
}

TEST_CASE("stream: a stage closes what it owns at its end, and on an early exit") {
    world w;
    journal said;
    CHECK(all_of(w, closed_by_hand(said) | filter([](int n) { return n != 2; })) == std::vector{3, 1});
    CHECK(said == journal{"closed by hand"});
    w.run(take_and_close(closed_by_hand(said) | map([](int n) { return n; }), 1));
    CHECK(said.size() == 2);
}

TEST_CASE("stream: what a close throws reaches the consumer") {
    world w;
    journal said;
    CHECK_THROWS_AS(all_of(w, closed_by_hand(said, true) | take(1)), oops);
    CHECK_THROWS_AS(w.run(take_and_close(closed_by_hand(said, true) | take(3), 1)), oops);
}
