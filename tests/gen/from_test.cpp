// SPDX-License-Identifier: BSL-1.0
//
// `co_yield from(x)`: values, sends and results (rows Y1 to Y5, Y18, Y22).
#include <rondo/gen/from.hpp>
#include <rondo/gen/generator.hpp>
#include <rondo/gen/next.hpp>

#include "gen/support.hpp"

#include <deque>
#include <list>
#include <map>
#include <ranges>
#include <span>

using namespace gen_test;
using rondo::from;
using rondo::generator;

namespace {

generator<int, int, std::string> asks(int question) {
    std::string answers;
    for (int i = 0; i < 2; ++i) {
        auto answer = co_yield question + i;
        answers += answer ? std::to_string(*answer) : "-";
    }
    co_return answers;
}

generator<int, int, std::string> passes_on(int question) {
    std::string first = co_yield from(asks(question));
    std::string second = co_yield from(asks(question + 10));
    co_return first + "," + second;
}

generator<int> upto(int n) {
    for (int i = 0; i < n; ++i) co_yield i;
}

template <class Promise>
concept takes_every_await = requires(Promise& promise) {
    promise.await_transform(std::suspend_always{});
    promise.await_transform(1);
};
template <class T>
concept awaitable =
    requires(T& object) { object.await_ready(); } || requires(T& object) { object.operator co_await(); };

template <class Range>
generator<int> all_of(Range& range) {
    co_yield from(range);
    co_yield -1;
}

} // namespace

TEST_CASE("Y1: the expression gives what the sub-generator returned") {
    auto g = passes_on(1);
    CHECK(rest(g) == ints{1, 2, 11, 12});
    CHECK(g.result() == "--,--");

    auto owning = []() -> generator<int, void, std::unique_ptr<int>> {
        auto inner = []() -> generator<int, void, std::unique_ptr<int>> {
            co_yield 1;
            co_return std::make_unique<int>(5);
        };
        std::unique_ptr<int> got = co_yield from(inner());
        *got += 1;
        co_return got;
    }();
    CHECK(rest(owning) == ints{1});
    CHECK(**owning.result() == 6);
}

TEST_CASE("Y1: the types of the expression") {
    auto g = []() -> generator<int, int> {
        auto sub = asks(1);
        std::string of_an_rvalue = co_yield from(asks(1));
        std::optional<std::string> of_an_lvalue = co_yield from(sub);
        co_yield of_an_rvalue == "--" && of_an_lvalue == "--" ? 100 : 0;
        of_an_lvalue = co_yield from(sub); // delivered before
        co_yield of_an_lvalue ? 0 : 101;
    }();
    CHECK(rest(g) == ints{1, 2, 1, 2, 100, 101});
}

TEST_CASE("Y2: any range, borrowed or owned") {
    ints vector{1, 2, 3};
    std::list<int> list{4, 5};
    std::deque<int> deque{6};
    std::array<int, 2> array{7, 8};
    int raw[] = {9, 10};
    const ints constant{11};
    std::map<int, int> map{{12, 0}, {13, 0}};
    auto keys = std::views::keys(map);
    auto evens = std::views::iota(0, 5) | std::views::filter([](int n) { return n % 2 == 0; });
    CHECK(rest(all_of(vector)) == ints{1, 2, 3, -1});
    CHECK(rest(all_of(list)) == ints{4, 5, -1});
    CHECK(rest(all_of(deque)) == ints{6, -1});
    CHECK(rest(all_of(array)) == ints{7, 8, -1});
    CHECK(rest(all_of(raw)) == ints{9, 10, -1});
    CHECK(rest(all_of(constant)) == ints{11, -1});
    CHECK(rest(all_of(keys)) == ints{12, 13, -1});
    CHECK(rest(all_of(evens)) == ints{0, 2, 4, -1});
    CHECK(vector == ints{1, 2, 3});

    auto owned = []() -> generator<int> {
        co_yield from(ints(2, 21));
        co_yield from(std::list<int>(2, 22));
        co_yield from(std::views::iota(23, 25));
        co_yield from(std::views::iota(0, 3) | std::views::transform([](int n) { return n * n; }));
        ints moved(2, 26);
        co_yield from(std::move(moved));
        co_yield from(std::span<const int>());
        co_yield from(std::list<int>());
        co_yield from(upto(2));
    };
    CHECK(rest(owned()) == ints{21, 21, 22, 22, 23, 24, 0, 1, 4, 26, 26, 0, 1});
}

TEST_CASE("Y2: a range of another type converts, and begin is called once") {
    auto strings = []() -> generator<std::string> {
        std::vector<const char*> words{"a", "b"};
        co_yield from(words);
    };
    journal seen;
    for (const std::string& word : strings()) seen.push_back(word);
    CHECK(seen == journal{"a", "b"});

    struct once {
        int begins = 0;
        ints numbers{1, 2};
        auto begin() {
            ++begins;
            return numbers.begin();
        }
        auto end() { return numbers.end(); }
    } range;
    CHECK(rest(all_of(range)) == ints{1, 2, -1});
    CHECK(range.begins == 1);
}

TEST_CASE("Y2: elements of a range are handed out where they lie") {
    all_accounted_for check;
    std::vector<tracked> vector(3);
    const int copies = tracked::copies;
    auto g = [](std::vector<tracked>& all) -> generator<tracked> {
        co_yield from(all);
        co_yield from(std::vector<tracked>(2));
        co_yield 9;
    }(vector);
    for (tracked& t : vector) CHECK(&*g.next() == &t);
    g.next();
    CHECK(tracked::live == 5);
    g.next();
    CHECK(tracked::live == 5);
    CHECK(g.next()->value == 9);
    CHECK(tracked::live == 4); // the two are gone; the 9 itself lives
    CHECK_FALSE(g.next());
    CHECK(tracked::copies == copies);
}

TEST_CASE("Y2: generator<T&> gives the elements themselves, generator<T&&> copies of them") {
    ints numbers{1, 2, 3};
    std::list<int> more{4};
    auto g = [](ints& a, std::list<int>& b) -> generator<int&> {
        co_yield from(a);
        co_yield from(b);
    }(numbers, more);
    for (int& n : g) n += 10;
    CHECK(numbers == ints{11, 12, 13});
    CHECK(more.front() == 14);

    journal words{"one", "two"};
    auto away = [](journal& all) -> generator<std::string&&> { co_yield from(all); }(words);
    journal taken;
    for (std::string&& word : away) taken.push_back(std::move(word));
    CHECK(taken == words);
    CHECK(words == journal{"one", "two"});
}

TEST_CASE("Y3: next goes through any number of delegators, and so does sending nothing") {
    auto g = []() -> generator<int, int, std::string> {
        auto middle = []() -> generator<int, int, std::string> { co_return co_yield from(asks(1)); };
        std::string got = co_yield from(middle());
        co_return got;
    }();
    CHECK(*g.next() == 1);
    CHECK(*g.send(std::nullopt) == 2);
    CHECK_FALSE(g.next());
    CHECK(g.result() == "--");
}

TEST_CASE("Y4: the innermost generator receives what is sent") {
    auto g = passes_on(1);
    CHECK(*g.next() == 1);
    CHECK(*g.send(7) == 2);
    CHECK(*g.send(8) == 11);
    CHECK(*g.next() == 12);
    CHECK_FALSE(g.send(9));
    CHECK(g.result() == "78,-9");
}

TEST_CASE("Y4: what is sent converts to what the sub-generator is sent") {
    auto sub = []() -> generator<int, std::string, std::string> {
        auto got = co_yield 1;
        co_return got ? *got : "-";
    };
    auto g = [](generator<int, std::string, std::string> in) -> generator<int, const char*, std::string> {
        std::string got = co_yield from(std::move(in));
        co_return got;
    }(sub());
    CHECK(*g.next() == 1);
    CHECK_FALSE(g.send("literal"));
    CHECK(g.result() == "literal");
}

TEST_CASE("Y4: a delegator that is sent nothing may delegate to one that takes values: it gets none") {
    auto g = []() -> generator<int, void, std::string> {
        std::string got = co_yield from(asks(5));
        co_return got;
    }();
    CHECK(rest(g) == ints{5, 6});
    CHECK(g.result() == "--");
}

TEST_CASE("Y5: a value sent to what has no send: attribute_error, and the delegation is over") {
    journal said;
    auto body = [](journal& out, int kind) -> generator<int, int> {
        ints numbers{1, 2, 3};
        std::list<int> list{1, 2, 3};
        std::string caught;
        try {
            if (kind == 0) co_yield from(numbers);
            if (kind == 1) co_yield from(list);
            if (kind == 2) co_yield from(upto(5));
            if (kind == 3) co_yield from(ints(1, 1));
        } catch (const rondo::attribute_error&) {
            caught = "caught";
        }
        out.push_back(caught);
        auto got = co_yield -1;
        out.push_back(got ? std::to_string(*got) : "-");
    };
    for (int kind : {0, 1, 2, 3}) {
        CAPTURE(kind);
        said.clear();
        auto g = body(said, kind);
        g.next();
        CHECK(*g.send(std::nullopt) == (kind == 3 ? -1 : kind == 2 ? 1 : 2));
        if (kind != 3) CHECK(*g.send(5) == -1);
        CHECK_FALSE(g.send(6)); // the delegator itself takes values again
        CHECK(said == journal{kind == 3 ? "" : "caught", "6"});
    }
    auto uncaught = body(said, 1);
    uncaught.next();
    auto outer = [](generator<int, int> in) -> generator<int, int> {
        co_yield from(std::move(in));
    }(std::move(uncaught));
    outer.next();
    CHECK(*outer.send(5) == -1);
}

TEST_CASE("Y5: in the middle of a chain it is raised where the generator without send was delegated to") {
    auto inner = []() -> generator<int, int> {
        for (;;) co_yield 1;
    };
    auto middle = [](generator<int, int> in) -> generator<int> { co_yield from(std::move(in)); };
    auto outer = [](generator<int> in) -> generator<int, int, std::string> {
        std::string caught;
        try {
            co_yield from(std::move(in));
        } catch (const rondo::attribute_error&) {
            caught = "outer";
        }
        co_return caught;
    };
    auto g = outer(middle(inner()));
    CHECK(*g.next() == 1);
    CHECK(*g.next() == 1);
    CHECK_FALSE(g.send(1));
    CHECK(g.result() == "outer");
}

TEST_CASE("Y18: an error from the sub-generator arises at the delegation point") {
    auto failing = [](int after) -> generator<int> {
        for (int i = 0; i < after; ++i) co_yield i;
        throw oops(after);
    };
    auto g = [](generator<int> a, generator<int> b) -> generator<int> {
        for (auto* sub : {&a, &b}) {
            int number = 0;
            try {
                co_yield from(std::move(*sub));
            } catch (const oops& e) {
                number = e.number;
            }
            co_yield 100 + number;
        }
        co_yield from(upto(1));
        throw oops(50);
    }(failing(2), failing(0));
    CHECK(*g.next() == 0);
    CHECK(*g.next() == 1);
    CHECK(*g.next() == 102);
    CHECK(*g.next() == 100);
    CHECK(*g.next() == 0);
    CHECK(raised([&] { g.next(); }) == "oops 50");
}

TEST_CASE("Y18: an error of a range arises at the delegation point, at its begin, ++ and *") {
    auto failing_at = [](int bad) {
        return std::views::iota(0, 5) | std::views::transform([bad](int n) {
                   if (n == bad) throw oops(n + 100);
                   return n;
               });
    };
    auto first = failing_at(0);
    auto third = failing_at(2);
    auto g = [](auto a, auto b) -> generator<int> {
        int caught = 0;
        try {
            co_yield from(a);
        } catch (const oops& e) {
            caught = e.number;
        }
        co_yield caught;
        co_yield from(b);
    }(first, third);
    CHECK(*g.next() == 100);
    CHECK(*g.next() == 0);
    CHECK(*g.next() == 1);
    CHECK(raised([&] { g.next(); }) == "oops 102");
}

TEST_CASE("Y22: stop_iteration raised by the sub-generator is runtime_error when it reaches the delegator") {
    auto stops = []() -> generator<int> {
        co_yield 1;
        throw rondo::stop_iteration<>();
    };
    auto g = [](generator<int> in) -> generator<int> {
        std::string caught;
        try {
            co_yield from(std::move(in));
        } catch (const rondo::runtime_error& e) {
            caught = e.what();
        }
        co_yield caught == "generator raised StopIteration" ? 2 : 3;
    }(stops());
    CHECK(rest(g) == ints{1, 2});
    auto uncaught = [](generator<int> in) -> generator<int> { co_yield from(std::move(in)); }(stops());
    uncaught.next();
    CHECK(raised([&] { uncaught.next(); }) == "RuntimeError: generator raised StopIteration");
}

TEST_CASE("elements_of: the same by the name of P2502") {
    auto g = []() -> generator<int> {
        co_yield rondo::elements_of(upto(2));
        co_yield rondo::elements_of(ints(1, 7));
    }();
    CHECK(rest(g) == ints{0, 1, 7});
}

TEST_CASE("Y25: generators and coroutines are separate: neither awaits in one, nor is one awaited") {
    // co_await inside goes to await_transform, whatever is awaited; that refuses with a sentence of its own.
    CHECK(takes_every_await<generator<int>::promise_type>);
    CHECK_FALSE(awaitable<generator<int>>);
    CHECK_FALSE(awaitable<decltype(from(std::declval<generator<int>>()))>);
    CHECK(awaitable<std::suspend_always>);
}

TEST_CASE("Y5: of several generators without send in a chain, the outermost is what has no send") {
    journal said;
    auto without = [](journal& out, std::string name, generator<int> in) -> generator<int> {
        try {
            co_yield from(std::move(in));
        } catch (const rondo::attribute_error&) {
            out.push_back(name);
        }
    };
    auto outer = [](generator<int> in) -> generator<int, int> { co_yield from(std::move(in)); };
    auto g = outer(without(said, "a", without(said, "b", upto(9))));
    g.next();
    CHECK(raised([&] { g.send(1); }) == "AttributeError");
    CHECK(said.empty());
    CHECK(g.state() == rondo::gen_state::closed);
}
