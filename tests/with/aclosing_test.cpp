// SPDX-License-Identifier: BSL-1.0
#include <rondo/with/aclosing.hpp>

#include "with/async_support.hpp"

#include <rondo/core/async_generator.hpp>
#include <rondo/with/async_with.hpp>

using namespace with_test;

namespace {

async_generator<int> ticks(journal& said) {
    std::exception_ptr error;
    try {
        for (int n = 1;; ++n) co_yield n;
    } catch (const generator_exit&) {
        error = std::current_exception();
    }
    co_await sleep(1ms);
    said.push_back("cleaned");
    std::rethrow_exception(error);
}

} // namespace

TEST_CASE("C29: aclosing awaits close() when the block is left, whichever way") {
    world w;
    journal said;
    w.run([](journal& said) -> task<> {
        auto body = [&](async_generator<int>& g) -> task<int> {
            int last = 0;
            while (auto step = co_await g.next()) {
                last = *step;
                if (last == 3) break;
            }
            co_return last;
        };
        CHECK(co_await async_with(aclosing(ticks(said)), body) == 3);
        CHECK(joined(said) == "cleaned"); // before the statement is over
        said.clear();
        auto fails = [&](async_generator<int>& g) -> task<> {
            co_await g.next();
            throw std::runtime_error("boo");
        };
        CHECK(co_await error_of(async_with(aclosing(ticks(said)), fails)) == "boo");
        CHECK(joined(said) == "cleaned");
        said.clear();
        auto lent = ticks(said);
        auto one = [](async_generator<int>& g) { return g.next(); };
        co_await with(aclosing(lent), one);
        CHECK(lent.state() == gen_state::closed);
        CHECK(joined(said) == "cleaned");
    }(said));
}

TEST_CASE("A7: without it, what is broken out of is closed some time later") {
    world w;
    journal said;
    w.run([](journal& said) -> task<> {
        {
            auto g = ticks(said);
            while (auto step = co_await g.next())
                if (*step == 3) break;
        }
        CHECK(said.empty());
        co_await sleep(5ms);
        CHECK(joined(said) == "cleaned");
    }(said));
}

TEST_CASE("C29: an error of close replaces that of the block; what close gives never swallows") {
    struct stream {
        bool fails;
        task<bool> close() {
            co_await yield_now();
            if (fails) throw std::runtime_error("close failed");
            co_return true;
        }
    };
    world w;
    w.run([]() -> task<> {
        auto body = [](stream&) -> task<> {
            throw std::runtime_error("body");
            co_return;
        };
        CHECK(co_await error_of(async_with(aclosing(stream{true}), body)) == "close failed");
        CHECK(co_await error_of(async_with(aclosing(stream{false}), body)) == "body");
    }());
}
