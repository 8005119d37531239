// SPDX-License-Identifier: BSL-1.0
//
// A plain function as a body: owned, named, cancelled, waited for and reported as a task is.
#include <rondo/fiber/spawn_fiber.hpp>

#include <rondo/core/oracle.hpp>
#include <rondo/core/routine.hpp>
#include <rondo/core/task_local.hpp>
#include <rondo/core/this_task.hpp>
#include <rondo/core/wait.hpp>
#include <rondo/fiber/await.hpp>
#include <rondo/fiber/fiber_generator.hpp>
#include <rondo/fiber/overflow.hpp>

#include "core/slot.hpp"
#include "fiber/support.hpp"

#include <memory>

using namespace core_test;
using fiber_test::has;

namespace {

int add(int a, int b) {
    await(sleep(1ms));
    return a + b;
}
void turns(journal& said, const std::string& word, int count) {
    for (int i = 0; i < count; ++i) {
        said.push_back(word + std::to_string(i));
        await(yield_now());
    }
}
void patiently(journal& said, const std::string& word) {
    const at_exit leaving(said, word + " leaves");
    try {
        await(sleep(100s));
        said.push_back(word + " ends");
    } catch (const cancelled&) {
        said.push_back(word + " cancelled");
        throw;
    }
}
struct never_comes {
    bool ready() const noexcept { return false; }
    void start(waiter&) const noexcept {}
    bool abort(waiter&) const noexcept { return true; }
    void take() const noexcept {}
    void describe(std::string& out) const { out += "Godot"; }
};
task_local<std::string> user("nobody");

template <class Body>
void in_group(world& w, Body body) {
    w.run([](Body& plain) -> task<> {
        co_await with_task_group([&](task_group& group) -> task<> {
            plain(group);
            co_return;
        });
    }(body));
}

} // namespace

TEST_CASE("spawn_fiber: a plain function gives its result to whoever awaits the handle, task or fiber") {
    world w;
    w.run([&]() -> task<> {
        co_await with_task_group([&](task_group& group) -> task<> {
            join_handle<int> sum = spawn_fiber(group, add, 1, 2);
            CHECK_FALSE(sum.done());
            auto task_of_other = group.spawn(
                [](join_handle<int> other) -> task<int> {
                    const int got = co_await other;
                    co_return 10 * got;
                },
                sum);
            auto third = spawn_fiber(
                group, [](join_handle<int> a, join_handle<int> b) { return await(a) + await(b); }, sum,
                task_of_other);
            const int all = co_await std::move(third);
            CHECK(all == 33);
            CHECK(sum.result() == 3);
        });
    });
    CHECK(w.ms() == 1);
    CHECK(stack_pool::statistics().alive == 0);
}

TEST_CASE("spawn_fiber: the first step is in the next turn; fibers, tasks and routines take turns in order") {
    world w;
    journal said;
    w.run([&]() -> task<> {
        co_await with_task_group([&](task_group& group) -> task<> {
            spawn_fiber(group, turns, std::ref(said), "f", 3);
            group.spawn(count_turns, std::ref(said), "t", 3);
            group.spawn(
                [](journal& s) -> routine<> {
                    for (int i = 0; i < 3; ++i) {
                        s.push_back("r" + std::to_string(i));
                        co_yield yield_now();
                    }
                },
                std::ref(said));
            spawn_fiber(group, turns, std::ref(said), "g", 3);
            said.push_back("spawned");
            co_return;
        });
    });
    CHECK(joined(said) == "spawned | f0 | t0 | r0 | g0 | f1 | t1 | r1 | g1 | f2 | t2 | r2 | g2");
}

TEST_CASE("spawn_fiber: callable and arguments are copied, moved or lent, and gone when it has ended") {
    world w;
    auto counted = std::make_shared<int>(5);
    int lent = 0;
    in_group(w, [&](task_group& group) {
        auto owned = std::make_unique<int>(7);
        spawn_fiber(
            group,
            [counted, &lent](std::unique_ptr<int> mine, int& out, const std::string& text) {
                await(yield_now());
                out = *counted + *mine + static_cast<int>(text.size());
                lent = out;
            },
            std::move(owned), std::ref(lent), "three");
        struct speaker {
            int times;
            int speak(int n) const { return times * n; }
        };
        auto method = spawn_fiber(group, &speaker::speak, speaker{3}, 4);
        spawn_fiber(group, [method]() mutable { CHECK(await(method) == 12); });
        CHECK(counted.use_count() == 2);
    });
    CHECK(lent == 17);
    CHECK(counted.use_count() == 1);
}

TEST_CASE("spawn_fiber: results of every kind") {
    world w;
    int here = 3;
    w.run([&]() -> task<> {
        co_await with_task_group([&](task_group& group) -> task<> {
            auto reference = spawn_fiber(group, [](int& x) -> int& { return x; }, std::ref(here));
            auto unique = spawn_fiber(group, [] { return std::make_unique<int>(8); });
            auto nothing_at_all = spawn_fiber(group, [] {});
            static_assert(std::same_as<decltype(nothing_at_all), join_handle<>>);
            int& got = co_await std::move(reference);
            CHECK(&got == &here);
            const std::unique_ptr<int> eight = co_await std::move(unique);
            CHECK(*eight == 8);
            co_await nothing_at_all;
        });
    });
}

TEST_CASE("spawn_fiber: an error leaves the group as that of a task does, and cancels the others, in order") {
    world w;
    journal said;
    const auto body = [&]() -> task<> {
        co_await with_task_group([&](task_group& group) -> task<> {
            spawn_fiber(group, patiently, std::ref(said), "a");
            group.spawn(patient, std::ref(said), "b");
            spawn_fiber(group, [] {
                await(sleep(1ms));
                throw oops(4);
            });
            spawn_fiber(group, patiently, std::ref(said), "c");
            co_return;
        });
    };
    CHECK(raised([&] { w.run(body()); }) == "group[oops 4]");
    CHECK(joined(said) == "a cancelled | a leaves | b cancelled | c cancelled | c leaves");
    CHECK(w.ms() == 1);
}

TEST_CASE("spawn_fiber: cancellation throws at each await until the fiber has ended, and at the first step "
          "nothing runs") {
    world w;
    journal said;
    in_group(w, [&](task_group& group) {
        auto stubborn = spawn_fiber(group, [&] {
            for (int i = 0; i < 3; ++i) said.push_back(raised([] { await(sleep(1s)); }));
            said.push_back(raised([] { await(shield(sleep(2ms))); }));
            said.push_back(raised([] { await(checkpoint()); }));
        });
        auto unrun = spawn_fiber(group, [&] { said.push_back("never"); });
        CHECK(unrun.cancel());
        spawn_fiber(group, [&, stubborn, unrun]() mutable {
            await(sleep(1ms));
            CHECK(stubborn.cancel());
            CHECK(raised([&] { await(unrun); }) == "task_cancelled");
            await(stubborn);
            CHECK_FALSE(stubborn.was_cancelled()); // it took it, and ended by itself
        });
    });
    CHECK(joined(said) == "cancelled | cancelled | cancelled | nothing | cancelled");
    CHECK(w.ms() == 3);
}

TEST_CASE("spawn_fiber: a wait that lets go slowly is over before the fiber goes on") {
    world w;
    slow_abort device(w.on);
    std::string how;
    in_group(w, [&](task_group& group) {
        spawn_fiber(group, [&] { how = raised([&] { await(fail_after(1ms, device.wait())); }); });
    });
    CHECK(how == "timeout");
    CHECK(w.ms() == 1 + slow_abort::delay_ms);
}

TEST_CASE("spawn_fiber: has a name, a place and a state, and inherits task locals") {
    world w;
    in_group(w, [&](task_group& group) {
        user.set("main");
        auto plain = spawn_fiber(group, [] {
            CHECK(*user == "main");
            user.set("fiber");
            CHECK(this_task().name() == "task 2");
            await(yield_now());
            CHECK(*user == "fiber");
        });
        auto named = spawn_fiber(group, {.name = "walker"}, [] {
            CHECK(this_task().name() == "walker");
            await(sleep(5ms));
        });
        user.set("main later");
        CHECK(named.name() == "walker");
        if (RONDO_DIAGNOSTICS != 0)
            CHECK(has(w.on.tasks().back()->made_at().file_name(), "spawn_fiber_test.cpp"));
        spawn_fiber(group, [named] {
            await(sleep(1ms));
            for (const task_view& task : all_tasks(*scheduler::current())) {
                if (task.name() != "walker") continue;
                CHECK(task.state() == body_state::parked);
                CHECK(has(task.waits_for(), "sleep"));
            }
        });
        static_cast<void>(plain);
    });
}

TEST_CASE("spawn_fiber: a deadlock names the fiber, what it waits for, and where") {
    world w;
    std::string said;
    try {
        in_group(w, [&](task_group& group) {
            spawn_fiber(group, {.name = "Vladimir"}, [] { await(never_comes()); });
        });
    } catch (const deadlock_error& e) {
        said = e.what();
    }
    CHECK(has(said, "Vladimir waits for Godot"));
    if (RONDO_DIAGNOSTICS != 0) CHECK(has(said, "spawn_fiber_test.cpp:"));
}

TEST_CASE("spawn_fiber: the end of a loop unwinds suspended fibers") {
    journal said;
    {
        world w;
        spawn_fiber(w.on.root(), patiently, std::ref(said), "a");
        spawn_fiber(w.on.root(), patiently, std::ref(said), "b");
        w.run([]() -> task<> { co_await sleep(1ms); }());
        CHECK(said.empty());
        CHECK(stack_pool::statistics().alive == 2);
    }
    CHECK(joined(said) == "a cancelled | a leaves | b cancelled | b leaves");
    CHECK(stack_pool::statistics().alive == 0);
}

TEST_CASE("spawn_fiber: one that waits shielded for what never comes is unwound by generator_exit, with what "
          "it awaits") {
    journal said;
    lost_errors lost;
    const auto waits = [](journal& s, std::string name) -> task<> {
        const at_exit leaving(s, name);
        co_await shield(never_comes());
    };
    {
        world w;
        spawn_fiber(w.on.root(), [&] {
            const at_exit leaving(said, "fiber");
            try {
                await(waits(said, "its task"));
            } catch (const generator_exit&) {
                said.push_back("exit");
                said.push_back(raised([] {
                    try {
                        await(sleep(1ms)); // each wait says so
                    } catch (const generator_exit&) {
                        throw oops(1);
                    }
                }));
                throw;
            }
        });
        spawn_fiber(w.on.root(), [&] {
            fiber_generator<int> inner([&](auto& yield) {
                const at_exit leaving(said, "generator");
                await(waits(said, "task of a generator"));
                yield(1);
            });
            const at_exit leaving(said, "second");
            inner.next();
        });
        w.run([]() -> task<> { co_await sleep(1ms); }());
    }
    CHECK(joined(said) == "task of a generator | generator | second | its task | exit | oops 1 | fiber");
    CHECK(lost.text().empty());
    CHECK(stack_pool::statistics().alive == 0);
}

TEST_CASE("spawn_fiber: a group that was left takes none; nothing of it stays") {
    world w;
    auto counted = std::make_shared<int>(1);
    task_group* gone = nullptr;
    w.on.close();
    gone = &w.on.root();
    CHECK(raised([&] { spawn_fiber(*gone, [counted] {}); }) ==
          "task_group::spawn: the loop is closed, and its root group left");
    CHECK(counted.use_count() == 1);
    CHECK(stack_pool::statistics().alive == 0);
}

TEST_CASE("spawn_fiber: an error that nobody asks for is told, with the name") {
    lost_errors lost;
    {
        world w;
        spawn_fiber(w.on.root(), {.name = "unlucky"}, [] { throw oops(2); });
        w.run([]() -> task<> { co_await sleep(1ms); }());
    }
    CHECK(lost.tell("oops"));
    CHECK(lost.tell("in unlucky, whose error nobody asked for"));
}

TEST_CASE(
    "on_fiber: a coroutine calls a plain function that waits; errors and cancellation pass as they are") {
    world w;
    w.run([&]() -> task<> {
        const int sum = co_await on_fiber(add, 2, 3);
        CHECK(sum == 5);
        std::string how;
        try {
            co_await on_fiber([] { throw oops(6); });
        } catch (...) {
            how = name_of(std::current_exception());
        }
        CHECK(how == "oops 6");
        journal said;
        const auto cut = co_await move_on_after(1ms, on_fiber(patiently, std::ref(said), std::string("x")));
        CHECK_FALSE(cut);
        CHECK(joined(said) == "x cancelled | x leaves");
    });
    CHECK(w.run(on_fiber(add, 3, 4)) == 7);
}

TEST_CASE("spawn_fiber: 30,000 are alive at once, and wait") {
    const std::size_t count = RONDO_TSAN != 0 || RUNNING_ON_VALGRIND ? 1000 : 30000;
    world w;
    std::size_t through = 0;
    in_group(w, [&](task_group& group) {
        for (std::size_t n = 0; n != count; ++n) {
            spawn_fiber(group, {.stack_bytes = 16 << 10}, [&] {
                await(sleep(1ms));
                await(yield_now());
                ++through;
            });
        }
        spawn_fiber(group, [&] {
            await(yield_now());
            CHECK(stack_pool::statistics().alive == count + 1);
        });
    });
    CHECK(through == count);
    CHECK(stack_pool::statistics().peak_alive >= count + 1);
    CHECK(stack_pool::statistics().high_water_bytes > 0);
    stack_pool::trim();
}

TEST_CASE("spawn_fiber: who overflows its stack is named as the task that it is") {
    const auto overflow_as = [](const char* name) {
        return fiber_test::in_child([name] {
            install_overflow_handler();
            world w;
            in_group(w, [&](task_group& group) {
                auto handle = spawn_fiber(group, {.stack_bytes = 50000}, [] {
                    await(yield_now());
                    fiber_test::descend(1000000);
                });
                if (name) handle.set_name(name);
            });
        });
    };
    const auto named = overflow_as("deep diver");
    CAPTURE(named.said);
    CHECK(named.signal == SIGSEGV);
    CHECK(has(named.said, "rondo: fiber 'deep diver' overflowed its stack of "));
    CHECK(has(named.said, "fiber_options{.stack_bytes = "));
    CHECK(has(overflow_as(nullptr).said, "rondo: fiber 'task 2' overflowed its stack of "));
}
