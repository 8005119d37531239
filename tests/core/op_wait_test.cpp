// SPDX-License-Identifier: BSL-1.0
#include <rondo/core/op_wait.hpp>

#include <rondo/core/driver.hpp>
#include <rondo/core/loop.hpp>

#include "base/death.hpp"

#include <doctest/doctest.h>

#include <cerrno>
#include <fcntl.h>
#include <unistd.h>

using namespace rondo;

namespace {

// Answers with what stands in the list, one after the other; says which opcodes it was asked for.
class scripted_driver : public driver {
public:
    explicit scripted_driver(std::vector<std::int64_t> all) : answers(std::move(all)) {}
    void submit(op& one) noexcept override {
        one.state = op::phase::in_flight;
        codes.push_back(one.code);
        waiting.push_back(one);
    }
    bool cancel(op&) noexcept override { return false; }
    void poll(op_list& done, instant) override {
        while (!waiting.empty() && next != answers.size()) {
            op& one = *waiting.pop_front();
            one.result = answers[next++];
            done.push_back(one);
        }
    }
    void wake() noexcept override {}
    std::size_t outstanding() const noexcept override { return waiting.size(); }
    const char* name() const noexcept override { return "scripted"; }

    std::vector<std::int64_t> answers;
    std::size_t next = 0;
    std::vector<opcode> codes;
    op_list waiting;
};

class verb : public op_wait {
public:
    explicit verb(opcode what, int on = 3) : op_wait(what, "verb", on) {}
    verb(verb&&) = default;
    std::int64_t take() { return checked_outcome(); }
    rondo::result<std::int64_t> take_result() { return outcome(); }
};

static_assert(leaf_awaitable<verb>);
static_assert(std::is_same_v<await_result_t<verb>, std::int64_t>);
static_assert(!std::is_copy_constructible_v<verb>);

std::int64_t answer_of(scripted_driver& io, opcode what) {
    manual_time time;
    loop home({.time = &time, .io = &io});
    return home.run_until(verb(what));
}

} // namespace

TEST_CASE("op_wait: zero or more is the result, less is an error that says what was asked") {
    scripted_driver io({42, -ENOSPC});
    CHECK(answer_of(io, opcode::write) == 42);
    try {
        answer_of(io, opcode::write);
        FAIL("refused");
    } catch (const error& e) {
        CHECK(e.number() == ENOSPC);
        CHECK(std::string(e.what()).find("verb(3): [errno 28]") == 0);
    }
}

TEST_CASE("op_wait: EINTR asks again") {
    scripted_driver io({-EINTR, -EINTR, 5});
    CHECK(answer_of(io, opcode::read) == 5);
    CHECK(io.codes == std::vector{opcode::read, opcode::read, opcode::read});
}

TEST_CASE("op_wait: EAGAIN waits for readiness and asks again; where no readiness helps it is the answer") {
    scripted_driver io({-EAGAIN, 1, -EAGAIN, -EINTR, -EAGAIN, 1, 5, -EAGAIN});
    CHECK(answer_of(io, opcode::read) == 5);
    CHECK(io.codes == std::vector{opcode::read, opcode::poll, opcode::read, opcode::poll, opcode::read,
                                  opcode::poll, opcode::read});
    CHECK_THROWS_AS(answer_of(io, opcode::connect), error);
}

TEST_CASE("op_wait: a descriptor that arrives for somebody who has gone is closed") {
    const int opened = ::open("/dev/null", O_RDONLY | O_CLOEXEC);
    REQUIRE(opened >= 0);
    scripted_driver io({});
    manual_time time;
    {
        loop home({.time = &time, .io = &io});
        struct never_taken : verb {
            using verb::verb;
            std::int64_t take() { return 0; } // as a race does with a loser
        };
        auto handle = home.root().spawn(never_taken(opcode::accept));
        home.run_once();
        io.answers = {opened};
        home.run_until_idle();
    }
    CHECK(fcntl(opened, F_GETFD) < 0);
}

TEST_CASE("op_wait: one operation is awaited by one at a time") {
    scripted_driver io({});
    manual_time time;
    loop home({.time = &time, .io = &io});
    verb shared(opcode::nop);
    auto waits = [](verb& on) -> task<> { co_await on; };
    auto first = home.root().spawn(waits, std::ref(shared));
    auto second = home.root().spawn(waits, std::ref(shared));
    home.run_once();
    CHECK(second.done());
    CHECK_THROWS_AS(second.result(), runtime_error);
    io.answers = {0};
    home.run_until_idle();
    CHECK(first.done());
}

TEST_CASE("op_wait: destroying an operation in flight is a broken contract") {
    const std::string said = last_words([] {
        scripted_driver io({});
        loop home({.io = &io});
        auto shared = std::make_unique<verb>(opcode::nop);
        auto waits = [](verb& on) -> task<> { co_await on; };
        home.root().spawn(waits, std::ref(*shared));
        home.run_once();
        shared.reset();
    });
    CHECK(said.find("destroyed in flight") != std::string::npos);
}
