// SPDX-License-Identifier: BSL-1.0
//
// rondo::run within a process: what it gives back, and what it does with the rest. How a process ends is in
// run_process_test.cpp.
#include <rondo/run.hpp>

#include <rondo/core/sleep.hpp>

#include <doctest/doctest.h>

#include <atomic>
#include <memory>
#include <string>
#include <thread>

using namespace rondo;

TEST_CASE("L50: run returns what main returns: values, what is only moved, references, nothing") {
    auto value = []() -> task<int> { co_return 42; };
    CHECK(run(value()) == 42);
    auto moved = []() -> task<std::unique_ptr<int>> {
        auto made = std::make_unique<int>(5);
        co_return made;
    };
    CHECK(*run(moved()) == 5);
    int kept = 0;
    auto reference = [](int& to) -> task<int&> { co_return to; };
    static_assert(std::is_same_v<decltype(run(reference(kept))), int&>);
    CHECK(&run(reference(kept)) == &kept);
    static_assert(std::is_void_v<decltype(run(sleep(1ms)))>);
    manual_time time;
    run(sleep(1h), {.time = &time});
    CHECK(time.now() == instant(1h));
}

TEST_CASE("L50: run throws what left main, the same object") {
    struct own : std::runtime_error {
        using std::runtime_error::runtime_error;
    };
    const auto error = std::make_exception_ptr(own("boom"));
    auto main = [](std::exception_ptr what) -> task<> {
        co_await yield_now();
        std::rethrow_exception(what);
    };
    try {
        run(main(error));
        FAIL("it throws");
    } catch (const own&) {
        CHECK((std::current_exception() == error));
    }
}

TEST_CASE("L50: run cancels what main leaves behind, in order of creation, and waits for it") {
    manual_time time;
    std::string log;
    auto stays = [](std::string name, std::string& to) -> task<> {
        bool was = false;
        try {
            co_await sleep(forever);
        } catch (const cancelled&) {
            was = true;
        }
        to += name + (was ? " cancelled " : " ");
        co_await shield(sleep(10ms));
        to += name + " ended ";
    };
    auto main = [&]() -> task<int> {
        for (const char* name : {"a", "b", "c"})
            scheduler::current()->root().spawn(stays, name, std::ref(log));
        co_await sleep(1ms);
        log += "main ended ";
        co_return 1;
    };
    CHECK(run(main(), {.time = &time}) == 1);
    CHECK(log == "main ended a cancelled b cancelled c cancelled a ended b ended c ended ");
    CHECK(time.now() == instant(11ms));
}

TEST_CASE("L50: run is not re-entrant, and says what to do instead") {
    auto inner = []() -> task<> { co_return; };
    auto main = [&]() -> task<std::string> {
        auto refused = inner();
        std::string said;
        try {
            run(std::move(refused));
        } catch (const runtime_error& e) {
            said = e.what();
        }
        refused.close();
        co_return said;
    };
    CHECK(run(main()) ==
          "run: a loop runs on this thread already: in a task co_await main, or spawn it in a group");
    CHECK(run(main()) != ""); // one after the other is fine
}

TEST_CASE("L50: a main that is cancelled from inside throws task_cancelled") {
    auto main = []() -> task<> {
        throw cancelled();
        co_return;
    };
    CHECK_THROWS_AS(run(main()), task_cancelled);
}

TEST_CASE("run: a deadlock is an error that names main, and main is unwound") {
    manual_time time;
    bool unwound = false;
    auto main = [&]() -> task<> {
        struct guard {
            bool& was;
            ~guard() { was = true; }
        } local{unwound};
        co_await sleep(forever);
    };
    try {
        run(main(), {.time = &time});
        FAIL("it never ends");
    } catch (const deadlock_error& e) {
        CHECK(std::string(e.what()).find("main waits for a sleep for ever") != std::string::npos);
    }
    CHECK(unwound);
}

TEST_CASE("run: a loop that is stopped before main has ended is an error") {
    auto main = []() -> task<> {
        static_cast<loop*>(scheduler::current())->stop();
        co_await sleep(forever);
    };
    CHECK_THROWS_WITH_AS(run(main()), "run: the loop was stopped before main ended", runtime_error);
}

TEST_CASE("run: on several threads at once, each has a loop") {
    std::vector<std::thread> threads;
    std::atomic<int> sum = 0;
    for (int i = 0; i != 4; ++i) {
        threads.emplace_back([&sum, i] {
            auto main = [](int n) -> task<int> {
                co_await yield_now();
                co_return n;
            };
            sum += run(main(i));
        });
    }
    for (std::thread& each : threads) each.join();
    CHECK(sum == 6);
}
