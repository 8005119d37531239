// SPDX-License-Identifier: BSL-1.0
//
// Errors into and out of a generator: rows G12 to G19, G33, G35, G36, G38, G51, G55.
#include <rondo/gen/generator.hpp>
#include <rondo/gen/next.hpp>

#include "gen/support.hpp"

using namespace gen_test;
using rondo::gen_state;
using rondo::generator;

namespace {

// Yields 1, 2, 3, …; an oops makes it yield 100 + its number instead, 9 ends it with a result.
generator<int, int, int> stubborn(journal& said) {
    at_exit left(said, "left");
    for (int n = 1;; ++n) {
        int answer = n;
        for (;;) {
            int caught = 0;
            try {
                co_yield answer;
            } catch (const oops& e) {
                caught = e.number;
            }
            if (caught == 0) break;
            if (caught == 9) co_return 99;
            answer = 100 + caught;
        }
    }
}

generator<int> raising(int after) {
    for (int n = 0; n < after; ++n) co_yield n;
    throw oops(after);
}

} // namespace

TEST_CASE("G12: throw on created: the body never runs, the generator is closed, the error comes out") {
    all_accounted_for check;
    journal said;
    auto g = [](journal& out, tracked) -> generator<int> {
        out.push_back("ran");
        co_yield 1;
    }(said, tracked(1));
    CHECK(tracked::live == 1);
    CHECK(raised([&] { g.throw_(oops(2)); }) == "oops 2");
    CHECK(said.empty());
    CHECK(g.state() == gen_state::closed);
    CHECK(tracked::live == 0);
    CHECK_FALSE(g.next());
}

TEST_CASE("G13: throw on suspended, caught, yields: throw_ gives that value") {
    journal said;
    auto g = stubborn(said);
    CHECK(*g.next() == 1);
    CHECK(*g.throw_(oops(5)) == 105);
    CHECK(*g.throw_(oops(6)) == 106);
    CHECK(g.state() == gen_state::suspended);
    CHECK(*g.next() == 2);
    CHECK(said.empty());
}

TEST_CASE("G14: throw on suspended, caught, returns: an empty step and the result") {
    journal said;
    auto g = stubborn(said);
    g.next();
    CHECK_FALSE(g.throw_(oops(9)));
    CHECK(g.result() == 99);
    CHECK(g.state() == gen_state::closed);
    CHECK(said == journal{"left"});
}

TEST_CASE("G15: throw on suspended, not caught: that error comes out, and the frame is gone by then") {
    all_accounted_for check;
    auto g = [](tracked) -> generator<int> {
        tracked local;
        co_yield 1;
    }(tracked());
    g.next();
    CHECK(tracked::live == 2);
    try {
        g.throw_(no_std_exception{});
        FAIL("nothing came out");
    } catch (const no_std_exception&) {
        CHECK(tracked::live == 0);
        CHECK(g.state() == gen_state::closed);
    }
    CHECK_FALSE(g.next());
}

TEST_CASE("G16: throw on closed: the error itself comes out, each time") {
    auto g = raising(0);
    CHECK_THROWS_AS(g.next(), oops);
    CHECK(raised([&] { g.throw_(oops(7)); }) == "oops 7");
    CHECK(raised([&] { g.throw_(rondo::generator_exit{}); }) == "GeneratorExit");
    CHECK(raised([&] { generator<int>().throw_(oops(8)); }) == "oops 8");
}

TEST_CASE("G17: the very same object is seen inside and outside") {
    static const void* inside = nullptr;
    auto g = []() -> generator<int> {
        try {
            co_yield 1;
        } catch (const oops& e) {
            inside = &e;
            throw;
        }
    }();
    g.next();
    const auto error = std::make_exception_ptr(oops(3));
    std::exception_ptr outside;
    try {
        g.throw_ptr(error);
    } catch (const oops& e) {
        CHECK(static_cast<const void*>(&e) == inside);
        outside = std::current_exception();
    }
    CHECK(outside == error);

    auto fresh = raising(1);
    try {
        fresh.throw_ptr(error);
    } catch (...) {
        CHECK(std::current_exception() == error);
    }
}

TEST_CASE("G18: throw_<E>(arguments) makes the error in place") {
    journal said;
    auto g = stubborn(said);
    g.next();
    CHECK(*g.throw_<oops>(4) == 104);
    CHECK(raised([&] { g.throw_<rondo::value_error>("bad"); }) == "ValueError: bad");
}

TEST_CASE("G19: an error that replaces another while it is handled comes out, and may carry it") {
    auto g = []() -> generator<int> {
        try {
            co_yield 1;
        } catch (const oops&) {
            std::throw_with_nested(rondo::value_error("replaced"));
        }
    }();
    g.next();
    try {
        g.throw_(oops(6));
        FAIL("nothing came out");
    } catch (const rondo::value_error& e) {
        CHECK(name_of(rondo::cause(e)) == "oops 6");
    }
    CHECK(g.state() == gen_state::closed);
}

TEST_CASE("G33: an error that escapes the body reaches the resumer, and the generator is finished") {
    auto g = raising(2);
    CHECK(*g.next() == 0);
    CHECK(*g.next() == 1);
    CHECK(raised([&] { g.next(); }) == "oops 2");
    CHECK(g.state() == gen_state::closed);
    CHECK_FALSE(g.next());
    ints seen;
    CHECK(raised([&] {
              for (int value : raising(3)) seen.push_back(value);
          }) == "oops 3");
    CHECK(seen == ints{0, 1, 2});
}

TEST_CASE("G33: an error before the first yield, and one while the result is made") {
    CHECK(raised([] { raising(0).next(); }) == "oops 0");
    struct sore {
        explicit sore(int) { throw oops(12); }
    };
    auto g = []() -> generator<int, void, int> {
        if (false) co_yield 1;
        sore never(1);
        co_return 1;
    }();
    CHECK(raised([&] { g.next(); }) == "oops 12");
    CHECK_FALSE(g.result());
}

TEST_CASE("G35: stop_iteration that escapes the body becomes runtime_error, with it as the cause") {
    auto g = []() -> generator<int> {
        auto empty = []() -> generator<int, void, int> { co_return 5; }();
        co_yield rondo::next(empty);
    }();
    try {
        g.next();
        FAIL("nothing came out");
    } catch (const rondo::runtime_error& e) {
        CHECK(e.what() == std::string("generator raised StopIteration"));
        try {
            std::rethrow_exception(rondo::cause(e));
        } catch (const rondo::stop_iteration<int>& stop) {
            CHECK(stop.value == 5);
        }
    }
    CHECK(g.state() == gen_state::closed);
}

TEST_CASE("G35: other errors pass unchanged while a stop_iteration is alive, and a caught one is no error") {
    rondo::stop_iteration<> alive;
    CHECK(raised([] { raising(0).next(); }) == "oops 0");
    auto g = []() -> generator<int> {
        auto inner = raising(1);
        rondo::next(inner);
        auto ended = []() -> generator<int> { co_return; }();
        try {
            rondo::next(ended);
        } catch (const rondo::stop_iteration<>&) {}
        co_yield 8;
    }();
    CHECK(*g.next() == 8);
    CHECK_FALSE(g.next());
}

TEST_CASE("G36: stop_iteration thrown in can be caught; escaping it is converted") {
    auto catches = []() -> generator<int> {
        bool caught = false;
        try {
            co_yield 1;
        } catch (const rondo::stop_iteration_base&) {
            caught = true;
        }
        if (caught) co_yield 2;
    }();
    catches.next();
    CHECK(*catches.throw_(rondo::stop_iteration<>()) == 2);
    CHECK(raised([&] { catches.throw_(rondo::stop_iteration<>()); }) ==
          "RuntimeError: generator raised StopIteration");
    auto created = raising(1);
    CHECK(raised([&] { created.throw_(rondo::stop_iteration<>()); }) == "StopIteration");
    CHECK(raised([&] { created.throw_(rondo::stop_iteration<>()); }) == "StopIteration");
}

TEST_CASE("G38: what Python yields in except and finally is yielded after the handler") {
    journal said;
    auto g = [](journal& out) -> generator<int> {
        std::exception_ptr pending;
        try {
            co_yield 1;
        } catch (...) {
            pending = std::current_exception();
        }
        co_yield 2; // finally: yield 2
        out.push_back("after");
        if (pending) std::rethrow_exception(pending);
    }(said);
    g.next();
    CHECK(*g.throw_(oops(4)) == 2);
    CHECK(said.empty());
    CHECK(raised([&] { g.next(); }) == "oops 4");
    CHECK(said == journal{"after"});
}

TEST_CASE("G38: thrown at again while the first error waits: the second comes out") {
    auto g = []() -> generator<int> {
        std::exception_ptr pending;
        try {
            co_yield 1;
        } catch (const oops&) {
            pending = std::current_exception();
        }
        co_yield 2;
        std::rethrow_exception(pending);
    }();
    g.next();
    g.throw_(oops(1));
    CHECK(raised([&] { g.throw_(oops(2)); }) == "oops 2");
}

TEST_CASE("G51: a try around a yield sees what is thrown, and may swallow it") {
    journal said;
    auto g = [](journal& out) -> generator<int, void, std::string> {
        at_exit left(out, "outer");
        try {
            at_exit inner(out, "inner");
            co_yield 1;
        } catch (const oops& e) {
            out.push_back("swallowed " + std::to_string(e.number));
        }
        co_return "fine";
    }(said);
    g.next();
    CHECK_FALSE(g.throw_(oops(8)));
    CHECK(g.result() == "fine");
    CHECK(said == journal{"inner", "swallowed 8", "outer"});
}

TEST_CASE("G55: an error that is handled outside is not lost by resuming") {
    auto g = []() -> generator<int> {
        std::string inside = "nothing";
        try {
            throw oops(1);
        } catch (const oops&) {
            inside = name_of(std::current_exception());
        }
        co_yield inside == "oops 1" ? 1 : 0;
        co_yield std::current_exception() ? 1 : 0; // the caller's, as sys.exc_info() gives
        throw;                                     // a bare raise
    }();
    try {
        throw oops(2);
    } catch (const oops& e) {
        CHECK(*g.next() == 1);
        CHECK(*g.next() == 1);
        CHECK(raised([&] { g.next(); }) == "oops 2");
        CHECK(e.number == 2);
        CHECK(name_of(std::current_exception()) == "oops 2");
    }
    CHECK_FALSE(std::current_exception());
}
