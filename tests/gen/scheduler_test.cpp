// SPDX-License-Identifier: BSL-1.0
#include <rondo/gen/scheduler.hpp>

#include <rondo/base/scope_exit.hpp>
#include <rondo/gen/any_generator.hpp>

#include <doctest/doctest.h>

#include <deque>
#include <memory>
#include <optional>
#include <stdexcept>
#include <string>
#include <variant>
#include <vector>

using namespace rondo;

namespace {

using log_lines = std::vector<std::string>;

generator<void> prints(log_lines& log, std::string name, int times) {
    for (int i = 1; i <= times; ++i) {
        log.push_back(name + std::to_string(i));
        co_yield nothing;
    }
}

// A world of traps: what a user would write.
struct trap;
using body = generator<trap&&, int>;
using robin_type = round_robin<trap&&, int>;
using waiter = robin_type::waiter;

struct pass {};
struct new_task {
    body what;
    std::string name;
};
struct wait_for {
    task_number number;
};
struct ask {
    std::optional<waiter>& desk; // answered later, by whoever finds it
};
struct add {
    int left, right;
};
struct trap : std::variant<pass, new_task, wait_for, ask, add> {
    using variant::variant;
};

auto world(robin_type& robin) {
    return handlers{
        [](pass, waiter who) { who.resume(); },
        [&](new_task&& made, waiter who) {
            who.resume(static_cast<int>(robin.spawn(std::move(made.what), std::move(made.name))));
        },
        [&](wait_for target, waiter who) { robin.join(target.number, who); },
        [](ask&& asked, waiter who) { asked.desk = who; },
        [](add sum, waiter who) {
            if (sum.left == 13) throw std::invalid_argument("unlucky");
            who.resume(sum.left + sum.right);
        },
    };
}

void run(robin_type& robin) { robin.run(world(robin)); }

body adds(int left, int right, int& sum) {
    const std::optional<int> got = co_yield add{left, right};
    sum = *got;
}

body fails(int after) {
    for (int i = 0; i < after; ++i) co_yield pass{};
    throw std::runtime_error("failed");
}

body joins(task_number number, log_lines& log, std::string name) {
    log.push_back(name + " waits");
    try {
        co_yield wait_for{number};
        log.push_back(name + " goes on");
    } catch (const std::exception& error) {
        log.push_back(name + " caught " + error.what());
    }
}

} // namespace

TEST_CASE("G52: a queue of generators is run in turn, each once a turn, in the order of spawning") {
    log_lines log;
    round_robin<> robin;
    robin.spawn(prints(log, "a", 3));
    robin.spawn(prints(log, "b", 1));
    robin.spawn(prints(log, "c", 2));
    CHECK(log.empty()); // spawning runs nothing
    CHECK(robin.turn());
    CHECK(log == log_lines{"a1", "b1", "c1"});
    CHECK(robin.alive() == 3);
    robin.run();
    CHECK(log == log_lines{"a1", "b1", "c1", "a2", "c2", "a3"});
    CHECK(robin.alive() == 0);
    CHECK(robin.turns() == 4);
    CHECK_FALSE(robin.turn());
}

TEST_CASE("G52: a deque of type-erased generators gives round robin by hand") {
    auto count = [](int to) -> generator<int> {
        for (int n = 1; n <= to; ++n) co_yield n;
    };
    std::deque<any_generator<int>> queue;
    queue.push_back(count(2));
    queue.push_back(std::vector<int>{7, 8, 9});
    std::vector<int> seen;
    while (!queue.empty()) {
        any_generator<int> first = std::move(queue.front());
        queue.pop_front();
        if (auto step = first.next()) {
            seen.push_back(*step);
            queue.push_back(std::move(first));
        }
    }
    CHECK(seen == std::vector<int>{1, 7, 2, 8, 9});
}

TEST_CASE("round_robin: the handler of a trap answers it, by value or by nothing") {
    robin_type robin;
    int sum = 0;
    robin.spawn(adds(3, 4, sum));
    bool empty = false;
    auto passes = [](bool& said) -> body {
        const std::optional<int> got = co_yield pass{};
        said = !got;
    };
    robin.spawn(passes(empty));
    run(robin);
    CHECK(sum == 7);
    CHECK(empty);
}

TEST_CASE("round_robin: what the handler throws is thrown at the trap") {
    robin_type robin;
    int sum = 0;
    robin.spawn(adds(13, 4, sum));
    CHECK_THROWS_WITH_AS(run(robin), "unlucky", std::invalid_argument);
    CHECK(robin.alive() == 0);
}

TEST_CASE("round_robin: a task spawned in a turn first runs in the next") {
    robin_type robin;
    log_lines log;
    auto child = [](log_lines& said) -> body {
        said.push_back("child");
        co_return;
    };
    auto parent = [](log_lines& said, auto make) -> body {
        said.push_back("parent 1");
        new_task made{make(said), "child"};
        const std::optional<int> number = co_yield std::move(made);
        said.push_back("parent 2, child is " + std::to_string(*number));
    };
    robin.spawn(parent(log, child));
    const auto handle = world(robin);
    robin.turn(handle);
    CHECK(log == log_lines{"parent 1"});
    robin.turn(handle);
    CHECK(log == log_lines{"parent 1", "child", "parent 2, child is 2"});
}

TEST_CASE("round_robin: a waiter may be kept, and answered by another task in its own time") {
    robin_type robin;
    std::optional<waiter> desk;
    log_lines log;
    auto customer = [](std::optional<waiter>& at, log_lines& said) -> body {
        const std::optional<int> got = co_yield ask{at};
        said.push_back("got " + std::to_string(*got));
    };
    auto clerk = [](std::optional<waiter>& at, log_lines& said) -> body {
        for (int i = 0; i < 2; ++i) co_yield pass{};
        said.push_back("answers");
        at->resume(5);
        said.push_back("goes on"); // a wake goes through the queue
        co_yield pass{};
    };
    robin.spawn(customer(desk, log));
    robin.spawn(clerk(desk, log));
    run(robin);
    CHECK(log == log_lines{"answers", "goes on", "got 5"});
}

TEST_CASE("round_robin: a wait is answered once") {
    robin_type robin;
    std::optional<waiter> desk;
    auto customer = [](std::optional<waiter>& at) -> body { co_yield ask{at}; };
    robin.spawn(customer(desk));
    robin.turn(world(robin));
    CHECK(desk->waiting());
    CHECK(desk->task() == 1);
    desk->resume();
    CHECK_FALSE(desk->waiting());
    CHECK_THROWS_AS(desk->resume(1), value_error);
    CHECK_THROWS_AS(desk->throw_(std::runtime_error("late")), value_error);
    run(robin);
    CHECK_THROWS_AS(desk->resume(), value_error); // it has ended
}

TEST_CASE("round_robin: who joins a task goes on after its end, in the order of joining") {
    robin_type robin;
    log_lines log;
    auto slow = []() -> body {
        for (int i = 0; i < 3; ++i) co_yield pass{};
    };
    const task_number target = robin.spawn(slow());
    robin.spawn(joins(target, log, "a"));
    robin.spawn(joins(target, log, "b"));
    run(robin);
    CHECK(log == log_lines{"a waits", "b waits", "a goes on", "b goes on"});
    robin.spawn(joins(target, log = {}, "late"));
    run(robin);
    CHECK(log == log_lines{"late waits", "late goes on"});
}

TEST_CASE("round_robin: the error of a task reaches all who join it, and then not run()") {
    robin_type robin;
    log_lines log;
    const task_number target = robin.spawn(fails(2));
    robin.spawn(joins(target, log, "a"));
    robin.spawn(joins(target, log, "b"));
    run(robin);
    CHECK(log == log_lines{"a waits", "b waits", "a caught failed", "b caught failed"});
}

TEST_CASE(
    "round_robin: the error of a task that nobody joined leaves run, and the turn goes on at the next call") {
    robin_type robin;
    log_lines log;
    auto notes = [](log_lines& said, std::string name) -> body {
        for (int i = 0; i < 2; ++i) {
            said.push_back(name + std::to_string(i));
            co_yield pass{};
        }
    };
    robin.spawn(notes(log, "a"));
    robin.spawn(fails(0));
    robin.spawn(notes(log, "b"));
    CHECK_THROWS_WITH(run(robin), "failed");
    CHECK(log == log_lines{"a0"});
    CHECK(robin.turns() == 1);
    CHECK(robin.turn(world(robin)));
    CHECK(log == log_lines{"a0", "b0"}); // not a1: it became ready in this turn
    CHECK(robin.turns() == 1);
    run(robin);
    CHECK(log == log_lines{"a0", "b0", "a1", "b1"});
}

TEST_CASE("round_robin: who joined and was answered by other means before is not answered again, nor told "
          "the error") {
    robin_type robin;
    log_lines log;
    std::optional<waiter> desk;
    const task_number target = robin.spawn(fails(3));
    robin.spawn(joins(target, log, "impatient"));
    auto passes_on = [](int times) -> body {
        for (int i = 0; i < times; ++i) co_yield pass{};
    };
    robin.spawn(passes_on(9));
    auto impatient = [&](trap&& what, const waiter& who) {
        if (auto* wait = std::get_if<wait_for>(&what)) {
            robin.join(wait->number, who);
            desk = who;
        } else {
            who.resume();
        }
    };
    robin.turn(impatient);
    desk->resume(); // its patience is at an end
    CHECK_THROWS_WITH(robin.run(impatient), "failed");
    CHECK(log == log_lines{"impatient waits", "impatient goes on"});
    robin.run(impatient);
}

TEST_CASE("round_robin: joining oneself, or nobody, is an error at the trap") {
    robin_type robin;
    log_lines log;
    robin.spawn(joins(1, log, "self"));
    robin.spawn(joins(99, log, "nobody"));
    run(robin);
    CHECK(log == log_lines{"self waits", "nobody waits",
                           "self caught round_robin: task 1 cannot wait for itself",
                           "nobody caught round_robin: there is no task 99 to wait for"});
}

TEST_CASE("round_robin: a deadlock names who waits, and leaves them waiting") {
    robin_type robin;
    log_lines log;
    robin.spawn(joins(2, log, "a"), "hen");
    robin.spawn(joins(1, log, "b"), "egg");
    std::optional<waiter> desk;
    auto customer = [](std::optional<waiter>& at) -> body { co_yield ask{at}; };
    robin.spawn(customer(desk));
    CHECK_THROWS_WITH_AS(run(robin),
                         "round_robin: nobody is ready, and nobody is left to wake hen, egg, task 3",
                         rondo::runtime_error);
    CHECK(robin.alive() == 3);
    CHECK(robin.name(2) == "egg");
    desk->resume();
    CHECK_THROWS_WITH(run(robin), "round_robin: nobody is ready, and nobody is left to wake hen, egg");
    CHECK(robin.name(3) == "");
}

TEST_CASE("round_robin: when nobody is ready idle may wake somebody") {
    robin_type robin;
    std::optional<waiter> desk;
    int got = 0;
    auto customer = [](std::optional<waiter>& at, int& said) -> body {
        for (int i = 0; i < 3; ++i) {
            const std::optional<int> answer = co_yield ask{at};
            said += *answer;
        }
    };
    robin.spawn(customer(desk, got));
    int idles = 0;
    robin.run(world(robin), [&] {
        ++idles;
        if (desk->waiting()) desk->resume(10);
        return true;
    });
    CHECK(got == 30);
    CHECK(idles == 3);
}

TEST_CASE("round_robin: one that is running cannot be run") {
    round_robin<> robin;
    bool refused = false;
    auto runs = [](round_robin<>& own, bool& said) -> generator<void> {
        try {
            own.run();
        } catch (const value_error&) {
            said = true;
        }
        co_yield nothing;
    };
    robin.spawn(runs(robin, refused));
    robin.run();
    CHECK(refused);
}

TEST_CASE("round_robin: what is left is dropped in the order of spawning, and owns nothing afterwards") {
    log_lines log;
    auto alive = std::make_shared<int>();
    auto waits = [](std::shared_ptr<int>, log_lines& said, std::string name) -> body {
        scope_exit left = [&] { said.push_back(name); };
        co_yield wait_for{3};
    };
    {
        robin_type robin;
        for (const char* name : {"a", "b"}) robin.spawn(waits(alive, log, name));
        robin.spawn(fails(1000));
        robin.turn(world(robin));
        CHECK(alive.use_count() == 3);
    }
    CHECK(log == log_lines{"a", "b"});
    CHECK(alive.use_count() == 1);
}

TEST_CASE("round_robin: a task may call generators by from, which trap on its behalf") {
    robin_type robin;
    int sum = 0;
    auto calls = [](int& total) -> body {
        for (int i = 0; i < 3; ++i) co_yield from(adds(total, i + 1, total));
    };
    robin.spawn(calls(sum));
    run(robin);
    CHECK(sum == 6);
}

TEST_CASE("round_robin: a handler may take the trap whole, and traps may be handed out by const reference") {
    round_robin<std::string, int> robin;
    std::vector<std::string> seen;
    auto says = [](std::string text) -> generator<std::string, int> {
        for (int i = 0; i < 2; ++i) co_yield text;
    };
    robin.spawn(says("x"));
    robin.spawn(says("y"));
    robin.run([&](const std::string& text, round_robin<std::string, int>::waiter who) {
        seen.push_back(text);
        who.resume(1);
    });
    CHECK(seen == std::vector<std::string>{"x", "y", "x", "y"});
}
