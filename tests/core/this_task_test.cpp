// SPDX-License-Identifier: BSL-1.0
#include <rondo/core/this_task.hpp>

#include "core/rows.hpp"

#include <optional>

using namespace core_test;

TEST_CASE("L53: this_task() is the one that runs, whatever it awaits; callbacks are no task, and without a "
          "loop there is none") {
    CHECK(raised([] { this_task(); }).find("no loop is running") != std::string::npos);
    journal said;
    world w;
    w.run([&]() -> task<> {
        const task_view me = this_task();
        CHECK(me.id() == 1);
        CHECK(me.name() == "task 1");
        CHECK(me.state() == body_state::running);
        this_task().set_name("main");
        CHECK(me.name() == "main");
        struct inner {
            static task<task_view> ask() {
                co_await yield_now();
                co_return this_task();
            }
        };
        CHECK(co_await inner::ask() == me);
        auto asks = []() -> task<std::uint64_t> { co_return this_task().id(); };
        auto other = w.on.root().spawn(asks);
        CHECK(co_await other == other.id());
        CHECK(other.id() != me.id());
        w.on.call_soon([&] { said.push_back(raised([] { this_task(); })); });
        co_await yield_now();
        CHECK(this_task() == me);
    });
    CHECK(said.at(0).find("a callback runs here") != std::string::npos);
    CHECK(raised([] { this_task(); }).find("no loop is running") != std::string::npos);
}

TEST_CASE("L53: all tasks that have not ended, the root's first, then their children, in order of creation") {
    world w;
    w.run([&]() -> task<> {
        this_task().set_name("main");
        auto body = [&](task_group& group) -> task<> {
            journal dummy;
            group.spawn(sleep(1h)).set_name("a");
            auto nests = []() -> task<> {
                auto inner = [](task_group& nested) -> task<> {
                    nested.spawn(sleep(1h)).set_name("nested");
                    co_await sleep(forever);
                };
                co_await with_task_group(inner);
            };
            group.spawn(nests).set_name("b");
            w.on.root().spawn(sleep(1h)).set_name("root's");
            group.spawn(yield_now()).set_name("short");
            const auto names = [&] {
                std::string all;
                for (const task_view& task : all_tasks(w.on)) all += task.name() + " ";
                return all;
            };
            co_await sleep(1ms);
            CHECK(names() == "main root's a b nested ");
            CHECK(w.on.tasks().size() == 5);
            for (const task_view& task : all_tasks(w.on)) {
                if (task.name() == "main") {
                    CHECK(task.state() == body_state::running);
                    CHECK(task.waits_for().empty());
                } else {
                    CHECK(task.state() == body_state::parked);
                    CHECK(task.waits_for().find("a sleep ") == 0);
                    if constexpr (RONDO_DIAGNOSTICS != 0) CHECK(task.waits_at().line() != 0);
                }
            }
            group.cancel();
        };
        co_await with_task_group(body);
    });
    CHECK(all_tasks(w.on).size() == 1);
}

TEST_CASE("task_view: may be kept when its task and its loop have gone, and may cancel") {
    std::optional<task_view> kept;
    lost_errors lost;
    {
        journal said;
        world w;
        w.run([&]() -> task<> {
            w.on.root().spawn(patient, std::ref(said), "it");
            co_await yield_now();
            kept = all_tasks(w.on).back();
            CHECK(kept->cancel());
            co_await yield_now();
            CHECK(kept->was_cancelled());
            CHECK(kept->state() == body_state::ended);
            CHECK(kept->waits_for().empty());
        });
        CHECK(joined(said) == "it cancelled");
    }
    CHECK(kept->done());
    CHECK(kept->id() == 2);
    CHECK(!kept->cancel());
    CHECK(kept->name() == "task 2");
    CHECK(lost.count() == 0);
}
