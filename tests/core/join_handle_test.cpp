// SPDX-License-Identifier: BSL-1.0
#include <rondo/core/join_handle.hpp>

#include "core/rows.hpp"

#include <memory>

using namespace core_test;

namespace {

task<int> give(int value, int turns) {
    for (int i = 0; i < turns; ++i) co_await yield_now();
    co_return value;
}
task<> wait_and_say(join_handle<int> handle, journal& said, std::string word) {
    try {
        const int& got = co_await handle;
        said.push_back(word + " " + std::to_string(got));
    } catch (...) {
        said.push_back(word + " " + name_of(std::current_exception()));
    }
}

} // namespace

TEST_CASE("L9: asking for a result too early is an invalid state; cancelling what has ended says false") {
    world w;
    w.run([&]() -> task<> {
        auto handle = w.on.root().spawn(give, 5, 2);
        CHECK(raised([&] { static_cast<void>(handle.result()); }) == "invalid_state");
        CHECK(raised([&] { static_cast<void>(handle.error()); }) == "invalid_state");
        CHECK(!handle.done());
        CHECK(co_await handle == 5);
        CHECK(handle.done());
        CHECK(handle.result() == 5);
        CHECK(handle.error() == nullptr);
        CHECK(!handle.cancel());
        CHECK(!handle.was_cancelled());
        CHECK(handle.result() == 5);
    });
    join_handle<int> empty;
    CHECK(!empty);
    CHECK(raised([&] { static_cast<void>(empty.result()); }) == "invalid_state");
    CHECK(raised([&] { static_cast<void>(empty.done()); }) == "invalid_state");
    CHECK(raised([&] { static_cast<void>(empty.cancel()); }) == "invalid_state");
}

TEST_CASE("L10: awaiting a task that has ended does not suspend") {
    journal said;
    world w;
    w.run([&]() -> task<> {
        auto handle = w.on.root().spawn(give, 1, 0);
        co_await handle;
        w.on.root().spawn(say, std::ref(said), "other");
        co_await handle;
        co_await handle;
        co_await std::move(handle);
        said.push_back("main first");
        co_await yield_now();
    });
    CHECK(joined(said) == "main first | other");
}

TEST_CASE("L11: each hop from a result to who waits for it costs exactly one turn") {
    world w;
    std::vector<std::uint64_t> hops;
    w.run([&]() -> task<> {
        auto body = [&](task_group& group) -> task<> {
            auto follow = [](join_handle<int> before, world& at,
                             std::vector<std::uint64_t>& turns) -> task<int> {
                const int got = co_await before;
                turns.push_back(at.on.turns());
                co_return got + 1;
            };
            auto source = [](world& at, std::vector<std::uint64_t>& turns) -> task<int> {
                co_await sleep(1ms);
                turns.push_back(at.on.turns());
                co_return 1;
            };
            auto a = group.spawn(source, std::ref(w), std::ref(hops));
            auto b = group.spawn(follow, a, std::ref(w), std::ref(hops));
            auto c = group.spawn(follow, b, std::ref(w), std::ref(hops));
            auto d = group.spawn(follow, c, std::ref(w), std::ref(hops));
            CHECK(co_await d == 4);
        };
        co_await with_task_group(body);
    });
    CHECK(hops.size() == 4);
    for (std::size_t i = 1; i < hops.size(); ++i) CHECK(hops[i] == hops[i - 1] + 1);
}

TEST_CASE(
    "L12: several who wait for one task wake in order of registration, and share its value and its error") {
    journal said;
    world w;
    w.run([&]() -> task<> {
        const int* seen[2] = {};
        auto body = [&](task_group& group) -> task<> {
            auto source = group.spawn(give, 7, 2);
            for (const char* name : {"a", "b", "c"}) group.spawn(wait_and_say, source, std::ref(said), name);
            for (const int*& place : seen) {
                auto look = [](join_handle<int> h, const int** at) -> task<> { *at = &co_await h; };
                group.spawn(look, source, &place);
            }
            co_return;
        };
        co_await with_task_group(body);
        CHECK(seen[0] != nullptr);
        CHECK(seen[0] == seen[1]);

        std::vector<std::exception_ptr> errors;
        auto failing = w.on.root().spawn(fail_later, 3, 1ms);
        auto collects = [&](task_group& group) -> task<> {
            auto collect = [](join_handle<> h, std::vector<std::exception_ptr>& into) -> task<> {
                try {
                    co_await h;
                } catch (...) {
                    into.push_back(std::current_exception());
                }
            };
            for (int i = 0; i < 3; ++i) group.spawn(collect, failing, std::ref(errors));
            co_return;
        };
        co_await with_task_group(collects);
        CHECK(errors.size() == 3);
        CHECK(errors[0] == errors[1]);
        CHECK(errors[0] == errors[2]);
        CHECK(errors[0] == failing.error());
        CHECK(name_of(errors[0]) == "oops 3");
    });
    CHECK(joined(said) == "a 7 | b 7 | c 7");
}

TEST_CASE("L13: a result is readable many times, by every handle; the last one may take it away") {
    world w;
    struct {
        static task<std::unique_ptr<int>> own(int n) { co_return std::make_unique<int>(n); }
        static task<std::string> text() { co_return "a text that is long enough for the heap"; }
        static task<int&> refer(int& n) { co_return n; }
    } f;
    int number = 1;
    w.run([&]() -> task<> {
        task_group& root = w.on.root();
        auto owned = root.spawn(&decltype(f)::own, 4);
        const auto& seen = co_await owned;
        CHECK(*seen == 4);
        auto taken = co_await std::move(owned);
        CHECK(*taken == 4);
        auto text = root.spawn(&decltype(f)::text);
        auto copy = text;
        CHECK(copy == text);
        const std::string first = co_await std::move(text); // copied: another handle is left
        CHECK(co_await copy == first);
        CHECK(copy.result() == first);
        auto reference = root.spawn(&decltype(f)::refer, std::ref(number));
        CHECK(&co_await reference == &number);
        CHECK(&reference.result() == &number);
    });
}

TEST_CASE("join_handle: waiting for a cancelled task throws task_cancelled, and who waits is not cancelled") {
    journal said;
    world w;
    w.run([&]() -> task<> {
        auto handle = w.on.root().spawn(patient, std::ref(said), "it");
        co_await yield_now();
        CHECK(handle.cancel());
        CHECK(handle.cancel()); // asked already, and not ended yet
        std::string message;
        try {
            co_await handle;
        } catch (const task_cancelled& e) {
            message = e.what();
        }
        CHECK(message == "task 2 was cancelled");
        CHECK(handle.was_cancelled());
        CHECK(handle.error() == nullptr);
        CHECK(!handle.cancel());
        co_await sleep(1ms); // no checkpoint throws here
    });
    CHECK(joined(said) == "it cancelled");
}

TEST_CASE("join_handle: a wait for another task that is cancelled is abandoned; that task goes on") {
    journal said;
    world w;
    w.run([&]() -> task<> {
        auto source = w.on.root().spawn(give, 1, 5);
        auto waits = w.on.root().spawn(wait_and_say, source, std::ref(said), "first");
        co_await yield_now();
        waits.cancel();
        CHECK(!co_await move_on_after(0ms,
                                      [](join_handle<int> h) -> task<int> { co_return co_await h; }(source)));
        CHECK(co_await source == 1);
    });
    CHECK(joined(said) == "first cancelled");
}

TEST_CASE("join_handle: a task that awaits its own end is told so") {
    world w;
    join_handle<> self;
    w.run([&]() -> task<> {
        auto narcissus = [](join_handle<>& me) -> task<> { co_await me; };
        self = w.on.root().spawn(narcissus, std::ref(self));
        co_await yield_now();
        CHECK(self.done());
        CHECK(raised([&] { self.result(); }) == "task 2 awaits its own end, which could never come");
    });
}

TEST_CASE("join_handle: may outlive its group, and the loop") {
    lost_errors lost;
    join_handle<int> value;
    join_handle<> failed;
    join_handle<> stopped;
    {
        journal said;
        world w;
        w.run([&]() -> task<> {
            auto body = [&](task_group& group) -> task<> {
                value = group.spawn(give, 8, 1).set_name("giver");
                co_return;
            };
            co_await with_task_group(body);
            CHECK(value.result() == 8);
            CHECK(value.name() == "giver");
            failed = w.on.root().spawn(fail_later, 2, 1ms);
            co_await sleep(2ms);
            stopped = w.on.root().spawn(patient, std::ref(said), "patient");
        });
        CHECK(!stopped.done());
    }
    CHECK(value.result() == 8);
    CHECK(value.name().find("task ") == 0); // the loop kept the names
    value.set_name("nobody keeps it");
    CHECK(!value.cancel());
    auto copy = value;
    CHECK(copy == value);
    CHECK(stopped.was_cancelled());
    CHECK(raised([&] { stopped.result(); }) == "task_cancelled");
    CHECK(raised([&] { static_cast<void>(value.home()); }) == "invalid_state");
    CHECK(lost.count() == 0);
    failed = {};
    CHECK(lost.count() == 1); // nobody ever asked
    CHECK(lost.tell("oops"));
}

TEST_CASE("L51: the error of a task that nobody asked for is reported with its name and place, when its last "
          "handle goes") {
    lost_errors lost;
    world w;
    w.run([&]() -> task<> {
        auto asked = w.on.root().spawn(fail_later, 1, 1ms);
        auto awaited = w.on.root().spawn(fail_later, 2, 1ms);
        auto forgotten = w.on.root().spawn(fail_later, 3, 1ms).set_name("the forgotten");
        w.on.root().spawn(fail_later, 4, 1ms);
        co_await sleep(2ms);
        CHECK(lost.count() == 1);
        CHECK(lost.tell("in task 5, whose error nobody asked for"));
        CHECK(asked.error() != nullptr);
        std::string got;
        try {
            co_await awaited;
        } catch (const oops&) {
            got = "oops";
        }
        CHECK(got == "oops");
    });
    CHECK(lost.count() == 2);
    CHECK(lost.tell("in the forgotten, whose error nobody asked for"));
    if constexpr (RONDO_DIAGNOSTICS != 0) CHECK(lost.tell("rows.hpp:"));
}
