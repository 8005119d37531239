// SPDX-License-Identifier: BSL-1.0
#include <rondo/core/as_completed.hpp>

#include "core/rows.hpp"

using namespace core_test;

namespace {

task<int> after(duration d, int value) {
    co_await sleep(d);
    co_return value;
}
std::vector<task<int>> lasting(std::initializer_list<int> milliseconds) {
    std::vector<task<int>> made;
    for (const int ms : milliseconds) made.push_back(after(std::chrono::milliseconds(ms), ms));
    return made;
}
std::vector<join_handle<int>> spawned(world& w, std::initializer_list<int> milliseconds) {
    std::vector<join_handle<int>> handles;
    for (task<int>& one : lasting(milliseconds)) handles.push_back(w.on.root().spawn(std::move(one)));
    return handles;
}

} // namespace

TEST_CASE("L17: as_completed yields the very handles, in the order of ending, those that had ended first") {
    world w;
    w.run([&]() -> task<> {
        auto handles = spawned(w, {4, 1, 3, 1});
        co_await sleep(2ms);
        auto ended = as_completed(handles);
        std::vector<int> order;
        bool same = true;
        while (auto next = co_await ended.next()) {
            order.push_back(next->result());
            same = same &&
                   (*next == handles[0] || *next == handles[1] || *next == handles[2] || *next == handles[3]);
        }
        CHECK(order == std::vector<int>{1, 1, 3, 4});
        CHECK(same);
        CHECK_FALSE(co_await ended.next());
        auto nobody = as_completed(std::vector<join_handle<int>>());
        CHECK_FALSE(co_await nobody.next());
    });
    CHECK(w.ms() == 4);
}

TEST_CASE("L17: as_completed spawns what does not run yet in a group, in order, and gives errors by their "
          "handles") {
    world w;
    w.run([&]() -> task<> {
        auto body = [](task_group& group) -> task<> {
            auto ended = as_completed(group, lasting({3, 1, 2}));
            std::string order;
            while (auto next = co_await ended.next())
                order += std::to_string(next->result()) + "=" + std::to_string(next->id()) + " ";
            CHECK(order == "1=3 2=4 3=2 ");
        };
        co_await with_task_group(body);
        auto failing = [](task_group& group) -> task<> {
            std::vector<task<>> arms;
            arms.push_back(fail_later(7, 1ms));
            auto ended = as_completed(group, std::move(arms));
            std::string what;
            try {
                auto first = co_await shield(ended.next()); // the failure cancels the group
                first->result();
            } catch (const oops& error) {
                what = "oops " + std::to_string(error.number);
            }
            CHECK(what == "oops 7");
        };
        CHECK_THROWS_AS(co_await with_task_group(failing), exception_group);
    });
}

TEST_CASE("L17: the time limit of as_completed ends the iteration, gives what has ended in time, and cancels "
          "nothing") {
    world w;
    w.run([&]() -> task<> {
        auto handles = spawned(w, {1, 2, 9});
        auto ended = as_completed(handles, 5ms);
        CHECK((co_await ended.next())->result() == 1);
        co_await sleep(7ms); // over, but the second ended in time
        CHECK((co_await ended.next())->result() == 2);
        std::string what;
        try {
            co_await ended.next();
        } catch (const timeout_error& error) {
            what = error.what();
        }
        CHECK(what == "not done within 5 ms");
        CHECK(w.ms() == 8);
        CHECK_FALSE(co_await ended.next());
        CHECK(co_await handles[2] == 9);
    });
}

TEST_CASE("L17: a step of as_completed that is cancelled loses nothing of the tasks") {
    world w;
    w.run([&]() -> task<> {
        auto handles = spawned(w, {5});
        auto ended = as_completed(handles);
        CHECK_FALSE(co_await move_on_after(1ms, ended.next()));
        CHECK(co_await handles[0] == 5);
    });
    CHECK(w.ms() == 5);
}
