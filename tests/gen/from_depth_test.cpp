// SPDX-License-Identifier: BSL-1.0
//
// Depth: chains of 100,000 delegations and a million empty ones, on an 8 MiB stack and less (rows Y3, Y21, Y24).
#include <rondo/base/scope_exit.hpp>
#include <rondo/gen/from.hpp>
#include <rondo/gen/generator.hpp>

#include "gen/support.hpp"

#include <list>
#include <memory>
#include <vector>

using namespace gen_test;
using rondo::from;
using rondo::gen_state;
using rondo::generator;
using rondo::scope_exit;

namespace {

constexpr int deep = 100'000;

enum class at_leaf { yields, span, list, foreign, empty };

struct three {
    int n = 0;
    std::optional<int> next() { return n < 3 ? std::optional(++n) : std::nullopt; }
};

generator<int, int, int> leaf_of(at_leaf kind, long& left) {
    tracked local;
    rondo::scope_exit leave = [&] { ++left; };
    ints numbers{1, 2, 3};
    std::list<int> list(numbers.begin(), numbers.end());
    three iterator;
    if (kind == at_leaf::span) co_yield from(numbers);
    if (kind == at_leaf::list) co_yield from(list);
    if (kind == at_leaf::foreign) co_yield from(iterator);
    if (kind == at_leaf::yields) {
        for (int n : numbers) co_yield n;
    }
    co_return 1;
}

generator<int, int, int> owned(int depth, at_leaf kind, long& left) {
    tracked local;
    rondo::scope_exit leave = [&] { ++left; };
    int below = 0;
    if (depth == 0) {
        below = co_yield from(leaf_of(kind, left));
    } else {
        below = co_yield from(owned(depth - 1, kind, left));
    }
    co_return below + 1;
}

generator<int, int, int> borrowed(int depth, at_leaf kind, long& left) {
    tracked local;
    rondo::scope_exit leave = [&] { ++left; };
    auto sub = depth == 0 ? leaf_of(kind, left) : borrowed(depth - 1, kind, left);
    std::optional<int> below = co_yield from(sub);
    co_return *below + 1;
}

using maker = generator<int, int, int> (*)(int, at_leaf, long&);

generator<int> empty() { co_return; }

} // namespace

TEST_CASE("Y21: a chain 100,000 deep is built and run to its end, whatever is at the leaf") {
    for (maker make : {owned, borrowed}) {
        for (at_leaf kind :
             {at_leaf::yields, at_leaf::span, at_leaf::list, at_leaf::foreign, at_leaf::empty}) {
            CAPTURE(static_cast<int>(kind));
            all_accounted_for check;
            long left = 0;
            auto g = make(deep, kind, left);
            CHECK(rest(g) == (kind == at_leaf::empty ? ints{} : ints{1, 2, 3}));
            CHECK(g.result() == deep + 2);
            CHECK(left == deep + 2);
            CHECK(tracked::live == 0);
        }
    }
}

TEST_CASE("Y24: a chain 100,000 deep is dropped, from the first value and from the second") {
    for (maker make : {owned, borrowed}) {
        for (at_leaf kind : {at_leaf::yields, at_leaf::span, at_leaf::list, at_leaf::foreign}) {
            CAPTURE(static_cast<int>(kind));
            all_accounted_for check;
            long left = 0;
            {
                auto g = make(deep, kind, left);
                CHECK(*g.next() == 1);
            }
            CHECK(left == deep + 2);
            {
                auto g = make(deep, kind, left);
                g.next();
                auto moved = std::move(g);
                CHECK(*moved.next() == 2);
            }
            CHECK(left == 2 * (deep + 2));
        }
    }
}

TEST_CASE("Y24: a chain 100,000 deep is closed, and thrown through") {
    for (maker make : {owned, borrowed}) {
        for (bool by_close : {true, false}) {
            all_accounted_for check;
            // A throw at every level is slow under the sanitizers: each way full depth once.
            const int depth = by_close == (make == owned) ? deep : deep / 20;
            long left = 0;
            auto g = make(depth, at_leaf::yields, left);
            CHECK(*g.next() == 1);
            if (by_close) {
                CHECK_FALSE(g.close());
            } else {
                CHECK(raised([&] { g.throw_(oops(3)); }) == "oops 3");
            }
            CHECK(left == depth + 2);
            CHECK(g.state() == gen_state::closed);
        }
    }
}

TEST_CASE("Y21: a value is sent, and a result arrives, through 100,000 delegators") {
    struct chain {
        static generator<int, int, int> of(int depth) {
            if (depth == 0) {
                std::optional<int> sent = co_yield 1;
                co_return *sent;
            }
            const int below = co_yield from(of(depth - 1));
            co_return below + 1;
        }
    };
    auto g = chain::of(deep);
    g.next();
    CHECK_FALSE(g.send(42));
    CHECK(g.result() == 42 + deep);
}

TEST_CASE("Y21: a million consecutive empty delegations, owned and borrowed") {
    auto g = [](int count) -> generator<int> {
        for (int i = 0; i < count; ++i) co_yield from(empty());
        for (int i = 0; i < count; ++i) {
            auto sub = empty();
            co_yield from(sub);
        }
        co_yield 1;
    }(1'000'000);
    CHECK(rest(g) == ints{1});
}

TEST_CASE("Y21: a chain by parameters, 100,000 deep, is dropped, started or not") {
    struct nest {
        static generator<int> wrap(generator<int> in) {
            co_yield from(std::move(in));
            co_yield -1;
        }
    };
    for (bool started : {false, true}) {
        CAPTURE(started);
        auto g = []() -> generator<int> {
            for (;;) co_yield 7;
        }();
        for (int i = 0; i < deep; ++i) g = nest::wrap(std::move(g));
        if (started) CHECK(*g.next() == 7);
        g = generator<int>();
    }
}

TEST_CASE("Y3: a tree of generators yields its nodes in order") {
    struct tree {
        static generator<int> walk(int low, int high) {
            if (low >= high) co_return;
            const int middle = low + (high - low) / 2;
            co_yield from(walk(low, middle));
            co_yield middle;
            co_yield from(walk(middle + 1, high));
        }
    };
    int expected = 0;
    for (int node : tree::walk(0, 10'000)) {
        if (node != expected) FAIL("node ", node, " instead of ", expected);
        ++expected;
    }
    CHECK(expected == 10'000);
}

TEST_CASE("Y24: a suspended chain that is dropped goes from the leaf to the root") {
    journal said;
    auto inner = [](journal& out) -> generator<int> {
        at_exit left(out, "inner");
        for (;;) co_yield 1;
    };
    auto owner = [](journal& out, generator<int> sub) -> generator<int> {
        at_exit left(out, "outer");
        co_yield from(std::move(sub));
    };
    auto borrower = [](journal& out, generator<int> in) -> generator<int> {
        at_exit left(out, "outer");
        auto sub = std::move(in);
        co_yield from(sub);
    };
    {
        auto g = owner(said, inner(said));
        g.next();
    }
    {
        auto g = borrower(said, inner(said));
        g.next();
    }
    CHECK(said == journal{"inner", "outer", "inner", "outer"});
}

TEST_CASE("Y24: a local that is delegated to goes before its delegator's locals, at any depth") {
    struct level {
        static generator<int> down(int depth, int* above, std::vector<int>& left) {
            auto mine = std::make_unique<int>(depth);
            scope_exit leaving = [&] {
                ++*above; // a local of the delegator: alive until this frame is gone
                left.push_back(depth);
            };
            if (depth == 0) {
                co_yield 1;
                co_return;
            }
            auto sub = down(depth - 1, mine.get(), left);
            co_yield from(sub);
        }
    };
    for (int depth : {3, 999, 1'001, 100'000}) {
        std::vector<int> left;
        int top = 0;
        {
            auto g = level::down(depth, &top, left);
            CHECK(*g.next() == 1);
        }
        CHECK(top == 1);
        CHECK(left.size() == static_cast<std::size_t>(depth) + 1);
        bool leaf_first = true;
        for (std::size_t n = 0; n < left.size(); ++n) leaf_first &= left[n] == static_cast<int>(n);
        CHECK(leaf_first);
    }
}

TEST_CASE("Y24: a borrowed generator that lives elsewhere outlives its delegator") {
    auto numbers = []() -> generator<int> {
        for (int n = 0;; ++n) co_yield n;
    };
    auto delegator = [](generator<int>& sub) -> generator<int> { co_yield from(sub); };
    auto sub = std::make_unique<generator<int>>(numbers());
    {
        auto g = delegator(*sub);
        CHECK(*g.next() == 0);
        CHECK(*g.next() == 1);
    }
    CHECK(sub->state() == gen_state::suspended);
    CHECK(*sub->next() == 2);
}
