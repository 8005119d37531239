// SPDX-License-Identifier: BSL-1.0
#include <rondo/core/awaitable.hpp>

#include "core/rows.hpp"
#include "core/slot.hpp"

using namespace core_test;

namespace {

/// A user's type with an operator co_await of its own.
struct doubled {
    int n;
    task<int> operator co_await() const {
        co_await sleep(1ms);
        co_return 2 * n;
    }
};

/// Counts what is asked of it.
struct counted {
    int* readies;
    int* starts;
    bool is_ready;
    bool ready() const {
        ++*readies;
        return is_ready;
    }
    void start(waiter& who) const {
        ++*starts;
        if (who.claim()) who.unpark();
    }
    bool abort(waiter&) const noexcept { return true; }
    int take() const { return 7; }
};

static_assert(leaf_awaitable<counted>);
static_assert(awaitable<task<>> && awaitable<doubled> && awaitable<counted&>);
static_assert(!awaitable<int> && !awaitable<task<>&>);
static_assert(std::same_as<await_result_t<doubled>, int>);

} // namespace

TEST_CASE("K7: anything with the four functions, or an operator co_await, can be awaited, with its result") {
    world w;
    w.run([&]() -> task<> {
        CHECK(co_await doubled{21} == 42);
        int readies = 0, starts = 0;
        CHECK(co_await counted{&readies, &starts, true} == 7);
        CHECK(starts == 0);
        CHECK(co_await counted{&readies, &starts, false} == 7);
        CHECK(starts == 1);
        CHECK(readies == 2);
    });
}

TEST_CASE("awaitable: a leaf looks for cancellation before it is asked anything, ready or not") {
    world w;
    int readies = 0, starts = 0;
    w.run([&]() -> task<> {
        cancel_scope scope;
        auto inner = [&]() -> task<> {
            scope.cancel();
            co_await counted{&readies, &starts, true};
        };
        auto inside = inner();
        CHECK_FALSE(co_await scope.run(std::move(inside)));
    });
    CHECK(readies == 0);
    CHECK(starts == 0);
}

TEST_CASE("awaitable: a leaf that throws when it is started lets its task go on") {
    world w;
    w.run([&]() -> task<> {
        CHECK_THROWS_AS(co_await throws_at_start(), oops);
        co_await sleep(1ms);
    });
    CHECK(w.ms() == 1);
}
