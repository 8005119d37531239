// SPDX-License-Identifier: BSL-1.0
//
// The end of an iteration as an exception, and the count by which a body knows that one may be about.
#include <rondo/base/stop_iteration.hpp>

#include <doctest/doctest.h>

#include <memory>
#include <string>
#include <thread>

using namespace rondo;

TEST_CASE("stop_iteration: carries what the generator returned, and a move-only value too") {
    CHECK(stop_iteration<int>(5).value == 5);
    CHECK_FALSE(stop_iteration<int>().value.has_value());
    stop_iteration<std::shared_ptr<int>> shared(std::make_shared<int>(7));
    CHECK(**shared.value == 7);
}

TEST_CASE("stop_iteration: one catch stops all of them, and so does std::exception") {
    CHECK_THROWS_AS(throw stop_iteration<int>(1), stop_iteration_base);
    CHECK_THROWS_AS(throw stop_iteration<>(), stop_iteration_base);
    CHECK_THROWS_AS(throw stop_async_iteration(), std::exception);
}

TEST_CASE("stop_iteration: says what it is") {
    CHECK(std::string(stop_iteration<int>(1).what()) == "stop_iteration: no more items");
    CHECK(std::string(stop_async_iteration().what()) == "stop_async_iteration: no more items");
}

TEST_CASE("stop_iteration: any_alive counts copies, and ends with the last") {
    CHECK_FALSE(stop_iteration_base::any_alive());
    {
        stop_iteration<int> first(1);
        CHECK(stop_iteration_base::any_alive());
        auto second = std::make_unique<stop_iteration<int>>(first);
        second.reset();
        CHECK(stop_iteration_base::any_alive());
    }
    CHECK_FALSE(stop_iteration_base::any_alive());
}

TEST_CASE("stop_iteration: assignment does not unbalance the count") {
    {
        stop_iteration<int> first(1), second(2);
        first = second;
        CHECK(first.value == 2);
    }
    CHECK_FALSE(stop_iteration_base::any_alive());
}

TEST_CASE("stop_iteration: each thread counts its own") {
    stop_iteration<int> here(1);
    bool there = true;
    std::thread([&] { there = stop_iteration_base::any_alive(); }).join();
    CHECK_FALSE(there);
    CHECK(stop_iteration_base::any_alive());
}

TEST_CASE("stop_iteration: one that dies on another thread leaves that thread's count alone") {
    auto travels = std::make_unique<stop_iteration<int>>(1);
    bool there = true;
    std::thread([&] {
        stop_iteration<int> own(2);
        travels.reset();
        there = stop_iteration_base::any_alive();
    }).join();
    CHECK(there);
    // Its home still counts it: needless work, and no mistake. A new one and its end leave that unchanged.
    CHECK(stop_iteration_base::any_alive());
    stop_iteration<int>(3);
    CHECK(stop_iteration_base::any_alive());
}
