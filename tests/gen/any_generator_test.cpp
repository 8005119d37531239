// SPDX-License-Identifier: BSL-1.0
//
// any_generator: generators, ranges and hand-written iterators behind one type (row G52, the part of type erasure).
#include <rondo/gen/any_generator.hpp>
#include <rondo/gen/next.hpp>

#include "gen/support.hpp"

#include <deque>
#include <list>
#include <set>

using namespace gen_test;
using rondo::any_generator;
using rondo::from;
using rondo::gen_state;
using rondo::generator;

namespace {

static_assert(std::ranges::input_range<any_generator<int>> && std::ranges::view<any_generator<int>>);
static_assert(std::movable<any_generator<int>> && !std::copyable<any_generator<int>>);
static_assert(std::same_as<std::ranges::range_reference_t<any_generator<int&>>, int&>);
static_assert(
    !std::constructible_from<any_generator<int>, generator<int>&>); // an lvalue is moved in, visibly
static_assert(!std::constructible_from<any_generator<int>, ints&>);

// `co_yield from(source)` gives what the source returns, and nothing when that is nothing.
template <class Source>
using given_by = decltype(rondo::detail::result_of<Source>(std::declval<Source&>()));
static_assert(std::is_void_v<given_by<any_generator<int>>> && std::is_void_v<given_by<generator<int>>>);
static_assert(std::same_as<given_by<any_generator<int, void, long>>, std::optional<long>>);
static_assert(std::same_as<given_by<generator<int, void, long>>, long>);

generator<int, int, int> echo(int first) {
    int sum = 0;
    std::optional<int> got = co_yield first;
    while (got) {
        sum += *got;
        got = co_yield sum;
    }
    co_return sum;
}

generator<int, int, int> stubborn() {
    for (int n = 0; n < 3; ++n) {
        try {
            co_yield n;
        } catch (...) {}
    }
    co_return 9;
}

struct counter {
    int n = 0;
    std::optional<int> next() { return n < 3 ? std::optional(++n) : std::nullopt; }
};

struct by_step {
    int n = 0;
    rondo::step<int> next() { return ++n <= 2 ? rondo::step<int>(&n) : rondo::step<int>(); }
};

} // namespace

TEST_CASE("G52: generators, ranges and hand-written iterators stand in one container, in round robin") {
    std::deque<any_generator<int>> ready;
    ready.emplace_back([]() -> generator<int> {
        co_yield 1;
        co_yield 2;
    }());
    ready.emplace_back(ints{10, 20, 30});
    ready.emplace_back(counter{100});
    ready.emplace_back(std::list<int>{5});
    ready.emplace_back(counter());
    ready.emplace_back(std::views::iota(70, 72));
    ready.emplace_back();
    ints seen;
    while (!ready.empty()) {
        auto task = std::move(ready.front());
        ready.pop_front();
        if (auto step = task.next()) {
            seen.push_back(*step);
            ready.push_back(std::move(task));
        }
    }
    CHECK(seen == ints{1, 10, 5, 1, 70, 2, 20, 2, 71, 30, 3});
}

TEST_CASE("G52: what is inside is sent to, thrown at, closed, and gives its result, as without") {
    any_generator<int, int, int> g = echo(5);
    CHECK(g.state() == gen_state::created);
    CHECK(raised([&] { g.send(1); }) == "TypeError: can't send non-None value to a just-started generator");
    CHECK(*g.next() == 5);
    CHECK(g.state() == gen_state::suspended);
    CHECK(*g.send(3) == 3);
    CHECK(*g.send(4) == 7);
    CHECK_FALSE(g.send(std::nullopt));
    CHECK(g.state() == gen_state::closed);
    CHECK(g.take_result() == 7);
    CHECK_FALSE(g.take_result());
    CHECK(raised([&] { g.throw_(oops(1)); }) == "oops 1");

    any_generator<int, int, int> s = stubborn();
    s.next();
    CHECK(*s.throw_(oops(1)) == 1);
    CHECK(raised([&] { s.close(); }) == "RuntimeError: generator ignored GeneratorExit");
    CHECK(s.state() == gen_state::suspended);
    CHECK(s.close() == 9);
    CHECK(s.state() == gen_state::closed);
    CHECK_FALSE(s.next());
}

TEST_CASE("any_generator of another type: values and what is sent convert") {
    any_generator<long, short, long> g = echo(5);
    CHECK(*g.next() == 5L);
    CHECK(*g.send(short{3}) == 3L);
    CHECK_FALSE(g.next());
    CHECK(raised([&] { g.throw_(oops(2)); }) == "oops 2"); // a closed generator throws it back
    any_generator<std::string> words = std::vector<const char*>{"a", "b"};
    journal seen;
    for (const std::string& word : words) seen.push_back(word);
    CHECK(seen == journal{"a", "b"});

    any_generator<long, int> s = stubborn();
    s.next();
    CHECK(raised([&] { s.close(); }) == "RuntimeError: generator ignored GeneratorExit");
    CHECK(*s.next() == 2L); // it ignored the exit, and is usable
}

TEST_CASE("any_generator: what is inside and lacks send, throw or close answers as Python does") {
    any_generator<int, int> range = ints{1, 2, 3};
    CHECK(*range.next() == 1);
    CHECK(raised([&] { range.send(5); }) == "AttributeError");
    CHECK(raised([&] { range.throw_(oops(3)); }) == "oops 3");
    CHECK(*range.next() == 2); // as it was
    any_generator<int, int> no_send = []() -> generator<int> {
        for (;;) co_yield 1;
    }();
    no_send.next();
    CHECK(raised([&] { no_send.send(5); }) == "AttributeError");
    CHECK(*no_send.next() == 1);
}

TEST_CASE("any_generator: after close nothing comes, whatever is inside") {
    auto check_closed = [](auto g) {
        CHECK(g.state() == gen_state::created);
        CHECK(g.next());
        CHECK(g.state() == gen_state::suspended);
        g.close();
        CHECK(g.state() == gen_state::closed);
        CHECK_FALSE(g.next());
        g.close();
    };
    check_closed(any_generator<int>(ints{1, 2, 3}));
    check_closed(any_generator<int>(std::views::iota(1, 4)));
    check_closed(any_generator<long>(std::views::iota(1, 4)));
    check_closed(any_generator<int>(counter()));
    check_closed(any_generator<int>(by_step()));
    check_closed(any_generator<int>(std::set<int>{1, 2}));
    const ints constant{1, 2};
    check_closed(any_generator<int>(std::ranges::ref_view(constant)));
}

TEST_CASE("any_generator: the state of what has none is that of the iteration") {
    any_generator<int> g = by_step();
    CHECK(g.state() == gen_state::created);
    CHECK(rest(g) == ints{1, 2});
    CHECK(g.state() == gen_state::closed);
    any_generator<int> none;
    CHECK(none.state() == gen_state::closed);
    CHECK_FALSE(none.next());
    CHECK(raised([&] { none.throw_(oops(4)); }) == "oops 4");
    none.close();
    CHECK_FALSE(none.take_result());
    for (int value : none) FAIL("an empty any_generator gave ", value);
}

TEST_CASE("any_generator: is a range, and goes on after a break") {
    any_generator<int> g = std::views::iota(0, 5);
    for (int value : g)
        if (value == 1) break;
    ints seen;
    for (int value : g) seen.push_back(value);
    CHECK(seen == ints{2, 3, 4});
    seen.clear();
    for (int value : any_generator<int>(std::views::iota(0, 9)) | std::views::take(2)) seen.push_back(value);
    CHECK(seen == ints{0, 1});
}

TEST_CASE("any_generator: can be delegated to, with all that goes through") {
    auto g = [](any_generator<int, int, int> in) -> generator<int, int, std::string> {
        std::optional<int> got = co_yield from(in);
        co_return got ? std::to_string(*got) : "none";
    };
    auto sent = g(echo(5));
    CHECK(*sent.next() == 5);
    CHECK(*sent.send(3) == 3);
    CHECK_FALSE(sent.next());
    CHECK(sent.result() == "3");
    auto thrown = g(stubborn());
    thrown.next();
    CHECK(*thrown.throw_(oops(1)) == 1);
    CHECK(raised([&] { thrown.close(); }) == "RuntimeError: generator ignored GeneratorExit");
    auto ended = g(any_generator<int, int, int>());
    CHECK_FALSE(ended.next());
    CHECK(ended.result() == "none");
}

TEST_CASE("any_generator<void, S>: a receiver is sent to, thrown at, and can be delegated to") {
    journal said;
    auto writer = [](journal& out) -> generator<void, std::string> {
        for (;;) {
            std::string word = "-";
            try {
                auto got = co_yield rondo::nothing;
                if (got) word = *got;
            } catch (const oops&) {
                word = "oops";
            }
            out.push_back(word);
        }
    };
    any_generator<void, std::string> sink = writer(said);
    CHECK(sink.next());
    CHECK(sink.send("a"));
    CHECK(sink.throw_(oops(1)));
    auto g = [](any_generator<void, std::string> in) -> generator<void, std::string> {
        co_yield from(std::move(in));
    }(std::move(sink));
    CHECK(g.next());
    CHECK(g.send("b"));
    CHECK(said == journal{"a", "oops", "-", "b"});
}

TEST_CASE("any_generator: owns, moves and drops what is inside") {
    all_accounted_for check;
    auto body = [](tracked held) -> generator<tracked> {
        for (;;) co_yield held;
    };
    {
        any_generator<tracked> a = body(tracked(1));
        const tracked* address = &*a.next();
        any_generator<tracked> b = std::move(a);
        CHECK(a.state() == gen_state::closed);
        CHECK(&*b.next() == address);
        b = any_generator<tracked>(std::vector<tracked>(2));
        CHECK(tracked::live == 2);
        b.next();
        CHECK(tracked::live == 2);
    }
    any_generator<std::unique_ptr<int>&&> owning = []() -> generator<std::unique_ptr<int>&&> {
        co_yield std::make_unique<int>(5);
    }();
    std::unique_ptr<int> got = *owning.next();
    CHECK(*got == 5);
}
