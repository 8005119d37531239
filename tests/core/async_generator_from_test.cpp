// SPDX-License-Identifier: BSL-1.0
//
// Delegation between async generators: PEP 828, which is PEP 380 with waits.
#include <rondo/core/async_generator.hpp>

#include "core/rows.hpp"

#include <rondo/gen/generator.hpp>

#include <array>

using namespace core_test;

namespace {

async_generator<int, void, int> count_to(int last) {
    for (int n = 1; n <= last; ++n) {
        co_await yield_now();
        co_yield n;
    }
    co_return last;
}

/// Says what it is told; ends when it is closed.
async_generator<int, int> listens(journal& said, std::string name) {
    for (int n = 1;; ++n) {
        try {
            const std::optional<int> sent = co_yield n;
            said.push_back(name + (sent ? " got " + std::to_string(*sent) : " next"));
        } catch (const oops& error) {
            said.push_back(name + " caught " + std::to_string(error.number));
        } catch (const generator_exit&) {
            said.push_back(name + " closed");
            throw;
        }
    }
}
async_generator<int, int> relays(journal& said, std::string name) {
    try {
        co_yield from(listens(said, "inner"));
    } catch (const generator_exit&) {
        said.push_back(name + " closed");
        throw;
    }
}

template <class G>
task<std::string> all_of(G& g) {
    std::string text;
    while (auto step = co_await g.next()) text += (text.empty() ? "" : " ") + std::to_string(*step);
    co_return text;
}
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

async_generator<int> nest(int depth, int last) {
    if (depth == 0) {
        for (int n = 1; n <= last; ++n) {
            co_await yield_now();
            co_yield n;
        }
    } else {
        auto inner = nest(depth - 1, last);
        co_yield from(std::move(inner));
    }
}
/// Delegates again and again to what yields nothing.
async_generator<int> empties(int times) {
    for (int n = 0; n < times; ++n) {
        auto none = nest(0, 0);
        co_yield from(std::move(none));
    }
    co_yield 1;
}

} // namespace

TEST_CASE("A13: co_yield from(g) yields all of g, and gives what it returns") {
    world w;
    w.run([]() -> task<> {
        auto outer = []() -> async_generator<int, void, std::string> {
            co_yield 0;
            const int got = co_yield from(count_to(2));
            auto lent = count_to(1);
            const std::optional<int> last = co_yield from(lent);
            const std::optional<int> again = co_yield from(lent); // ended: its result was delivered
            CHECK(lent.state() == gen_state::closed);
            co_return std::to_string(got) + std::to_string(*last) + (again ? "again" : "once");
        };
        auto g = outer();
        CHECK(co_await all_of(g) == "0 1 2 1");
        CHECK(g.result() == "21once");
    }());
}

TEST_CASE("A13: send, throw and close go to the innermost; close goes outwards") {
    world w;
    journal said;
    w.run([](journal& said) -> task<> {
        auto g = relays(said, "outer");
        co_await g.next();
        auto step = co_await g.send(7);
        CHECK(*step == 2);
        step = co_await g.throw_(oops(3));
        CHECK(*step == 3);
        CHECK(joined(said) == "inner got 7 | inner caught 3");
        said.clear();
        co_await g.close();
        CHECK(joined(said) == "inner closed | outer closed");
        CHECK(g.state() == gen_state::closed);
    }(said));
}

TEST_CASE("A13: a thrown generator_exit closes the inner ones and is raised, the same object, in the outer") {
    world w;
    journal said;
    w.run([](journal& said) -> task<> {
        auto g = relays(said, "outer");
        co_await g.next();
        const auto exit = std::make_exception_ptr(generator_exit());
        std::exception_ptr same;
        try {
            co_await g.throw_ptr(exit);
        } catch (...) {
            same = std::current_exception();
        }
        CHECK(same == exit);
        CHECK(joined(said) == "inner closed | outer closed");
    }(said));
}

TEST_CASE("A13: what the inner returns while being closed is discarded; the outer is closed all the same") {
    world w;
    w.run([]() -> task<> {
        auto returns = []() -> async_generator<int, void, int> {
            bool told = false;
            try {
                co_yield 1;
            } catch (const generator_exit&) {
                told = true;
            }
            if (told) co_await yield_now();
            co_return 5;
        };
        bool closed = false;
        auto outer = [](auto returns, bool& closed) -> async_generator<int> {
            try {
                const int got = co_yield from(returns());
                CHECK(got == 0); // not reached
            } catch (const generator_exit&) {
                closed = true;
                throw;
            }
        };
        auto g = outer(returns, closed);
        co_await g.next();
        co_await g.close();
        CHECK(closed);
    }());
}

TEST_CASE("A13: another error of the inner while it is closed surfaces in the outer, which is not being "
          "closed then") {
    world w;
    w.run([]() -> task<> {
        auto fails = []() -> async_generator<int> {
            try {
                co_yield 1;
            } catch (const generator_exit&) {
                throw oops(4);
            }
        };
        auto outer = [](auto fails) -> async_generator<int, void, int> {
            int seen = 0;
            try {
                co_yield from(fails());
            } catch (const oops& error) {
                seen = error.number;
            }
            co_yield from(count_to(0)); // a delegation that ends is none of the close's business
            co_return seen;
        };
        auto g = outer(fails);
        co_await g.next();
        const std::optional<int> got = co_await g.close();
        CHECK(got == 4);
    }());
}

TEST_CASE("A13: an inner that yields while it is closed has ignored it: its delegator hears of that") {
    world w;
    lost_errors lost;
    w.run([]() -> task<> {
        auto stubborn = []() -> async_generator<int> {
            for (int n = 1;; ++n) {
                try {
                    co_yield n;
                } catch (const generator_exit&) {}
            }
        };
        std::string heard;
        auto outer = [](auto& inner, std::string& heard) -> async_generator<int> {
            try {
                co_yield from(inner);
            } catch (const runtime_error& error) {
                heard = error.what();
            }
        };
        auto inner = stubborn();
        auto g = outer(inner, heard);
        co_await g.next();
        co_await g.close();
        CHECK(heard == "async generator ignored GeneratorExit");
        CHECK(g.state() == gen_state::closed);
        CHECK(inner.state() == gen_state::suspended);
        auto step = co_await inner.next();
        CHECK(*step == 3);
    }());
    w.on.close();
    CHECK(lost.count() == 1); // the stubborn one was closed once more
}

TEST_CASE("A13: clean-up may delegate while the generator is being closed") {
    world w;
    w.run([]() -> task<> {
        std::string told;
        auto outer = [](std::string& told) -> async_generator<int> {
            bool closing = false;
            try {
                co_yield from(count_to(9));
            } catch (const generator_exit&) {
                closing = true;
            }
            if (!closing) co_return;
            co_yield from(count_to(0));
            told = "cleaned";
        };
        auto g = outer(told);
        co_await g.next();
        co_await g.close();
        CHECK(told == "cleaned");
        CHECK(g.state() == gen_state::closed);
    }());
}

TEST_CASE("A13: errors of the inner are raised at the delegation, the same object, and may be caught") {
    world w;
    w.run([]() -> task<> {
        const auto error = std::make_exception_ptr(oops(8));
        auto fails = [](std::exception_ptr error) -> async_generator<int> {
            co_yield 1;
            co_await yield_now();
            std::rethrow_exception(error);
        };
        std::exception_ptr same;
        auto outer = [](auto fails, std::exception_ptr error,
                        std::exception_ptr& same) -> async_generator<int> {
            try {
                co_yield from(fails(error));
            } catch (...) {
                same = std::current_exception();
            }
            co_yield 2;
        };
        auto g = outer(fails, error, same);
        CHECK(co_await all_of(g) == "1 2");
        CHECK(same == error);
    }());
}

TEST_CASE("A13: delegating to one that runs, to oneself, or to one delegated to already, is refused inside") {
    world w;
    w.run([]() -> task<> {
        async_generator<int>* self = nullptr;
        auto body = [](async_generator<int>*& self) -> async_generator<int> { co_yield from(*self); };
        auto g = body(self);
        self = &g;
        CHECK(co_await raised_by(g.next()) == "anext(): asynchronous generator is already running");

        auto shared = nest(0, 5);
        auto lends = [](async_generator<int>& shared) -> async_generator<int> { co_yield from(shared); };
        auto first = lends(shared);
        auto second = lends(shared);
        co_await first.next();
        CHECK(co_await raised_by(shared.next()) == "anext(): asynchronous generator is already running");
        CHECK(co_await raised_by(second.next()) == "anext(): asynchronous generator is already running");
        auto step = co_await first.next();
        CHECK(*step == 2);
    }());
}

TEST_CASE("A13: closing the delegator closes the one that is lent, dropping it does so a turn later") {
    world w;
    w.run([]() -> task<> {
        auto lends = [](async_generator<int>& shared) -> async_generator<int> { co_yield from(shared); };
        auto shared = nest(2, 5);
        auto g = lends(shared);
        co_await g.next();
        co_await g.close();
        CHECK(shared.state() == gen_state::closed);

        auto other = nest(2, 5);
        {
            auto dropped = lends(other);
            co_await dropped.next();
        }
        CHECK(other.state() == gen_state::suspended);
        co_await yield_now();
        CHECK(other.state() == gen_state::closed);
    }());
}

TEST_CASE("A13: one that is lent and destroyed is over for its delegator, and is closed by itself") {
    world w;
    journal said;
    w.run([](journal& said) -> task<> {
        auto waits = [](journal& said) -> async_generator<int, void, int> {
            try {
                co_yield 1;
            } catch (const generator_exit&) {
                said.push_back("inner closed");
                throw;
            }
            co_return 5;
        };
        std::optional<async_generator<int, void, int>> shared(waits(said));
        auto lends = [](async_generator<int, void, int>& shared) -> async_generator<int, void, int> {
            const std::optional<int> got = co_yield from(shared);
            co_return got.value_or(-1);
        };
        auto g = lends(*shared);
        co_await g.next();
        shared.reset();
        CHECK(said.empty());
        auto step = co_await g.next();
        CHECK_FALSE(step);
        CHECK(g.result() == -1);
        co_await yield_now();
        CHECK(joined(said) == "inner closed");
    }(said));
}

TEST_CASE("A13: one that was started before goes on from where it is") {
    world w;
    w.run([]() -> task<> {
        auto shared = nest(3, 3);
        co_await shared.next();
        auto lends = [](async_generator<int>& shared) -> async_generator<int> {
            co_yield 10;
            co_yield from(shared);
            co_yield 20;
        };
        auto g = lends(shared);
        CHECK(co_await all_of(g) == "10 2 3 20");
    }());
}

TEST_CASE("A13: from(range) and from(generator): values, what is sent, thrown, returned and closed") {
    world w;
    journal said;
    w.run([](journal& said) -> task<> {
        auto items = []() -> async_generator<int> {
            const std::vector<int> two{1, 2};
            co_yield from(two);
            co_yield from(std::array<int, 2>{3, 4});
        };
        auto i = items();
        CHECK(co_await all_of(i) == "1 2 3 4");

        auto plain = [](journal& said) -> generator<int, int, std::string> {
            for (int n = 1;; ++n) {
                try {
                    const std::optional<int> sent = co_yield n;
                    if (!sent) co_return "end";
                    said.push_back("got " + std::to_string(*sent));
                } catch (const oops& error) {
                    said.push_back("caught " + std::to_string(error.number));
                } catch (const generator_exit&) {
                    said.push_back("closed");
                    throw;
                }
            }
        };
        auto outer = [](auto plain, journal& said) -> async_generator<int, int> {
            const std::string got = co_yield from(plain(said));
            said.push_back(got);
            co_yield from(plain(said));
        };
        auto g = outer(plain, said);
        co_await g.next();
        auto step = co_await g.send(7);
        CHECK(*step == 2);
        step = co_await g.throw_(oops(5));
        CHECK(*step == 3);
        step = co_await g.next();
        CHECK(*step == 1);
        co_await g.close();
        CHECK(joined(said) == "got 7 | caught 5 | end | closed");

        auto deaf = []() -> async_generator<int, int> {
            bool heard = false;
            try {
                co_yield from(std::array<int, 2>{1, 2});
            } catch (const attribute_error&) {
                heard = true;
            }
            if (heard) co_yield 9;
        };
        auto d = deaf();
        co_await d.next();
        step = co_await d.send(3);
        CHECK(*step == 9);
    }(said));
}

TEST_CASE("A13: an error thrown into a delegation to a range is raised in the delegator") {
    world w;
    w.run([]() -> task<> {
        auto outer = []() -> async_generator<int> {
            int seen = 0;
            try {
                co_yield from(std::array<int, 2>{1, 2});
            } catch (const oops& error) {
                seen = error.number;
            }
            co_yield seen;
        };
        auto g = outer();
        co_await g.next();
        auto step = co_await g.throw_(oops(6));
        CHECK(*step == 6);
    }());
}

TEST_CASE("A11: cancelled in a delegation, the innermost unwinds first") {
    world w;
    journal said;
    w.run([](journal& said) -> task<> {
        auto inner = [](journal& said) -> async_generator<int> {
            at_exit finally(said, "inner");
            co_await sleep(1h);
            co_yield 1;
        };
        auto outer = [](auto inner, journal& said) -> async_generator<int> {
            at_exit finally(said, "outer");
            co_yield from(inner(said));
        };
        auto consumer = [](auto outer, auto inner, journal& said) -> task<> {
            auto g = outer(inner, said);
            co_await g.next();
        };
        CHECK_FALSE(co_await move_on_after(1ms, consumer(outer, inner, said)));
    }(said));
    CHECK(joined(said) == "inner | outer");
}

TEST_CASE("A13: delegation takes no machine stack, however deep, nor does a million of empty ones") {
    world w;
    w.run([]() -> task<> {
        auto g = nest(20'000, 3);
        CHECK(co_await all_of(g) == "1 2 3");
        auto dropped = nest(20'000, 3);
        co_await dropped.next();
        dropped = nest(20'000, 3); // the first is closed from the innermost, by a task
        co_await dropped.next();
        co_await dropped.close();
        auto e = empties(200'000);
        CHECK(co_await all_of(e) == "1");
    }());
}

TEST_CASE("async_generator: generators that own each other are destroyed without nesting deeply") {
    auto owns = [](async_generator<int> inner, int depth) -> async_generator<int> {
        if (depth != 0) co_yield depth;
        while (auto step = co_await inner.next()) co_yield *step;
    };
    async_generator<int> chain = nest(0, 1);
    for (int n = 0; n < 100'000; ++n) chain = owns(std::move(chain), n);
    chain = async_generator<int>();
    CHECK(chain.state() == gen_state::closed);
}
