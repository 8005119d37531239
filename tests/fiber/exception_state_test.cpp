// SPDX-License-Identifier: BSL-1.0
//
// The C++ exception state belongs to each side of a switch: 36 interleavings of throw, catch and switch. Caller and fiber
// each stand in one of six situations when the fiber suspends itself, and again when it is gone on with; each must see its
// own errors and nobody else's.
#include <rondo/core/loop.hpp>
#include <rondo/core/sleep.hpp>
#include <rondo/fiber/await.hpp>
#include <rondo/fiber/fiber_generator.hpp>
#include <rondo/fiber/spawn_fiber.hpp>

#include "fiber/support.hpp"

#include <random>

using namespace fiber_test;
using namespace gen_test;
using rondo::fiber_generator;

namespace {

template <class Action>
struct when_destroyed {
    Action action;
    ~when_destroyed() { action(); }
};
template <class Action>
when_destroyed(Action) -> when_destroyed<Action>;

constexpr int situations = 6;

// What is true inside of each: the number of the error being handled (0: none; else 1 or 2), and how many are in flight.
constexpr int handled[situations] = {0, 1, 2, 0, 1, 2};
constexpr int in_flight[situations] = {0, 0, 0, 1, 1, 1};

// Calls `middle` in a situation that is made of errors numbered base + 1 and base + 2.
template <class Action>
void in_situation(int which, int base, Action middle) {
    switch (which) {
    case 0: // nothing is the matter
        return middle();
    case 1: // in a handler
        try {
            throw oops(base + 1);
        } catch (const oops&) {
            middle();
        }
        return;
    case 2: // in a handler in a handler
        try {
            throw oops(base + 1);
        } catch (const oops&) {
            try {
                throw oops(base + 2);
            } catch (const oops&) {
                middle();
            }
        }
        return;
    case 3: // in a destructor, during unwinding
        try {
            when_destroyed leaving{middle};
            throw oops(base + 1);
        } catch (const oops&) {}
        return;
    case 4: // the same, in a handler
        try {
            throw oops(base + 1);
        } catch (const oops&) {
            try {
                when_destroyed leaving{middle};
                throw oops(base + 2);
            } catch (const oops&) {}
        }
        return;
    default: // in a handler, in a destructor, during unwinding
        try {
            when_destroyed leaving{[&] {
                try {
                    throw oops(base + 2);
                } catch (const oops&) {
                    middle();
                }
            }};
            throw oops(base + 1);
        } catch (const oops&) {}
        return;
    }
}

int current_number() {
    const auto error = std::current_exception();
    if (!error) return 0;
    try {
        throw; // a bare one: what is being handled here
    } catch (const oops& e) {
        return e.number;
    }
}

// Errors of the caller are numbered from 10, those of the fiber from 20.
void check_situation(int which, int base) {
    CHECK(current_number() == (handled[which] == 0 ? 0 : base + handled[which]));
    CHECK(std::uncaught_exceptions() == in_flight[which]);
}

} // namespace

TEST_CASE("fiber: 36 interleavings of throw, catch and switch: each side sees its own errors only") {
    for (int outside = 0; outside < situations; ++outside) {
        for (int inside = 0; inside < situations; ++inside) {
            for (int later = 0; later < situations; ++later) {
                CAPTURE(outside);
                CAPTURE(inside);
                CAPTURE(later);
                fiber_generator<int> g([&](auto& yield) {
                    check_situation(0, 20);
                    in_situation(inside, 20, [&] {
                        check_situation(inside, 20);
                        yield(1);
                        check_situation(inside, 20);
                    });
                    check_situation(0, 20);
                    yield(2);
                    check_situation(0, 20);
                });
                in_situation(outside, 10, [&] {
                    CHECK(*g.next() == 1);
                    check_situation(outside, 10);
                });
                check_situation(0, 10);
                in_situation(later, 10, [&] {
                    CHECK(*g.next() == 2);
                    check_situation(later, 10);
                });
                check_situation(0, 10);
                CHECK_FALSE(g.next());
                check_situation(0, 10);
            }
        }
    }
}

TEST_CASE(
    "fiber: an error that leaves one side is handled on the other, in every situation, the same object") {
    for (int outside = 0; outside < situations; ++outside) {
        CAPTURE(outside);
        std::exception_ptr thrown;
        fiber_generator<int> g([&](auto& yield) {
            try {
                yield(1);
            } catch (...) {
                check_situation(1, 30);
                thrown = std::current_exception();
                yield(2); // in the handler
                check_situation(1, 30);
                throw;
            }
        });
        g.next();
        in_situation(outside, 10, [&] {
            const auto error = std::make_exception_ptr(oops(31));
            CHECK(*g.throw_ptr(error) == 2);
            CHECK(thrown == error);
            check_situation(outside, 10);
            try {
                g.next();
                FAIL("nothing came out");
            } catch (...) {
                CHECK(std::current_exception() == error);
                CHECK(std::uncaught_exceptions() == in_flight[outside]);
            }
            check_situation(outside, 10);
        });
        check_situation(0, 10);
    }
}

TEST_CASE("fiber: the same 36 between two bodies on a loop, and a task beside them that handles an error of "
          "its own") {
    for (int one = 0; one < situations; ++one) {
        for (int other = 0; other < situations; ++other) {
            CAPTURE(one);
            CAPTURE(other);
            int steps = 0;
            const auto stand = [&steps](int which, int base) {
                for (int round = 0; round < 2; ++round) {
                    in_situation(which, base, [&] {
                        check_situation(which, base);
                        rondo::await(rondo::yield_now());
                        check_situation(which, base);
                        rondo::await(
                            [](int& count)
                                -> rondo::task<> { // runs on the fiber's stack, before and after a wait
                                ++count;
                                co_await rondo::yield_now();
                                ++count;
                            }(steps));
                        check_situation(which, base);
                    });
                    check_situation(0, base);
                    rondo::await(rondo::yield_now());
                }
            };
            rondo::manual_time time;
            rondo::loop on{{.time = &time}};
            rondo::spawn_fiber(on.root(), stand, one, 10);
            rondo::spawn_fiber(on.root(), stand, other, 20);
            on.root().spawn(
                [](int& count) -> rondo::task<> {
                    for (int i = 0; i < 8; ++i) {
                        try {
                            throw oops(31);
                        } catch (const oops&) {
                            check_situation(1, 30);
                        }
                        check_situation(0, 30);
                        co_await rondo::yield_now();
                    }
                    ++count;
                },
                std::ref(steps));
            on.run_until_idle();
            CHECK(steps == 9);
        }
    }
}

namespace {

// Throws, catches and switches at random, deeper and deeper, and knows what it must see.
void wander(rondo::yielder<int>& yield, std::mt19937& random, int base, int depth) {
    for (int i = 0; i < 3; ++i) {
        const int which = static_cast<int>(random() % situations);
        const int handled_before = current_number(), in_flight_before = std::uncaught_exceptions();
        in_situation(which, base + 10 * depth, [&] {
            const int now = handled[which] == 0 ? handled_before : base + 10 * depth + handled[which];
            CHECK(current_number() == now);
            CHECK(std::uncaught_exceptions() == in_flight_before + in_flight[which]);
            if (random() % 2 == 0) yield(now);
            if (depth < 3 && random() % 3 != 0) wander(yield, random, base, depth + 1);
            CHECK(current_number() == now);
            CHECK(std::uncaught_exceptions() == in_flight_before + in_flight[which]);
        });
        CHECK(current_number() == handled_before);
        CHECK(std::uncaught_exceptions() == in_flight_before);
    }
}

} // namespace

TEST_CASE("fiber: ten of them throw, catch and switch at random, resumed in any order from anywhere") {
    for (unsigned seed = 0; seed < 20; ++seed) {
        CAPTURE(seed);
        std::mt19937 random(seed);
        std::vector<fiber_generator<int>> all;
        for (int n = 0; n < 10; ++n)
            all.emplace_back(
                [&random, n](rondo::yielder<int>& yield) { wander(yield, random, 1000 * n + 1000, 0); });
        for (std::size_t left = all.size(); left > 0;) {
            auto& g = all[random() % all.size()];
            if (g.state() == rondo::gen_state::closed) continue;
            const int which = static_cast<int>(random() % situations);
            in_situation(which, 100, [&] {
                if (!g.next()) --left;
                check_situation(which, 100);
            });
        }
    }
}
