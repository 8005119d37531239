// SPDX-License-Identifier: BSL-1.0
#include <rondo/with/async_exit_stack.hpp>

#include "with/async_support.hpp"

#include <rondo/core/cancel_scope.hpp>
#include <rondo/with/async_contextmanager.hpp>

using namespace with_test;

namespace {

thread_local journal lost;
void keep_lost(const unraisable& one) noexcept { lost.push_back(text_of(one.error)); }

task<bool> told(journal& said, std::string name, std::exception_ptr error, bool swallows) {
    co_await yield_now();
    said.push_back(name + " " + text_of(error));
    co_return swallows;
}
task<> later(journal& said, std::string what) {
    co_await sleep(1ms);
    said.push_back(what);
}

} // namespace

TEST_CASE("C28: entries that wait and entries that do not are left in reverse, in one order") {
    world w;
    journal said;
    w.run([](journal& said) -> task<> {
        auto body = [&](async_exit_stack& stack) -> task<> {
            const std::string a = co_await stack.enter(slow(said, "a"));
            const std::string& b = stack.enter(quick(said, "b"));
            const std::string c = co_await stack.enter_async_context(slow(said, "c"));
            const std::string& d = stack.enter_context(quick(said, "d"));
            stack.callback(later, std::ref(said), "callback");
            stack.callback([&] { said.push_back("plain callback"); });
            stack.push([&](std::exception_ptr e) { return told(said, "told", e, false); });
            stack.push([&](std::exception_ptr e) {
                said.push_back("plain " + text_of(e));
                return false;
            });
            said.push_back(a + b + c + d);
        };
        CHECK(co_await async_with(async_exit_stack(), body));
    }(said));
    CHECK(
        joined(said) ==
        "enter a | enter b | enter c | enter d | abcd | plain none | told none | plain callback | callback | "
        "exit d none | exit c none | exit b none | exit a none");
}

TEST_CASE("C28: each entry sees the error as the inner ones left it: swallowed, or replaced") {
    world w;
    journal said;
    w.run([](journal& said) -> task<> {
        auto swallowed = [&](async_exit_stack& stack) -> task<> {
            stack.push([&](std::exception_ptr e) { return told(said, "outer", e, false); });
            stack.push([&](std::exception_ptr e) { return told(said, "swallows", e, true); });
            stack.push([&](std::exception_ptr e) -> task<bool> {
                co_await told(said, "replaces", e, false);
                throw std::runtime_error("second");
            });
            stack.push([&](std::exception_ptr e) { return told(said, "first", e, false); });
            throw std::runtime_error("body");
            co_return;
        };
        const bool ended = co_await async_with(async_exit_stack(), swallowed);
        CHECK_FALSE(ended);
        CHECK(joined(said) == "first body | replaces body | swallows second | outer none");
        said.clear();
        auto replaced = [&](async_exit_stack& stack) -> task<> {
            stack.push([&](std::exception_ptr e) { return told(said, "outer", e, false); });
            stack.callback([] { throw std::runtime_error("callback"); });
            co_return;
        };
        CHECK(co_await error_of(async_with(async_exit_stack(), replaced)) == "callback");
        CHECK(joined(said) == "outer callback");
    }(said));
}

TEST_CASE("C28: an entry that cannot be entered is not left; those before it are") {
    struct refuses {
        task<> enter() {
            co_await yield_now();
            throw std::runtime_error("no entry");
        }
        task<bool> exit(std::exception_ptr) { co_return true; }
    };
    world w;
    journal said;
    w.run([](journal& said) -> task<> {
        auto body = [&](async_exit_stack& stack) -> task<> {
            co_await stack.enter(slow(said, "a"));
            co_await stack.enter(refuses());
        };
        CHECK(co_await error_of(async_with(async_exit_stack(), body)) == "no entry");
    }(said));
    CHECK(joined(said) == "enter a | exit a no entry");
}

TEST_CASE("C28: close leaves all now; pop_all hands them to another stack") {
    world w;
    journal said;
    w.run([](journal& said) -> task<> {
        async_exit_stack stack;
        co_await stack.enter(slow(said, "a"));
        stack.callback(later, std::ref(said), "b");
        async_exit_stack kept = stack.pop_all();
        CHECK(stack.empty());
        co_await stack.close();
        CHECK(joined(said) == "enter a");
        co_await kept.close();
        CHECK(kept.empty());
        co_await kept.close();
    }(said));
    CHECK(joined(said) == "enter a | b | exit a none");
}

TEST_CASE("C28: a manager made by a coroutine, with what it gave by reference") {
    world w;
    journal said;
    w.run([](journal& said) -> task<> {
        auto opens = [](journal& said, std::string name) -> async_contextmanager<std::string&> {
            co_await yield_now();
            co_yield name;
            co_await yield_now();
            said.push_back("closed " + name);
        };
        async_exit_stack stack;
        std::string& name = co_await stack.enter(opens(said, "a"));
        name = "b";
        co_await stack.close();
    }(said));
    CHECK(joined(said) == "closed b");
}

TEST_CASE("C28: left to its destructor, plain entries are left, and each that waits is told to the hook") {
    world w;
    journal said;
    lost.clear();
    const unraisable_hook before = set_unraisable_hook(&keep_lost);
    w.run([](journal& said) -> task<> {
        async_exit_stack stack;
        stack.callback([&] { said.push_back("plain"); });
        co_await stack.enter(slow(said, "a"));
        stack.callback([&] { said.push_back("also plain"); });
    }(said));
    set_unraisable_hook(before);
    CHECK(joined(said) == "enter a | also plain | plain");
    REQUIRE(lost.size() == 1);
    CHECK(lost[0].starts_with("an exit that waits was left undone"));
}

TEST_CASE("C28: cancelled, every entry is left; its waits are cancelled") {
    world w;
    journal said;
    w.run([](journal& said) -> task<> {
        auto body = [&](async_exit_stack& stack) -> task<> {
            stack.push([&](std::exception_ptr e) {
                said.push_back("outer " + text_of(e));
                return false;
            });
            stack.callback(later, std::ref(said), "never");
            stack.push([&](std::exception_ptr e) {
                said.push_back("inner " + text_of(e));
                return false;
            });
            co_await sleep(1h);
        };
        const auto got = co_await move_on_after(1ms, async_with(async_exit_stack(), body));
        CHECK_FALSE(got);
    }(said));
    CHECK(joined(said) == "inner cancelled | outer cancelled");
}
