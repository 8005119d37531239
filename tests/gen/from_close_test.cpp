// SPDX-License-Identifier: BSL-1.0
//
// What is thrown at, or closes, a generator that delegates: rows Y6 to Y14.
#include <rondo/gen/from.hpp>
#include <rondo/gen/generator.hpp>

#include "gen/support.hpp"

#include <list>

using namespace gen_test;
using rondo::from;
using rondo::gen_state;
using rondo::generator;
using rondo::generator_exit;

namespace {

enum class then { rethrow, yield, finish, raise };

// At its co_yield it says what it is thrown, and answers as told.
generator<int, int, int> leaf(journal& said, then how) {
    int yields = 1;
    std::exception_ptr caught;
    try {
        co_yield yields;
    } catch (...) {
        caught = std::current_exception();
    }
    said.push_back("leaf " + name_of(caught));
    if (how == then::rethrow && caught) std::rethrow_exception(caught);
    if (how == then::raise) throw oops(77);
    if (how == then::yield) {
        yields = 2;
        co_yield yields;
        said.push_back("leaf went on");
    }
    co_return 5;
}

// The same around a delegation.
generator<int, int, int> delegator(journal& said, std::string name, then how, generator<int, int, int> sub) {
    std::exception_ptr caught;
    int got = 0;
    try {
        got = co_yield from(std::move(sub));
    } catch (...) {
        caught = std::current_exception();
    }
    said.push_back(name + " " + (caught ? name_of(caught) : std::to_string(got)));
    if (how == then::rethrow && caught) std::rethrow_exception(caught);
    if (how == then::raise) throw oops(88);
    if (how == then::yield) {
        co_yield 3;
        said.push_back(name + " went on");
    }
    co_return got + 10;
}

const std::string ignored = "RuntimeError: generator ignored GeneratorExit";

} // namespace

TEST_CASE("Y6: what is thrown goes to the innermost, which may handle it and yield on") {
    journal said;
    auto g = delegator(said, "outer", then::rethrow,
                       delegator(said, "middle", then::rethrow, leaf(said, then::yield)));
    g.next();
    CHECK(*g.throw_(oops(1)) == 2);
    CHECK(said == journal{"leaf oops 1"});
    CHECK_FALSE(g.next());
    CHECK(said == journal{"leaf oops 1", "leaf went on", "middle 5", "outer 15"});
    CHECK(g.result() == 25);
}

TEST_CASE("Y6: not handled by the innermost, it goes outwards from delegator to delegator") {
    journal said;
    auto g = delegator(said, "outer", then::yield,
                       delegator(said, "middle", then::rethrow, leaf(said, then::rethrow)));
    g.next();
    CHECK(*g.throw_(oops(2)) == 3);
    CHECK(said == journal{"leaf oops 2", "middle oops 2", "outer oops 2"});
    CHECK(g.state() == gen_state::suspended);
}

TEST_CASE("Y7: handled by the innermost returning: the delegator goes on with what it returned") {
    journal said;
    auto g = delegator(said, "outer", then::yield, leaf(said, then::finish));
    g.next();
    CHECK(*g.throw_(oops(3)) == 3);
    CHECK(said == journal{"leaf oops 3", "outer 5"});
}

TEST_CASE("Y8: no throw in what is delegated to: raised at the delegation point, nothing advanced") {
    struct counter {
        int n = 0;
        bool closed = false;
        std::optional<int> next() { return ++n; }
        void close() { closed = true; }
    } source;
    std::list<int> list{1, 2, 3, 4};
    auto body = [](auto& in) -> generator<int> {
        int number = 0;
        try {
            co_yield from(in);
        } catch (const oops& e) {
            number = e.number;
        }
        co_yield -number;
        co_yield from(in);
    };
    auto g = body(source);
    g.next();
    g.next();
    CHECK(*g.throw_(oops(4)) == -4);
    CHECK(source.n == 2);
    CHECK_FALSE(source.closed);
    CHECK(*g.next() == 3);
    auto h = body(list);
    h.next();
    CHECK(*h.throw_(oops(5)) == -5);
    auto view = std::ranges::subrange(std::next(list.begin()), list.end());
    auto first = body(view);
    CHECK(*first.next() == 2);
    auto error = std::make_exception_ptr(oops(6));
    auto uncaught = [](std::list<int>& in) -> generator<int> { co_yield from(in); }(list);
    uncaught.next();
    try {
        uncaught.throw_ptr(error);
    } catch (...) {
        CHECK(std::current_exception() == error);
    }
}

TEST_CASE("Y9: throwing generator_exit closes the sub first, then raises the given object in the delegator") {
    journal said;
    static std::exception_ptr outer_saw;
    auto body = [](generator<int, int, int> sub) -> generator<int> {
        try {
            co_yield from(std::move(sub));
        } catch (...) {
            outer_saw = std::current_exception();
            throw;
        }
    };
    const auto exit = std::make_exception_ptr(generator_exit{});
    for (then how : {then::rethrow, then::finish}) {
        said.clear();
        auto g = body(leaf(said, how));
        g.next();
        try {
            g.throw_ptr(exit);
            FAIL("nothing came out");
        } catch (const generator_exit&) {
            CHECK(std::current_exception() == exit);
        }
        CHECK(outer_saw == exit);
        CHECK(said == journal{"leaf GeneratorExit"});
        CHECK(g.state() == gen_state::closed);
    }
    outer_saw = nullptr;
}

TEST_CASE("Y9: a delegator may answer a thrown generator_exit with a value") {
    journal said;
    auto g = delegator(said, "outer", then::yield, leaf(said, then::rethrow));
    g.next();
    CHECK(*g.throw_(generator_exit{}) == 3);
    CHECK(said == journal{"leaf GeneratorExit", "outer GeneratorExit"});
    CHECK_FALSE(g.next());
}

TEST_CASE("Y10: close goes from the innermost outwards, and each level sees generator_exit") {
    journal said;
    auto g =
        delegator(said, "a", then::rethrow, delegator(said, "b", then::rethrow, leaf(said, then::rethrow)));
    g.next();
    CHECK_FALSE(g.close());
    CHECK(said == journal{"leaf GeneratorExit", "b GeneratorExit", "a GeneratorExit"});
    CHECK(g.state() == gen_state::closed);
}

TEST_CASE("Y11: what the sub returns while it is closed is discarded; the delegator sees generator_exit") {
    journal said;
    auto g = delegator(said, "b", then::rethrow, leaf(said, then::finish));
    g.next();
    CHECK_FALSE(g.close());
    CHECK(said == journal{"leaf GeneratorExit", "b GeneratorExit"});
    said.clear();
    auto gives =
        delegator(said, "a", then::finish, delegator(said, "b", then::finish, leaf(said, then::finish)));
    gives.next();
    CHECK(gives.close() == 10); // only what the outermost returns itself
    CHECK(said == journal{"leaf GeneratorExit", "b GeneratorExit", "a GeneratorExit"});
}

TEST_CASE("Y12: another error of the sub while it is closed surfaces at the delegation point") {
    journal said;
    auto g = delegator(said, "outer", then::rethrow, leaf(said, then::raise));
    g.next();
    CHECK(raised([&] { g.close(); }) == "oops 77");
    CHECK(said == journal{"leaf GeneratorExit", "outer oops 77"});
    CHECK(g.state() == gen_state::closed);
    auto yields = delegator(said, "outer", then::yield, leaf(said, then::raise));
    yields.next();
    CHECK(raised([&] { yields.close(); }) == ignored);
    CHECK(yields.state() == gen_state::suspended);
    CHECK_FALSE(yields.next());
}

TEST_CASE("Y12: in the middle of a chain, a handled error is over there") {
    journal said;
    auto g = delegator(said, "a", then::rethrow, delegator(said, "b", then::finish, leaf(said, then::raise)));
    g.next();
    CHECK_FALSE(g.close());
    CHECK(said == journal{"leaf GeneratorExit", "b oops 77", "a GeneratorExit"});
    CHECK(g.state() == gen_state::closed);
}

TEST_CASE("Y12: in the middle of a chain, handled with a yield: the exit was ignored") {
    journal said;
    auto g = delegator(said, "a", then::rethrow, delegator(said, "b", then::yield, leaf(said, then::raise)));
    g.next();
    CHECK(raised([&] { g.close(); }) == ignored);
    CHECK(said == journal{"leaf GeneratorExit", "b oops 77", "a " + ignored});
    CHECK(g.state() == gen_state::closed);
}

TEST_CASE("Y13: the sub yields while it is closed: runtime_error inside the delegator") {
    all_accounted_for check;
    journal said;
    auto g = delegator(said, "outer", then::rethrow, leaf(said, then::yield));
    g.next();
    CHECK(raised([&] { g.close(); }) == ignored);
    CHECK(said == journal{"leaf GeneratorExit", "outer " + ignored});
    CHECK(g.state() == gen_state::closed);
    said.clear();
    auto handles = delegator(said, "outer", then::finish, leaf(said, then::yield));
    handles.next();
    CHECK(handles.close() == 10);
    CHECK(handles.state() == gen_state::closed);
    auto yields = delegator(said, "outer", then::yield, leaf(said, then::yield));
    yields.next();
    CHECK(raised([&] { yields.close(); }) == ignored);
    CHECK(yields.state() == gen_state::suspended);
    CHECK_FALSE(yields.next());
}

TEST_CASE("Y13: every level that ignores the exit is a runtime_error for the level outside it") {
    journal said;
    auto g = delegator(said, "a", then::finish, delegator(said, "b", then::yield, leaf(said, then::yield)));
    g.next();
    CHECK(g.close() == 10);
    CHECK(said == journal{"leaf GeneratorExit", "b " + ignored, "a " + ignored});
    said.clear();
    auto quiet =
        delegator(said, "a", then::rethrow, delegator(said, "b", then::finish, leaf(said, then::yield)));
    quiet.next();
    CHECK_FALSE(quiet.close());
    CHECK(said == journal{"leaf GeneratorExit", "b " + ignored, "a GeneratorExit"});
    said.clear();
    auto thrown =
        delegator(said, "a", then::yield, delegator(said, "b", then::finish, leaf(said, then::raise)));
    thrown.next();
    CHECK(*thrown.throw_(generator_exit{}) == 3);
    CHECK(said == journal{"leaf GeneratorExit", "b oops 77", "a GeneratorExit"});
}

TEST_CASE("Y13: a borrowed sub that ignored the exit stays suspended, and usable") {
    journal said;
    auto sub = leaf(said, then::yield);
    auto g = [](generator<int, int, int>& in) -> generator<int, int> { co_yield from(in); }(sub);
    g.next();
    CHECK(raised([&] { g.close(); }) == ignored);
    CHECK(g.state() == gen_state::closed);
    CHECK(sub.state() == gen_state::suspended);
    CHECK_FALSE(sub.next());
    CHECK(sub.result() == 5);
}

TEST_CASE("Y14: a source without close is skipped in silence") {
    struct counter {
        int n = 0;
        std::optional<int> next() { return ++n; }
    } source;
    journal said;
    auto body = [](journal& out, auto& in) -> generator<int> {
        try {
            co_yield from(in);
        } catch (const generator_exit&) {
            out.push_back("exit");
            throw;
        }
    };
    auto g = body(said, source);
    g.next();
    g.close();
    ints numbers{1, 2};
    auto h = body(said, numbers);
    h.next();
    h.close();
    std::list<int> list{1, 2};
    auto i = body(said, list);
    i.next();
    i.close();
    CHECK(said == journal{"exit", "exit", "exit"});
    CHECK(source.n == 1);
}
