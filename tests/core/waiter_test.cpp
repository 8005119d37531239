// SPDX-License-Identifier: BSL-1.0
#include <rondo/core/waiter.hpp>

#include "core/rows.hpp"
#include "core/slot.hpp"

using namespace core_test;

namespace {
struct bare : waiter {};
} // namespace

TEST_CASE("waiter_list: first in, first out, and anybody may leave") {
    bare a, b, c, d;
    waiter_list list;
    CHECK(list.empty());
    CHECK(list.pop_front() == nullptr);
    for (bare* each : {&a, &b, &c}) list.push_back(*each);
    list.push_front(d);
    CHECK(list.front() == &d);
    CHECK(list.after(d) == &a);
    CHECK(list.after(c) == nullptr);
    CHECK(b.in_list());
    list.erase(b);
    list.erase(b);
    CHECK_FALSE(b.in_list());
    CHECK(list.pop_front() == &d);
    CHECK(list.pop_front() == &a);
    CHECK(list.pop_front() == &c);
    CHECK(list.empty());
}

TEST_CASE("waiter: a body is its own waiter; unparked, it runs in the next turn and takes the result") {
    journal said;
    world w;
    slot<int> from;
    w.run([&]() -> task<> {
        auto takes = [](slot<int>& s, journal& words) -> task<> {
            const int got = co_await s.take();
            words.push_back("got " + std::to_string(got));
        };
        w.on.root().spawn(takes, std::ref(from), std::ref(said));
        co_await yield_now();
        from.put(3);
        said.push_back("put");
        co_await yield_now();
        said.push_back("after a turn");
    });
    CHECK(joined(said) == "put | got 3 | after a turn");
}

TEST_CASE("waiter: once unparked, a wait is over: a cancellation in the same turn does not undo it") {
    world w;
    slot<int> from;
    w.run([&]() -> task<> {
        auto takes = [](slot<int>& s) -> task<int> { co_return co_await s.take(); };
        auto handle = w.on.root().spawn(takes, std::ref(from));
        co_await yield_now();
        from.put(3);
        handle.cancel();
        CHECK(co_await handle == 3);
    });
}

TEST_CASE("waiter: cancelled before, it has left the list, and the value stays for the next") {
    world w;
    slot<int> from;
    w.run([&]() -> task<> {
        auto takes = [](slot<int>& s) -> task<int> { co_return co_await s.take(); };
        auto handle = w.on.root().spawn(takes, std::ref(from));
        co_await yield_now();
        handle.cancel();
        from.put(3);
        CHECK(from.full());
        co_await yield_now();
        CHECK(handle.was_cancelled());
        CHECK(co_await from.take() == 3);
    });
}
