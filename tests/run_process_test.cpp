// SPDX-License-Identifier: BSL-1.0
//
// How a process ends with rondo::run: exit codes, what it says, signals. Each program runs in a process of its own.
#include <rondo/run.hpp>

#include <rondo/core/sleep.hpp>
#include <rondo/core/wait_fd.hpp>
#include <rondo/os/signals.hpp>

#include "tools/process.hpp"
#include "tools/programs.hpp"

#include <doctest/doctest.h>

#include <cerrno>
#include <csignal>
#include <cstdio>
#include <cstdlib>
#include <optional>
#include <string>
#include <thread>
#include <unistd.h>

using namespace rondo;

namespace {

void say(const char* text) {
    std::fputs(text, stdout);
    std::fflush(stdout);
}

struct says_goodbye {
    ~says_goodbye() { std::fputs("cleaned up\n", stdout); } // not flushed: that is the end's business
};

task<> fails(const char* text) {
    co_await yield_now();
    throw std::runtime_error(text);
}

// Waits for what does not come while anybody looks. (For ever would be a deadlock, and be found out.)
task<int> waits_for_ever() {
    const says_goodbye local;
    say("ready\n");
    co_await sleep(24h);
    co_return 0;
}

const test_program returns("run_returns", [] {
    auto main = []() -> task<int> {
        std::fputs("no newline, no flush", stdout);
        co_await yield_now();
        co_return 3;
    };
    return run(main());
});

const test_program uncaught("run_uncaught", [] {
    std::fputs("output before", stdout);
    run(fails("boom"));
    return 0;
});

const test_program uncaught_group("run_uncaught_group", [] {
    auto main = []() -> task<> {
        auto body = [](task_group& group) -> task<> {
            group.spawn(fails, "first");
            group.spawn(fails, "second");
            auto nested = [](task_group& inner) -> task<> {
                inner.spawn(fails, "third");
                co_return;
            };
            co_await with_task_group(nested);
        };
        co_await with_task_group(body);
    };
    run(main());
    return 0;
});

const test_program listener_outlives("run_listener_outlives", [] {
    std::optional<signals> listener;
    auto main = [&]() -> task<> {
        listener.emplace(std::initializer_list<int>{SIGINT});
        co_await yield_now();
    };
    run(main());
    listener.reset();
    say("listened\n");
    ::pause();
    return 3; // Ctrl-C did nothing
});

const test_program uncaught_in_a_thread("run_uncaught_in_a_thread", [] {
    std::thread([] { run(fails("in a thread")); }).join();
    return 0;
});

const test_program caught("run_caught", [] {
    try {
        run(fails("boom"));
    } catch (const std::runtime_error& e) {
        std::printf("caught %s", e.what());
    }
    return 7;
});

const test_program another_error("run_another_error", [] {
    std::set_terminate([] {
        std::fputs("their own handler\n", stderr);
        std::_Exit(5);
    });
    try {
        run(fails("boom"));
    } catch (const std::runtime_error&) {}
    throw std::runtime_error("theirs");
    return 0;
});

const test_program interrupted("run_interrupted", [] { return run(waits_for_ever()); });

const test_program interrupt_caught("run_interrupt_caught", [] {
    try {
        run(waits_for_ever());
    } catch (const keyboard_interrupt&) {
        struct sigaction now{};
        sigaction(SIGINT, nullptr, &now);
        std::printf("caught, and the disposition is %s",
                    now.sa_handler == SIG_DFL ? "the default" : "another");
    }
    return 4;
});

const test_program interrupt_survived("run_interrupt_survived", [] {
    auto main = []() -> task<int> {
        bool was = false;
        try {
            const int result = co_await waits_for_ever();
            co_return result;
        } catch (const cancelled&) {
            was = true;
        }
        co_return was ? 6 : 0;
    };
    return run(main());
});

const test_program interrupt_and_failure("run_interrupt_and_failure", [] {
    auto main = []() -> task<> {
        bool was = false;
        try {
            co_await waits_for_ever();
        } catch (const cancelled&) {
            was = true;
        }
        if (was) throw std::runtime_error("the clean-up failed");
    };
    run(main());
    return 0;
});

const test_program interrupt_group("run_interrupt_group", [] {
    auto main = []() -> task<> {
        auto body = [](task_group& group) -> task<> {
            group.spawn(waits_for_ever);
            co_await sleep(24h);
        };
        co_await with_task_group(body);
    };
    run(main());
    return 0;
});

// Ctrl-C finds the loop in its driver, where a real descriptor is waited for.
const test_program interrupt_in_a_wait("run_interrupt_in_a_wait", [] {
    int ends[2];
    if (pipe(ends) != 0) return 98;
    auto main = [](int from) -> task<> {
        const says_goodbye local;
        say("ready\n");
        co_await wait_readable(from);
    };
    run(main(ends[0]));
    return 0;
});

const test_program second_interrupt("run_second_interrupt", [] {
    auto main = []() -> task<> {
        bool was = false;
        try {
            co_await waits_for_ever();
        } catch (const cancelled&) {
            was = true;
        }
        if (was) say("cleaning up\n");
        co_await shield(sleep(24h));
    };
    run(main());
    return 0;
});

const test_program own_handler("run_own_handler", [] {
    std::signal(SIGINT, [](int) { std::_Exit(12); });
    return run(waits_for_ever());
});

const test_program broken_pipe("run_broken_pipe", [] {
    auto main = []() -> task<int> {
        int ends[2];
        if (pipe(ends) != 0) co_return 98;
        close(ends[0]);
        const ssize_t wrote = write(ends[1], "x", 1);
        co_return wrote < 0 && errno == EPIPE ? 9 : 97;
    };
    const int result = run(main());
    struct sigaction now{};
    sigaction(SIGPIPE, nullptr, &now);
    std::printf("SIGPIPE is %s", now.sa_handler == SIG_DFL ? "the default" : "another");
    return result;
});

const test_program left_over_interrupt("run_left_over_interrupt", [] {
    auto main = []() -> task<int> {
        auto stays = []() -> task<> {
            bool was = false;
            try {
                co_await sleep(24h);
            } catch (const cancelled&) {
                was = true;
            }
            say("still here\n");
            if (was) co_await shield(sleep(1ms));
            raise(SIGINT);
            co_await shield(sleep(1ms));
        };
        scheduler::current()->root().spawn(stays);
        co_await yield_now();
        co_return 3;
    };
    return run(main());
});

} // namespace

TEST_CASE("run: a program ends with what it returns, and its output is there") {
    const ended got = process("run_returns").end();
    CHECK(got.status == 3);
    CHECK(got.out == "no newline, no flush");
    CHECK(got.err == "");
}

TEST_CASE("run: an error that nobody catches is printed, and the process exits with status 1") {
    const ended got = process("run_uncaught").end();
    CHECK(got.status == 1);
    CHECK(got.out == "output before");
    CHECK(got.err == "rondo: main failed: boom\n");
    const ended thread = process("run_uncaught_in_a_thread").end();
    CHECK(thread.status == 1);
    CHECK(thread.err == "rondo: main failed: in a thread\n");
}

TEST_CASE("run: a group that nobody catches is printed as a tree") {
    const ended got = process("run_uncaught_group").end();
    CHECK(got.status == 1);
    CHECK(got.err == "rondo: main failed: unhandled errors in a task_group (3 sub-exceptions)\n"
                     "  first\n"
                     "  second\n"
                     "  unhandled errors in a task_group (1 sub-exception)\n"
                     "    third\n");
}

TEST_CASE("run: an error that is caught is nobody else's business, and neither are errors of others") {
    const ended got = process("run_caught").end();
    CHECK(got.status == 7);
    CHECK(got.out == "caught boom");
    CHECK(got.err == "");
    const ended other = process("run_another_error").end();
    CHECK(other.status == 5);
    CHECK(other.err == "their own handler\n");
}

TEST_CASE("run: Ctrl-C cancels main, clean-up runs, and the process exits with status 130") {
    for (const char* program : {"run_interrupted", "run_interrupt_group", "run_interrupt_in_a_wait"}) {
        CAPTURE(program);
        const ended got = process(program).until("ready\n").send(SIGINT).end();
        CHECK(got.status == 130);
        CHECK(got.out == "ready\ncleaned up\n");
        CHECK(got.err == "");
    }
}

TEST_CASE("run: Ctrl-C is a keyboard_interrupt that may be caught, and the disposition is put back") {
    const ended got = process("run_interrupt_caught").until("ready\n").send(SIGINT).end();
    CHECK(got.status == 4);
    CHECK(got.out == "ready\ncleaned up\ncaught, and the disposition is the default");
}

TEST_CASE("run: a main that survives Ctrl-C returns its value; one that fails in its clean-up fails") {
    CHECK(process("run_interrupt_survived").until("ready\n").send(SIGINT).end().status == 6);
    const ended got = process("run_interrupt_and_failure").until("ready\n").send(SIGINT).end();
    CHECK(got.status == 1);
    CHECK(got.err == "rondo: main failed: the clean-up failed\n");
}

TEST_CASE("run: a second Ctrl-C ends the process at once") {
    const ended got = process("run_second_interrupt")
                          .until("ready\n")
                          .send(SIGINT)
                          .until("cleaning up\n")
                          .send(SIGINT)
                          .end();
    CHECK(got.status == 1000 + SIGINT);
}

TEST_CASE("run: Ctrl-C while the rest is being ended is not forgotten") {
    const ended got = process("run_left_over_interrupt").end();
    CHECK(got.status == 130);
    CHECK(got.out == "still here\n");
}

TEST_CASE("run: a program that handles Ctrl-C by itself goes on to do so") {
    CHECK(process("run_own_handler").until("ready\n").send(SIGINT).end().status == 12);
}

TEST_CASE("run: a listener that outlives it leaves the default behind, and not a handler that does nothing") {
    CHECK(process("run_listener_outlives").until("listened\n").send(SIGINT).end().status == 1000 + SIGINT);
}

TEST_CASE("run: SIGPIPE is ignored while it runs, and put back") {
    const ended got = process("run_broken_pipe").end();
    CHECK(got.status == 9);
    CHECK(got.out == "SIGPIPE is the default");
}
