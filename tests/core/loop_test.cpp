// SPDX-License-Identifier: BSL-1.0
#include <rondo/core/loop.hpp>

#include "base/death.hpp"
#include "core/rows.hpp"

#include <memory>
#include <sys/wait.h>
#include <thread>

using namespace core_test;

namespace {

task<int> give(int value) {
    co_await yield_now();
    co_return value;
}
std::string line_of_words(const std::exception& error) { return error.what(); }

} // namespace

TEST_CASE("L50: run_until gives or throws what main does, the same object") {
    world w;
    CHECK(w.run(give(4)) == 4);
    const std::exception_ptr error = std::make_exception_ptr(oops(1));
    auto throws = [](std::exception_ptr e) -> task<> {
        co_await yield_now();
        std::rethrow_exception(e);
    };
    std::exception_ptr caught;
    try {
        w.run(throws(error));
    } catch (...) {
        caught = std::current_exception();
    }
    CHECK(caught == error);
    auto stops = []() -> task<> {
        co_await yield_now();
        throw cancelled();
    };
    CHECK(raised([&] { w.run(stops()); }) == "task_cancelled");
    w.run(sleep(5ms)); // anything that can be awaited
    CHECK(w.ms() == 5);
}

TEST_CASE("L50: closing cancels what is left in order of creation, and waits for its cleanup") {
    journal said;
    {
        world w;
        w.run([&]() -> task<> {
            for (const char* name : {"a", "b", "c"}) w.on.root().spawn(patient, std::ref(said), name);
            auto cleans = [](journal& s) -> task<> {
                try {
                    co_await sleep(100s);
                } catch (const cancelled&) {}
                co_await shield(sleep(5ms));
                s.push_back("cleaned up");
            };
            w.on.root().spawn(cleans, std::ref(said));
            co_await yield_now();
            said.push_back("main ends");
        });
        CHECK(joined(said) == "main ends");
    }
    CHECK(joined(said) == "main ends | a cancelled | b cancelled | c cancelled | cleaned up");
}

TEST_CASE("L50: a loop does not run within a run, its own or another's, and what was given is not run") {
    journal said;
    world w, other;
    lost_errors lost; // the refused tasks say that they were never awaited
    w.run([&]() -> task<> {
        CHECK(raised([&] { w.run(say(said, "own")); }) == "this loop is running already");
        CHECK(raised([&] { w.on.run_once(); }) == "this loop is running already");
        CHECK(raised([&] { other.run(say(said, "other")); }).find("do not nest") != std::string::npos);
        co_await sleep(1ms);
    });
    CHECK(said.empty());
    CHECK(lost.count() == 2);
    CHECK(other.on.tasks().empty());
    CHECK(other.run(give(1)) == 1); // no harm was done
}

TEST_CASE("L56: stop ends a run after the current turn; a run may follow") {
    journal said;
    world w;
    auto stops = [](loop& on, journal& s) -> task<> {
        s.push_back("a");
        on.stop();
        s.push_back("b");
        co_await yield_now();
        s.push_back("next turn");
    };
    w.on.root().spawn(stops, std::ref(w.on), std::ref(said));
    w.on.root().spawn(say, std::ref(said), "same turn");
    w.on.run_forever();
    CHECK(joined(said) == "a | b | same turn");
    CHECK(!w.on.running());
    w.on.run_until_idle();
    CHECK(said.back() == "next turn");
    CHECK(w.on.root().alive() == 0);
    // Stopped before it has a result.
    w.on.call_soon([&] { w.on.stop(); });
    CHECK(raised([&] { w.run(sleep(1h)); }) == "invalid_state");
    // Stopped before it begins: one turn.
    w.on.stop();
    w.on.call_soon([&] { said.push_back("one turn"); });
    w.on.run_forever();
    CHECK(said.back() == "one turn");
}

TEST_CASE("L56: run_once polls once and runs one turn; a closed loop runs no more") {
    manual_time time(manual_time::mode::stays);
    journal said;
    loop on{{.time = &time}};
    on.root().spawn(count_turns, std::ref(said), "turn ", 2);
    on.call_later(5ms, [&] { said.push_back("timer"); });
    CHECK(on.timeout() == 0ns);
    CHECK(on.run_once());
    CHECK(joined(said) == "turn 0");
    CHECK(on.run_once());
    CHECK(on.run_once());
    CHECK(!on.run_once());
    CHECK(on.timeout() == 5ms);
    time.advance(5ms);
    CHECK(on.timeout() == 0ns);
    CHECK(on.run_once());
    CHECK(joined(said) == "turn 0 | turn 1 | timer");
    CHECK(on.timeout() == forever);
    on.close();
    on.close();
    CHECK(on.closed());
    CHECK(raised([&] { on.run_once(); }) == "this loop is closed");
    CHECK(raised([&] { on.run_forever(); }) == "this loop is closed");
    CHECK(raised([&] { on.run_until_idle(); }) == "this loop is closed");
}

TEST_CASE("L59: on virtual time a program takes no time, and runs in the same order every time") {
    const auto program = [] {
        journal said;
        world w;
        w.run([&]() -> task<> {
            auto body = [&](task_group& group) -> task<> {
                for (int i = 0; i < 20; ++i) {
                    auto walker = [](world& at, journal& s, int n) -> task<> {
                        for (int step = 0; step < 5; ++step) {
                            co_await sleep(std::chrono::milliseconds((n * 7 + step * 3) % 5));
                            s.push_back(std::to_string(n) + "@" + std::to_string(at.ms()));
                        }
                    };
                    group.spawn(walker, std::ref(w), std::ref(said), i);
                }
                co_await sleep(24h);
            };
            co_await with_task_group(body);
        });
        return said;
    };
    const journal first = program();
    CHECK(first.size() == 100);
    CHECK(program() == first);
}

TEST_CASE("loop: nothing ready, no timer and nothing outstanding is a deadlock, which names who waits for "
          "what and where") {
    world w;
    std::string words;
    auto main = [](world& at) -> task<> {
        auto other = at.on.root().spawn(sleep(forever)).set_name("sleeper");
        auto group = [&](task_group& g) -> task<> {
            g.spawn(other).set_name("joiner");
            co_return;
        };
        co_await with_task_group(group);
    };
    try {
        w.on.run_until(main(w));
    } catch (const deadlock_error& error) {
        words = line_of_words(error);
    }
    CHECK(words.find("deadlock: ") == 0);
    CHECK(words.find("task 1 waits for its children: joiner") != std::string::npos);
    CHECK(words.find("sleeper waits for a sleep for ever") != std::string::npos);
    CHECK(words.find("joiner waits for the end of sleeper") != std::string::npos);
    if constexpr (RONDO_DIAGNOSTICS != 0) CHECK(words.find("loop_test.cpp:") != std::string::npos);
    // Time that is only told could help, if somebody told it: here nobody can.
    manual_time still(manual_time::mode::stays);
    loop on{{.time = &still}};
    CHECK_THROWS_AS(on.run_until(sleep(1s)), deadlock_error);
}

TEST_CASE("loop: a deadlock says the line of the wait") {
    world w;
    std::string words;
    std::uint_least32_t line = 0;
    auto waits = [](std::uint_least32_t& at) -> task<> {
        at = static_cast<std::uint_least32_t>(__LINE__) + 1;
        co_await sleep(forever);
    };
    try {
        w.on.run_until(waits(line));
    } catch (const deadlock_error& error) {
        words = line_of_words(error);
    }
    if constexpr (RONDO_DIAGNOSTICS != 0)
        CHECK(words.find("loop_test.cpp:" + std::to_string(line)) != std::string::npos);
}

TEST_CASE("loop: destroyed with tasks that wait, shielded ones and whole groups among them, it leaks "
          "nothing; frames go "
          "from the leaf to the root, and who waited for them goes on") {
    journal said;
    lost_errors lost;
    {
        world w;
        struct chain {
            static task<> inner(journal& s) {
                at_exit finally(s, "inner");
                co_await shield(sleep(forever));
            }
            static task<> middle(journal& s) {
                at_exit finally(s, "middle");
                co_await inner(s);
            }
            static task<> outer(journal& s) {
                at_exit finally(s, "outer");
                co_await middle(s);
            }
            static task<> hosts(journal& s) {
                at_exit finally(s, "host");
                auto body = [&](task_group& group) -> task<> {
                    at_exit last(s, "body");
                    group.spawn(outer, std::ref(s));
                    group.spawn(patient, std::ref(s), "sibling");
                    co_await sleep(100s);
                };
                co_await with_task_group(body);
            }
            static task<> joins(join_handle<> other, journal& s) {
                co_await shield(other);
                s.push_back("must not get here");
            }
        };
        w.run([&]() -> task<> {
            auto shielded = w.on.root().spawn(&chain::outer, std::ref(said));
            w.on.root().spawn(&chain::hosts, std::ref(said));
            w.on.root().spawn(&chain::joins, shielded, std::ref(said));
            w.on.root().spawn(say, std::ref(said), "ended");
            co_await sleep(1ms);
        });
    }
    CHECK(joined(said) ==
          "ended | body | sibling cancelled | inner | middle | outer | host | inner | middle | outer");
    CHECK(lost.text().find("must not") == std::string::npos);
}

TEST_CASE("loop: a group whose task had to be destroyed where it waited is reported with the place where it "
          "was made") {
    lost_errors lost;
    {
        world w;
        auto holds = []() -> task<> {
            auto body = [](task_group&) -> task<> { co_await shield(sleep(forever)); };
            co_await with_task_group(body);
        };
        w.run([&]() -> task<> {
            w.on.root().spawn(holds);
            co_await yield_now();
        });
    }
    CHECK(lost.count() == 1);
    CHECK(lost.tell("a task_group was left open"));
    if constexpr (RONDO_DIAGNOSTICS != 0) CHECK(lost.tell("loop_test.cpp:"));
}

TEST_CASE("loop: may be made, left with tasks, and closed within another loop's task") {
    journal said;
    world w;
    w.run([&]() -> task<> {
        {
            world inner;
            inner.on.root().spawn(patient, std::ref(said), "inner");
        }
        said.push_back("goes on");
        co_await sleep(1ms);
        CHECK(scheduler::current() == &w.on);
    });
    CHECK(joined(said) == "goes on"); // cancelled before its first step
}

TEST_CASE("loop: another thread that cancels, wakes, spawns or runs is told to use post") {
    const auto words = [](auto what) {
        return last_words([&] {
            cancel_scope scope;
            world w;
            join_handle<> handle = w.on.root().spawn(sleep(1h));
            auto runs = [](cancel_scope& s) -> task<> { co_await s.run(sleep(1h)); };
            w.on.root().spawn(runs, std::ref(scope));
            w.on.run_once();
            std::thread([&] { what(w, handle, scope); }).join();
        });
    };
    const auto told = [](const std::string& text) {
        return text.find("use loop.post()") != std::string::npos;
    };
    CHECK(told(words([](world&, join_handle<>& handle, cancel_scope&) { handle.cancel(); })));
    CHECK(told(words([](world&, join_handle<>&, cancel_scope& scope) { scope.cancel(); })));
    CHECK(told(words([](world& w, join_handle<>&, cancel_scope&) { w.on.root().cancel(); })));
    CHECK(told(words([](world& w, join_handle<>&, cancel_scope&) { w.on.root().spawn(sleep(1s)); })));
    CHECK(told(words([](world& w, join_handle<>&, cancel_scope&) { w.on.call_soon([] {}); })));
    CHECK(told(words([](world& w, join_handle<>&, cancel_scope&) { w.on.run_once(); })));
    CHECK(words([](world& w, join_handle<>&, cancel_scope&) { w.on.post([] {}); }).empty());
}

TEST_CASE("loop: a child process that uses its parent's loop is told to make its own") {
    world w;
    w.run(sleep(1ms));
    const pid_t child = fork();
    if (child == 0) {
        int right = 0;
        const auto refused = [](const std::string& said) {
            return said.find("made before fork()") != std::string::npos;
        };
        right += refused(raised([&] { w.on.run_once(); }));
        right += refused(raised([&] { w.on.root().spawn(sleep(1s)); }));
        right += refused(raised([&] { w.on.run_forever(); }));
        world own;
        right += own.run(give(1));
        _exit(right);
    }
    int status = 0;
    waitpid(child, &status, 0);
    CHECK(WIFEXITED(status));
    CHECK(WEXITSTATUS(status) == 4);
    CHECK(w.run(give(2)) == 2); // the parent's goes on
}

TEST_CASE(
    "loop: a child process made by a task ends with a message when it comes back to its parent's loop") {
    const std::string said = last_words([] {
        world w;
        auto forks = []() -> task<> {
            const pid_t child = fork();
            if (child != 0) { // ends as the child did
                int status = 0;
                waitpid(child, &status, 0);
                if (WIFSIGNALED(status)) std::abort();
                _exit(0);
            }
            co_await sleep(1ms);
        };
        w.run(forks());
    });
    CHECK(said.find("after fork() it must end by _exit()") != std::string::npos);
}
