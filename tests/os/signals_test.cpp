// SPDX-License-Identifier: BSL-1.0
#include <rondo/base/errors.hpp>
#include <rondo/core/cancel_scope.hpp>
#include <rondo/core/loop.hpp>
#include <rondo/core/sleep.hpp>
#include <rondo/core/task_group.hpp>
#include <rondo/io/epoll_driver.hpp>
#include <rondo/os/signals.hpp>
#include <rondo/run.hpp>
#include <rondo/stream/per_item.hpp>

#include <doctest/doctest.h>

#include <csignal>
#include <string>
#include <thread>
#include <unistd.h>
#include <vector>

using namespace rondo;

namespace {

bool is(int number, void (*handler)(int)) {
    struct sigaction now{};
    ::sigaction(number, nullptr, &now);
    return now.sa_handler == handler;
}
struct world {
    epoll_driver io;
    loop on{{.io = &io}};
};
void own_handler(int) {}
// The test framework has handlers of its own.
struct by_default {
    explicit by_default(int number) : number_(number) {
        ::sigaction(number, nullptr, &before_);
        std::signal(number, SIG_DFL);
    }
    by_default(const by_default&) = delete;
    ~by_default() { ::sigaction(number_, &before_, nullptr); }
    int number_;
    struct sigaction before_{};
};

} // namespace

TEST_CASE("signals: each that arrives is told, and those that came before anybody looked") {
    world here;
    signals all({SIGUSR1, SIGUSR2});
    std::vector<int> got;
    auto listens = [&]() -> task<> {
        for (int i = 0; i != 3; ++i) {
            std::optional<int> number = co_await all.next();
            got.push_back(*number);
            if (i == 1) ::raise(SIGUSR1);
        }
    };
    ::raise(SIGUSR2);
    ::raise(SIGUSR1);
    ::raise(SIGUSR1); // told once, as the system would
    here.on.run_until(listens());
    CHECK(got == std::vector<int>{SIGUSR1, SIGUSR2, SIGUSR1});
    CHECK_FALSE(all.try_next());
    ::raise(SIGUSR2);
    CHECK(all.try_next() == SIGUSR2);
}

TEST_CASE("signals: one from another thread wakes the loop") {
    world here;
    signals all({SIGUSR1});
    const pthread_t self = ::pthread_self();
    auto listens = [&]() -> task<int> {
        std::optional<int> number = co_await all.next();
        co_return *number;
    };
    std::jthread sender([&] { ::pthread_kill(self, SIGUSR1); });
    CHECK(here.on.run_until(listens()) == SIGUSR1);
}

TEST_CASE("signals: several may listen, and each is told") {
    world here;
    int told = 0;
    auto listener = [&](signals& mine) -> task<> {
        co_await mine.next();
        ++told;
    };
    signals first({SIGUSR1}), second({SIGUSR1, SIGUSR2}), other({SIGUSR2});
    auto body = [&](task_group& group) -> task<> {
        group.spawn(listener, std::ref(first));
        group.spawn(listener, std::ref(second));
        ::raise(SIGUSR1);
        co_return;
    };
    here.on.run_until(with_task_group(body));
    CHECK(told == 2);
    CHECK_FALSE(other.try_next());
}

TEST_CASE("signals: when the last listener is gone, what was there before is there again") {
    REQUIRE(is(SIGUSR1, SIG_DFL));
    {
        signals first({SIGUSR1});
        {
            signals second({SIGUSR1});
            CHECK(!is(SIGUSR1, SIG_DFL));
        }
        CHECK(!is(SIGUSR1, SIG_DFL));
        signals moved(std::move(first));
        CHECK(!is(SIGUSR1, SIG_DFL));
    }
    CHECK(is(SIGUSR1, SIG_DFL));
    {
        signals first({SIGUSR1});
        std::signal(SIGUSR1, own_handler); // by somebody who knows why
    }
    CHECK(is(SIGUSR1, own_handler));
    std::signal(SIGUSR1, SIG_DFL);
}

TEST_CASE("signals: a cancelled wait loses none") {
    world here;
    signals all({SIGUSR1});
    auto impatient = [&]() -> task<int> {
        co_await move_on_after(1ms, all.next());
        ::raise(SIGUSR1);
        std::optional<int> number = co_await all.next();
        co_return *number;
    };
    CHECK(here.on.run_until(impatient()) == SIGUSR1);
}

TEST_CASE("signals: they are a stream") {
    world here;
    signals all({SIGUSR1, SIGUSR2});
    auto counts = [&]() -> task<std::vector<int>> {
        ::raise(SIGUSR1);
        ::raise(SIGUSR2);
        auto doubled = std::move(all) | map([](int number) { return 2 * number; }) | take(2);
        std::vector<int> got;
        while (auto step = co_await doubled.next()) got.push_back(*step);
        co_return got;
    };
    CHECK(here.on.run_until(counts()) == std::vector<int>{2 * SIGUSR1, 2 * SIGUSR2});
}

TEST_CASE("signals: who listens to SIGINT under run() is told of Ctrl-C; afterwards run() has it again, and "
          "then the process") {
    const by_default interrupt(SIGINT);
    auto program = []() -> task<int> {
        struct sigaction runs{};
        ::sigaction(SIGINT, nullptr, &runs);
        CHECK(!is(SIGINT, SIG_DFL));
        {
            signals interrupts({SIGINT});
            ::raise(SIGINT);
            co_await interrupts.next();
        }
        CHECK(is(SIGINT, runs.sa_handler));
        co_return 5;
    };
    CHECK(rondo::run(program()) == 5);
    CHECK(is(SIGINT, SIG_DFL));
    // One that outlives it keeps listening.
    std::optional<signals> late;
    auto opens = [&]() -> task<> {
        late.emplace(std::initializer_list<int>{SIGINT});
        co_return;
    };
    rondo::run(opens());
    ::raise(SIGINT);
    CHECK(late->try_next() == SIGINT);
    late.reset();
}

TEST_CASE("signals: what nobody can listen to is refused by name") {
    const by_default termination(SIGTERM);
    CHECK_THROWS_WITH_AS(signals({SIGKILL}), "signals: nobody can listen to SIGKILL", value_error);
    CHECK_THROWS_WITH_AS(signals({SIGTERM, SIGSTOP}), "signals: nobody can listen to SIGSTOP", value_error);
    CHECK_THROWS_WITH_AS(signals({0}), "signals: 0 is no signal: they are 1 to 64", value_error);
    CHECK_THROWS_WITH_AS(signals({65}), "signals: 65 is no signal: they are 1 to 64", value_error);
    CHECK_THROWS_WITH_AS(signals(std::span<const int>{}), "signals: none was named to listen to",
                         value_error);
    CHECK_THROWS_AS(signals({SIGSEGV}), value_error);
    CHECK(is(SIGTERM, SIG_DFL));
    std::vector<signals> many;
    for (int i = 0; i != 64; ++i) many.push_back(signals({SIGUSR2}));
    CHECK_THROWS_WITH_AS(signals({SIGUSR2}),
                         "signals: 64 listen already in this process: let some go, or share one",
                         runtime_error);
}

TEST_CASE("signal_name: names as the system's own") {
    CHECK(signal_name(SIGTERM) == "SIGTERM");
    CHECK(signal_name(SIGRTMIN) == "SIGRTMIN");
    CHECK(signal_name(SIGRTMIN + 3) == "SIGRTMIN+3");
    CHECK(signal_name(99) == "signal 99");
}
