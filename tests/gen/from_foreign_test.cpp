// SPDX-License-Identifier: BSL-1.0
//
// Delegating to hand-written iterators, with some of send, throw_ptr, close and result (rows Y15, Y23).
#include <rondo/gen/from.hpp>
#include <rondo/gen/generator.hpp>

#include "gen/support.hpp"

using namespace gen_test;
using rondo::from;
using rondo::generator;

namespace {

struct plain {
    int n = 0;
    std::optional<int> next() { return n < 2 ? std::optional(++n) : std::nullopt; }
};

struct sendable : plain {
    std::optional<int> send(int value) { return value < 0 ? std::nullopt : std::optional(100 + value); }
};

struct throwable : plain {
    std::optional<int> throw_ptr(std::exception_ptr error) {
        if (name_of(error) == "oops 1") return 50;
        if (name_of(error) == "oops 2") return std::nullopt;
        throw oops(77);
    }
};

struct closable : plain {
    int closed = 0;
    bool raises = false;
    void close() {
        ++closed;
        if (raises) throw oops(88);
    }
};

struct with_result : plain {
    std::string result() const { return "result " + std::to_string(n); }
};

// Gives addresses, as a step does.
struct by_address {
    ints* all;
    std::size_t at = 0;
    int* next() { return at < all->size() ? &(*all)[at++] : nullptr; }
};

// Begins again after it has ended, as a badly written iterator may.
struct resumes {
    int n = 0;
    std::optional<int> next() { return ++n % 3 ? std::optional(n) : std::nullopt; }
};

template <class Source>
generator<int, int, std::string> over(journal& said, Source& source) {
    std::string caught = "ended";
    try {
        co_yield from(source);
    } catch (...) {
        caught = name_of(std::current_exception());
    }
    said.push_back(caught);
    co_return caught;
}

} // namespace

TEST_CASE("Y15: only next: iterated; a send is attribute_error, a throw is raised here, close is nothing") {
    journal said;
    plain a;
    auto g = over(said, a);
    CHECK(rest(g) == ints{1, 2});
    plain b;
    auto h = over(said, b);
    h.next();
    CHECK_FALSE(h.send(1));
    plain c;
    auto i = over(said, c);
    i.next();
    CHECK_FALSE(i.throw_(oops(4)));
    plain d;
    auto j = over(said, d);
    j.next();
    CHECK(j.close() == "GeneratorExit");
    CHECK(said == journal{"ended", "AttributeError", "oops 4", "GeneratorExit"});
}

TEST_CASE("Y15: send is found when it is there, and its end ends the delegation") {
    journal said;
    sendable a;
    auto g = over(said, a);
    CHECK(*g.next() == 1);
    CHECK(*g.send(7) == 107);
    CHECK(*g.next() == 2);
    CHECK_FALSE(g.send(-1));
    CHECK(said == journal{"ended"});
}

TEST_CASE("Y15: throw_ptr is found when it is there: it yields on, ends, or throws") {
    journal said;
    throwable a, b;
    auto g = over(said, a);
    g.next();
    CHECK(*g.throw_(oops(1)) == 50);
    CHECK(*g.next() == 2);
    CHECK_FALSE(g.throw_(oops(2)));
    auto h = over(said, b);
    h.next();
    CHECK_FALSE(h.throw_(oops(3)));
    throwable c;
    auto i = over(said, c);
    i.next();
    CHECK_FALSE(i.throw_(rondo::generator_exit{})); // goes to close, which it has not, never to throw_ptr
    CHECK(said == journal{"ended", "oops 77", "GeneratorExit"});
}

TEST_CASE("Y15: close is found when it is there: called once, before the delegator sees generator_exit") {
    journal said;
    closable a;
    auto g = over(said, a);
    g.next();
    g.close();
    CHECK(a.closed == 1);
    closable b;
    b.raises = true;
    auto h = over(said, b);
    h.next();
    CHECK(h.close() == "oops 88"); // handled by the delegator, which returned
    closable c;
    auto i = over(said, c);
    i.next();
    CHECK_FALSE(i.throw_(oops(5))); // an ordinary error closes nothing
    CHECK(c.closed == 0);
    closable d;
    auto j = over(said, d);
    CHECK(rest(j) == ints{1, 2});
    CHECK(d.closed == 0);
    CHECK(said == journal{"GeneratorExit", "oops 88", "oops 5", "ended"});
}

TEST_CASE("Y15: an error of next arises at the delegation point") {
    struct fails {
        int n = 0;
        std::optional<int> next() {
            if (++n == 2) throw oops(6);
            return n;
        }
    } source;
    journal said;
    auto g = over(said, source);
    CHECK(*g.next() == 1);
    CHECK_FALSE(g.next());
    struct fails_at_once {
        std::optional<int> next() { throw oops(7); }
    } at_once;
    auto h = over(said, at_once);
    CHECK_FALSE(h.next());
    CHECK(said == journal{"oops 6", "oops 7"});
}

TEST_CASE("Y23: result() of a hand-written iterator is the value of the expression") {
    auto g = []() -> generator<int, void, std::string> {
        with_result named;
        std::string first = co_yield from(named);
        std::string second = co_yield from(with_result());
        co_return first + ", " + second;
    }();
    CHECK(rest(g) == ints{1, 2, 1, 2});
    CHECK(g.result() == "result 2, result 2");
}

TEST_CASE("from: values that lie in the iterator's keeping are not copied") {
    ints numbers{1, 2, 3};
    by_address source{&numbers};
    auto g = [](by_address& in) -> generator<int&> { co_yield from(in); }(source);
    for (int& n : numbers) CHECK(&*g.next() == &n);
    CHECK_FALSE(g.next());

    all_accounted_for check;
    struct makes {
        int n = 0;
        std::optional<tracked> next() {
            return n < 3 ? std::optional<tracked>(std::in_place, ++n) : std::nullopt;
        }
    };
    auto h = []() -> generator<tracked> { co_yield from(makes()); }();
    for (int n : {1, 2, 3}) {
        CHECK(h.next()->value == n);
        CHECK(tracked::live == 1);
    }
    CHECK_FALSE(h.next());
    CHECK(tracked::copies == 0);
}

TEST_CASE("from: an iterator that begins again after its end is asked no more once it has ended") {
    resumes source;
    auto g = [](resumes& in) -> generator<int> {
        co_yield from(in);
        co_yield -1;
        co_yield from(in);
    }(source);
    CHECK(rest(g) == ints{1, 2, -1, 4, 5});
    CHECK(source.n == 6);
}
