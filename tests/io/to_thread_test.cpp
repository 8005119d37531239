// SPDX-License-Identifier: BSL-1.0
#include <rondo/io/to_thread.hpp>

#include "support.hpp"

#include <rondo/core/cancel_scope.hpp>
#include <rondo/core/task_group.hpp>

#include <doctest/doctest.h>

#include <atomic>
#include <future>
#include <memory>
#include <stdexcept>
#include <thread>

using namespace drivers;

#define EVERY_DRIVER epoll_world, uring_world, simulated_world, slow_world

TEST_CASE_TEMPLATE("to_thread: gives what the function returns, whatever it is made of", World,
                   EVERY_DRIVER) {
    World world;
    auto main = [&]() -> task<> {
        auto twice = [](int n) { return 2 * n; };
        CHECK(co_await to_thread(twice, 21) == 42);
        auto unique = std::make_unique<int>(7);
        auto through = [](std::unique_ptr<int> p) { return p; };
        auto sent = to_thread(through, std::move(unique));
        auto back = co_await sent;
        CHECK(*back == 7);
        int shared = 0;
        auto set = [](int& to) { to = 5; };
        co_await to_thread(set, std::ref(shared));
        CHECK(shared == 5);
        std::string text = "abc";
        CHECK(co_await to_thread(&std::string::size, text) == 3);
    };
    world.home.run_until(main());
    CHECK(world.left() == 0);
}

TEST_CASE_TEMPLATE("to_thread: throws what the function throws, the same object", World, EVERY_DRIVER) {
    World world;
    auto fails = []() -> int { throw std::out_of_range("too far"); };
    CHECK_THROWS_WITH_AS(world.home.run_until(to_thread(fails)), "too far", std::out_of_range);
    CHECK(world.left() == 0);
}

TEST_CASE_TEMPLATE("to_thread: runs on another thread, and the loop goes on meanwhile", World, epoll_world,
                   uring_world) {
    World world;
    std::promise<void> gate;
    std::thread::id where;
    auto main = [&]() -> task<> {
        auto body = [&](task_group& group) -> task<> {
            auto waits = [](std::promise<void>& for_it, std::thread::id& at) -> task<> {
                auto work = [](std::promise<void>& p) {
                    p.get_future().wait();
                    return std::this_thread::get_id();
                };
                at = co_await to_thread(work, std::ref(for_it));
            };
            group.spawn(waits, std::ref(gate), std::ref(where));
            co_await round_trip();
            CHECK(world.left() == 1);
            gate.set_value();
        };
        co_await with_task_group(body);
    };
    world.home.run_until(main());
    CHECK(where != std::this_thread::get_id());
    CHECK(where != std::thread::id());
}

TEST_CASE_TEMPLATE("to_thread: more functions than threads are all run", World, epoll_world, uring_world) {
    World world;
    std::atomic<int> ran = 0;
    auto main = [&]() -> task<> {
        auto body = [&](task_group& group) -> task<> {
            auto count = [](std::atomic<int>& to) -> task<> {
                auto add = [](std::atomic<int>& n) { ++n; };
                co_await to_thread(add, std::ref(to));
            };
            for (int i = 0; i != 500; ++i) group.spawn(count, std::ref(ran));
            co_return;
        };
        co_await with_task_group(body);
    };
    world.home.run_until(main());
    CHECK(ran == 500);
    CHECK(world.left() == 0);
}

TEST_CASE_TEMPLATE("to_thread: cancelled while it runs, it is waited for, and what it returned is delivered",
                   World, epoll_world, uring_world) {
    World world;
    std::promise<void> begun;
    std::promise<void> gate;
    int got = 0;
    auto main = [&]() -> task<> {
        auto body = [&](task_group& group) -> task<> {
            auto waits = [](std::promise<void>& started, std::promise<void>& for_it, int& to) -> task<> {
                auto work = [](std::promise<void>& s, std::promise<void>& p) {
                    s.set_value();
                    p.get_future().wait();
                    return 9;
                };
                to = co_await to_thread(work, std::ref(started), std::ref(for_it));
                co_await checkpoint();
                to = -1;
            };
            auto handle = group.spawn(waits, std::ref(begun), std::ref(gate), std::ref(got));
            co_await round_trip();
            begun.get_future().wait();
            handle.cancel();
            co_await round_trip();
            CHECK_FALSE(handle.done());
            gate.set_value();
        };
        co_await with_task_group(body);
    };
    world.home.run_until(main());
    CHECK(got == 9);
}

TEST_CASE_TEMPLATE("to_thread: with abandon_on_cancel a deadline holds although the function hangs", World,
                   epoll_world, uring_world) {
    World world;
    auto& io = world.driver_of();
    const auto left_behind = [&] {
        if (auto* ring = dynamic_cast<io_uring_driver*>(&io)) return ring->left_behind();
        return dynamic_cast<epoll_driver&>(io).left_behind();
    };
    // Shared, as the function outlives whoever asked for it.
    auto begun = std::make_shared<std::promise<void>>();
    auto gate = std::make_shared<std::promise<void>>();
    auto ended = std::make_shared<std::promise<void>>();
    auto main = [&]() -> task<> {
        cancel_scope scope;
        auto body = [&](task_group& group) -> task<> {
            auto canceller = [](cancel_scope& which, std::promise<void>& after) -> task<> {
                co_await round_trip();
                after.get_future().wait();
                which.cancel();
            };
            group.spawn(canceller, std::ref(scope), std::ref(*begun));
            auto hangs = [](std::shared_ptr<std::promise<void>> s, std::shared_ptr<std::promise<void>> p,
                            std::shared_ptr<std::promise<void>> e) {
                s->set_value();
                p->get_future().wait();
                e->set_value();
            };
            auto call = to_thread(abandon_on_cancel, hangs, begun, gate, ended);
            CHECK_FALSE(co_await scope.run(call));
        };
        co_await with_task_group(body);
        CHECK(left_behind() == 1);
        CHECK(world.left() == 0);
        // Others are served meanwhile.
        auto one = [] { return 1; };
        CHECK(co_await to_thread(one) == 1);
    };
    world.home.run_until(main());
    gate->set_value();
    ended->get_future().wait();
    while (left_behind() != 0) std::this_thread::yield();
}

TEST_CASE("to_thread: cancelled before a thread has taken it up, it never runs") {
    manual_time time;
    epoll_driver io({.threads = 1});
    loop home({.time = &time, .io = &io});
    std::promise<void> gate;
    bool ran = false;
    auto main = [&]() -> task<> {
        auto body = [&](task_group& group) -> task<> {
            auto blocks = [](std::promise<void>& p) -> task<> {
                auto work = [](std::promise<void>& for_it) { for_it.get_future().wait(); };
                co_await to_thread(work, std::ref(p));
            };
            auto second = [](bool& to) -> task<> {
                auto work = [](bool& b) { b = true; };
                co_await to_thread(work, std::ref(to));
            };
            group.spawn(blocks, std::ref(gate));
            auto handle = group.spawn(second, std::ref(ran));
            co_await round_trip();
            handle.cancel();
            co_await round_trip();
            CHECK(handle.done());
            gate.set_value();
        };
        co_await with_task_group(body);
    };
    home.run_until(main());
    CHECK_FALSE(ran);
    CHECK(io.outstanding() == 0);
}
