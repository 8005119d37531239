// SPDX-License-Identifier: BSL-1.0
#include <rondo/with/async_with.hpp>

#include "with/async_support.hpp"

#include <rondo/core/async_generator.hpp>
#include <rondo/core/cancel_scope.hpp>
#include <rondo/core/routine.hpp>
#include <rondo/with/contextmanager.hpp>
#include <rondo/with/decorate.hpp>
#include <rondo/with/nullcontext.hpp>
#include <rondo/with/suppress.hpp>

#include <memory>

using namespace with_test;

namespace {

contextmanager<std::string> managed(journal& said, std::string name) {
    said.push_back("open " + name);
    try {
        co_yield name;
    } catch (...) {
        said.push_back("close " + name + " by " + text_of(std::current_exception()));
        throw;
    }
    said.push_back("close " + name);
}

/// Its exit gives nothing: it never swallows. Its enter is plain.
struct half {
    journal& said;
    int enter() { return 5; }
    task<> exit(std::exception_ptr error) {
        co_await yield_now();
        said.push_back("half " + text_of(error));
    }
};

} // namespace

TEST_CASE("C27: enter, bind, body, exit are awaited in this order, and time passes in them") {
    world w;
    journal said;
    w.run([](journal& said) -> task<> {
        auto body = [&](const std::string& name) -> task<int> {
            said.push_back("body " + name);
            co_await sleep(2ms);
            co_return 7;
        };
        const std::optional<int> got = co_await async_with(slow(said, "a"), body);
        CHECK(got == 7);
    }(said));
    CHECK(joined(said) == "enter a | body a | exit a none");
    CHECK(w.ms() == 3);
}

TEST_CASE("C27: nothing happens until it is awaited") {
    world w;
    journal said;
    w.run([](journal& said) -> task<> {
        auto later = async_with(slow(said, "a"), [] {});
        co_await yield_now();
        CHECK(said.empty());
        CHECK(co_await std::move(later));
        CHECK(said.size() == 2);
    }(said));
}

TEST_CASE("with: a body that is a coroutine is awaited, plain managers and all") {
    world w;
    journal said;
    w.run([](journal& said) -> task<> {
        auto body = [&](const std::string& name) -> task<> {
            co_await sleep(1ms);
            said.push_back("body " + name);
        };
        const bool ended = co_await with(managed(said, "a"), body);
        CHECK(ended);
        auto fails = [&](const std::string&) -> task<int> {
            co_await yield_now();
            throw std::runtime_error("boo");
        };
        CHECK(co_await error_of(with(managed(said, "b"), fails)) == "boo");
        const std::optional<int> none =
            co_await with(suppress<std::runtime_error>(), managed(said, "c"), fails);
        CHECK_FALSE(none);
        auto old_style = [&]() -> routine<int> {
            co_yield sleep(1ms);
            co_return 3;
        };
        CHECK(co_await with(managed(said, "d"), old_style) == 3);
        CHECK(co_await with(slow(said, "e"), [](const std::string& name) { return name; }) == "e");
    }(said));
    CHECK(
        joined(said) ==
        "open a | body a | close a | open b | close b by boo | open c | close c by boo | open d | close d | "
        "enter e | exit e none");
}

TEST_CASE("C27: an error of the body is told to exit, and passes as the same object unless swallowed") {
    world w;
    journal said;
    w.run([](journal& said) -> task<> {
        const auto error = std::make_exception_ptr(std::runtime_error("boo"));
        auto body = [&]() -> task<> {
            co_await yield_now();
            std::rethrow_exception(error);
        };
        const std::exception_ptr same = co_await thrown_by(async_with(slow(said, "a"), body));
        CHECK(same == error);
        const bool ended = co_await async_with(slow(said, "b", true), body);
        CHECK_FALSE(ended);
        const std::exception_ptr again = co_await thrown_by(async_with(half{said}, body));
        CHECK(again == error);
        auto gives = [&](int n) -> task<int> {
            co_await yield_now();
            if (n == 5) throw std::runtime_error("no value");
            co_return 1;
        };
        auto outer = slow(said, "c", true);
        const std::optional<int> none =
            co_await async_with(outer, half{said}, [&](const std::string&, int n) { return gives(n); });
        CHECK_FALSE(none);
    }(said));
    CHECK(
        joined(said) ==
        "enter a | exit a boo | enter b | exit b boo | half boo | enter c | half no value | exit c no value");
}

TEST_CASE("C27: what exit throws replaces the error; an error of enter leaves what was entered before") {
    struct fails {
        bool on_enter;
        task<> enter() {
            co_await yield_now();
            if (on_enter) throw std::runtime_error("no entry");
        }
        task<bool> exit(std::exception_ptr) {
            co_await yield_now();
            throw std::runtime_error("no exit");
        }
    };
    world w;
    journal said;
    w.run([](journal& said) -> task<> {
        bool ran = false;
        auto body = [&]() -> task<> {
            ran = true;
            throw std::runtime_error("body");
            co_return;
        };
        CHECK(co_await error_of(async_with(slow(said, "a"), fails{false}, body)) == "no exit");
        CHECK(ran);
        ran = false;
        CHECK(co_await error_of(async_with(slow(said, "b"), fails{true}, body)) == "no entry");
        CHECK_FALSE(ran);
        const bool ended = co_await async_with(slow(said, "c", true), fails{false}, [] {});
        CHECK_FALSE(ended); // hidden by the outer
    }(said));
    CHECK(joined(said) == "enter a | exit a no exit | enter b | exit b no entry | enter c | exit c no exit");
}

TEST_CASE("K10: async managers and plain ones nest, from left to right and back") {
    world w;
    journal said;
    w.run([](journal& said) -> task<> {
        auto numbers = []() -> async_generator<int> {
            for (int n = 0; n < 2; ++n) {
                co_await yield_now();
                co_yield n;
            }
        };
        auto body = [&](const std::string& a, const std::string& b, std::string c) -> task<> {
            auto g = numbers();
            while (auto step = co_await g.next()) said.push_back(a + b + c + std::to_string(*step));
        };
        co_await async_with(slow(said, "a"), quick(said, "b"), slow(said, "c"), nullcontext(), body);
    }(said));
    CHECK(joined(said) ==
          "enter a | enter b | enter c | abc0 | abc1 | exit c none | exit b none | exit a none");
}

TEST_CASE("async_with: a manager is lent as an lvalue, and kept as an rvalue; the body is kept") {
    struct counted {
        std::shared_ptr<int> alive;
        void enter() {}
        task<bool> exit(std::exception_ptr) { co_return false; }
    };
    world w;
    w.run([]() -> task<> {
        auto alive = std::make_shared<int>(0);
        counted lent{alive};
        auto held = [alive]() -> task<> {
            co_await yield_now();
            CHECK(alive.use_count() == 5); // here: alive, lent, held; there: given, and this body
        };
        auto given = counted{alive};
        auto later = async_with(lent, std::move(given), held);
        given = counted();
        co_await std::move(later);
        CHECK(alive.use_count() == 3);
    }());
}

TEST_CASE("async_with: what plain managers get is the error being handled, so that theirs may nest it") {
    struct translates {
        void enter() {}
        bool exit(std::exception_ptr error) {
            if (error) std::throw_with_nested(runtime_error("translated"));
            return false;
        }
    };
    world w;
    w.run([]() -> task<> {
        auto body = []() -> task<> {
            co_await yield_now();
            throw std::runtime_error("original");
        };
        std::string nested;
        try {
            co_await with(translates(), body);
        } catch (const runtime_error& error) {
            nested = text_of(cause(error));
        }
        CHECK(nested == "original");
    }());
}

TEST_CASE("async_with: cancelled, exit is told so; its waits are cancelled, too, unless they are shielded") {
    struct cleans {
        journal& said;
        bool shielded;
        void enter() {}
        task<> exit(std::exception_ptr error) {
            said.push_back("told " + text_of(error));
            if (shielded)
                co_await shield(sleep(3ms));
            else
                co_await sleep(3ms);
            said.push_back("clean");
        }
    };
    for (const bool shielded : {false, true}) {
        world w;
        journal said;
        w.run([](bool shielded, journal& said) -> task<> {
            const bool ended =
                co_await move_on_after(1ms, async_with(cleans{said, shielded}, [] { return sleep(1h); })) !=
                std::nullopt;
            CHECK_FALSE(ended);
        }(shielded, said));
        CHECK(joined(said) == (shielded ? "told cancelled | clean" : "told cancelled"));
        CHECK(w.ms() == (shielded ? 4 : 1));
    }
}

TEST_CASE("async_with: a manager that swallows cancelled has not stopped the cancellation") {
    world w;
    journal said;
    w.run([](journal& said) -> task<> {
        auto body = [&]() -> task<> {
            const bool ended = co_await async_with(quick(said, "a", true), [] { return sleep(1h); });
            said.push_back(ended ? "ended" : "swallowed");
            co_await sleep(1h);
            said.push_back("never");
        };
        co_await move_on_after(1ms, body());
    }(said));
    CHECK(joined(said) == "enter a | exit a cancelled | swallowed");
}

TEST_CASE("C16: a decorated coroutine runs each call inside a manager of its own, and keeps its arguments") {
    world w;
    journal said;
    w.run([](journal& said) -> task<> {
        auto greet = decorate([&] { return managed(said, "door"); },
                              [&](const std::string& who) -> task<std::size_t> {
                                  co_await yield_now();
                                  said.push_back("hello " + who);
                                  co_return who.size();
                              });
        auto later = greet(std::string("you"));
        CHECK(said.empty());
        CHECK(co_await std::move(later) == 3);
        CHECK(co_await greet(std::string("them")) ==
              4); // a copy is kept: of a const char* no string would be
        auto waits = decorate([&] { return slow(said, "gate"); }, [&](int n) { return n + 1; });
        CHECK(co_await waits(4) == 5);
    }(said));
    CHECK(joined(said) == "open door | hello you | close door | open door | hello them | close door | enter "
                          "gate | exit gate none");
}
