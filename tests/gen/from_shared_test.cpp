// SPDX-License-Identifier: BSL-1.0
//
// A generator that others delegate to while it is held and used elsewhere: rows Y16, Y17, Y19, Y20.
#include <rondo/base/scope_exit.hpp>
#include <rondo/gen/from.hpp>
#include <rondo/gen/generator.hpp>

#include "gen/support.hpp"

#include <list>

using namespace gen_test;
using rondo::from;
using rondo::gen_state;
using rondo::generator;

namespace {

generator<int, int, std::string> count(int to) {
    for (int n = 1; n <= to; ++n) co_yield n;
    co_return "counted";
}

// Delegates to one that it does not own.
template <class Sub>
generator<int, int, std::string> borrow(Sub& sub) {
    std::optional<std::string> got = co_yield from(sub);
    co_return got ? *got : "none";
}

generator<int> spans_and_lists(int kind) {
    ints numbers{1, 2, 3, 4, 5, 6};
    std::list<int> list(numbers.begin(), numbers.end());
    if (kind == 0) co_yield from(numbers);
    if (kind == 1) co_yield from(list);
    if (kind == 2) {
        for (int n : numbers) co_yield n;
    }
    co_yield 7;
}

} // namespace

TEST_CASE("Y16: closing a delegator closes the sub that it shares; closing a loop over it does not") {
    auto sub = count(5);
    auto delegator = borrow(sub);
    CHECK(*delegator.next() == 1);
    delegator.close();
    CHECK(sub.state() == gen_state::closed);

    auto other = count(5);
    auto looping = [](generator<int, int, std::string>& in) -> generator<int> {
        for (int n : in) co_yield n;
    }(other);
    CHECK(*looping.next() == 1);
    looping.close();
    CHECK(other.state() == gen_state::suspended);
    CHECK(*other.next() == 2);
}

TEST_CASE("Y16: throwing at a delegator reaches the sub that it shares") {
    auto sub = count(5);
    auto delegator = borrow(sub);
    delegator.next();
    CHECK(raised([&] { delegator.throw_(oops(1)); }) == "oops 1");
    CHECK(sub.state() == gen_state::closed);
    CHECK(delegator.state() == gen_state::closed);
}

TEST_CASE("Y16: dropping a delegator leaves the sub that it shares suspended, with all below it") {
    auto sub = count(5);
    auto middle = borrow(sub);
    {
        auto outer = borrow(middle);
        CHECK(*outer.next() == 1);
        CHECK(*outer.next() == 2);
    }
    CHECK(middle.state() == gen_state::suspended);
    CHECK(*middle.next() == 3);
    CHECK(*sub.next() == 4);
    CHECK(rest(middle) == ints{5});
    CHECK(middle.result() == "counted");
}

TEST_CASE("Y17: a sub that has ended yields nothing, and its result is delivered once") {
    auto ended = count(1);
    rest(ended);
    auto first = borrow(ended);
    CHECK_FALSE(first.next());
    CHECK(first.result() == "counted"); // nobody had taken it
    auto second = borrow(ended);
    CHECK_FALSE(second.next());
    CHECK(second.result() == "none");
    auto closed = count(3);
    closed.close();
    auto third = borrow(closed);
    CHECK_FALSE(third.next());
    CHECK(third.result() == "none");
    generator<int, int, std::string> never;
    auto fourth = borrow(never);
    CHECK_FALSE(fourth.next());
    CHECK(fourth.result() == "none");
}

TEST_CASE("Y17: a sub that was started goes on, and its result is delivered") {
    auto started = count(4);
    CHECK(*started.next() == 1);
    auto g = borrow(started);
    CHECK(*g.next() == 2);
    CHECK(*started.next() == 3);
    CHECK(*g.next() == 4);
    CHECK_FALSE(g.next());
    CHECK(g.result() == "counted");

    auto owned = [](generator<int, int, std::string> in) -> generator<int, int, std::string> {
        std::string got = co_yield from(std::move(in));
        co_return got;
    };
    auto half = count(2);
    half.next();
    auto h = owned(std::move(half));
    CHECK(rest(h) == ints{2});
    CHECK(h.result() == "counted");
    auto done = count(1);
    rest(done);
    auto i = owned(std::move(done));
    CHECK_FALSE(i.next());
    CHECK(i.result() == "counted");
    auto taken = count(1);
    rest(taken);
    taken.take_result();
    auto j = owned(std::move(taken));
    CHECK(raised([&] { j.next(); }) ==
          "RuntimeError: co_yield from(generator): its result was already taken");
}

TEST_CASE("Y17: a started receiver goes on receiving when it is delegated to") {
    journal said;
    auto writer = [](journal& out) -> generator<void, std::string> {
        for (;;) {
            std::string word = "-";
            try {
                auto got = co_yield rondo::nothing;
                if (got) word = *got;
            } catch (const oops& e) {
                word = "oops " + std::to_string(e.number);
            }
            out.push_back(word);
        }
    }(said);
    writer.next();
    auto g = [](generator<void, std::string>& in) -> generator<void, std::string> {
        co_yield from(in);
    }(writer);
    CHECK(g.next());
    CHECK(g.send("word"));
    CHECK(g.throw_(oops(3)));
    CHECK(said == journal{"-", "word", "oops 3"});
    g.close();
    CHECK(writer.state() == gen_state::closed);
}

TEST_CASE("a sub that is used behind the back of its delegator: both go on where it is, whatever it is in") {
    for (int kind : {0, 1, 2}) {
        CAPTURE(kind);
        auto sub = spans_and_lists(kind);
        auto g = [](generator<int>& in) -> generator<int> {
            co_yield from(in);
            co_yield 8;
        }(sub);
        CHECK(*g.next() == 1);
        CHECK(*sub.next() == 2);
        CHECK(*g.next() == 3);
        CHECK(*sub.next() == 4);
        CHECK(*sub.next() == 5);
        CHECK(rest(g) == ints{6, 7, 8});
    }
}

TEST_CASE("a sub that ends, is closed or thrown at behind the back of its delegator") {
    auto ended = count(2);
    auto g = borrow(ended);
    g.next();
    CHECK(rest(ended) == ints{2});
    CHECK_FALSE(g.next());
    CHECK(g.result() == "counted");

    auto closed = count(3);
    auto h = borrow(closed);
    h.next();
    closed.close();
    CHECK(h.state() == gen_state::suspended);
    CHECK_FALSE(h.send(5));
    CHECK(h.result() == "none");

    auto thrown = count(3);
    auto i = borrow(thrown);
    i.next();
    CHECK(raised([&] { thrown.throw_(oops(5)); }) == "oops 5");
    CHECK_FALSE(i.next());
    CHECK(i.result() == "none");
}

TEST_CASE("one sub that two delegate to: each takes what is next") {
    auto sub = count(6);
    auto a = borrow(sub);
    auto b = borrow(sub);
    CHECK(*a.next() == 1);
    CHECK(*b.next() == 2);
    CHECK(*a.next() == 3);
    CHECK(*b.send(9) == 4);
    CHECK(*sub.next() == 5);
    a.close();
    CHECK(sub.state() == gen_state::closed);
    CHECK_FALSE(b.next());
    CHECK(b.result() == "none");
}

TEST_CASE("Y19: delegating to oneself, or in a circle: value_error inside, catchable") {
    struct circle {
        generator<int> a, b;
        journal said;
    } it;
    auto body = [](circle& c, generator<int>& next) -> generator<int> {
        co_yield 1;
        std::string caught;
        try {
            co_yield from(next);
        } catch (const rondo::value_error& e) {
            caught = e.what();
        }
        c.said.push_back(caught);
        co_yield 2;
    };
    it.a = body(it, it.a);
    CHECK(rest(it.a) == ints{1, 2});
    CHECK(it.said == journal{"generator already executing"});
    it.said.clear();
    it.a = body(it, it.b);
    it.b = body(it, it.a);
    CHECK(rest(it.a) == ints{1, 1, 2, 2});
    CHECK(it.said == journal{"generator already executing", ""});

    generator<int> uncaught;
    uncaught = [](generator<int>& me) -> generator<int> { co_yield from(me); }(uncaught);
    CHECK(raised([&] { uncaught.next(); }) == "ValueError: generator already executing");
    CHECK(uncaught.state() == gen_state::closed);
}

TEST_CASE("Y20: both are running while the inner one runs, and suspended in between") {
    struct pair {
        generator<int> inner, outer;
        std::vector<gen_state> seen;
        journal said;
    } it;
    it.inner = [](pair& p) -> generator<int> {
        for (int i = 0; i < 2; ++i) {
            p.seen.push_back(p.inner.state());
            p.seen.push_back(p.outer.state());
            p.said.push_back(raised([&] { p.outer.next(); }));
            p.said.push_back(raised([&] { p.inner.next(); }));
            co_yield i;
        }
    }(it);
    it.outer = [](pair& p) -> generator<int> {
        co_yield from(p.inner);
        co_yield 9;
    }(it);
    CHECK_FALSE(it.outer.delegating());
    CHECK(*it.outer.next() == 0);
    CHECK(it.inner.state() == gen_state::suspended);
    CHECK(it.outer.state() == gen_state::suspended);
    CHECK(it.outer.delegating());
    CHECK_FALSE(it.inner.delegating()); // it is at a plain co_yield
    CHECK(*it.outer.next() == 1);
    CHECK(it.seen == std::vector(4, gen_state::running));
    CHECK(it.said == journal(4, "ValueError: generator already executing"));
    CHECK(*it.outer.next() == 9);
    CHECK(it.inner.state() == gen_state::closed);
    CHECK_FALSE(it.outer.delegating());
    CHECK_FALSE(it.outer.next());
    CHECK_FALSE(it.outer.delegating());
}

TEST_CASE("Y20: a generator in the middle of a chain is delegating; so is one in a range") {
    auto leaf = count(3);
    auto middle = borrow(leaf);
    auto outer = borrow(middle);
    outer.next();
    CHECK(outer.delegating());
    CHECK(middle.delegating());
    CHECK_FALSE(leaf.delegating());
    leaf.next();
    CHECK(outer.delegating());
    CHECK(middle.delegating());
    CHECK_FALSE(leaf.delegating());
    for (int kind : {0, 1, 2}) {
        auto g = spans_and_lists(kind);
        g.next();
        CHECK(g.delegating() == (kind != 2));
    }
}

TEST_CASE("from: a borrowed generator may not be moved while it is part of a chain") {
    CHECK_NOTHROW([] {
        auto sub = count(3);
        auto g = borrow(sub);
        g.next();
        g.close();
        auto moved = std::move(sub); // closed: no part of a chain any more
    }());
}

TEST_CASE("Y16: dropping a chain of borrowed generators: those held elsewhere stay as they were") {
    // outer borrows a, a borrows b, b borrows c; outer's own local is dropped with it, the others live on.
    for (int kind : {0, 1, 2}) {
        CAPTURE(kind);
        auto c = spans_and_lists(kind);
        auto pass = [](generator<int>& in) -> generator<int> { co_yield from(in); };
        auto b = pass(c);
        auto a = pass(b);
        {
            auto outer = [](generator<int>& in) -> generator<int> {
                auto local = [](generator<int>& x) -> generator<int> { co_yield from(x); }(in);
                co_yield from(local);
            }(a);
            CHECK(*outer.next() == 1);
            CHECK(*outer.next() == 2);
        }
        CHECK(a.state() == gen_state::suspended);
        CHECK(b.state() == gen_state::suspended);
        CHECK(*a.next() == 3);
        CHECK(*c.next() == 4);
        CHECK(*b.next() == 5);
        CHECK(rest(a) == ints{6, 7});
    }
}

TEST_CASE("Y16: a borrowed generator is used by destructors of the chain above it") {
    for (int kind : {0, 1, 2}) {
        CAPTURE(kind);
        ints seen;
        auto leaf = spans_and_lists(kind);
        auto middle = [](generator<int>& in) -> generator<int> { co_yield from(in); }(leaf);
        {
            auto outer = [](generator<int>& in, generator<int>& below, ints& out) -> generator<int> {
                rondo::scope_exit use = [&] {
                    out.push_back(*in.next());
                    out.push_back(*below.next());
                    out.push_back(in.state() == gen_state::suspended ? 1 : 0);
                };
                co_yield from(in);
            }(middle, leaf, seen);
            CHECK(*outer.next() == 1);
        }
        CHECK(seen == ints{2, 3, 1});
        CHECK(rest(middle) == ints{4, 5, 6, 7});
        ints again;
        auto other = spans_and_lists(kind);
        auto between = [](generator<int>& in) -> generator<int> { co_yield from(in); }(other);
        {
            auto outer = [](generator<int>& in, generator<int>& below, ints& out) -> generator<int> {
                rondo::scope_exit use = [&] { out.push_back(*below.next()); };
                co_yield from(in);
            }(between, other, again);
            outer.next();
        }
        CHECK(again == ints{2});
        CHECK(rest(between) == ints{3, 4, 5, 6, 7});
    }
}
