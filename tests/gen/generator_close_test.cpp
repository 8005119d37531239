// SPDX-License-Identifier: BSL-1.0
//
// close, and dropping: rows G20 to G32.
#include <rondo/gen/generator.hpp>

#include <rondo/base/scope_exit.hpp>
#include <rondo/base/unraisable.hpp>

#include "gen/support.hpp"

using namespace gen_test;
using rondo::gen_state;
using rondo::generator;

namespace {

// What it does about GeneratorExit.
enum class answer { pass_on, swallow, give, yield, raise, yield_twice };

generator<int, int, std::string> asked_to_leave(journal& said, answer how) {
    at_exit left(said, "left");
    std::string caught;
    try {
        at_exit inner(said, "inner");
        co_yield 1;
    } catch (const rondo::generator_exit&) {
        said.push_back("exit");
        if (how == answer::pass_on) throw;
        if (how == answer::raise) throw oops(3);
        caught = "exit";
    }
    if (how == answer::give) co_return "given";
    if (how == answer::yield) co_yield 2;
    if (how == answer::yield_twice) {
        try {
            co_yield 2;
        } catch (const rondo::generator_exit&) {
            said.push_back("again");
        }
        co_yield 3;
    }
    co_return caught;
}

journal hooked;
void hook(const rondo::unraisable& lost) noexcept { hooked.push_back(name_of(lost.error)); }

} // namespace

TEST_CASE("G20: close on created: nothing of the body runs, the arguments are released") {
    all_accounted_for check;
    journal said;
    auto g = [](journal& out, tracked) -> generator<int, void, int> {
        out.push_back("ran");
        co_yield 1;
        co_return 2;
    }(said, tracked());
    CHECK_FALSE(g.close());
    CHECK(said.empty());
    CHECK(g.state() == gen_state::closed);
    CHECK(tracked::live == 0);
    CHECK_FALSE(g.next());
}

TEST_CASE("G21: close on suspended throws generator_exit at the yield") {
    journal said;
    auto g = asked_to_leave(said, answer::pass_on);
    g.next();
    CHECK_FALSE(g.close());
    CHECK(said == journal{"inner", "exit", "left"});
    CHECK(g.state() == gen_state::closed);
}

TEST_CASE("G22: letting generator_exit out or returning ends quietly; close gives what was returned") {
    journal said;
    auto passes = asked_to_leave(said, answer::pass_on);
    passes.next();
    CHECK_FALSE(passes.close());
    auto gives = asked_to_leave(said, answer::give);
    gives.next();
    CHECK(gives.close() == "given");
    CHECK_FALSE(gives.close()); // once
    auto no_result = []() -> generator<int> {
        try {
            co_yield 1;
        } catch (const rondo::generator_exit&) {}
    }();
    no_result.next();
    CHECK(no_result.close()); // it returned
    auto another_exit = []() -> generator<int> {
        try {
            co_yield 1;
        } catch (const rondo::generator_exit&) {}
        throw rondo::generator_exit{}; // not the one that was thrown in
    }();
    another_exit.next();
    CHECK(raised([&] { CHECK_FALSE(another_exit.close()); }) == "nothing");
}

TEST_CASE("G23: a yield in answer to close is runtime_error; the value is lost, the generator stays usable") {
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

TEST_CASE("G24: another error in answer to close comes out of close, and the generator is closed") {
    journal said;
    auto g = asked_to_leave(said, answer::raise);
    g.next();
    CHECK(raised([&] { g.close(); }) == "oops 3");
    CHECK(g.state() == gen_state::closed);
    CHECK(said == journal{"inner", "exit", "left"});
}

TEST_CASE("G25: close twice or after the end does nothing") {
    journal said;
    auto g = asked_to_leave(said, answer::give);
    g.next();
    CHECK(g.close() == "given");
    for (int i = 0; i < 3; ++i) CHECK_FALSE(g.close());
    CHECK(said.size() == 3);
    auto ended = asked_to_leave(said, answer::give);
    rest(ended);
    const auto words = said.size();
    CHECK_FALSE(ended.close() == "given");
    CHECK(said.size() == words);
    CHECK_FALSE(generator<int>().close());
}

TEST_CASE("G26: catch (std::exception) does not see generator_exit; swallowing it is found out") {
    static_assert(!std::is_base_of_v<std::exception, rondo::generator_exit>);
    auto careful = []() -> generator<int> {
        for (;;) {
            try {
                co_yield 1;
            } catch (const std::exception&) {}
        }
    }();
    careful.next();
    CHECK(*careful.throw_(oops(1)) == 1);
    CHECK(raised([&] { careful.close(); }) == "nothing");
    CHECK(careful.state() == gen_state::closed);
    auto greedy = []() -> generator<int> {
        for (int i = 0; i < 3; ++i) {
            try {
                co_yield i;
            } catch (...) {}
        }
    }();
    greedy.next();
    CHECK(raised([&] { greedy.close(); }) == "RuntimeError: generator ignored GeneratorExit");
    CHECK(*greedy.next() == 2);
}

TEST_CASE("G27: on close the innermost is left first") {
    journal said;
    auto g = [](journal& out) -> generator<int> {
        at_exit a(out, "a");
        {
            at_exit b(out, "b");
            try {
                at_exit c(out, "c");
                co_yield 1;
            } catch (const rondo::generator_exit&) {
                out.push_back("exit");
                throw;
            }
        }
    }(said);
    g.next();
    g.close();
    CHECK(said == journal{"c", "exit", "b", "a"});
}

TEST_CASE("G28: an error of a handler replaces the one in flight, and outer handlers still run") {
    journal said;
    auto g = [](journal& out) -> generator<int> {
        try {
            try {
                co_yield 1;
            } catch (...) {
                out.push_back(name_of(std::current_exception()));
                throw oops(1);
            }
        } catch (...) {
            out.push_back(name_of(std::current_exception()));
            throw oops(2);
        }
    }(said);
    g.next();
    CHECK(raised([&] { g.close(); }) == "oops 2");
    CHECK(said == journal{"GeneratorExit", "oops 1"});
}

TEST_CASE("G29: dropping a suspended generator runs destructors, not handlers") {
    journal said;
    {
        auto g = asked_to_leave(said, answer::yield);
        g.next();
    }
    CHECK(said == journal{"inner", "left"});
}

TEST_CASE("G30: errors of cleanup in a dropped generator go to the unraisable hook") {
    hooked.clear();
    rondo::unraisable_hook before = rondo::set_unraisable_hook(hook);
    {
        auto g = []() -> generator<int> {
            rondo::scope_exit cleanup = [] { throw oops(11); };
            co_yield 1;
        }();
        g.next();
    }
    rondo::set_unraisable_hook(before);
    CHECK(hooked == journal{"oops 11"});
}

TEST_CASE("G31: dropping an unstarted generator: no local ever lived, the arguments are released") {
    all_accounted_for check;
    journal said;
    {
        auto g = [](journal& out, tracked) -> generator<int> {
            at_exit left(out, "left");
            co_yield 1;
        }(said, tracked());
        CHECK(tracked::live == 1);
    }
    CHECK(said.empty());
    CHECK(tracked::live == 0);
}

TEST_CASE("G32: arguments and locals go when the body ends, not with the generator object") {
    all_accounted_for check;
    auto body = [](tracked argument, int how) -> generator<int, int, int> {
        tracked local;
        co_yield argument.value;
        if (how == 1) throw oops(1);
        co_return 5;
    };
    for (int how : {0, 1, 2, 3, 4}) {
        CAPTURE(how);
        auto g = body(tracked(3), how);
        CHECK(tracked::live == 1);
        CHECK(*g.next() == 3);
        CHECK(tracked::live == 2);
        if (how == 0) CHECK_FALSE(g.next());
        if (how == 1) CHECK_THROWS(g.next());
        if (how == 2) g.close();
        if (how == 3) CHECK_THROWS(g.throw_(oops(4)));
        if (how == 4) CHECK_FALSE(g.send(6));
        CHECK(tracked::live == 0);
        CHECK(g.state() == gen_state::closed);
    }
}

TEST_CASE("G32: an ended stage of a pipeline releases its source") {
    all_accounted_for check;
    auto source = [](tracked held) -> generator<int> {
        for (;;) co_yield held.value++;
    };
    auto first = [](generator<int> in, int count) -> generator<int> {
        for (int value : in) {
            if (count-- == 0) co_return;
            co_yield value;
        }
    };
    auto g = first(source(tracked(1)), 2);
    CHECK(rest(g) == ints{1, 2});
    CHECK(tracked::live == 0);
}
