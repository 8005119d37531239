// SPDX-License-Identifier: BSL-1.0
//
// What the waits themselves do; what the drivers do with them is in tests/io.
#include <rondo/core/wait_fd.hpp>

#include <rondo/core/cancel_scope.hpp>
#include <rondo/core/loop.hpp>

#include "base/death.hpp"

#include <doctest/doctest.h>

#include <cerrno>
#include <poll.h>
#include <vector>

using namespace rondo;

namespace {

// Keeps what it is given, until it is told what comes of it.
class patient_driver : public driver {
public:
    void submit(op& one) noexcept override {
        one.state = op::phase::in_flight;
        taken.push_back(&one);
    }
    bool cancel(op& one) noexcept override {
        ++cancels;
        if (!forgets) return false;
        std::erase(taken, &one);
        return true;
    }
    void poll(op_list& done, instant) override {
        for (op* one : taken) {
            one->result = answer;
            done.push_back(*one);
        }
        if (answers)
            taken.clear();
        else
            while (done.pop_front()) {}
    }
    void wake() noexcept override {}
    void closing(int descriptor) noexcept override { closed = descriptor; }
    std::size_t outstanding() const noexcept override { return 0; }
    const char* name() const noexcept override { return "patient"; }

    std::vector<op*> taken;
    std::int64_t answer = 0;
    bool answers = true;
    bool forgets = true;
    int cancels = 0;
    int closed = -1;
};

struct fixture {
    manual_time time;
    patient_driver io;
    loop home{{.time = &time, .io = &io}};
};

} // namespace

TEST_CASE("wait_fd: what reaches the driver is a poll of the descriptor for the events") {
    fixture f;
    f.io.answers = false;
    f.home.root().spawn(wait_readable(5));
    f.home.root().spawn(wait_writable(6));
    f.home.run_once();
    REQUIRE(f.io.taken.size() == 2);
    CHECK(f.io.taken[0]->code == opcode::poll);
    CHECK(f.io.taken[0]->descriptor == 5);
    CHECK(f.io.taken[0]->flags == POLLIN);
    CHECK(f.io.taken[1]->descriptor == 6);
    CHECK(f.io.taken[1]->flags == POLLOUT);
    CHECK(f.home.report().find("waits for wait_writable(6)") != std::string::npos);
    f.io.answers = true;
    f.io.answer = POLLIN | POLLHUP;
    f.home.run_until_idle();
}

TEST_CASE("wait_fd: a loop without a driver says what to do") {
    loop home;
    try {
        home.run_until(wait_readable(0));
        FAIL("it has no driver");
    } catch (const runtime_error& e) {
        CHECK(std::string(e.what()).find(
                  "wait_readable: this loop has no driver for I/O: use rondo::run(main)") == 0);
    }
}

TEST_CASE("wait_fd: ECANCELED that nobody asked for is an error, and asked for it is a cancellation") {
    fixture f;
    f.io.answer = -ECANCELED;
    CHECK_THROWS_AS(f.home.run_until(wait_readable(5)), error);
    f.io.forgets = false;
    f.io.answers = false;
    auto handle = f.home.root().spawn(wait_readable(5));
    f.home.run_once();
    handle.cancel();
    handle.cancel();
    CHECK(f.io.cancels == 1); // asked once
    CHECK(f.io.taken.size() == 1);
    f.io.answers = true;
    f.home.run_until_idle();
    CHECK(handle.was_cancelled());
}

TEST_CASE("wait_fd: what the driver forgets at once has not happened") {
    fixture f;
    f.io.answers = false;
    auto handle = f.home.root().spawn(wait_readable(5));
    f.home.run_once();
    handle.cancel();
    CHECK(f.io.taken.empty());
    f.home.run_until_idle();
    CHECK(handle.was_cancelled());
}

TEST_CASE("wait_fd: a success that is faster than its cancellation is delivered") {
    fixture f;
    f.io.answers = false;
    f.io.forgets = false;
    bool went_on = false;
    auto main = [](bool& past) -> task<> {
        co_await wait_readable(5);
        past = true;
        co_await wait_readable(6);
        FAIL("a checkpoint in a cancelled scope");
    };
    auto handle = f.home.root().spawn(main, std::ref(went_on));
    f.home.run_once();
    handle.cancel();
    f.io.answers = true;
    f.io.answer = POLLIN;
    f.home.run_until_idle();
    CHECK(went_on);
    CHECK(handle.was_cancelled());
}

TEST_CASE("wait_fd: notify_closing tells the driver of the loop whose turn it is, and elsewhere is a broken "
          "contract") {
    fixture f;
    auto main = [&]() -> task<> {
        notify_closing(7);
        co_return;
    };
    f.home.run_until(main());
    CHECK(f.io.closed == 7);
    CHECK(last_words([] { notify_closing(7); }).find("use loop.io()->closing(descriptor)") !=
          std::string::npos);
}

TEST_CASE("wait_fd: a wait is a checkpoint before any effect") {
    fixture f;
    auto main = [&]() -> task<> {
        cancel_scope scope;
        scope.cancel();
        CHECK_FALSE(co_await scope.run(wait_readable(5)));
    };
    f.home.run_until(main());
    CHECK(f.io.taken.empty());
    CHECK(f.io.cancels == 0);
}
