// SPDX-License-Identifier: BSL-1.0
#include <rondo/with/aclosing.hpp>

#include <rondo/core/async_generator.hpp>
#include <rondo/with/async_with.hpp>

#include "core/rows.hpp"

using namespace core_test;

namespace {

async_generator<int> ticks(log& said) {
    bool closing = false;
    try {
        for (int i = 0;; ++i) co_yield i;
    } catch (const generator_exit&) {
        closing = true;
    }
    if (closing) {
        co_await sleep(2ms);
        said.push_back("cleaned up");
    }
}

} // namespace

TEST_CASE("C29: close is awaited however the block is left, with the clean-up that waits") {
    log said;
    world w;
    w.run([&]() -> task<> {
        auto takes_one = [&](async_generator<int>& g) -> task<int> {
            const auto step = co_await g.next();
            co_return *step;
        };
        CHECK(co_await async_with(aclosing(ticks(said)), takes_one) == 0);
        said.push_back("left");
        auto fails = [&](async_generator<int>& g) -> task<> {
            static_cast<void>(co_await g.next());
            throw oops(3);
        };
        auto lent = ticks(said);
        CHECK_THROWS_AS(co_await async_with(aclosing(lent), fails), oops);
        CHECK(lent.state() == gen_state::closed);
    });
    CHECK(joined(said) == "cleaned up | left | cleaned up");
    CHECK(w.ms() == 4);
}
