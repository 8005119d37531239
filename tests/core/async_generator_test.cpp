// SPDX-License-Identifier: BSL-1.0
#include <rondo/core/async_generator.hpp>

#include "core/rows.hpp"

#include <rondo/base/stop_iteration.hpp>

#include <memory>

using namespace core_test;

namespace {

async_generator<int> count_to(int last, journal& said) {
    at_exit finally(said, "finally");
    said.push_back("starts");
    for (int n = 1; n <= last; ++n) {
        co_await sleep(1ms);
        co_yield n;
    }
    said.push_back("ends");
}

/// Yields, is sent, and returns: the sum of what it was sent.
async_generator<int, int, int> sums() {
    int total = 0;
    for (;;) {
        const std::optional<int> sent = co_yield total;
        co_await yield_now();
        if (!sent) co_return total;
        total += *sent;
    }
}

/// Awaits after it was told to end, as Python does in `finally`.
async_generator<int> cleans_up(journal& said) {
    std::exception_ptr error;
    try {
        co_yield 1;
        co_yield 2;
    } catch (...) {
        error = std::current_exception();
    }
    said.push_back("cleaning");
    co_await sleep(5ms);
    said.push_back("clean");
    if (error) std::rethrow_exception(error);
}

async_generator<int> stubborn() {
    for (int n = 1;; ++n) {
        try {
            co_yield n;
        } catch (const generator_exit&) {
            n += 10;
        }
    }
}

/// What awaiting gives, as text: the error, or "nothing".
template <class A>
task<std::string> raised_by(A awaited) {
    std::string what = "nothing";
    try {
        co_await std::move(awaited);
    } catch (const generator_exit&) {
        what = "generator_exit";
    } catch (...) {
        what = name_of(std::current_exception());
    }
    co_return what;
}

} // namespace

TEST_CASE("A1: calling runs nothing; next runs to the yield; the end is an empty step, for ever") {
    world w;
    journal said;
    w.run([](journal& said) -> task<> {
        auto g = count_to(2, said);
        CHECK(said.empty());
        CHECK(g.state() == gen_state::created);
        int sum = 0;
        while (auto step = co_await g.next()) {
            CHECK(g.state() == gen_state::suspended);
            sum += *step;
        }
        CHECK(sum == 3);
        CHECK(joined(said) == "starts | ends | finally");
        CHECK(g.state() == gen_state::closed);
        CHECK(g.result());
        for (int again = 0; again < 3; ++again) {
            auto step = co_await g.next();
            CHECK_FALSE(step);
        }
    }(said));
    CHECK(w.ms() == 2);
}

TEST_CASE("A1: a value is handed out by address: const T&, T&, or given away") {
    world w;
    w.run([]() -> task<> {
        auto refs = [](int& x) -> async_generator<int&> { co_yield x; }; // NOLINT: x outlives it
        int x = 1;
        auto g = refs(x);
        auto step = co_await g.next();
        *step = 5;
        CHECK(x == 5);
        auto boxes = []() -> async_generator<std::unique_ptr<int>&&> {
            co_yield std::make_unique<int>(3);
            auto kept = std::make_unique<int>(4);
            co_yield std::move(kept);
        };
        auto b = boxes();
        auto first = co_await b.next();
        std::unique_ptr<int> mine = *first;
        auto second = co_await b.next();
        std::unique_ptr<int> other = *second;
        CHECK(*mine + *other == 7);
        auto texts = []() -> async_generator<std::string> { co_yield "converted"; };
        auto t = texts();
        auto text = co_await t.next();
        CHECK(*text == "converted");
        auto copies = [](std::string s) -> async_generator<std::string&&> {
            co_yield s;
            co_yield s;
        };
        auto c = copies("copied");
        auto one = co_await c.next();
        std::string taken = *one;
        auto two = co_await c.next();
        CHECK(*two == taken);
    }());
}

TEST_CASE("A1: falsy values are values") {
    world w;
    w.run([]() -> task<> {
        auto g = []() -> async_generator<bool> {
            co_yield false;
            co_yield false;
        }();
        int steps = 0;
        while (auto step = co_await g.next()) ++steps;
        CHECK(steps == 2);
    }());
}

TEST_CASE("A2: send is what the yield gives; nothing but None may be sent before the first yield") {
    world w;
    w.run([]() -> task<> {
        auto g = sums();
        CHECK(co_await raised_by(g.send(1)) == "can't send non-None value to a just-started async generator");
        CHECK(g.state() == gen_state::created);
        auto step = co_await g.send(std::nullopt);
        CHECK(*step == 0);
        step = co_await g.send(5);
        CHECK(*step == 5);
        step = co_await g.send(6);
        CHECK(*step == 11);
        step = co_await g.next(); // None
        CHECK_FALSE(step);
        CHECK(g.result() == 11);
        step = co_await g.send(1); // ended
        CHECK_FALSE(step);
    }());
}

TEST_CASE("A2: a generator may only receive; what is sent may be move-only") {
    world w;
    w.run([]() -> task<> {
        auto sink = [](int& sum) -> async_generator<void, std::unique_ptr<int>> {
            while (std::optional<std::unique_ptr<int>> got = co_yield nothing) sum += **got;
        };
        int sum = 0;
        auto g = sink(sum);
        co_await g.next();
        auto box = std::make_unique<int>(3);
        co_await g.send(std::move(box));
        CHECK(sum == 3);
        auto step = co_await g.next();
        CHECK_FALSE(step);
    }());
}

TEST_CASE("A3: throw_: caught and answered by a yield, or by a return; not caught; not started; ended") {
    world w;
    journal said;
    w.run([](journal& said) -> task<> {
        auto answers = []() -> async_generator<std::string> {
            std::string text = "first";
            for (int n = 0; n < 2; ++n) {
                try {
                    co_yield text;
                } catch (const oops& error) {
                    text = "caught " + std::to_string(error.number);
                }
                co_await yield_now();
            }
        };
        auto g = answers();
        co_await g.next();
        auto step = co_await g.throw_(oops(7));
        CHECK(*step == "caught 7");
        step = co_await g.throw_(oops(8)); // caught, and then it ends
        CHECK_FALSE(step);
        step = co_await g.throw_(oops(9)); // ended: quiet, as CPython's athrow
        CHECK_FALSE(step);

        auto passes = count_to(3, said);
        co_await passes.next();
        const auto error = std::make_exception_ptr(oops(4));
        std::exception_ptr same;
        try {
            co_await passes.throw_ptr(error);
        } catch (...) {
            same = std::current_exception();
        }
        CHECK(same == error);
        CHECK(passes.state() == gen_state::closed);
        CHECK(joined(said) == "starts | finally");

        said.clear();
        auto unstarted = count_to(3, said);
        CHECK(co_await raised_by(unstarted.throw_(oops(5))) == "oops 5");
        CHECK(said.empty());
        CHECK(unstarted.state() == gen_state::closed);
    }(said));
}

TEST_CASE("A4: close throws generator_exit at the yield, and the waits of the clean-up are waited for") {
    world w;
    journal said;
    w.run([](journal& said) -> task<> {
        auto g = cleans_up(said);
        co_await g.next();
        CHECK_FALSE(co_await g.close());
        CHECK(joined(said) == "cleaning | clean");
        CHECK(g.state() == gen_state::closed);
        CHECK_FALSE(co_await g.close()); // idempotent
        said.clear();
        auto unstarted = count_to(1, said);
        co_await unstarted.close();
        CHECK(said.empty());
        CHECK(unstarted.state() == gen_state::closed);
    }(said));
    CHECK(w.ms() == 5);
}

TEST_CASE("A4: close gives what the body returns in answer, and throws what else leaves it") {
    world w;
    w.run([]() -> task<> {
        auto returns = []() -> async_generator<int, void, int> {
            try {
                co_yield 1;
            } catch (const generator_exit&) {}
            co_return 42;
        };
        auto g = returns();
        co_await g.next();
        const std::optional<int> got = co_await g.close();
        CHECK(got == 42);
        auto throws = []() -> async_generator<int> {
            try {
                co_yield 1;
            } catch (const generator_exit&) {
                throw oops(3);
            }
        };
        auto bad = throws();
        co_await bad.next();
        CHECK(co_await raised_by(bad.close()) == "oops 3");
        CHECK(bad.state() == gen_state::closed);
    }());
}

TEST_CASE("A4: who yields while being closed has ignored it: an error, and it stays suspended and usable") {
    world w;
    lost_errors lost;
    w.run([]() -> task<> {
        auto g = stubborn();
        co_await g.next();
        CHECK(co_await raised_by(g.close()) == "async generator ignored GeneratorExit");
        CHECK(g.state() == gen_state::suspended);
        auto step = co_await g.next();
        CHECK(*step == 13); // 12 was lost
    }());
    w.on.close(); // the dropped one is asked once more
    CHECK(lost.count() == 1);
    CHECK(lost.tell(
        "async generator ignored GeneratorExit: in the close of an async generator that was let go"));
}

TEST_CASE("A5: stop_iteration and stop_async_iteration that leave the body become runtime_error, with their "
          "cause") {
    world w;
    w.run([]() -> task<> {
        auto stops = [](bool async) -> async_generator<int> {
            co_yield 1;
            if (async) throw stop_async_iteration();
            throw stop_iteration<int>(3);
        };
        auto a = stops(true);
        co_await a.next();
        CHECK(co_await raised_by(a.next()) == "async generator raised StopAsyncIteration");
        auto b = stops(false);
        co_await b.next();
        bool seen = false;
        try {
            co_await b.next();
        } catch (const runtime_error& error) {
            CHECK(std::string(error.what()) == "async generator raised StopIteration");
            seen = cause(error) != nullptr;
        }
        CHECK(seen);
    }());
}

TEST_CASE("A6: while it runs, awaits included, every other verb is refused, and it is unharmed") {
    world w;
    journal said;
    w.run([](journal& said) -> task<> {
        auto g = count_to(2, said);
        auto consumer = [](async_generator<int>& g, journal& said) -> task<> {
            auto step = co_await g.next();
            said.push_back("got " + std::to_string(*step));
        };
        co_await with_task_group([&](task_group& group) -> task<> {
            group.spawn(consumer, std::ref(g), std::ref(said));
            co_await yield_now();
            CHECK(g.state() == gen_state::running);
            CHECK(co_await raised_by(g.next()) == "anext(): asynchronous generator is already running");
            CHECK(co_await raised_by(g.throw_(oops())) ==
                  "athrow(): asynchronous generator is already running");
            CHECK(co_await raised_by(g.close()) == "aclose(): asynchronous generator is already running");
        });
        CHECK(said.back() == "got 1");
        auto step = co_await g.next();
        CHECK(*step == 2);
        co_await g.close();
    }(said));
}

TEST_CASE("A6: a body that asks itself is refused") {
    world w;
    w.run([]() -> task<> {
        async_generator<int>* self = nullptr;
        std::string answer;
        auto body = [](async_generator<int>*& self, std::string& answer) -> async_generator<int> {
            answer = co_await raised_by(self->next());
            co_yield 1;
        };
        auto g = body(self, answer);
        self = &g;
        auto step = co_await g.next();
        CHECK(*step == 1);
        CHECK(answer == "anext(): asynchronous generator is already running");
    }());
}

TEST_CASE("A7: leaving the loop over it leaves it suspended; another loop goes on") {
    world w;
    journal said;
    w.run([](journal& said) -> task<> {
        auto g = count_to(5, said);
        while (auto step = co_await g.next())
            if (*step == 2) break;
        CHECK(g.state() == gen_state::suspended);
        CHECK(joined(said) == "starts");
        auto step = co_await g.next();
        CHECK(*step == 3);
        co_await g.close();
        CHECK(joined(said) == "starts | finally");
    }(said));
}

TEST_CASE("A8: one that is dropped while suspended is closed by a task of its own, a turn later") {
    world w;
    journal said;
    w.run([](journal& said) -> task<> {
        {
            auto g = cleans_up(said);
            co_await g.next();
        }
        CHECK(said.empty()); // nothing runs in the destructor
        co_await yield_now();
        CHECK(joined(said) == "cleaning");
        co_await sleep(5ms);
        co_await yield_now();
        CHECK(joined(said) == "cleaning | clean");
    }(said));
}

TEST_CASE("A8: one that is dropped when main ends is closed before the loop is") {
    journal said;
    {
        world w;
        w.run([](journal& said) -> task<> {
            auto g = cleans_up(said);
            co_await g.next();
        }(said));
        CHECK(said.empty());
    }
    CHECK(joined(said) == "cleaning | clean");
}

TEST_CASE("A8: one that a cancelled task drops is cleaned up in full, by waits that are not cancelled") {
    world w;
    journal said;
    w.run([](journal& said) -> task<> {
        co_await with_task_group([&](task_group& group) -> task<> {
            auto dropping = [](journal& said) -> task<> {
                auto g = cleans_up(said);
                co_await g.next();
                co_await sleep(1h);
            };
            group.spawn(dropping, std::ref(said));
            co_await yield_now();
            group.cancel();
        });
    }(said));
    w.on.close();
    CHECK(joined(said) == "cleaning | clean");
}

TEST_CASE("A8: dropped unstarted, or ended, nothing is told and nothing runs") {
    world w;
    lost_errors lost;
    journal said;
    w.run([](journal& said) -> task<> {
        {
            auto unstarted = count_to(1, said);
            auto moved = std::move(unstarted);
        }
        auto ended = count_to(0, said);
        co_await ended.next();
    }(said));
    w.on.close();
    CHECK(joined(said) == "starts | ends | finally");
    CHECK(lost.count() == 0);
}

TEST_CASE("A8: errors of such a close go to the hook, with the place of the generator's function") {
    world w;
    lost_errors lost;
    w.run([]() -> task<> {
        auto fails = []() -> async_generator<int> {
            try {
                co_yield 1;
            } catch (const generator_exit&) {
                throw oops(6);
            }
        };
        auto g = fails();
        co_await g.next();
    }());
    w.on.close();
    CHECK(lost.tell("oops: in the close of an async generator that was let go"));
    if (RONDO_DIAGNOSTICS != 0) CHECK(lost.tell("async_generator_test.cpp"));
}

TEST_CASE("A8: dropped outside of any turn, its loop closes it all the same") {
    world w;
    journal said;
    {
        async_generator<int> outside;
        w.run([](async_generator<int>& outside, journal& said) -> task<> {
            outside = cleans_up(said);
            co_await outside.next();
        }(outside, said));
    }
    CHECK(said.empty());
    w.on.run_until_idle();
    CHECK(joined(said) == "cleaning | clean");
}

TEST_CASE("A8: assigning to one that is suspended drops what it held") {
    world w;
    journal said;
    w.run([](journal& said) -> task<> {
        auto g = cleans_up(said);
        co_await g.next();
        g = count_to(1, said);
        auto step = co_await g.next();
        CHECK(*step == 1);
        co_await sleep(10ms);
        co_await g.close();
    }(said));
    CHECK(joined(said) == "starts | cleaning | clean | finally");
}

TEST_CASE("A9: closing the loop closes those that are still suspended, waits included, and those that these "
          "leave") {
    journal said;
    async_generator<int> outside;
    {
        world w;
        w.run([](async_generator<int>& outside, journal& said) -> task<> {
            auto reader = [](journal& said) -> async_generator<int> {
                auto inner = cleans_up(said);
                while (auto step = co_await inner.next()) co_yield *step;
            };
            outside = reader(said);
            co_await outside.next();
        }(outside, said));
        CHECK(outside.state() == gen_state::suspended);
        CHECK(said.empty());
    }
    CHECK(joined(said) == "cleaning | clean");
    CHECK(outside.state() == gen_state::closed);
}

TEST_CASE("A10: only what it awaits gives turns away; a yield does not") {
    world w;
    journal said;
    w.run([](journal& said) -> task<> {
        co_await with_task_group([&](task_group& group) -> task<> {
            group.spawn(count_turns, std::ref(said), "t", 2);
            auto ready = []() -> async_generator<int> {
                for (int n = 0; n < 3; ++n) co_yield n;
                co_await yield_now();
                co_yield 3;
            };
            auto g = ready();
            while (auto step = co_await g.next()) said.push_back(std::to_string(*step));
        });
    }(said));
    CHECK(joined(said) == "0 | 1 | 2 | t0 | 3 | t1");
}

TEST_CASE("A11: cancelling the consumer throws at the await inside the source, which unwinds first") {
    world w;
    journal said;
    w.run([](journal& said) -> task<> {
        auto source = [](journal& said) -> async_generator<int> {
            co_yield 1;
            try {
                co_await sleep(1h);
            } catch (const cancelled&) {
                said.push_back("source");
                throw;
            }
        };
        auto consumer = [](auto source, journal& said) -> task<> {
            auto g = source(said);
            try {
                while (auto step = co_await g.next()) said.push_back("step");
            } catch (const cancelled&) {
                said.push_back("consumer");
                CHECK(g.state() == gen_state::closed);
                throw;
            }
        };
        CHECK_FALSE(co_await move_on_after(5ms, consumer(source, said)));
    }(said));
    CHECK(joined(said) == "step | source | consumer");
}

TEST_CASE("A12: a step is awaited once") {
    world w;
    journal said;
    w.run([](journal& said) -> task<> {
        auto g = count_to(3, said);
        auto step = g.next();
        co_await std::move(step);
        CHECK(co_await raised_by(std::move(step)) == "cannot reuse already awaited __anext__()/asend()");
        auto closing = g.close();
        co_await std::move(closing);
        CHECK(co_await raised_by(std::move(closing)) == "cannot reuse already awaited aclose()/athrow()");
    }(said));
    static_assert(!awaitable<decltype(std::declval<async_generator<int>&>().next())&>);
    static_assert(awaitable<decltype(std::declval<async_generator<int>&>().next())>);
}

TEST_CASE("A13: it returns a value, which is kept until taken") {
    world w;
    w.run([]() -> task<> {
        auto returns = []() -> async_generator<int, void, std::string> {
            co_yield 1;
            co_return "end";
        };
        auto g = returns();
        while (auto step = co_await g.next()) CHECK_FALSE(g.result());
        CHECK(g.result() == "end");
        CHECK(g.take_result() == "end");
        CHECK_FALSE(g.result());
    }());
}

TEST_CASE("async_generator: parameters and locals are gone when the end is seen") {
    world w;
    w.run([]() -> task<> {
        auto held = std::make_shared<int>(1);
        auto keeps = [](std::shared_ptr<int> kept) -> async_generator<int> {
            co_yield *kept;
            co_await yield_now();
        };
        auto g = keeps(held);
        while (auto step = co_await g.next()) CHECK(held.use_count() == 2);
        CHECK(held.use_count() == 1);
    }());
}

TEST_CASE("async_generator: a loop that is closed in the middle of an await destroys source, then consumer") {
    journal said;
    {
        world w;
        auto waits = [](journal& said) -> async_generator<int> {
            at_exit finally(said, "source");
            co_await shield(sleep(duration::max()));
            co_yield 1;
        };
        auto consumer = [](auto waits, journal& said) -> task<> {
            at_exit finally(said, "consumer");
            auto g = waits(said);
            co_await g.next();
        };
        w.on.root().spawn(consumer, waits, std::ref(said));
        w.on.run_once();
    }
    CHECK(joined(said) == "source | consumer");
}

TEST_CASE("async_generator: started on one loop, it does not go on on another; when that has gone it does") {
    lost_errors lost;
    world second;
    async_generator<int> g;
    journal said;
    auto step_of = [](async_generator<int>& of) -> task<int> {
        auto step = co_await of.next();
        co_return step ? *step : 0;
    };
    {
        world first;
        g = count_to(3, said);
        CHECK(first.run(step_of(g)) == 1);
        CHECK(raised([&] { second.run(step_of(g)); }) ==
              "an async generator goes on on the loop that it was started on");
        CHECK(first.run(step_of(g)) == 2);
    }
    CHECK(second.run(step_of(g)) == 0); // closed with its loop
    CHECK(joined(said) == "starts | finally");
}
