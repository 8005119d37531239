// SPDX-License-Identifier: BSL-1.0
//
// close, and dropping: rows G20 to G32. Dropping differs from that of a coroutine: generator_exit is thrown, as in Python.
#include <rondo/fiber/fiber_generator.hpp>

#include <rondo/base/scope_exit.hpp>
#include <rondo/base/unraisable.hpp>
#include <rondo/gen/departure.hpp>
#include <rondo/gen/generator.hpp>

#include "fiber/support.hpp"

using namespace fiber_test;
using namespace gen_test;
using rondo::fiber_generator;
using rondo::gen_state;

namespace {

// What it does about GeneratorExit.
enum class answer { pass_on, swallow, give, yield, raise, yield_twice };

fiber_generator<int, int, std::string> asked_to_leave(journal& said, answer how) {
    return fiber_generator<int, int, std::string>([&said, how](auto& yield) -> std::string {
        at_exit left(said, "left");
        try {
            at_exit inner(said, "inner");
            yield(1);
        } catch (const rondo::generator_exit&) {
            said.push_back("exit");
            if (how == answer::pass_on) throw;
            if (how == answer::raise) throw oops(3);
            if (how == answer::give) return "given";
            if (how == answer::yield) yield(2); // in the handler
            if (how == answer::yield_twice) {
                try {
                    yield(2);
                } catch (const rondo::generator_exit&) {
                    said.push_back("again");
                }
                yield(3);
            }
            return "exit";
        }
        return "";
    });
}

journal hooked;

struct hook {
    hook() {
        hooked.clear();
        before = rondo::set_unraisable_hook(
            [](const rondo::unraisable& lost) noexcept { hooked.push_back(name_of(lost.error)); });
    }
    ~hook() { rondo::set_unraisable_hook(before); }
    rondo::unraisable_hook before;
};

} // namespace

TEST_CASE("fiber_generator: G20: close on created: nothing of the body runs, what it holds is released") {
    all_accounted_for check;
    journal said;
    fiber_generator<int, void, int> g([&said, held = tracked()](auto& yield) {
        said.push_back("ran");
        yield(1);
        return held.value;
    });
    CHECK_FALSE(g.close());
    CHECK(said.empty());
    CHECK(g.state() == gen_state::closed);
    CHECK(tracked::live == 0);
    CHECK_FALSE(g.next());
}

TEST_CASE("fiber_generator: G21: close on suspended throws generator_exit at the yield") {
    journal said;
    auto g = asked_to_leave(said, answer::pass_on);
    g.next();
    CHECK_FALSE(g.close());
    CHECK(said == journal{"inner", "exit", "left"});
    CHECK(g.state() == gen_state::closed);
}

TEST_CASE("fiber_generator: G22: letting it out or returning ends quietly; close gives what was returned") {
    journal said;
    auto gives = asked_to_leave(said, answer::give);
    gives.next();
    CHECK(gives.close() == "given");
    CHECK_FALSE(gives.close()); // once
    fiber_generator<int> no_result([](auto& yield) {
        try {
            yield(1);
        } catch (const rondo::generator_exit&) {}
    });
    no_result.next();
    CHECK(no_result.close()); // it returned
    fiber_generator<int> another_exit([](auto& yield) {
        try {
            yield(1);
        } catch (const rondo::generator_exit&) {}
        throw rondo::generator_exit{}; // not the one that was thrown in
    });
    another_exit.next();
    CHECK(raised([&] { CHECK_FALSE(another_exit.close()); }) == "nothing");
}

TEST_CASE("fiber_generator: G23: a yield in answer to close is runtime_error; it stays usable") {
    journal said;
    auto g = asked_to_leave(said, answer::yield);
    g.next();
    CHECK(raised([&] { g.close(); }) == "RuntimeError: generator ignored GeneratorExit");
    CHECK(g.state() == gen_state::suspended);
    CHECK_FALSE(g.send(5)); // the 2 is lost; it goes on behind it
    CHECK(g.result() == "exit");

    auto twice = asked_to_leave(said, answer::yield_twice);
    twice.next();
    for (int i = 0; i < 2; ++i) {
        CHECK(raised([&] { twice.close(); }) == "RuntimeError: generator ignored GeneratorExit");
        CHECK(twice.state() == gen_state::suspended);
    }
    CHECK_FALSE(twice.close());
    CHECK(twice.state() == gen_state::closed);
}

TEST_CASE("fiber_generator: G24: another error in answer to close comes out of close, and it is closed") {
    journal said;
    auto g = asked_to_leave(said, answer::raise);
    g.next();
    CHECK(raised([&] { g.close(); }) == "oops 3");
    CHECK(g.state() == gen_state::closed);
    CHECK(said == journal{"inner", "exit", "left"});
}

TEST_CASE("fiber_generator: G25: close twice or after the end does nothing") {
    journal said;
    auto g = asked_to_leave(said, answer::give);
    g.next();
    CHECK(g.close() == "given");
    for (int i = 0; i < 3; ++i) CHECK_FALSE(g.close());
    CHECK(said.size() == 3);
    CHECK_FALSE(fiber_generator<int>().close());
}

TEST_CASE(
    "fiber_generator: G26: catch (std::exception) does not see generator_exit; swallowing it is found out") {
    fiber_generator<int> careful([](auto& yield) {
        for (;;) {
            try {
                yield(1);
            } catch (const std::exception&) {}
        }
    });
    careful.next();
    CHECK(*careful.throw_(oops(1)) == 1);
    CHECK(raised([&] { careful.close(); }) == "nothing");
    CHECK(careful.state() == gen_state::closed);
    fiber_generator<int> greedy([](auto& yield) {
        for (int i = 0; i < 3; ++i) {
            try {
                yield(i);
            } catch (...) {}
        }
    });
    greedy.next();
    CHECK(raised([&] { greedy.close(); }) == "RuntimeError: generator ignored GeneratorExit");
    CHECK(*greedy.next() == 2);
}

TEST_CASE(
    "fiber_generator: G27: on close the innermost is left first; G28: an error of a handler replaces it") {
    journal said;
    fiber_generator<int> g([&](auto& yield) {
        at_exit a(said, "a");
        try {
            at_exit b(said, "b");
            try {
                at_exit c(said, "c");
                yield(1);
            } catch (...) {
                said.push_back(name_of(std::current_exception()));
                throw oops(1);
            }
        } catch (...) {
            said.push_back(name_of(std::current_exception()));
            throw oops(2);
        }
    });
    g.next();
    CHECK(raised([&] { g.close(); }) == "oops 2");
    CHECK(said == journal{"c", "GeneratorExit", "b", "oops 1", "a"});
}

TEST_CASE(
    "fiber_generator: G29: dropping a suspended one throws generator_exit: handlers run, and destructors") {
    journal said;
    {
        auto g = asked_to_leave(said, answer::pass_on);
        g.next();
    }
    CHECK(said == journal{"inner", "exit", "left"});
    said.clear();
    {
        auto g = asked_to_leave(said, answer::give); // ends in answer: as good
        g.next();
    }
    CHECK(said == journal{"inner", "exit", "left"});
}

TEST_CASE(
    "fiber_generator: G29: a dropped one that swallows generator_exit and yields ends the program by name") {
    const std::string said = last_words([] {
        journal nobody;
        auto g = asked_to_leave(nobody, answer::yield);
        g.next();
    });
    CHECK(has(said, "rondo: contract broken: a fiber that was dropped swallowed generator_exit"));
    CHECK(has(said, "end a catch (...) with throw"));
}

TEST_CASE("fiber_generator: G30: errors of a dropped one go to the unraisable hook") {
    hook here;
    {
        journal said;
        auto g = asked_to_leave(said, answer::raise);
        g.next();
        fiber_generator<int> cleans([](auto& yield) {
            rondo::scope_exit cleanup = [] { throw oops(11); };
            yield(1);
        });
        cleans.next();
    }
    CHECK(hooked == journal{"oops 11", "oops 3"});
}

TEST_CASE("fiber_generator: G31: dropping an unstarted one: no local ever lived, what it holds is released") {
    all_accounted_for check;
    journal said;
    {
        fiber_generator<int> g([&said, held = tracked()](auto& yield) {
            at_exit left(said, "left");
            yield(held.value);
        });
        CHECK(tracked::live == 1);
    }
    CHECK(said.empty());
    CHECK(tracked::live == 0);
}

TEST_CASE("fiber_generator: G32: what it holds goes when the body ends, and its stack, not with the object") {
    all_accounted_for check;
    const std::size_t stacks = rondo::stack_pool::statistics().alive;
    for (int how : {0, 1, 2, 3, 4}) {
        CAPTURE(how);
        fiber_generator<int, int, int> g([held = tracked(3), how](auto& yield) {
            tracked local;
            yield(held.value);
            if (how == 1) throw oops(1);
            return 5;
        });
        CHECK(tracked::live == 1);
        CHECK(*g.next() == 3);
        CHECK(tracked::live == 2);
        CHECK(rondo::stack_pool::statistics().alive == stacks + 1);
        if (how == 0) CHECK_FALSE(g.next());
        if (how == 1) CHECK_THROWS(g.next());
        if (how == 2) g.close();
        if (how == 3) CHECK_THROWS(g.throw_(oops(4)));
        if (how == 4) CHECK_FALSE(g.send(6));
        CHECK(tracked::live == 0);
        CHECK(rondo::stack_pool::statistics().alive == stacks);
        CHECK(g.state() == gen_state::closed);
    }
}

TEST_CASE("fiber_generator: an object in its body is told that it is left by force, when dropped or closed") {
    struct remembers {
        explicit remembers(journal& out) : said(out) {}
        ~remembers() { said.push_back(departure.forced() ? "forced" : "ended"); }
        journal& said;
        rondo::departure departure;
    };
    journal said;
    auto body = [&](auto& yield) {
        remembers it(said);
        yield(1);
    };
    {
        fiber_generator<int> dropped(body), closed(body), ended(body);
        for (auto* g : {&dropped, &closed, &ended}) g->next();
        closed.close();
        ended.next();
    }
    CHECK(said == journal{"forced", "ended", "forced"});
}

TEST_CASE(
    "fiber_generator: dropped by an unwinding caller, in a coroutine, in another fiber: unwound each time") {
    for (int where : {0, 1, 2}) {
        CAPTURE(where);
        all_accounted_for check;
        journal said;
        auto held = [&said] {
            auto g = asked_to_leave(said, answer::pass_on);
            g.next();
            return g;
        };
        if (where == 0) {
            CHECK(raised([&] {
                      auto g = held();
                      throw oops(5);
                  }) == "oops 5");
        } else if (where == 1) {
            auto coroutine = [](auto inner) -> rondo::generator<int> {
                co_yield 0;
                inner.close();
            }(held());
            coroutine.next();
        } else {
            fiber_generator<int> outer([g = held()](auto& yield) { yield(1); });
            outer.next();
        }
        CHECK(said == journal{"inner", "exit", "left"});
    }
}
