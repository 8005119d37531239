// SPDX-License-Identifier: BSL-1.0
#include <rondo/parallel/parallel_map.hpp>

#include <doctest/doctest.h>

#include <atomic>
#include <csignal>
#include <deque>
#include <latch>
#include <memory>
#include <set>
#include <stdexcept>
#include <string>
#include <thread>

using namespace rondo;

TEST_CASE("parallel_map: results stand in the order of the indices, for any number of workers") {
    std::vector<std::size_t> squares(1000);
    for (std::size_t i = 0; i != squares.size(); ++i) squares[i] = i * i;
    for (const unsigned workers : {0U, 1U, 2U, 3U, 8U}) {
        CAPTURE(workers);
        CHECK(parallel_map(1000, [](std::size_t i) { return i * i; }, {.workers = workers}) == squares);
    }
}

TEST_CASE("parallel_map: of nothing it is nothing, and no thread is made for one thing") {
    CHECK(parallel_map(0, [](std::size_t i) { return i; }).empty());
    const auto here = std::this_thread::get_id();
    CHECK(
        parallel_map(1, [&](std::size_t) { return std::this_thread::get_id() == here; }, {.workers = 8})[0]);
}

TEST_CASE("parallel_map: with one worker everything runs on the caller's thread, in order") {
    const auto here = std::this_thread::get_id();
    std::vector<std::size_t> order;
    auto f = [&](std::size_t i) {
        order.push_back(i);
        return std::this_thread::get_id() == here;
    };
    const auto all = parallel_map(5, f, {.workers = 1});
    CHECK(all == std::vector<bool>{true, true, true, true, true});
    CHECK(order == std::vector<std::size_t>{0, 1, 2, 3, 4});
}

TEST_CASE("parallel_map: workers run at once") {
    std::latch all_here(3); // ends only when three are inside
    auto f = [&](std::size_t) {
        all_here.arrive_and_wait();
        return std::this_thread::get_id();
    };
    const auto ids = parallel_map(3, f, {.workers = 3});
    CHECK(std::set(ids.begin(), ids.end()).size() == 3);
}

TEST_CASE(
    "parallel_map: the first of several failures is thrown, whoever was faster; later ones do not begin") {
    for (const unsigned workers : {1U, 2U, 8U}) {
        for (int round = 0; round != 50; ++round) {
            std::atomic<std::size_t> begun = 0;
            auto f = [&](std::size_t i) -> int {
                ++begun;
                if (i % 10 == 7) throw std::runtime_error("failed at " + std::to_string(i));
                return 0;
            };
            CHECK_THROWS_WITH_AS(parallel_map(10'000, f, {.workers = workers}), "failed at 7",
                                 std::runtime_error);
            CHECK(begun < 10'000);
        }
    }
}

TEST_CASE("parallel_map: what a result holds is moved, and needs no default") {
    struct only {
        explicit only(std::size_t n) : value(std::make_unique<std::size_t>(n)) {}
        std::unique_ptr<std::size_t> value;
    };
    const auto all = parallel_map(100, [](std::size_t i) { return only(i); }, {.workers = 2});
    CHECK(*all[99].value == 99);
    CHECK(parallel_map(9, [](std::size_t i) { return i > 4; }, {.workers = 2})[5]); // of bools, too
}

TEST_CASE("parallel_map: over a range") {
    const std::deque<std::string> words{"one", "three", "fifteen"};
    CHECK(parallel_map(words, [](const std::string& word) { return word.size(); }) ==
          std::vector<std::size_t>{3, 5, 7});
    std::vector<int> changed{1, 2, 3};
    parallel_map(changed, [](int& n) { return n *= 2; }, {.workers = 2});
    CHECK(changed == std::vector<int>{2, 4, 6});
}

TEST_CASE("parallel_map: a signal is not delivered to a worker") {
    std::latch both_here(2);
    const auto here = std::this_thread::get_id();
    auto blocked = [&](std::size_t) {
        both_here.arrive_and_wait();
        sigset_t mask;
        pthread_sigmask(SIG_BLOCK, nullptr, &mask);
        return std::this_thread::get_id() == here || sigismember(&mask, SIGINT) == 1;
    };
    CHECK(parallel_map(2, blocked, {.workers = 2}) == std::vector<bool>{true, true});
    sigset_t mask;
    pthread_sigmask(SIG_BLOCK, nullptr, &mask);
    CHECK(sigismember(&mask, SIGINT) == 0);
}

TEST_CASE("available_cores: at least one") { CHECK(available_cores() >= 1); }
