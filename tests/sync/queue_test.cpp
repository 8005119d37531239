// SPDX-License-Identifier: BSL-1.0
#include <rondo/sync/queue.hpp>

#include "../base/death.hpp"
#include "support.hpp"

using namespace sync_test;

namespace {

template <class Queue>
task<> getter(Queue& from, journal& said, std::string name, int count) {
    std::string word;
    try {
        for (int i = 0; i < count; ++i) {
            const int got = co_await from.get();
            said.push_back(name + std::to_string(got));
        }
    } catch (const queue_shut_down&) {
        word = name + "shut down";
    }
    if (!word.empty()) said.push_back(word);
}
task<> putter(queue<int>& to, journal& said, int item) {
    std::string word = "put " + std::to_string(item);
    try {
        co_await to.put(item);
    } catch (const queue_shut_down&) {
        word += " shut down";
    }
    said.push_back(word);
}

} // namespace

TEST_CASE("L36: getters are handed one item each, in the order of waiting, and none takes several turns") {
    room w;
    journal said;
    queue<int> q;
    for (const char* name : {"A ", "B "}) w.spawn(getter<queue<int>>, std::ref(q), std::ref(said), name, 2);
    w.settle();
    for (int n = 0; n < 4; ++n) q.put_nowait(n);
    w.settle();
    CHECK(joined(said) == "A 0 | A 2 | B 1 | B 3"); // Python: A 0, A 1, B 2, B 3
}

TEST_CASE("L37: putters on a full queue wait in order; nowait errors have names") {
    room w;
    journal said;
    queue<int> q(1);
    for (int n = 1; n <= 3; ++n) w.spawn(putter, std::ref(q), std::ref(said), n);
    w.settle();
    CHECK(q.full());
    CHECK(q.statistics().waiting_putters == 2);
    CHECK(raised([&] { q.put_nowait(9); }) == "queue::put_nowait: the queue is full: 1 of 1");
    CHECK_THROWS_AS(q.put_nowait(9), const queue_full&);
    CHECK_FALSE(q.try_put(9));
    for (int n = 1; n <= 3; ++n) CHECK(q.get_nowait() == n);
    CHECK_THROWS_AS(q.get_nowait(), const queue_empty&);
    CHECK(q.try_get() == std::nullopt);
    w.settle();
    CHECK(joined(said) == "put 1 | put 2 | put 3");
    CHECK(q.statistics().peak == 1);
}

TEST_CASE("L38: a cancelled getter or putter loses no item, and the next one is served") {
    room w;
    journal said;
    queue<int> q(1);
    auto a = w.spawn(getter<queue<int>>, std::ref(q), std::ref(said), "a", 1);
    auto b = w.spawn(getter<queue<int>>, std::ref(q), std::ref(said), "b", 1);
    w.settle();
    a.cancel();
    q.put_nowait(1);
    b.cancel(); // it has the item
    w.settle();
    CHECK(joined(said) == "b1");
    q.put_nowait(2);
    auto c = w.spawn(putter, std::ref(q), std::ref(said), 3);
    w.spawn(putter, std::ref(q), std::ref(said), 4);
    w.settle();
    c.cancel();
    CHECK(q.get_nowait() == 2);
    CHECK(q.get_nowait() == 4);
    w.settle();
    CHECK(joined(said) == "b1 | put 4");
}

TEST_CASE("L39: join waits until task_done was called for each item; once more is a value_error") {
    room w;
    journal said;
    queue<int> q;
    w.run(q.join()); // nothing to wait for
    q.put_nowait(1);
    q.put_nowait(2);
    w.spawn(
        [](queue<int>& at, journal& s) -> task<> {
            co_await at.join();
            s.push_back("joined");
        },
        std::ref(q), std::ref(said));
    w.settle();
    q.get_nowait();
    q.get_nowait();
    q.task_done();
    w.settle();
    CHECK(said.empty());
    CHECK(q.statistics().unfinished == 1);
    CHECK(q.statistics().waiting_joiners == 1);
    CHECK(tells(w.on.report(), "waits for a queue's work to be done (1 unfinished)"));
    q.task_done();
    w.settle();
    CHECK(joined(said) == "joined");
    CHECK_THROWS_AS(q.task_done(), const value_error&);
}

TEST_CASE("L40: a priority queue gives the smallest first, equal ones in the order of putting; a LIFO queue "
          "the newest") {
    priority_queue<int> smallest;
    for (int n : {3, 1, 2, 5, 4, 0}) smallest.put_nowait(n);
    for (int n = 0; n < 6; ++n) CHECK(smallest.get_nowait() == n);

    struct by_rank {
        bool operator()(const std::pair<int, char>& a, const std::pair<int, char>& b) const {
            return a.first < b.first;
        }
    };
    priority_queue<std::pair<int, char>, by_rank> ranked;
    for (char c : {'a', 'b', 'c', 'd', 'e', 'f'}) ranked.put_nowait(c % 2, c);
    std::string order;
    for (int n = 0; n < 6; ++n) order += ranked.get_nowait().second;
    CHECK(order == "bdface");

    lifo_queue<int> newest;
    for (int n = 0; n < 3; ++n) newest.put_nowait(n);
    for (int n = 2; n >= 0; --n) CHECK(newest.get_nowait() == n);
}

TEST_CASE(
    "queue: a comparison that throws would lose an item, and ends the program instead, which says why") {
    const std::string said = last_words([] {
        const auto refuses = [](int, int) -> bool { throw std::runtime_error("no order"); };
        priority_queue<int, decltype(refuses)> q;
        q.put_nowait(1);
        q.put_nowait(2);
    });
    CHECK(tells(said, "priority_queue: the comparison of two items threw: it must not"));
}

TEST_CASE("L40: a getter that waits is handed what is put, whatever its rank; then the order counts again") {
    room w;
    journal said;
    priority_queue<int> q;
    w.spawn(getter<priority_queue<int>>, std::ref(q), std::ref(said), "", 3);
    w.settle();
    for (int n : {9, 7, 5}) q.put_nowait(n);
    w.settle();
    CHECK(joined(said) == "9 | 5 | 7");
}

TEST_CASE("L41: shut down, it is drained and then ends; who waits is woken with queue_shut_down") {
    room w;
    journal said;
    queue<int> q(1);
    w.spawn(getter<queue<int>>, std::ref(q), std::ref(said), "g", 2);
    w.settle();
    q.put_nowait(0);
    w.settle();
    CHECK(joined(said) == "g0");
    q.shutdown();
    q.shutdown();
    w.settle();
    CHECK(joined(said) == "g0 | gshut down");

    queue<int> full(1);
    said.clear();
    full.put_nowait(1);
    w.spawn(putter, std::ref(full), std::ref(said), 2);
    w.settle();
    full.shutdown();
    w.settle();
    CHECK(joined(said) == "put 2 shut down");
    CHECK(raised([&] { full.put_nowait(3); }) == "queue::put: the queue was shut down");
    CHECK(full.get_nowait() == 1);
    CHECK_THROWS_AS(full.get_nowait(), const queue_shut_down&);
    CHECK_THROWS_AS(static_cast<void>(w.run(full.get())), const queue_shut_down&);
    CHECK_THROWS_AS(w.run(full.put(1)), const queue_shut_down&);
    CHECK(full.statistics().shut_down);
}

TEST_CASE("L41: shut down at once, what is left is dropped and counts as worked off") {
    room w;
    journal said;
    queue<std::shared_ptr<int>> q;
    auto item = std::make_shared<int>(1);
    q.put_nowait(item);
    q.put_nowait(item);
    auto joiner = w.spawn(q.join());
    w.settle();
    CHECK_FALSE(joiner.done());
    q.shutdown(true);
    w.settle();
    CHECK(joiner.done());
    CHECK(item.use_count() == 1);
    CHECK_THROWS_AS(q.get_nowait(), const queue_shut_down&);
}
