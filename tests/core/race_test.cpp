// SPDX-License-Identifier: BSL-1.0
#include <rondo/core/race.hpp>
#include <rondo/core/when_all.hpp>

#include "core/rows.hpp"
#include "core/slot.hpp"

#include <memory>

using namespace core_test;

namespace {

task<int> after(duration d, int value) {
    co_await sleep(d);
    co_return value;
}
task<std::string> word_after(duration d, std::string word) {
    co_await sleep(d);
    co_return word;
}
task<int> fails_after(duration d, int number) {
    co_await sleep(d);
    throw oops(number);
}
task<int> says_when_cancelled(journal& said, std::string word, duration cleanup) {
    bool cut = false;
    try {
        co_await sleep(forever);
    } catch (const cancelled&) {
        cut = true;
    }
    if (cut) co_await shield(sleep(cleanup));
    said.push_back(word);
    throw cancelled();
}

} // namespace

TEST_CASE("race: the first to end wins; the losers have really ended, with their clean-up, when it returns") {
    journal said;
    world w;
    w.run([&]() -> task<> {
        auto won = co_await race(says_when_cancelled(said, "a", 5ms), after(2ms, 2),
                                 says_when_cancelled(said, "c", 1ms));
        auto& [first, which] = won;
        CHECK(first == 2);
        CHECK(which == 1);
    });
    CHECK(joined(said) == "c | a");
    CHECK(w.ms() == 7);
}

TEST_CASE("race: tasks are spawned in the order of the arguments and first run in the next turn; of two that "
          "end in one "
          "turn the earlier wins") {
    journal said;
    world w;
    w.run([&]() -> task<> {
        auto immediate = [](journal& s, int n) -> task<int> {
            s.push_back("run " + std::to_string(n));
            co_return n;
        };
        auto won = co_await race(immediate(said, 0), immediate(said, 1), immediate(said, 2));
        CHECK(won.first == 0);
    });
    CHECK(joined(said).substr(0, 5) == "run 0");
}

TEST_CASE("race: results of several types are a variant by position; nothing is a monostate") {
    world w;
    w.run([&]() -> task<> {
        auto won = co_await race(after(3ms, 1), word_after(1ms, "word"), sleep(2ms));
        CHECK(won.which == 1);
        CHECK(std::get<1>(won.first) == "word");
        auto tick = co_await race(sleep(2ms), sleep(1ms));
        static_assert(std::same_as<decltype(tick.first), std::monostate>);
        CHECK(tick.which == 1);
        auto moved = [](int n) -> task<std::unique_ptr<int>> { co_return std::make_unique<int>(n); };
        auto held = co_await race(moved(1), moved(2));
        CHECK(*held.first == 1);
    });
}

TEST_CASE("race: an error of the first to end is thrown, the same object; the others have ended") {
    journal said;
    world w;
    const std::exception_ptr thrown = std::make_exception_ptr(oops(8));
    w.run([&]() -> task<> {
        auto throws_it = [](std::exception_ptr e) -> task<int> {
            co_await sleep(1ms);
            std::rethrow_exception(e);
        };
        std::exception_ptr caught;
        try {
            co_await race(throws_it(thrown), says_when_cancelled(said, "other", 1ms));
        } catch (...) {
            caught = std::current_exception();
        }
        CHECK(caught == thrown);
    });
    CHECK(joined(said) == "other");
}

TEST_CASE("race: the error of a loser goes to the unraisable hook, once") {
    lost_errors lost;
    world w;
    w.run([&]() -> task<> {
        auto dies_badly = []() -> task<int> {
            try {
                co_await sleep(forever);
            } catch (const cancelled&) {}
            throw oops(5);
        };
        auto won = co_await race(after(1ms, 1), dies_badly());
        CHECK(won.first == 1);
    });
    CHECK(lost.count() == 1);
}

TEST_CASE("race: cancelled from outside, all are cancelled, in order, and it throws cancelled") {
    journal said;
    world w;
    w.run([&]() -> task<> {
        auto got = co_await move_on_after(
            3ms, race(says_when_cancelled(said, "a", 1ms), says_when_cancelled(said, "b", 1ms)));
        CHECK_FALSE(got);
    });
    CHECK(joined(said) == "a | b");
    CHECK(w.ms() == 4);
}

TEST_CASE("race: a vector of tasks; nobody at all is an error") {
    world w;
    w.run([&]() -> task<> {
        std::vector<task<int>> many;
        for (int i = 0; i < 100; ++i) many.push_back(after(std::chrono::milliseconds(100 - i), i));
        auto won = co_await race(std::move(many));
        CHECK(won.first == 99);
        CHECK(won.which == 99);
        CHECK_THROWS_AS(co_await race(std::vector<task<int>>()), value_error);
    });
}

TEST_CASE("race: two waits that are completed in one turn deliver one value; the other stays where it was") {
    world w;
    w.run([&]() -> task<> {
        slot<int> a, b;
        auto sender = [](slot<int>& to, int n) -> task<> {
            to.put(n);
            co_return;
        };
        w.on.root().spawn(sender, std::ref(a), 1);
        w.on.root().spawn(sender, std::ref(b), 2);
        auto won = co_await race(a.take(), b.take());
        CHECK(won.which == 0);
        CHECK(won.first == 1);
        CHECK(b.full());
        CHECK(co_await b.take() == 2);
        CHECK(a.waiting() == 0);
    });
}

TEST_CASE("race: who is ready already wins without waiting, in the order of the arguments") {
    world w;
    w.run([&]() -> task<> {
        slot<int> a, b;
        a.put(1);
        b.put(2);
        auto won = co_await race(a.take(), b.take());
        CHECK(won.first == 1);
        CHECK(b.full());
    });
}

TEST_CASE("race: races nest, and an inner arm wins only together with the outer one") {
    world w;
    w.run([&]() -> task<> {
        slot<int> a, b, c;
        detail::entrant inner_arms[2];
        auto take_a = a.take();
        auto take_b = b.take();
        inner_arms[0].enter(take_a);
        inner_arms[1].enter(take_b);
        detail::first_of inner(inner_arms, 2);
        auto take_c = c.take();
        detail::entrant outer_arms[2];
        outer_arms[0].enter(take_c);
        outer_arms[1].enter(inner);
        auto senders = [](slot<int>& x, slot<int>& y) -> task<> {
            x.put(1); // takes the outer claim
            y.put(2); // finds it taken
            co_return;
        };
        w.on.root().spawn(senders, std::ref(c), std::ref(b));
        detail::first_of outer(outer_arms, 2);
        const std::size_t which = co_await outer;
        CHECK(which == 0);
        CHECK(take_c.take() == 1);
        CHECK(b.full());
        CHECK(a.waiting() + b.waiting() == 0);
    });
}

TEST_CASE(
    "race: an arm that cannot be aborted at once is waited for, and what it brings late is disposed of") {
    world w;
    w.run([&]() -> task<> {
        slow_abort stubborn(w.on);
        slot<int> a;
        auto sender = [](slot<int>& to) -> task<> {
            co_await sleep(1ms);
            to.put(4);
        };
        w.on.root().spawn(sender, std::ref(a));
        auto won = co_await race(a.take(), stubborn.wait());
        CHECK(won.which == 0);
        CHECK(std::get<0>(won.first) == 4);
        CHECK(stubborn.asked == 1);
        CHECK(w.ms() == 1 + slow_abort::delay_ms);
    });
}

TEST_CASE("race: arms that throw when started leave the others as if they had never begun") {
    world w;
    w.run([&]() -> task<> {
        slot<int> a;
        CHECK_THROWS_AS(co_await race(a.take(), throws_at_start()), oops);
        CHECK(a.waiting() == 0);
        a.put(1);
        CHECK(co_await a.take() == 1);
    });
}

TEST_CASE("when_any: the first that succeeds; failures before it do not count") {
    world w;
    w.run([&]() -> task<> {
        auto won = co_await when_any(fails_after(1ms, 1), after(3ms, 7), fails_after(2ms, 2), after(5ms, 8));
        CHECK(won.first == 7);
        CHECK(won.which == 1);
    });
    CHECK(w.ms() == 3);
}

TEST_CASE("when_any: a wait that throws as it is asked, or begun, counts as that one's failure") {
    world w;
    w.run([&]() -> task<> {
        auto won = co_await when_any(throws_when_asked(), throws_at_start(), after(3ms, 7));
        CHECK(won.first == 7);
        CHECK(won.which == 2);
        slot<int> a;
        a.put(5); // ready behind one that throws
        auto ready = co_await when_any(throws_when_asked(), a.take());
        CHECK(ready.which == 1);
        std::exception_ptr caught;
        try {
            co_await when_any(throws_at_start(), throws_when_asked(), fails_after(1ms, 3));
        } catch (...) {
            caught = std::current_exception();
        }
        CHECK(name_of(caught) == "group[oops 2 oops 9 oops 3]");
        std::vector<throws_when_asked> both(2);
        try {
            co_await when_any(std::move(both));
        } catch (...) {
            caught = std::current_exception();
        }
        CHECK(name_of(caught) == "group[oops 2 oops 2]");
        CHECK_THROWS_AS(co_await race(throws_when_asked(), after(1ms, 1)), oops);
    });
    CHECK(w.ms() == 4);
}

TEST_CASE("when_any: when all have failed, a group of their errors in the order of failure") {
    world w;
    w.run([&]() -> task<> {
        std::exception_ptr caught;
        try {
            co_await when_any(fails_after(3ms, 3), fails_after(1ms, 1), fails_after(2ms, 2));
        } catch (...) {
            caught = std::current_exception();
        }
        CHECK(name_of(caught) == "group[oops 1 oops 2 oops 3]");
        std::vector<task<int>> many;
        for (int i = 0; i < 3; ++i) many.push_back(fails_after(1ms, i));
        try {
            co_await when_any(std::move(many));
        } catch (...) {
            caught = std::current_exception();
        }
        CHECK(name_of(caught) == "group[oops 0 oops 1 oops 2]");
    });
}

TEST_CASE("race: an arm that cannot be spawned is an error, once those before it have ended") {
    journal said;
    world w;
    w.run([&]() -> task<> {
        auto spent = after(0ms, 1);
        co_await std::move(spent);
        const std::string reused = "cannot reuse already awaited coroutine";
        auto tries = [&](auto combine) -> task<std::string> {
            try {
                co_await combine();
            } catch (const runtime_error& error) {
                co_return error.what();
            }
            co_return "nothing";
        };
        auto two = [&] { return race(says_when_cancelled(said, "first", 1ms), std::move(spent)); };
        auto said_of_two = co_await tries(two);
        CHECK(said_of_two.starts_with(reused));
        auto many = [&] {
            std::vector<task<int>> arms;
            arms.push_back(says_when_cancelled(said, "first of many", 1ms));
            arms.push_back(std::move(spent));
            return when_any(std::move(arms));
        };
        auto said_of_many = co_await tries(many);
        CHECK(said_of_many.starts_with(reused));
        CHECK(w.on.tasks().size() == 1); // nobody is left
    });
    CHECK(said.empty()); // cancelled before its first step
}

namespace {

/// What the deadlock report says of main, which waits for `waiting`.
template <class F>
std::string deadlock_of(F waiting) {
    world w;
    auto main = [](F wait_so) -> task<> { co_await wait_so(); };
    try {
        w.run(main(waiting));
    } catch (const deadlock_error& error) {
        return error.what();
    }
    return "no deadlock";
}

} // namespace

TEST_CASE("race, when_any, when_all, when_all_settled: a deadlock report names the line of the call") {
    const auto never = [] { return sleep(forever); };
    const auto in_time = [&](auto waiting) {
        std::string words = deadlock_of(waiting);
        CHECK(words.find("race_test.cpp:") != std::string::npos);
        CHECK(words.find("when_all.hpp") == std::string::npos);
        CHECK(words.find("race.hpp") == std::string::npos);
        CHECK(words.find("when_all.cpp") == std::string::npos);
    };
    if constexpr (RONDO_DIAGNOSTICS != 0) {
        in_time([&] { return race(never(), never()); });
        in_time([&] { return when_any(never(), never()); });
        in_time([&] { return when_all(never(), never()); });
        in_time([&] { return when_all_settled(never(), never()); });
    }
}

TEST_CASE("race, when_any, when_all, when_all_settled: one that is never awaited is reported with the line "
          "of the call") {
    const auto forgotten = [](auto make, const char* line) {
        lost_errors lost;
        { [[maybe_unused]] auto dropped = make(); }
        CHECK(lost.tell("was never awaited"));
        if constexpr (RONDO_DIAGNOSTICS != 0) CHECK_MESSAGE(lost.tell(line), line);
    };
    forgotten([] { return race(sleep(1s), sleep(2s)); }, "race_test.cpp:");
    forgotten([] { return when_any(sleep(1s), sleep(2s)); }, "race_test.cpp:");
    forgotten([] { return when_all(sleep(1s), sleep(2s)); }, "race_test.cpp:");
    forgotten([] { return when_all_settled(sleep(1s), sleep(2s)); }, "race_test.cpp:");
}

TEST_CASE(
    "race, when_any, when_all, when_all_settled: one alone within another of its kind is no copy of it") {
    world w;
    w.run([]() -> task<> {
        auto all = co_await when_all(when_all(after(1ms, 1), after(2ms, 2)));
        auto& [inner] = all;
        CHECK(inner == std::tuple(1, 2));
        auto settled = co_await when_all_settled(when_all_settled(after(1ms, 3)));
        CHECK(std::get<0>(std::get<0>(settled).value()).value() == 3);
        auto won = co_await race(race(after(1ms, 4), after(2ms, 5)));
        CHECK(won.first.first == 4);
        auto any = co_await when_any(when_any(fails_after(1ms, 1), after(2ms, 6)));
        CHECK(any.first.first == 6);
        CHECK(any.first.which == 1);
    });
}
