// SPDX-License-Identifier: BSL-1.0
#include <rondo/core/driver.hpp>

#include "core/rows.hpp"

using namespace core_test;

namespace {

/// Completes what it is given at the next poll, the last first.
struct reversing : driver {
    void submit(op& one) noexcept override { held.push_back(&one); }
    bool cancel(op& one) noexcept override { return std::erase(held, &one) != 0; }
    void poll(op_list& done, instant) override {
        ++polls;
        for (; !held.empty(); held.pop_back()) {
            held.back()->result = held.back()->descriptor;
            done.push_back(*held.back());
        }
    }
    void wake() noexcept override {}
    std::size_t outstanding() const noexcept override { return held.size(); }
    const char* name() const noexcept override { return "reversing"; }
    std::vector<op*> held;
    int polls = 0;
};

struct noting : op {
    explicit noting(journal& to, int number) noexcept
        : op([](op& self) noexcept {
              auto& mine = static_cast<noting&>(self);
              mine.said.push_back(std::to_string(mine.result));
              CHECK(mine.state == op::phase::done);
          }),
          said(to) {
        descriptor = number;
    }
    journal& said;
};

} // namespace

TEST_CASE("driver: a loop completes what a poll gives back, in that order") {
    journal said;
    reversing io;
    loop on{{.io = &io}};
    CHECK(on.io() == &io);
    noting a(said, 1), b(said, 2);
    io.submit(a);
    io.submit(b);
    on.run_once();
    CHECK(joined(said) == "2 | 1");
}

TEST_CASE("driver: is polled when nothing is ready, and after 128 steps; not at each turn") {
    reversing io;
    manual_time time;
    loop on{{.time = &time, .io = &io}};
    auto yields = []() -> task<> {
        for (int i = 0; i < 1280; ++i) co_await yield_now();
    };
    on.run_until(yields());
    CHECK(io.polls >= 9);
    CHECK(io.polls <= 12);
    CHECK(io.descriptor() == -1);
    CHECK(io.next_completion() == never);
}
