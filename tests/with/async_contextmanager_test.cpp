// SPDX-License-Identifier: BSL-1.0
#include <rondo/with/async_contextmanager.hpp>

#include "with/async_support.hpp"

#include <rondo/base/stop_iteration.hpp>
#include <rondo/core/cancel_scope.hpp>

#include <memory>

using namespace with_test;

namespace {

async_contextmanager<std::string&> managed(journal& said, std::string name) {
    co_await sleep(1ms);
    said.push_back("open " + name);
    std::exception_ptr error;
    try {
        co_yield name;
    } catch (...) {
        error = std::current_exception();
    }
    co_await sleep(1ms);
    said.push_back("close " + name + " " + text_of(error));
    if (error) std::rethrow_exception(error);
}

/// Handles errors of the block: swallows a std::logic_error, translates a std::range_error.
async_contextmanager<> handles() {
    bool translate = false;
    try {
        co_yield {};
    } catch (const std::logic_error&) {
    } catch (const std::range_error&) {
        translate = true;
    }
    co_await yield_now();
    if (translate) throw std::runtime_error("translated");
}
async_contextmanager<> yields(int times) {
    for (int n = 0; n < times; ++n) {
        try {
            co_yield {};
        } catch (const std::exception&) {}
    }
}

async_contextmanager<> yields_and_lets_pass() { co_yield {}; }

template <class E>
auto fails_with(E error) {
    return [error]() -> task<> {
        co_await yield_now();
        throw error;
    };
}

} // namespace

TEST_CASE("C27: an async_contextmanager waits on the way in and out; calling it runs nothing") {
    world w;
    journal said;
    w.run([](journal& said) -> task<> {
        auto manager = managed(said, "a");
        co_await yield_now();
        CHECK(said.empty());
        auto body = [&](std::string& name) -> task<> {
            said.push_back("body " + name);
            name = "changed";
            co_await sleep(1ms);
        };
        co_await async_with(manager, body);
    }(said));
    CHECK(joined(said) == "open a | body a | close changed none");
    CHECK(w.ms() == 3);
}

TEST_CASE("C27: an error of the block is thrown at the yield, and passes as the same object") {
    world w;
    journal said;
    w.run([](journal& said) -> task<> {
        const auto error = std::make_exception_ptr(std::runtime_error("boo"));
        auto body = [&](std::string&) -> task<> {
            co_await yield_now();
            std::rethrow_exception(error);
        };
        const std::exception_ptr same = co_await thrown_by(async_with(managed(said, "a"), body));
        CHECK(same == error);
    }(said));
    CHECK(joined(said) == "open a | close a boo");
}

TEST_CASE("C27: an error that is handled is swallowed; another one replaces it") {
    world w;
    w.run([]() -> task<> {
        auto swallowed = fails_with(std::logic_error("logic"));
        const bool ended = co_await async_with(handles(), swallowed);
        CHECK_FALSE(ended);
        auto translated = fails_with(std::range_error("range"));
        CHECK(co_await error_of(async_with(handles(), translated)) == "translated");
        auto passes = fails_with(std::bad_alloc());
        CHECK(co_await error_of(async_with(handles(), passes)) == std::bad_alloc().what());
        auto fine = []() -> task<> { co_return; };
        CHECK(co_await async_with(handles(), fine));
    }());
}

TEST_CASE("C27: no yield, two yields, and a yield after the error are mistakes, with Python's words") {
    world w;
    w.run([]() -> task<> {
        CHECK(co_await error_of(async_with(yields(0), [] {})) == "generator didn't yield");
        CHECK(co_await error_of(async_with(yields(2), [] {})) == "generator didn't stop");
        auto body = fails_with(std::runtime_error("boo"));
        CHECK(co_await error_of(async_with(yields(2), body)) == "generator didn't stop after athrow()");
        auto once = yields(1);
        CHECK(co_await async_with(once, [] {}));
        CHECK(co_await error_of(async_with(once, [] {})) == "generator didn't yield"); // used up
        auto twice = yields_and_lets_pass();
        auto nested = [&]() -> task<> { co_await async_with(twice, [] {}); };
        CHECK((co_await error_of(async_with(twice, nested))).starts_with("contextmanager entered twice"));
    }());
}

TEST_CASE("C27: a stop_iteration of the block, or a stop_async_iteration, passes through, unwrapped") {
    world w;
    w.run([]() -> task<> {
        auto passes = []() -> async_contextmanager<> { co_yield {}; };
        const auto error = std::make_exception_ptr(stop_async_iteration());
        auto manager = passes();
        co_await manager.enter();
        const bool swallowed = co_await manager.exit(error);
        CHECK_FALSE(swallowed);
        auto other = passes();
        co_await other.enter();
        const bool swallowed_too = co_await other.exit(std::make_exception_ptr(stop_iteration<>()));
        CHECK_FALSE(swallowed_too);
    }());
}

TEST_CASE("C27: a value is given as const T&, T&, or handed over") {
    world w;
    w.run([]() -> task<> {
        auto shows = []() -> async_contextmanager<std::string> { co_yield "text"; };
        auto see = [](const std::string& s) { return s.size(); };
        CHECK(co_await async_with(shows(), see) == 4);
        auto gives = []() -> async_contextmanager<std::unique_ptr<int>&&> {
            co_yield std::make_unique<int>(6);
        };
        auto take = [](std::unique_ptr<int> mine) -> task<int> {
            co_await yield_now();
            co_return *mine;
        };
        CHECK(co_await async_with(gives(), take) == 6);
    }());
}

TEST_CASE("C27: cancelled in the block, it is thrown at the yield, and clean-up that waits needs a shield") {
    auto careful = [](journal& said) -> async_contextmanager<> {
        std::exception_ptr error;
        try {
            co_yield {};
        } catch (...) {
            error = std::current_exception();
        }
        said.push_back(text_of(error));
        co_await shield(sleep(2ms));
        said.push_back("clean");
        co_await checkpoint(); // throws it again
        said.push_back("never");
    };
    world w;
    journal said;
    w.run([](auto careful, journal& said) -> task<> {
        const auto got = co_await move_on_after(1ms, async_with(careful(said), [] { return sleep(1h); }));
        CHECK_FALSE(got);
    }(careful, said));
    CHECK(joined(said) == "cancelled | clean");
}
