// SPDX-License-Identifier: BSL-1.0
#include <rondo/core/when_all.hpp>

#include "core/rows.hpp"

#include <memory>

using namespace core_test;

namespace {

task<int> after(duration d, int value) {
    co_await sleep(d);
    co_return value;
}
task<int> fails_after(duration d, int number) {
    co_await sleep(d);
    throw oops(number);
}
task<> says_when_cancelled(journal& said, std::string word) {
    try {
        co_await sleep(forever);
    } catch (const cancelled&) {
        said.push_back(word);
        throw;
    }
}

} // namespace

TEST_CASE("L14: when_all gives the results in the order of the arguments, whatever the order of ending") {
    world w;
    w.run([&]() -> task<> {
        auto text = [](duration d) -> task<std::string> {
            co_await sleep(d);
            co_return "text";
        };
        auto all = co_await when_all(after(3ms, 3), text(1ms), sleep(2ms));
        auto& [number, word, nothing] = all;
        CHECK(number == 3);
        CHECK(word == "text");
        static_assert(std::same_as<std::remove_reference_t<decltype(nothing)>, std::monostate>);
        std::vector<task<int>> many;
        for (int i = 0; i < 5; ++i) many.push_back(after(std::chrono::milliseconds(5 - i), i));
        auto values = co_await when_all(std::move(many));
        CHECK(values == std::vector<int>{0, 1, 2, 3, 4});
    });
    CHECK(w.ms() == 8);
}

TEST_CASE("when_all: a task that gives a reference gives that reference") {
    world w;
    int there = 1;
    auto refers = [](int& to) -> task<int&> {
        co_await sleep(1ms);
        co_return to;
    };
    auto main = [&]() -> task<> {
        auto both = co_await when_all(refers(there), refers(there));
        std::get<0>(both) = 7;
        CHECK(&std::get<1>(both) == &there);
    };
    w.run(main());
    CHECK(there == 7);
}

TEST_CASE("L14: the first error is thrown, the same object, when the others have ended; later errors reach "
          "the hook") {
    lost_errors lost;
    journal said;
    world w;
    const std::exception_ptr thrown = std::make_exception_ptr(oops(1));
    w.run([&]() -> task<> {
        auto throws_it = [](std::exception_ptr e) -> task<> {
            co_await sleep(2ms);
            std::rethrow_exception(e);
        };
        auto dies_badly = []() -> task<> {
            try {
                co_await sleep(forever);
            } catch (const cancelled&) {}
            throw oops(2);
        };
        std::exception_ptr caught;
        try {
            co_await when_all(says_when_cancelled(said, "a"), throws_it(thrown),
                              says_when_cancelled(said, "c"), dies_badly());
        } catch (...) {
            caught = std::current_exception();
        }
        CHECK(caught == thrown);
        CHECK(joined(said) == "a | c");
    });
    CHECK(lost.count() == 1);
}

TEST_CASE(
    "L14: tasks that others own: their handles may stand there twice, and go on after the first error") {
    journal said;
    world w;
    w.run([&]() -> task<> {
        auto goes_on = [](journal& s) -> task<int> {
            co_await sleep(5ms);
            s.push_back("went on");
            co_return 5;
        };
        auto owned = w.on.root().spawn(goes_on, std::ref(said));
        auto failing = w.on.root().spawn(fails_after, 1ms, 7);
        CHECK_THROWS_AS(co_await when_all(owned, failing), oops);
        CHECK(w.ms() == 1);
        CHECK(said.empty());
        auto twice = co_await when_all(owned, owned);
        CHECK(std::get<0>(twice) == 5);
        CHECK(std::get<1>(twice) == 5);
    });
    CHECK(joined(said) == "went on");
}

TEST_CASE("L14: nothing to wait for is an empty result, at once") {
    world w;
    w.run([&]() -> task<> {
        CHECK((co_await when_all(std::vector<task<int>>())).empty());
        static_assert(std::tuple_size_v<await_result_t<decltype(when_all())>> == 0);
        co_await when_all();
    });
    CHECK(w.ms() == 0);
}

TEST_CASE("L15: cancelling who waits cancels the tasks in order; a cancelled task looks like an error") {
    journal said;
    world w;
    w.run([&]() -> task<> {
        auto got = co_await move_on_after(1ms, when_all(says_when_cancelled(said, "a"),
                                                        says_when_cancelled(said, "b"),
                                                        says_when_cancelled(said, "c")));
        CHECK_FALSE(got);
        CHECK(joined(said) == "a | b | c");

        auto stays = w.on.root().spawn(after, 10s, 1);
        auto both = [](join_handle<int> other) -> task<std::string> {
            try {
                co_await when_all(other, sleep(20s));
            } catch (const task_cancelled&) {
                co_return "task_cancelled";
            }
            co_return "nothing";
        };
        auto waits = w.on.root().spawn(both, stays);
        co_await sleep(1ms);
        stays.cancel();
        CHECK(co_await waits == "task_cancelled");
    });
}

TEST_CASE("when_all: what all have given is kept although the scope was cancelled in the same turn") {
    world w;
    w.run([&]() -> task<> {
        cancel_scope scope;
        auto ends_and_cancels = [](cancel_scope& s) -> task<int> {
            co_await sleep(1ms);
            s.cancel();
            co_return 3;
        };
        auto got = co_await scope.run(when_all(ends_and_cancels(scope)));
        REQUIRE(got);
        CHECK(std::get<0>(*got) == 3);
    });
}

TEST_CASE("when_all_settled: an outcome for each, and no error touches another") {
    lost_errors lost;
    world w;
    w.run([&]() -> task<> {
        auto all = co_await when_all_settled(fails_after(2ms, 1), after(3ms, 5), sleep(1ms));
        CHECK(name_of(std::get<0>(all).error()) == "oops 1");
        CHECK(std::get<1>(all).value() == 5);
        CHECK(std::get<2>(all).has_value());
        std::vector<task<int>> many;
        many.push_back(after(1ms, 1));
        many.push_back(fails_after(1ms, 2));
        auto each = co_await when_all_settled(std::move(many));
        CHECK(each[0].value() == 1);
        CHECK(name_of(each[1].error()) == "oops 2");
    });
    CHECK(lost.count() == 0);
}

TEST_CASE("when_all_settled: cancelled from outside, the outcomes say so, and the next wait throws") {
    world w;
    bool told = false;
    w.run([&]() -> task<> {
        auto waits = [](bool& said) -> task<> {
            auto all = co_await when_all_settled(after(1h, 1), after(0s, 2));
            said = std::get<0>(all).is_cancelled() && std::get<1>(all).value() == 2;
            co_await yield_now();
            said = false;
        };
        CHECK_FALSE(co_await move_on_after(1ms, waits(told)));
    });
    CHECK(told);
}
