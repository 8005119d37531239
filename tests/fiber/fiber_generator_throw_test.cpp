// SPDX-License-Identifier: BSL-1.0
//
// Errors into and out of a fiber_generator: rows G12 to G19, G33, G35, G36, G38, G51, G55.
#include <rondo/fiber/fiber_generator.hpp>
#include <rondo/gen/next.hpp>

#include "fiber/support.hpp"

using namespace gen_test;
using rondo::fiber_generator;
using rondo::gen_state;

namespace {

// Yields 1, 2, 3, …; an oops makes it yield 100 + its number instead, from inside the handler; 9 ends it with a result.
fiber_generator<int, int, int> stubborn(journal& said) {
    return fiber_generator<int, int, int>([&said](auto& yield) {
        at_exit left(said, "left");
        for (int n = 1;; ++n) {
            try {
                yield(n);
            } catch (const oops& first) {
                for (int number = first.number; number != 0;) {
                    if (number == 9) return 99;
                    try {
                        yield(100 + number);
                        number = 0;
                    } catch (const oops& next) {
                        number = next.number;
                    }
                }
            }
        }
    });
}

fiber_generator<int> raising(int after) {
    return fiber_generator<int>([after](auto& yield) {
        for (int n = 0; n < after; ++n) yield(n);
        throw oops(after);
    });
}

} // namespace

TEST_CASE("fiber_generator: G12: throw on created: the body never runs, it is closed, the error comes out") {
    all_accounted_for check;
    journal said;
    fiber_generator<int> g([&said, held = tracked(1)](auto& yield) {
        said.push_back("ran");
        yield(held.value);
    });
    CHECK(tracked::live == 1);
    CHECK(raised([&] { g.throw_(oops(2)); }) == "oops 2");
    CHECK(said.empty());
    CHECK(g.state() == gen_state::closed);
    CHECK(tracked::live == 0);
    CHECK_FALSE(g.next());
}

TEST_CASE(
    "fiber_generator: G13: throw on suspended, caught, yields, in the handler: throw_ gives that value") {
    journal said;
    auto g = stubborn(said);
    CHECK(*g.next() == 1);
    CHECK(*g.throw_(oops(5)) == 105);
    CHECK(*g.throw_(oops(6)) == 106);
    CHECK(g.state() == gen_state::suspended);
    CHECK(*g.next() == 2);
    CHECK(said.empty());
    g.close();
}

TEST_CASE("fiber_generator: G14: throw on suspended, caught, returns: an empty step and the result") {
    journal said;
    auto g = stubborn(said);
    g.next();
    CHECK_FALSE(g.throw_(oops(9)));
    CHECK(g.result() == 99);
    CHECK(g.state() == gen_state::closed);
    CHECK(said == journal{"left"});
}

TEST_CASE(
    "fiber_generator: G15: throw on suspended, not caught: it comes out, and the body is gone by then") {
    all_accounted_for check;
    fiber_generator<int> g([held = tracked(1)](auto& yield) {
        tracked local;
        yield(held.value);
    });
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

TEST_CASE("fiber_generator: G16: throw on closed: the error itself comes out, each time") {
    auto g = raising(0);
    CHECK_THROWS_AS(g.next(), oops);
    CHECK(raised([&] { g.throw_(oops(7)); }) == "oops 7");
    CHECK(raised([&] { g.throw_(rondo::generator_exit{}); }) == "GeneratorExit");
    CHECK(raised([&] { fiber_generator<int>().throw_(oops(8)); }) == "oops 8");
}

TEST_CASE("fiber_generator: G17: the very same object is seen inside and outside") {
    const void* inside = nullptr;
    fiber_generator<int> g([&](auto& yield) {
        try {
            yield(1);
        } catch (const oops& e) {
            inside = &e;
            throw;
        }
    });
    g.next();
    const auto error = std::make_exception_ptr(oops(3));
    try {
        g.throw_ptr(error);
        FAIL("nothing came out");
    } catch (const oops& e) {
        CHECK(static_cast<const void*>(&e) == inside);
        CHECK(std::current_exception() == error);
    }
    auto fresh = raising(1);
    try {
        fresh.throw_ptr(error);
    } catch (...) {
        CHECK(std::current_exception() == error);
    }
}

TEST_CASE("fiber_generator: G18: throw_<E>(arguments) makes the error in place") {
    journal said;
    auto g = stubborn(said);
    g.next();
    CHECK(*g.throw_<oops>(4) == 104);
    CHECK(raised([&] { g.throw_<rondo::value_error>("bad"); }) == "ValueError: bad");
}

TEST_CASE(
    "fiber_generator: G19: an error that replaces another while it is handled comes out, and may carry it") {
    fiber_generator<int> g([](auto& yield) {
        try {
            yield(1);
        } catch (const oops&) {
            yield(2);
            std::throw_with_nested(rondo::value_error("replaced"));
        }
    });
    g.next();
    CHECK(*g.throw_(oops(6)) == 2);
    try {
        g.next();
        FAIL("nothing came out");
    } catch (const rondo::value_error& e) {
        CHECK(name_of(rondo::cause(e)) == "oops 6");
    }
    CHECK(g.state() == gen_state::closed);
}

TEST_CASE("fiber_generator: G33: an error that escapes the body reaches the resumer, and it is finished") {
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
    CHECK(raised([] { raising(0).next(); }) == "oops 0");
}

TEST_CASE("fiber_generator: G33: an error while the result is made") {
    struct sore {
        sore(int) {}
        sore(const sore&) = default;
        sore(sore&&) { throw oops(12); }
    };
    fiber_generator<int, void, sore> g([](auto& yield) -> sore {
        yield(1);
        sore made(1);
        return made;
    });
    g.next();
    CHECK(raised([&] { g.next(); }) == "oops 12");
    CHECK(g.state() == gen_state::closed);
    CHECK_FALSE(g.result());
}

TEST_CASE(
    "fiber_generator: G35: stop_iteration that escapes the body becomes runtime_error, it being the cause") {
    fiber_generator<int> g([](auto& yield) {
        fiber_generator<int, void, int> empty([](auto&) { return 5; });
        yield(rondo::next(empty));
    });
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

TEST_CASE("fiber_generator: G36: stop_iteration thrown in can be caught; escaping it is converted") {
    fiber_generator<int> catches([](auto& yield) {
        try {
            yield(1);
        } catch (const rondo::stop_iteration_base&) {
            yield(2);
        }
    });
    catches.next();
    CHECK(*catches.throw_(rondo::stop_iteration<>()) == 2);
    CHECK(raised([&] { catches.throw_(rondo::stop_iteration<>()); }) ==
          "RuntimeError: generator raised StopIteration");
    auto created = raising(1);
    CHECK(raised([&] { created.throw_(rondo::stop_iteration<>()); }) == "StopIteration");
    CHECK(raised([&] { created.throw_(rondo::stop_iteration<>()); }) == "StopIteration");
}

TEST_CASE("fiber_generator: G38: a yield in a handler is legal, and the error is still there after it") {
    journal said;
    fiber_generator<int> g([&](auto& yield) {
        try {
            yield(1);
        } catch (...) {
            yield(2); // finally: yield 2
            said.push_back("after");
            throw;
        }
    });
    g.next();
    CHECK(*g.throw_(oops(4)) == 2);
    CHECK(said.empty());
    CHECK_FALSE(std::current_exception());
    CHECK(raised([&] { g.next(); }) == "oops 4");
    CHECK(said == journal{"after"});
}

TEST_CASE("fiber_generator: G38: thrown at again in the handler: the second comes out") {
    fiber_generator<int> g([](auto& yield) {
        try {
            yield(1);
        } catch (const oops&) {
            yield(2);
        }
    });
    g.next();
    g.throw_(oops(1));
    CHECK(raised([&] { g.throw_(oops(2)); }) == "oops 2");
}

TEST_CASE("fiber_generator: G51: a try around a yield sees what is thrown, and may swallow it") {
    journal said;
    fiber_generator<int, void, std::string> g([&](auto& yield) -> std::string {
        at_exit left(said, "outer");
        try {
            at_exit inner(said, "inner");
            yield(1);
        } catch (const oops& e) {
            said.push_back("swallowed " + std::to_string(e.number));
        }
        return "fine";
    });
    g.next();
    CHECK_FALSE(g.throw_(oops(8)));
    CHECK(g.result() == "fine");
    CHECK(said == journal{"inner", "swallowed 8", "outer"});
}

TEST_CASE("fiber_generator: G55: what is handled outside is not seen inside, and the other way round") {
    fiber_generator<int> g([](auto& yield) {
        yield(std::current_exception() ? 1 : 0);
        try {
            throw oops(1);
        } catch (const oops&) {
            yield(7);
            yield(name_of(std::current_exception()) == "oops 1" ? 1 : 0);
        }
        yield(std::current_exception() ? 1 : 0);
    });
    try {
        throw oops(2);
    } catch (const oops&) {
        CHECK(*g.next() == 0);
        CHECK(*g.next() == 7);
        CHECK(name_of(std::current_exception()) == "oops 2");
    }
    CHECK_FALSE(std::current_exception()); // though the body is in its handler
    CHECK(*g.next() == 1);
    CHECK(*g.next() == 0);
}
