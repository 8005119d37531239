// SPDX-License-Identifier: BSL-1.0
//
// yield.from: delegation, as PEP 380 has it (rows Y1 to Y19, Y22, Y23), to fibers, coroutines, ranges and hand-written
// iterators. What yielding itself does is in fiber_generator_test.cpp.
#include <rondo/fiber/yielder.hpp>

#include <rondo/fiber/fiber_generator.hpp>
#include <rondo/gen/any_generator.hpp>

#include "fiber/support.hpp"

#include <list>
#include <map>

using namespace gen_test;
using rondo::fiber_generator;
using rondo::gen_state;
using rondo::generator;

namespace {

using talker = fiber_generator<int, int, std::string>;

// Echoes what it is sent plus 1; an oops makes it yield the number; nothing makes it return.
auto echo(journal& said, std::string name) {
    return [&said, name](auto& yield) -> std::string {
        at_exit left(said, name);
        int value = 1;
        for (;;) {
            try {
                auto sent = yield(value);
                if (!sent) return name + " done";
                value = *sent + 1;
            } catch (const oops& e) {
                if (e.number == 0) return name + " told";
                if (e.number < 0) throw;
                value = e.number;
            }
        }
    };
}

generator<int, int, std::string> echo_coroutine(journal& said, std::string name) {
    at_exit left(said, name);
    int value = 1;
    for (;;) {
        int thrown = -1;
        std::optional<int> sent;
        try {
            sent = co_yield value;
        } catch (const oops& e) {
            if (e.number < 0) throw;
            thrown = e.number;
        }
        if (thrown == 0) co_return name + " told";
        if (thrown < 0 && !sent) co_return name + " done";
        value = thrown > 0 ? thrown : *sent + 1;
    }
}

// Delegates to what `make` makes, as an rvalue; yields 1000 and the number of an oops that it catches.
template <class Make>
talker delegating(journal& said, Make make) {
    return talker([&said, make](auto& yield) -> std::string {
        at_exit left(said, "outer");
        try {
            return "[" + yield.from(make()) + "]";
        } catch (const oops& e) {
            yield(1000 + e.number);
            return "caught";
        }
    });
}

struct bare_iterator { // next() and nothing else
    int n = 0;
    std::optional<int> next() { return n < 3 ? std::optional(++n) : std::nullopt; }
};
struct with_result : bare_iterator {
    int result() const { return 60; }
};

} // namespace

TEST_CASE(
    "yield.from: Y1, Y3, Y4, Y6, Y7: next, send and throw reach the inner one, and its result comes out") {
    for (bool coroutine : {false, true}) {
        CAPTURE(coroutine);
        journal said;
        auto run = [&](auto g) {
            CHECK(*g.next() == 1);
            CHECK(g.delegating());
            CHECK(*g.send(5) == 6);
            CHECK(*g.throw_(oops(70)) == 70);
            CHECK(*g.send(7) == 8);
            CHECK_FALSE(g.next());
            CHECK(g.result() == "[inner done]");
            CHECK(said == journal{"inner", "outer"});
            said.clear();
        };
        if (coroutine) {
            run(delegating(said, [&] { return echo_coroutine(said, "inner"); }));
        } else {
            run(delegating(said, [&] { return talker(echo(said, "inner")); }));
        }
    }
}

TEST_CASE("yield.from: Y7, Y18: a throw that the inner one answers by returning, or by another error") {
    journal said;
    auto returning = delegating(said, [&] { return talker(echo(said, "inner")); });
    returning.next();
    CHECK_FALSE(returning.throw_(oops(0)));
    CHECK(returning.result() == "[inner told]");
    auto raising = delegating(said, [&] { return talker(echo(said, "inner")); });
    raising.next();
    CHECK(*raising.throw_(oops(-3)) == 997); // raised at the delegation, caught there, yielded on
    CHECK_FALSE(raising.delegating());
    CHECK_FALSE(raising.next());
    CHECK(raising.result() == "caught");
}

TEST_CASE("yield.from: Y10: closing closes the innermost first; Y9: so does throwing generator_exit in") {
    for (bool by_throw : {false, true}) {
        journal said;
        auto g = delegating(said, [&] { return talker(echo(said, "inner")); });
        g.next();
        const auto exit = std::make_exception_ptr(rondo::generator_exit{});
        if (by_throw) {
            try {
                g.throw_ptr(exit);
                FAIL("nothing came out");
            } catch (const rondo::generator_exit&) {
                CHECK(std::current_exception() == exit); // the given one
            }
        } else {
            CHECK_FALSE(g.close());
        }
        CHECK(said == journal{"inner", "outer"});
    }
}

TEST_CASE("yield.from: Y11, Y12, Y13: what the inner one makes of being closed") {
    journal said;
    auto outer = [&](auto inner) {
        return fiber_generator<int, void, int>([&said, inner](auto& yield) -> int {
            try {
                const int got = yield.from(fiber_generator<int, void, int>(inner));
                said.push_back("got " + std::to_string(got));
            } catch (...) {
                said.push_back(name_of(std::current_exception()));
                throw;
            }
            return 1;
        });
    };
    auto returns = outer([](auto& yield) {
        try {
            yield(1);
        } catch (const rondo::generator_exit&) {}
        return 5;
    });
    returns.next();
    CHECK_FALSE(returns.close());
    auto raises = outer([](auto& yield) {
        try {
            yield(1);
        } catch (const rondo::generator_exit&) {
            throw oops(2);
        }
        return 5;
    });
    raises.next();
    CHECK(raised([&] { raises.close(); }) == "oops 2");
    auto yields = outer([](auto& yield) {
        try {
            yield(1);
        } catch (const rondo::generator_exit&) {
            try {
                yield(2);
            } catch (const rondo::generator_exit&) {} // it is dropped, by the delegation's end
        }
        return 5;
    });
    yields.next();
    CHECK(raised([&] { yields.close(); }) == "RuntimeError: generator ignored GeneratorExit");
    CHECK(said == journal{"GeneratorExit", "oops 2", "RuntimeError: generator ignored GeneratorExit"});
}

TEST_CASE("yield.from: Y2: any range, owned or borrowed, with conversion; Y14: closing one does nothing") {
    fiber_generator<long> g([](auto& yield) {
        yield.from(ints{1, 2});
        const std::list<int> named{3, 4};
        yield.from(named);
        yield.from(std::views::iota(5, 7));
        int array[] = {7, 8};
        yield.from(array);
        yield.from(ints{});
        std::map<int, int> pairs{{9, 0}};
        yield.from(pairs | std::views::keys);
    });
    std::vector<long> seen;
    for (long value : g) {
        seen.push_back(value);
        if (value == 9) break;
    }
    CHECK(seen == std::vector<long>{1, 2, 3, 4, 5, 6, 7, 8, 9});
    CHECK(g.delegating());
    CHECK_FALSE(g.close());
    CHECK(g.state() == gen_state::closed);
}

TEST_CASE("yield.from: a range's elements are handed out where they lie") {
    ints numbers{1, 2, 3};
    fiber_generator<int&> g([&](auto& yield) { yield.from(numbers); });
    for (int& n : g) n *= 10;
    CHECK(numbers == ints{10, 20, 30});
}

TEST_CASE(
    "yield.from: Y5: a value sent to what has no send is attribute_error inside, where it may be caught") {
    journal said;
    fiber_generator<int, int> g([&](auto& yield) {
        const auto sent_to = [&](auto&& source) {
            try {
                yield.from(source);
            } catch (const rondo::attribute_error&) {
                said.push_back("caught");
                yield(-1);
            }
        };
        sent_to(ints{1, 2, 3});
        bare_iterator bare;
        sent_to(bare);
        fiber_generator<int> receives_nothing([](auto& out) { out(5); });
        sent_to(receives_nothing);
    });
    for (int first : {1, 1, 5}) {
        CHECK(*g.next() == first);
        CHECK(*g.send(9) == -1);
    }
    CHECK_FALSE(g.next());
    CHECK(said == journal(3, "caught"));
}

TEST_CASE("yield.from: Y8: an error at what has no throw is raised at the delegation, and the source can be "
          "read on") {
    bare_iterator source;
    fiber_generator<int> g([&](auto& yield) {
        try {
            yield.from(source);
        } catch (const oops& e) {
            yield(100 + e.number);
        }
        yield.from(source);
    });
    CHECK(*g.next() == 1);
    CHECK(*g.throw_(oops(4)) == 104);
    CHECK(*g.next() == 2);
    CHECK(*g.next() == 3);
    CHECK_FALSE(g.next());
}

TEST_CASE("yield.from: Y15, Y23: hand-written iterators; result() is the value of the expression") {
    fiber_generator<int, void, int> g([](auto& yield) { return yield.from(with_result{}); });
    CHECK(rest(g) == ints{1, 2, 3});
    CHECK(g.result() == 60);
}

TEST_CASE("yield.from: Y17: one that is borrowed gives optional<R>; a started one goes on, an ended one "
          "gives nothing") {
    fiber_generator<int, void, int> sub([](auto& yield) {
        yield(1);
        yield(2);
        return 7;
    });
    sub.next();
    fiber_generator<int, void, std::string> g([&](auto& yield) {
        const std::optional<int> first = yield.from(sub);
        const std::optional<int> again = yield.from(sub);
        return std::to_string(*first) + (again ? " again" : " once");
    });
    CHECK(rest(g) == ints{2});
    CHECK(g.result() == "7 once");
    rondo::any_generator<int, void, int> any = fiber_generator<int, void, int>([](auto& yield) {
        yield(1);
        return 8;
    });
    fiber_generator<int, void, int> of_any([&](auto& yield) { return *yield.from(std::move(any)); });
    CHECK(rest(of_any) == ints{1});
    CHECK(of_any.result() == 8);
}

TEST_CASE("yield.from: Y16: closing a delegator closes a shared one, and so does dropping it; a loop over it "
          "does not") {
    journal said;
    for (int how : {0, 1, 2}) {
        CAPTURE(how);
        fiber_generator<int> shared([&](auto& yield) {
            at_exit left(said, "shared");
            for (int n = 1;; ++n) yield(n);
        });
        {
            fiber_generator<int> g([&](auto& yield) {
                if (how == 2) {
                    for (int value : shared) yield(value);
                }
                yield.from(shared);
            });
            CHECK(*g.next() == 1);
            if (how == 0) g.close();
        }
        CHECK(shared.state() == (how == 2 ? gen_state::suspended : gen_state::closed));
        if (how == 2) CHECK(*shared.next() == 2);
    }
    CHECK(said == journal(3, "shared"));
}

TEST_CASE("yield.from: Y19: itself, or one that is running, is value_error inside") {
    journal said;
    fiber_generator<int> g;
    g = fiber_generator<int>([&](auto& yield) {
        said.push_back(raised([&] { yield.from(g); }));
        fiber_generator<int> inner([&](auto& own) {
            said.push_back(raised([&] { own.from(g); }));
            own(1);
        });
        yield.from(inner);
    });
    CHECK(rest(g) == ints{1});
    CHECK(said == journal(2, "ValueError: generator already executing"));
}

TEST_CASE(
    "yield.from: Y21, Y22: deep, and errors come up through all levels, a stop_iteration converted once") {
    struct deep {
        static fiber_generator<int> make(int depth) {
            return fiber_generator<int>(
                [depth](auto& yield) {
                    if (depth > 0) {
                        yield.from(make(depth - 1));
                    } else {
                        yield(1);
                        throw rondo::stop_iteration<>();
                    }
                },
                {.stack_bytes = 16384});
        }
    };
    auto g = deep::make(300);
    CHECK(*g.next() == 1);
    CHECK(raised([&] { g.next(); }) == "RuntimeError: generator raised StopIteration");
    CHECK(g.state() == gen_state::closed);
}

TEST_CASE("yield.from: values of another type are converted, and those that fit are not copied") {
    all_accounted_for check;
    fiber_generator<tracked> inner([](auto& yield) {
        tracked named(1);
        yield(named);
    });
    fiber_generator<tracked> g([&](auto& yield) { yield.from(inner); });
    CHECK(g.next()->value == 1);
    CHECK(tracked::copies + tracked::moves == 0);
    CHECK_FALSE(g.next());
    fiber_generator<std::string> words(
        [](auto& yield) { yield.from(fiber_generator<const char*>([](auto& out) { out("text"); })); });
    CHECK(*words.next() == "text");
}

TEST_CASE("yield.from: of receivers: what is sent goes through") {
    journal said;
    fiber_generator<void, std::string> g([&](auto& yield) {
        yield.from(fiber_generator<void, std::string>([&](auto& own) {
            for (;;) said.push_back(own().value_or("-"));
        }));
    });
    g.next();
    g.send("a");
    g.next();
    CHECK(said == journal{"a", "-"});
}

TEST_CASE("yield.from: being dropped leaves the inner one first") {
    journal said;
    {
        auto g = delegating(said, [&] { return talker(echo(said, "inner")); });
        g.next();
    }
    CHECK(said == journal{"inner", "outer"});
}
