// SPDX-License-Identifier: BSL-1.0
#include <rondo/with/async_contextmanager.hpp>

#include "core/rows.hpp"

using namespace core_test;

namespace {

async_contextmanager<int> numbered(log& said, int number) {
    co_await sleep(1ms);
    said.push_back("open");
    std::exception_ptr error;
    try {
        co_yield number;
    } catch (...) {
        error = std::current_exception();
    }
    co_await shield(sleep(1ms));
    said.push_back("close" + (error ? " " + name_of(error) : ""));
    if (error) std::rethrow_exception(error);
}
async_contextmanager<> swallowing() {
    try {
        co_yield {};
    } catch (const oops&) {
    }
}
async_contextmanager<> yields_twice() {
    co_yield {};
    co_yield {};
}
async_contextmanager<> yields_never() { co_return; }

} // namespace

TEST_CASE("C27: what stands before the yield is enter, what stands after it exit; both may wait") {
    log said;
    world w;
    w.run([&]() -> task<> {
        auto body = [&](int n) -> task<int> {
            said.push_back("body");
            co_return n + 1;
        };
        auto manager = numbered(said, 3);
        CHECK(co_await async_with(manager, body) == 4);
        auto fails = [](int) -> task<> {
            co_await yield_now();
            throw oops(2);
        };
        auto again = numbered(said, 3);
        CHECK_THROWS_AS(co_await async_with(again, fails), oops);
    });
    CHECK(joined(said) == "open | body | close | open | close oops 2");
}

TEST_CASE("C27: an error is thrown in at the yield, and may end there") {
    world w;
    w.run([&]() -> task<> {
        auto fails = []() -> task<> { throw oops(2); co_return; };
        auto manager = swallowing();
        CHECK_FALSE(co_await async_with(manager, fails));
    });
}

TEST_CASE("C27: a body that does not yield, or yields again, is told so") {
    world w;
    w.run([&]() -> task<> {
        auto body = []() -> task<> { co_return; };
        auto never_yields = yields_never();
        CHECK_THROWS_WITH(co_await async_with(never_yields, body), "generator didn't yield");
        auto twice = yields_twice();
        CHECK_THROWS_AS(co_await async_with(twice, body), rondo::runtime_error);
    });
}
