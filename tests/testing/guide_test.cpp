// SPDX-License-Identifier: BSL-1.0
//
// What docs/testing.md shows: a small program, and how it is tested.
#include <rondo/core/cancel_scope.hpp>
#include <rondo/core/sleep.hpp>
#include <rondo/core/task_group.hpp>
#include <rondo/testing/cancel_everywhere.hpp>
#include <rondo/testing/checkpoints.hpp>
#include <rondo/testing/fail_everywhere.hpp>
#include <rondo/testing/recording.hpp>
#include <rondo/testing/sequencer.hpp>
#include <rondo/testing/shuffled.hpp>
#include <rondo/testing/step_hash.hpp>
#include <rondo/testing/test_loop.hpp>

#include <doctest/doctest.h>

#include <vector>

using namespace rondo;
using namespace rondo::testing;

namespace {

// [program]
/// Money that is on its way is on neither account: whatever happens, it must arrive, or go back.
struct accounts {
    int from = 100;
    int to = 0;
    int sum() const { return from + to; }
};

/// Goes on to the other account, or back.
class on_its_way {
public:
    on_its_way(accounts& between, int amount) : between_(between), amount_(amount) { between.from -= amount; }
    on_its_way(const on_its_way&) = delete;
    ~on_its_way() { (arrived_ ? between_.to : between_.from) += amount_; }
    void arrive() { arrived_ = true; }

private:
    accounts& between_;
    int amount_;
    bool arrived_ = false;
};

task<> transfer(accounts& between, int amount) {
    co_await sleep(10ms); // asks the bank
    on_its_way money(between, amount);
    co_await sleep(20ms); // the bank is slow
    money.arrive();
}
// [/program]

} // namespace

// [clock]
TEST_CASE("guide: time moves when the test says so") {
    accounts between;
    test_loop on;
    auto moving = on.spawn(transfer, std::ref(between), 30);
    on.advance(10ms); // everything that is due until then has happened
    CHECK(between.from == 70);
    CHECK_FALSE(moving.done());
    on.advance(20ms);
    CHECK(moving.done());
    CHECK(between.to == 30);
}

TEST_CASE("guide: a whole program in no time") {
    accounts between;
    test_loop on;
    on.run(fail_after(1h, transfer(between, 30))); // time jumps to the next timer
    CHECK(on.now() == instant(30ms));
}
// [/clock]

// [everywhere]
TEST_CASE("guide: cancelled at any place, no money is lost") {
    accounts between;
    auto body = [&] {
        between = accounts();
        return transfer(between, 30);
    };
    const auto places = cancel_everywhere(body, [&] { CHECK(between.sum() == 100); });
    CHECK(places == 5); // before each of three steps, and after those that end in a wait
}

TEST_CASE("guide: whatever allocation fails, no money is lost") {
    accounts between;
    auto body = [&] {
        between = accounts();
        return transfer(between, 30);
    };
    fail_everywhere(body, [&] { CHECK(between.sum() == 100); });
}
// [/everywhere]

// [orders]
TEST_CASE("guide: in whatever order the tasks run") {
    for (std::uint64_t seed = 1; seed <= 20; ++seed) {
        CAPTURE(seed);
        accounts between;
        shuffled chance(seed);
        test_loop on({.chooser = &chance});
        auto all = [&](task_group& group) -> task<> {
            for (int i = 0; i < 5; ++i) group.spawn(transfer, std::ref(between), 10);
            co_return;
        };
        on.run(with_task_group(all));
        CHECK(between.to == 50);
    }
}

TEST_CASE("guide: a run is written down, and made again") {
    const auto run_with = [](oracle& chooser) {
        step_hash steps;
        test_loop on({.chooser = &chooser, .observer = &steps});
        accounts between;
        for (int i = 0; i < 5; ++i) on.spawn(transfer, std::ref(between), 10);
        on.advance(1s);
        return steps.value();
    };
    shuffled chance(7);
    recording first(&chance);
    const auto hash = run_with(first);
    replaying again(choices_from(to_text(first.choices()))); // as text: it may stand in a bug report
    CHECK(run_with(again) == hash);
    CHECK_FALSE(again.diverged());
}

TEST_CASE("guide: one order of events, forced") {
    test_loop on;
    sequencer order;
    std::vector<int> said;
    auto says = [&](std::size_t position) -> task<> {
        auto mine = co_await order(position); // until position - 1 has ended
        said.push_back(static_cast<int>(position));
    };
    auto all = [&](task_group& group) -> task<> {
        for (const std::size_t position : {2U, 0U, 1U}) group.spawn(says, position);
        co_return;
    };
    on.run(with_task_group(all));
    CHECK(said == std::vector<int>{0, 1, 2});
}
// [/orders]

// [checkpoints]
TEST_CASE("guide: a transfer can be cancelled; computing cannot") {
    test_loop on;
    auto body = []() -> task<> {
        accounts between;
        co_await assert_checkpoints(transfer(between, 1));
        auto computes = []() -> task<int> { co_return 42; };
        CHECK(co_await assert_no_checkpoints(computes()) == 42);
    };
    on.run(body());
}
// [/checkpoints]
