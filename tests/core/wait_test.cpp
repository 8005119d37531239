// SPDX-License-Identifier: BSL-1.0
#include <rondo/core/wait.hpp>

#include <rondo/core/race.hpp>

#include "core/rows.hpp"

using namespace core_test;

namespace {

task<int> after(duration d, int value) {
    co_await sleep(d);
    co_return value;
}
task<int> fails_after(duration d, int number) {
    co_await sleep(d);
    throw oops(number);
}
std::vector<join_handle<int>> spawn_some(world& w, std::initializer_list<int> milliseconds) {
    std::vector<join_handle<int>> handles;
    for (int ms : milliseconds)
        handles.push_back(w.on.root().spawn(after, std::chrono::milliseconds(ms), ms));
    return handles;
}
std::string results(const std::vector<join_handle<int>>& of) {
    std::string all;
    for (const auto& handle : of) all += (all.empty() ? "" : " ") + std::to_string(handle.id());
    return all;
}

} // namespace

TEST_CASE("L16: wait until the first has ended: the sets are in the order given, and nobody is cancelled") {
    world w;
    w.run([&]() -> task<> {
        auto handles = spawn_some(w, {4, 1, 3, 2});
        auto got = co_await wait(handles, wait_for::first_completed);
        CHECK(w.ms() == 1);
        REQUIRE(got.done.size() == 1);
        CHECK(got.done[0] == handles[1]);
        CHECK(results(got.pending) == results({handles[0], handles[2], handles[3]}));
        co_await sleep(10ms);
        for (const auto& handle : handles) CHECK(handle.done());
    });
}

TEST_CASE("L16: wait until the first error, or until all have ended") {
    lost_errors lost;
    world w;
    w.run([&]() -> task<> {
        auto handles = spawn_some(w, {1, 5});
        handles.push_back(w.on.root().spawn(fails_after, 2ms, 1));
        auto got = co_await wait(handles, wait_for::first_error);
        CHECK(w.ms() == 2);
        CHECK(results(got.done) == results({handles[0], handles[2]}));
        CHECK(name_of(handles[2].error()) == "oops 1");

        auto fine = spawn_some(w, {1, 2});
        CHECK((co_await wait(fine, wait_for::first_error)).pending.empty());

        auto cut = spawn_some(w, {7, 8});
        cut[1].cancel();
        CHECK((co_await wait(cut, wait_for::first_error)).done.size() == 1);
    });
    CHECK(lost.count() == 0);
}

TEST_CASE("L16: the time limit of wait cancels nothing; those that had ended count at once") {
    world w;
    w.run([&]() -> task<> {
        auto handles = spawn_some(w, {2, 9});
        auto got = co_await wait(handles, wait_for::all, 5ms);
        CHECK(w.ms() == 5);
        CHECK(got.done.size() == 1);
        CHECK_FALSE(handles[1].was_cancelled());
        auto again = co_await wait(handles, wait_for::first_completed);
        CHECK(w.ms() == 5);
        CHECK(again.done.size() == 1);
        CHECK_THROWS_AS(co_await wait(std::vector<join_handle<int>>()), value_error);
    });
}

TEST_CASE("L17: completions come in the order of ending, those that had ended first, as the very handles") {
    world w;
    w.run([&]() -> task<> {
        auto handles = spawn_some(w, {4, 1, 3, 1});
        co_await sleep(2ms);
        completions<int> ended(handles);
        std::string order;
        while (auto next = co_await ended.next()) order += std::to_string(next->id() - handles[0].id()) + " ";
        CHECK(order == "1 3 2 0 ");
        auto no_more = co_await ended.next();
        CHECK_FALSE(no_more);
    });
}

TEST_CASE("L17: a time limit around one completion loses none; dropped early, the tasks go on") {
    world w;
    std::vector<join_handle<int>> handles;
    w.run([&]() -> task<> {
        handles = spawn_some(w, {5, 2});
        completions<int> ended(handles);
        CHECK_FALSE(co_await move_on_after(1ms, ended.next()));
        auto first = co_await ended.next();
        CHECK(first->result() == 2);
    });
    CHECK_FALSE(handles[0].done());
    w.on.run_until_idle();
    CHECK(handles[0].result() == 5);
}

TEST_CASE(
    "wait: who waits for tasks that never end is reported where the program waits, not within the library") {
    const auto report = [](auto waits) -> std::string {
        world w;
        std::string words;
        auto main = [&]() -> task<> {
            std::vector<join_handle<>> handles{w.on.root().spawn(sleep(forever))};
            co_await waits(handles);
        };
        try {
            w.run(main());
        } catch (const deadlock_error& error) {
            words = error.what();
        }
        const std::size_t line = words.find("end of any of") != std::string::npos
                                     ? words.find("end of any of")
                                     : words.find("first of");
        return line == std::string::npos ? words : words.substr(line, words.find('\n', line) - line);
    };
    if constexpr (RONDO_DIAGNOSTICS != 0) {
        const auto waits = report([](std::vector<join_handle<>>& all) { return wait(all); });
        CHECK(waits.find("wait_test.cpp:") != std::string::npos);
        const auto races = report([](std::vector<join_handle<>>& all) { return race(all); });
        CHECK(races.find("wait_test.cpp:") != std::string::npos);
        const auto completes = report([](std::vector<join_handle<>>& all) -> task<> {
            completions<void> ended(all);
            co_await ended.next();
        });
        CHECK(completes.find("wait_test.cpp:") != std::string::npos);
    }
}
