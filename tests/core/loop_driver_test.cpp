// SPDX-License-Identifier: BSL-1.0
//
// What a loop and its driver owe each other: what is posted during a poll is not slept through, and a signal handler may
// ring.
#include <rondo/core/driver.hpp>

#include <rondo/core/loop.hpp>
#include <rondo/core/sleep.hpp>

#include <doctest/doctest.h>

using namespace rondo;

namespace {

// Hears a wake in any poll, as drivers do; would wait for ever in one that may.
class hearing_driver : public driver {
public:
    void submit(op&) noexcept override {}
    bool cancel(op&) noexcept override { return true; }
    void poll(op_list&, instant deadline) override {
        if (during_poll) std::exchange(during_poll, nullptr)();
        if (deadline != instant::min() && !woken) slept = true;
        woken = false;
        if (slept) throw runtime_error("it sleeps, and nobody would wake it");
    }
    void wake() noexcept override { woken = true; }
    std::size_t outstanding() const noexcept override { return 1; }
    const char* name() const noexcept override { return "hearing"; }

    void (*during_poll)() = nullptr;
    bool woken = false;
    bool slept = false;
};

loop* posted_to = nullptr;

} // namespace

TEST_CASE("loop: a function posted while the driver is polled is not slept through") {
    hearing_driver io;
    loop home({.io = &io});
    posted_to = &home;
    io.during_poll = [] { posted_to->post([] { posted_to->stop(); }); };
    CHECK_NOTHROW(home.run_forever());
    CHECK_FALSE(io.slept);
}

TEST_CASE("loop: a doorbell that is rung calls what the loop was given, once, outside any task") {
    hearing_driver io;
    loop home({.io = &io});
    posted_to = &home;
    int calls = 0;
    home.on_interrupt(
        [](void* with) {
            ++*static_cast<int*>(with);
            CHECK(scheduler::current() == nullptr);
            posted_to->stop();
            posted_to->post([] {});
        },
        &calls);
    io.during_poll = [] { posted_to->doorbell().interrupt(); };
    CHECK_NOTHROW(home.run_forever());
    CHECK(calls == 1);
    CHECK_FALSE(home.run_once());
    CHECK(calls == 1);
}

TEST_CASE("loop: run_until_done drives until the task of a handle has ended") {
    manual_time time;
    loop home({.time = &time});
    auto handle = home.root().spawn(sleep(1h));
    auto other = home.root().spawn(sleep(2h));
    home.run_until_done(handle);
    CHECK(handle.done());
    CHECK_FALSE(other.done());
    home.run_until_done(handle); // at once
    CHECK(time.now() == instant(1h));
}
