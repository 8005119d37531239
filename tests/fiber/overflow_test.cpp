// SPDX-License-Identifier: BSL-1.0
//
// The handler that names who overflowed its stack: in child processes, which end of it.
#include <rondo/fiber/overflow.hpp>

#include <rondo/fiber/fiber_generator.hpp>

#include "fiber/support.hpp"

#include <csignal>
#include <cstdint>
#include <cstring>
#include <thread>

using namespace fiber_test;
using rondo::fiber_generator;

namespace {

void overflow(const char* name, std::size_t bytes) {
    fiber_generator<int> g([](auto& yield) { yield(descend(1000000)); },
                           {.stack_bytes = bytes, .name = name});
    g.next();
}

} // namespace

TEST_CASE("overflow: the fiber is named, with its stack and what to raise, and the program ends as before") {
    const last_act act = in_child([] {
        rondo::install_overflow_handler();
        overflow("walk", 100000);
    });
    CAPTURE(act.said);
    CHECK(act.signal == SIGSEGV);
    CHECK(has(act.said, "rondo: fiber 'walk' overflowed its stack of 10"));
    CHECK(has(act.said, "fiber_options{.stack_bytes = 262144}"));
}

TEST_CASE("overflow: without the handler nothing is said") {
    const last_act act = in_child([] { overflow("walk", 100000); });
    CHECK(act.signal == SIGSEGV);
    CHECK_FALSE(has(act.said, "rondo"));
}

TEST_CASE("overflow: of two fibers under way the inner one is named, when it is the one") {
    const last_act act = in_child([] {
        rondo::install_overflow_handler();
        fiber_generator<int> outer([](auto&) { overflow("inner", 50000); }, {.name = "outer"});
        outer.next();
    });
    CHECK(has(act.said, "fiber 'inner' overflowed"));
    const last_act after = in_child([] {
        rondo::install_overflow_handler();
        fiber_generator<int> outer(
            [](auto& yield) {
                fiber_generator<int> inner([](auto& out) { out(1); }, {.name = "inner"});
                inner.next();
                yield(descend(1000000));
            },
            {.name = "outer"});
        outer.next();
    });
    CHECK(has(after.said, "fiber 'outer' overflowed"));
}

TEST_CASE("overflow: any other fault goes to who handled it before, or ends the program") {
    volatile std::uintptr_t nowhere = 64;
    const last_act plain = in_child([&] {
        rondo::install_overflow_handler();
        fiber_generator<int> g([&](auto& yield) {
            *reinterpret_cast<volatile int*>(nowhere) = 1; // NOLINT(performance-no-int-to-ptr)
            yield(1);
        });
        g.next();
    });
    if (!RUNNING_ON_VALGRIND) CHECK(plain.signal == SIGSEGV); // it goes on behind the fault
    CHECK_FALSE(has(plain.said, "rondo: fiber"));

    static const auto write_text = [](const char* text) {
        const auto ignored = write(STDERR_FILENO, text, std::strlen(text));
        static_cast<void>(ignored);
    };
    const last_act chained = in_child([] {
        struct sigaction mine{};
        mine.sa_sigaction = [](int, siginfo_t*, void*) {
            write_text("mine");
            _exit(7);
        };
        mine.sa_flags = SA_SIGINFO | SA_ONSTACK;
        sigaction(SIGSEGV, &mine, nullptr);
        rondo::install_overflow_handler();
        rondo::install_overflow_handler(); // once is enough, twice no harm
        overflow("walk", 50000);
    });
    CHECK(has(chained.said, "fiber 'walk' overflowed"));
    CHECK(has(chained.said, "mine"));
    CHECK(chained.code == 7);

    const last_act old_style = in_child([] {
        std::signal(SIGSEGV, [](int) { _exit(8); });
        rondo::install_overflow_handler();
        std::raise(SIGSEGV);
    });
    CHECK(old_style.code == 8);
    const last_act ignored = in_child([] {
        std::signal(SIGSEGV, SIG_IGN);
        rondo::install_overflow_handler();
        std::raise(SIGSEGV);
    });
    CHECK(ignored.code == 0);
    const last_act raised = in_child([] {
        std::signal(SIGSEGV, SIG_DFL);
        rondo::install_overflow_handler();
        std::raise(SIGSEGV);
    });
    CHECK(raised.signal == SIGSEGV);
}

TEST_CASE("overflow: works on each thread that asks for it") {
    const last_act act = in_child([] {
        std::thread([] {
            rondo::install_overflow_handler();
            overflow("threaded", 50000);
        }).join();
    });
    CHECK(has(act.said, "fiber 'threaded' overflowed"));
    const last_act gone = in_child([] {
        std::thread([] { rondo::install_overflow_handler(); }).join(); // its stack goes with it
    });
    CHECK(gone.code == 0);
}
