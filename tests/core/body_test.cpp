// SPDX-License-Identifier: BSL-1.0
#include <rondo/core/body.hpp>

#include "core/rows.hpp"

using namespace core_test;

TEST_CASE("body: has a number in order of creation, a name, a state, and says what it waits for, and where") {
    world w;
    w.run([&]() -> task<> {
        auto waits = []() -> task<> { co_await sleep(5ms); };
        auto first = w.on.root().spawn(waits);
        auto second = w.on.root().spawn(waits);
        second.set_name("the second");
        CHECK(second.id() == first.id() + 1);
        co_await yield_now();
        const std::vector<const body*> all = w.on.tasks();
        REQUIRE(all.size() == 3);
        CHECK(all[0]->state() == body_state::running);
        CHECK(all[1]->state() == body_state::parked);
        CHECK(all[1]->name() == "task " + std::to_string(first.id()));
        CHECK(all[2]->name() == "the second");
        CHECK(all[2]->waits_for().find("sleep") != std::string::npos);
        if (RONDO_DIAGNOSTICS != 0) CHECK(all[2]->waits_at().line() == 11);
        CHECK(&all[2]->home() == &w.on);
        co_await second;
    });
}

TEST_CASE("body: is small") {
    CHECK(sizeof(body) <= 104);
    CHECK(sizeof(detail::result_body<void>) <= 120);
}
