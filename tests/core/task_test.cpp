// SPDX-License-Identifier: BSL-1.0
#include <rondo/core/task.hpp>

#include <rondo/base/stop_iteration.hpp>

#include "core/rows.hpp"

#include <memory>

using namespace core_test;

namespace {

task<int> leaf(journal& said) {
    said.push_back("leaf");
    co_return 7;
}
task<int> middle(journal& said) {
    said.push_back("middle");
    const int got = co_await leaf(said);
    said.push_back("middle ends");
    co_return got;
}

/// Waits `turns` turns, one after the other, then gives their number: any number of suspensions, and a value.
class several {
public:
    explicit several(int turns) : turns_(turns) {}
    auto operator co_await() const { return wait(turns_); }

private:
    static task<int> wait(int turns) {
        for (int i = 0; i < turns; ++i) co_await yield_now();
        co_return turns;
    }
    int turns_;
};

/// The four functions of a leaf, by hand.
struct gate {
    bool open = false;
    int value = 0;
    waiter* who = nullptr;
    bool ready() const { return open; }
    void start(waiter& w) { who = &w; }
    bool abort(waiter&) {
        who = nullptr;
        return true;
    }
    int take() const { return value; }
    void set(int v) {
        open = true;
        value = v;
        if (who && who->claim()) std::exchange(who, nullptr)->unpark();
    }
};

} // namespace

TEST_CASE("K1: calling a task function runs nothing; awaiting it runs it as a call, and gives no turn up") {
    journal said;
    world w;
    w.run([&]() -> task<> {
        auto started = w.on.root().spawn(say, std::ref(said), "other");
        auto made = middle(said);
        said.push_back("made");
        const int got = co_await std::move(made);
        said.push_back(std::to_string(got));
        said.push_back("still first");
        co_await yield_now();
        said.push_back("end");
    });
    CHECK(joined(said) == "made | middle | leaf | middle ends | 7 | still first | other | end");
}

TEST_CASE("K2: a task is awaited at most once") {
    journal said;
    world w;
    w.run([&]() -> task<> {
        auto once = leaf(said);
        CHECK(once);
        CHECK(co_await std::move(once) == 7);
        CHECK(!once);
        std::string again;
        try {
            co_await std::move(once);
        } catch (const runtime_error& e) {
            again = e.what();
        }
        CHECK(again.find("cannot reuse already awaited coroutine") == 0);
        CHECK(raised([&] { w.on.root().spawn(std::move(once)); }).find("cannot reuse already awaited") == 0);
    });
    CHECK(said.size() == 1);
}

TEST_CASE("K3: a task that somebody awaits is refused to everybody else") {
    journal said;
    world w;
    w.run([&]() -> task<> {
        task<int> shared = [](journal& s) -> task<int> {
            co_await yield_now();
            s.push_back("ran");
            co_return 1;
        }(said);
        auto body = [&](task_group& group) -> task<> {
            auto contender = [](task<int>& t, journal& s) -> task<> {
                try {
                    co_await std::move(t);
                    s.push_back("value");
                } catch (const runtime_error&) {
                    s.push_back("refused");
                }
            };
            group.spawn(contender, std::ref(shared), std::ref(said));
            group.spawn(contender, std::ref(shared), std::ref(said));
            co_return;
        };
        co_await with_task_group(body);
    });
    CHECK(joined(said) == "refused | ran | value");
}

TEST_CASE("K4: a task that is dropped without having been awaited tells the hook where it was written; "
          "close() says nothing") {
    lost_errors lost;
    journal said;
    { auto dropped = middle(said); }
    CHECK(lost.count() == 1);
    CHECK(lost.tell("was never awaited"));
    if constexpr (RONDO_DIAGNOSTICS != 0) {
        CHECK(lost.tell("middle"));
        CHECK(lost.tell("task_test.cpp:"));
    }
    auto closed = middle(said);
    closed.close();
    closed.close();
    CHECK(!closed);
    auto moved = middle(said);
    auto target = std::move(moved);
    target.close();
    CHECK(lost.count() == 1);
    auto replaced = middle(said);
    replaced = middle(said); // the first is dropped
    CHECK(lost.count() == 2);
    replaced.close();
    CHECK(said.empty());
}

TEST_CASE("K6: an error crosses awaits unchanged, and what it unwinds is cleaned up from the inside out") {
    journal said;
    world w;
    struct {
        static task<> thrower(journal& s, std::exception_ptr error) {
            at_exit finally(s, "inner");
            co_await yield_now();
            std::rethrow_exception(error);
        }
        static task<> passer(journal& s, std::exception_ptr error) {
            at_exit finally(s, "outer");
            co_await thrower(s, error);
        }
    } f;
    const std::exception_ptr error = std::make_exception_ptr(oops(3));
    w.run([&]() -> task<> {
        std::exception_ptr caught;
        try {
            co_await f.passer(said, error);
        } catch (...) {
            caught = std::current_exception();
        }
        CHECK(caught == error);
    });
    CHECK(joined(said) == "inner | outer");
    std::exception_ptr left;
    try {
        w.run(f.passer(said, error));
    } catch (...) {
        left = std::current_exception();
    }
    CHECK(left == error);
}

TEST_CASE("K7: what is awaited may suspend any number of times, and gives a value") {
    world w;
    for (int turns : {0, 1, 5}) {
        const auto before = w.on.turns();
        CHECK(w.run([&]() -> task<int> { co_return co_await several(turns); }) == turns);
        CHECK(w.on.turns() - before == static_cast<std::uint64_t>(turns) + 1);
    }
    gate g;
    w.on.call_later(5ms, [&] { g.set(9); });
    CHECK(w.run([&]() -> task<int> { co_return co_await g; }) == 9);
    CHECK(w.ms() == 5);
    CHECK(w.run([&]() -> task<int> { co_return co_await g; }) == 9); // ready now: no turn more
}

TEST_CASE("K8: a StopIteration that leaves a coroutine becomes a RuntimeError with it as cause") {
    world w;
    struct {
        static task<int> stops() {
            co_await yield_now();
            throw stop_iteration<int>(3);
        }
        static task<int> stops_async() {
            co_await yield_now();
            throw stop_async_iteration();
        }
    } f;
    w.run([&]() -> task<> {
        std::string said;
        bool has_cause = false;
        try {
            co_await f.stops();
        } catch (const runtime_error& e) {
            said = e.what();
            has_cause = cause(e) != nullptr;
        }
        CHECK(said == "coroutine raised StopIteration");
        CHECK(has_cause);
        said = "";
        try {
            co_await f.stops_async();
        } catch (const runtime_error& e) {
            said = e.what();
        }
        CHECK(said == "coroutine raised StopAsyncIteration");
    });
    CHECK(raised([&] { w.run(f.stops()); }) == "coroutine raised StopIteration");
}

TEST_CASE("task: gives values, references, move-only things and nothing") {
    world w;
    struct {
        static task<int&> refer(int& to) {
            co_await yield_now();
            co_return to;
        }
        static task<std::unique_ptr<int>> own(int n) {
            co_await yield_now();
            co_return std::make_unique<int>(n);
        }
        static task<std::string> text() { co_return "converted"; }
    } f;
    int number = 4;
    w.run([&]() -> task<> {
        int& got = co_await f.refer(number);
        CHECK(&got == &number);
        auto owned = co_await f.own(5);
        CHECK(*owned == 5);
        CHECK(co_await f.text() == "converted");
    });
    CHECK(&w.run(f.refer(number)) == &number);
    CHECK(*w.run(f.own(6)) == 6);
}

TEST_CASE("task: its parameters go when its body has ended, before whoever awaits it goes on") {
    journal said;
    world w;
    struct {
        static task<> keeps(std::shared_ptr<int> kept, bool wait) {
            if (wait) co_await yield_now();
            CHECK(kept.use_count() >= 1);
        }
    } f;
    auto kept = std::make_shared<int>(1);
    w.run([&]() -> task<> {
        for (bool wait : {false, true}) {
            auto child = f.keeps(kept, wait);
            CHECK(kept.use_count() == 2);
            co_await std::move(child);
            CHECK(kept.use_count() == 1);
        }
        auto unstarted = f.keeps(kept, false);
        unstarted.close();
        CHECK(kept.use_count() == 1);
    });
}

TEST_CASE("task: an error of a child that did not wait is thrown where it is awaited") {
    world w;
    struct {
        static task<int> fails(int n) {
            if (n > 0) throw oops(n);
            co_return 0;
        }
    } f;
    w.run([&]() -> task<> {
        int sum = 0;
        for (int i = 0; i < 3; ++i) {
            try {
                sum += co_await f.fails(i);
            } catch (const oops& e) {
                sum += 10 * e.number;
            }
        }
        CHECK(sum == 30);
    });
}
