// SPDX-License-Identifier: BSL-1.0
#include <rondo/core/adopt.hpp>

#include "core/rows.hpp"

#include <rondo/base/frame_pool.hpp>
#include <rondo/core/race.hpp>
#include <rondo/core/wait.hpp>
#include <rondo/gen/scheduler.hpp>

#include <cstdlib>
#include <memory>
#include <new>

using namespace core_test;

namespace {

// A world of requests of the user's own: data, and what it means to perform each.
namespace shop {

struct pause {
    duration length;
};
struct price_of {
    explicit price_of(std::string name)
        : ware(std::move(name)) {} // no aggregate: g++ 12 destroys it twice in a co_yield
    std::string ware;
};
struct fail_with {
    int number;
};
using request = std::variant<pause, price_of, fail_with>;

auto perform(const pause& p) { return sleep(p.length); }
task<int> perform(price_of asked) {
    co_await yield_now();
    co_return static_cast<int>(asked.ware.size());
}
task<int> perform(fail_with f) {
    co_await yield_now();
    throw oops(f.number);
}

} // namespace shop

/// Knows no loop: it yields what it wants, and is sent the answer.
generator<shop::request, int, int> buys(journal& said) {
    co_yield shop::pause{2ms};
    const std::optional<int> tea = co_yield shop::price_of{"tea"};
    said.push_back("tea " + std::to_string(*tea));
    int caught = 0;
    try {
        co_yield shop::fail_with{7};
    } catch (const oops& error) {
        caught = error.number;
    }
    const std::optional<int> coffee = co_yield shop::price_of{"coffee"};
    co_return *tea + *coffee + caught;
}

/// Gives way when it is not ready, and has a value.
struct ticket {
    int number;
    bool open;
    bool ready() const noexcept { return open; }
    void start(waiter& w) const noexcept { w.unpark(); }
    bool abort(waiter&) const noexcept { return false; }
    int take() const noexcept { return number; }
};

} // namespace

TEST_CASE("adopt: the loop performs each request, and resumes with the reply, or throws the error in") {
    world w;
    journal said;
    CHECK(w.run([](journal& said) -> task<int> { co_return co_await adopt(buys(said)); }(said)) == 3 + 6 + 7);
    CHECK(joined(said) == "tea 3");
    CHECK(w.ms() == 2);
}

TEST_CASE("adopt: the same generator is driven by hand, without a loop") {
    journal said;
    auto g = buys(said);
    auto step = g.next();
    CHECK(std::get<shop::pause>(*step).length == 2ms);
    step = g.next();
    CHECK(std::get<shop::price_of>(*step).ware == "tea");
    step = g.send(10);
    CHECK(std::get<shop::fail_with>(*step).number == 7);
    step = g.throw_(oops(1));
    CHECK(std::get<shop::price_of>(*step).ware == "coffee");
    step = g.send(20);
    CHECK_FALSE(step);
    CHECK(g.result() == 31);
}

TEST_CASE("adopt: the same generator runs under a scheduler of the time before event loops") {
    journal said;
    round_robin<shop::request, int> robin;
    auto sells = [](journal& said) -> generator<shop::request, int> {
        const std::optional<int> price = co_yield shop::price_of{"milk"};
        said.push_back("milk " + std::to_string(*price));
    };
    using waiter_type = round_robin<shop::request, int>::waiter;
    robin.spawn(sells(said));
    robin.run(handlers{[](const shop::pause&, const waiter_type& who) { who.resume(); },
                       [](const shop::price_of&, const waiter_type& who) { who.resume(2); },
                       [](const shop::fail_with&, const waiter_type& who) { who.throw_(oops()); }});
    world w;
    w.run([](auto sells, journal& said) -> task<> { co_await adopt(sells(said)); }(sells, said));
    CHECK(joined(said) == "milk 2 | milk 4");
}

TEST_CASE("adopt: a group spawns generator functions, and generators") {
    world w;
    journal said;
    w.run([](journal& said) -> task<> {
        co_await with_task_group([&](task_group& group) -> task<> {
            auto handle = group.spawn(buys, std::ref(said));
            auto other = group.spawn(buys(said));
            CHECK(co_await handle == 16);
            CHECK(co_await other == 16);
            auto captures = [&said](int n) -> generator<ticket, int> { // kept until it has ended
                const std::optional<int> got = co_yield ticket{n, true};
                said.push_back("ticket " + std::to_string(*got));
            };
            group.spawn(captures, 4);
        });
    }(said));
    CHECK(joined(said) == "tea 3 | tea 3 | ticket 4");
    CHECK(w.run(buys(said)) == 16); // run_until, too
}

TEST_CASE("adopt: a request may be awaitable itself: shown, lent, or given away") {
    world w;
    w.run([]() -> task<> {
        auto shown = []() -> generator<ticket, long, long> { // copied, and the reply is converted
            const std::optional<long> a = co_yield ticket{1, true};
            const std::optional<long> b = co_yield ticket{2, false};
            co_return *a * 10 + *b;
        };
        CHECK(co_await adopt(shown()) == 12);
        auto lent = []() -> generator<ticket&, int, int> {
            ticket t{3, false};
            const std::optional<int> a = co_yield t;
            co_return *a;
        };
        CHECK(co_await adopt(lent()) == 3);
        auto given = []() -> generator<task<int>&&, int, int> {
            auto child = [](int n) -> task<int> {
                co_await yield_now();
                co_return n;
            };
            const std::optional<int> a = co_yield child(4);
            auto named = child(5);
            const std::optional<int> b = co_yield std::move(named);
            co_return *a * 10 + *b;
        };
        CHECK(co_await adopt(given()) == 45);
        auto naps = []() -> generator<sleep_op&&> {
            co_yield sleep(1ms);
            co_yield sleep(2ms);
        };
        co_await adopt(naps());
    }());
    CHECK(w.ms() == 3);
}

TEST_CASE("adopt: a variant of awaitables; what gives nothing is answered by next()") {
    world w;
    w.run([]() -> task<> {
        using request = std::variant<sleep_op, ticket, task<int>>;
        auto mixed = []() -> generator<request&&, int, int> {
            const std::optional<int> nothing_given = co_yield sleep(1ms);
            CHECK_FALSE(nothing_given);
            const std::optional<int> a = co_yield ticket{7, false};
            auto child = []() -> task<int> { co_return 8; };
            const std::optional<int> b = co_yield child();
            co_return *a * 10 + *b;
        };
        CHECK(co_await adopt(mixed()) == 78);
        auto deaf = []() -> generator<request&&> { // Reply is void
            co_yield ticket{7, false};
            co_yield sleep(1ms);
        };
        co_await adopt(deaf());
    }());
    CHECK(w.ms() == 2);
}

TEST_CASE("adopt: a generator<void> gives a turn away at each yield") {
    world w;
    journal said;
    w.run([](journal& said) -> task<> {
        co_await with_task_group([&](task_group& group) -> task<> {
            auto turns = [](journal& said, std::string name) -> generator<void> {
                for (int n = 0; n < 2; ++n) {
                    said.push_back(name + std::to_string(n));
                    co_yield nothing;
                }
            };
            group.spawn(turns, std::ref(said), "a");
            group.spawn(turns, std::ref(said), "b");
            co_return;
        });
    }(said));
    CHECK(joined(said) == "a0 | b0 | a1 | b1");
}

TEST_CASE("adopt: it is cancelled at each of its requests, and again at the next: level-triggered") {
    for (int at = 0; at != 3; ++at) {
        world w;
        journal said;
        w.run([](int at, journal& said) -> task<> {
            auto works = [](journal& said) -> generator<shop::request, int> {
                for (int n = 0; n < 3; ++n) {
                    try {
                        co_yield shop::pause{10ms};
                        said.push_back("done");
                    } catch (const cancelled&) {
                        said.push_back("cancelled");
                    }
                }
            };
            co_await move_on_after(5ms + at * 10ms, adopt(works(said)));
        }(at, said));
        journal expected;
        for (int n = 0; n < 3; ++n) expected.push_back(n < at ? "done" : "cancelled");
        CHECK(said == expected);
    }
}

TEST_CASE("adopt: cancelled that passes ends it quietly, and its scopes unwind") {
    world w;
    journal said;
    w.run([](journal& said) -> task<> {
        auto works = [](journal& said) -> generator<shop::request, int> {
            at_exit finally(said, "finally");
            co_yield shop::pause{1h};
        };
        co_await with_task_group([&](task_group& group) -> task<> {
            auto handle = group.spawn(works, std::ref(said));
            co_await yield_now();
            group.cancel();
        });
    }(said));
    CHECK(joined(said) == "finally");
}

TEST_CASE("adopt: errors of a request, on every way into it, are thrown in, the same object") {
    struct refuses {
        int stage; // 0 ready, 1 start, 2 take
        std::exception_ptr error;
        bool ready() const {
            if (stage == 0) std::rethrow_exception(error);
            return stage == 2;
        }
        void start(waiter&) const { std::rethrow_exception(error); }
        bool abort(waiter&) const noexcept { return true; }
        void take() const { std::rethrow_exception(error); }
    };
    world w;
    const auto error = std::make_exception_ptr(oops(1));
    int caught = 0;
    w.run([](std::exception_ptr error, int& caught) -> task<> {
        auto asks_thrice = [](std::exception_ptr error, int& caught) -> generator<refuses> {
            for (int stage = 0; stage < 3; ++stage) {
                const refuses one{stage, error};
                try {
                    co_yield one;
                } catch (...) {
                    caught += std::current_exception() == error;
                }
            }
        };
        co_await adopt(asks_thrice(error, caught));
    }(error, caught));
    CHECK(caught == 3);
}

namespace {
struct impossible {};
task<> perform(impossible) { throw oops(5); } // no coroutine: it throws when it is called
} // namespace

TEST_CASE("adopt: an error of perform() itself is the request's") {
    world w;
    int caught = 0;
    w.run([](int& caught) -> task<> {
        auto tries = [](int& caught) -> generator<impossible> {
            try {
                co_yield impossible();
            } catch (const oops& error) {
                caught = error.number;
            }
        };
        co_await adopt(tries(caught));
    }(caught));
    CHECK(caught == 5);
}

TEST_CASE("adopt: what leaves the generator leaves the task, the same object") {
    world w;
    const auto error = std::make_exception_ptr(oops(1));
    std::exception_ptr same;
    w.run([](std::exception_ptr error, std::exception_ptr& same) -> task<> {
        auto throws = [](std::exception_ptr error) -> generator<ticket, int> {
            co_yield ticket{1, false};
            std::rethrow_exception(error);
        };
        try {
            co_await adopt(throws(error));
        } catch (...) {
            same = std::current_exception();
        }
    }(error, same));
    CHECK(same == error);
}

TEST_CASE("adopt: 128 ready requests, then it gives way") {
    world w;
    int asked = 0;
    w.run([](int& asked) -> task<> {
        co_await with_task_group([&](task_group& group) -> task<> {
            auto greedy = [](int& asked) -> generator<ticket, int> {
                for (; asked < 1000; ++asked) co_yield ticket{1, true};
            };
            group.spawn(greedy, std::ref(asked));
            co_await yield_now();
            CHECK(asked > 0);
            CHECK(asked <= 128);
        });
    }(asked));
    CHECK(asked == 1000);
}

TEST_CASE("adopt: one that was started already is refused: its request would be lost") {
    world w;
    journal said;
    auto g = buys(said);
    g.next();
    CHECK(raised([&] { w.run(adopt(std::move(g))); }).starts_with("adopt(generator): it has been started"));
}

TEST_CASE("adopt: a loop that is closed while a request waits destroys the generator") {
    journal said;
    {
        world w;
        auto works = [](journal& said) -> generator<sleep_op&&> {
            at_exit finally(said, "finally");
            co_yield sleep(1h);
        };
        w.on.root().spawn(works, std::ref(said));
        w.on.run_once();
        CHECK(said.empty());
    }
    CHECK(joined(said) == "finally");
}
