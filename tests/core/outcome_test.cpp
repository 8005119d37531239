// SPDX-License-Identifier: BSL-1.0
#include <rondo/core/outcome.hpp>

#include "core/rows.hpp"

#include <memory>

using namespace core_test;

TEST_CASE("outcome: holds a value, an error or the word cancelled, and only one of them") {
    const outcome<int> good(7);
    CHECK(good.has_value());
    CHECK(static_cast<bool>(good));
    CHECK(good.value() == 7);
    CHECK(good.error() == nullptr);
    CHECK_FALSE(good.is_cancelled());

    const std::exception_ptr thrown = std::make_exception_ptr(oops(3));
    const outcome<int> bad(thrown);
    CHECK_FALSE(bad.has_value());
    CHECK(bad.error() == thrown);
    CHECK_THROWS_AS(static_cast<void>(bad.value()), oops);

    const outcome<int> gone = outcome<int>::make_cancelled();
    CHECK(gone.is_cancelled());
    CHECK(gone.error() == nullptr);
    CHECK_THROWS_AS(static_cast<void>(gone.value()), task_cancelled);
}

TEST_CASE("outcome: of nothing, and of what can only be moved") {
    const outcome<void> done{std::monostate()};
    CHECK(done.has_value());
    done.value();
    outcome<std::unique_ptr<int>> held(std::make_unique<int>(5));
    CHECK(*std::move(held).value() == 5);
}

TEST_CASE("outcome_of: how a task ended, as its handle knows it; too early it throws") {
    world w;
    w.run([&]() -> task<> {
        auto works = []() -> task<int> { co_return 4; };
        auto fails = []() -> task<int> {
            co_await yield_now();
            throw oops(1);
        };
        auto stays = []() -> task<int> {
            co_await sleep(forever);
            co_return 0;
        };
        auto a = w.on.root().spawn(works);
        auto b = w.on.root().spawn(fails);
        auto c = w.on.root().spawn(stays);
        CHECK_THROWS_AS(static_cast<void>(outcome_of(a)), invalid_state_error);
        co_await sleep(1ms);
        c.cancel();
        co_await sleep(1ms);
        CHECK(outcome_of(a).value() == 4);
        CHECK(name_of(outcome_of(b).error()) == "oops 1");
        CHECK(outcome_of(c).is_cancelled());
    });
}
