// SPDX-License-Identifier: BSL-1.0
#include <rondo/core/instrument.hpp>

#include "core/rows.hpp"

using namespace core_test;

namespace {

struct noting : instrument {
    explicit noting(journal& to) noexcept : said(to) {}
    void turn_began(std::uint64_t turn, std::size_t ready) noexcept override {
        note("turn " + std::to_string(turn) + " of " + std::to_string(ready));
    }
    void spawned(const body& task) noexcept override { note("spawn " + std::to_string(task.id())); }
    void step_began(const body& task) noexcept override { note("begin " + std::to_string(task.id())); }
    void step_ended(const body& task) noexcept override {
        note(task.state() == body_state::parked ? "parks" : "gives way");
    }
    void ended(const body& task) noexcept override { note("end " + std::to_string(task.id())); }
    void called_back() noexcept override { note("callback"); }
    void note(std::string word) noexcept { said.push_back(std::move(word)); }
    journal& said;
};

} // namespace

TEST_CASE("instrument: is told of every turn, task, step and end, in order") {
    journal said;
    noting observer(said);
    manual_time time;
    {
        loop on{{.time = &time, .observer = &observer}};
        auto main = []() -> task<> {
            co_await yield_now();
            co_await sleep(1ms);
        };
        on.call_soon([] {});
        on.run_until(main());
    }
    CHECK(joined(said) ==
          "spawn 1 | turn 1 of 2 | callback | begin 1 | gives way | turn 2 of 1 | begin 1 | parks | "
          "turn 3 of 1 | begin 1 | end 1" +
              std::string(said.size() > 11 ? " | turn 4 of 0" : ""));
}

TEST_CASE("instrument: one that overrides nothing changes nothing") {
    instrument silent;
    manual_time time;
    loop on{{.time = &time, .observer = &silent}};
    auto main = []() -> task<int> {
        co_await sleep(1ms);
        co_return 3;
    };
    CHECK(on.run_until(main()) == 3);
}
