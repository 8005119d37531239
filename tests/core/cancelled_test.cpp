// SPDX-License-Identifier: BSL-1.0
#include <rondo/core/cancelled.hpp>

#include "core/rows.hpp"

using namespace core_test;

TEST_CASE("L26: cancelled is no std::exception; cleanup may wait in a shield; thrown by hand it marks the "
          "task cancelled") {
    static_assert(!std::is_base_of_v<std::exception, cancelled>);
    journal said;
    world w;
    w.run([&]() -> task<> {
        auto careful = [](journal& s) -> task<> {
            bool stopped = false;
            try {
                co_await sleep(100s);
            } catch (const std::exception&) {
                s.push_back("must not be caught here");
            } catch (const cancelled&) {
                stopped = true;
            }
            if (stopped) {
                co_await shield(sleep(5ms));
                s.push_back("cleaned up");
                throw cancelled();
            }
        };
        auto handle = w.on.root().spawn(careful, std::ref(said));
        co_await sleep(1ms);
        handle.cancel();
        co_await sleep(10ms);
        CHECK(handle.was_cancelled());

        auto by_hand = []() -> task<int> {
            co_await yield_now();
            throw cancelled();
        };
        auto thrown = w.on.root().spawn(by_hand);
        std::string got;
        try {
            co_await thrown;
        } catch (const task_cancelled&) {
            got = "task_cancelled";
        }
        CHECK(got == "task_cancelled");
        CHECK(thrown.was_cancelled());
        CHECK(thrown.error() == nullptr);

        // No scope takes it for its own.
        cancel_scope scope;
        got = "";
        try {
            co_await scope.run(by_hand());
        } catch (const cancelled&) {
            got = "passed on";
        }
        CHECK(got == "passed on");
        CHECK(!scope.ended_by_cancel());
    });
    CHECK(joined(said) == "cleaned up");
}

TEST_CASE("cancelled: is thrown before a wait has any effect, even where it would have been ready") {
    journal said;
    world w;
    struct counting {
        int& asked;
        bool ready() {
            ++asked;
            return true;
        }
        void start(waiter&) { ++asked; }
        bool abort(waiter&) { return true; }
        void take() {}
    };
    int asked = 0;
    w.run([&]() -> task<> {
        cancel_scope scope;
        scope.cancel();
        counting leaf{asked};
        CHECK(!co_await scope.run(leaf));
        CHECK(asked == 0);
        co_await leaf;
        CHECK(asked == 1);
    });
}

TEST_CASE("cancelled: a completed hand-over is delivered, even when its task is cancelled in the same turn") {
    world w;
    struct slot {
        waiter* who = nullptr;
        int value = 0;
        bool ready() const { return false; }
        void start(waiter& by) { who = &by; }
        bool abort(waiter&) {
            who = nullptr;
            return true;
        }
        int take() const { return value; }
        bool give(int v) {
            if (!who || !who->claim()) return false;
            value = v;
            std::exchange(who, nullptr)->unpark();
            return true;
        }
    };
    slot place;
    w.run([&]() -> task<> {
        auto takes = [](slot& from) -> task<int> { co_return co_await from; };
        auto first = w.on.root().spawn(takes, std::ref(place));
        co_await yield_now();
        CHECK(place.give(5));
        first.cancel();
        CHECK(co_await first == 5);
        auto second = w.on.root().spawn(takes, std::ref(place));
        co_await yield_now();
        second.cancel();
        CHECK(!place.give(6)); // the other way round nothing is handed over
        co_await yield_now();
        CHECK(second.was_cancelled());
    });
}
