// SPDX-License-Identifier: BSL-1.0
#include <rondo/with/async_with.hpp>

#include "core/rows.hpp"

using namespace core_test;

namespace {

struct waits {
    log& said;
    std::string word;
    bool swallows = false;
    task<int> enter() {
        co_await sleep(1ms);
        said.push_back("enter " + word);
        co_return static_cast<int>(word.size());
    }
    task<bool> exit(std::exception_ptr error) {
        co_await shield(sleep(1ms));
        said.push_back("exit " + word + (error ? " " + name_of(error) : ""));
        co_return swallows;
    }
};
struct plain {
    log& said;
    int enter() {
        said.push_back("enter plain");
        return 7;
    }
    bool exit(std::exception_ptr) {
        said.push_back("exit plain");
        return false;
    }
};

} // namespace

TEST_CASE("K10: managers are entered from left to right and left from right to left, each awaited") {
    log said;
    world w;
    w.run([&]() -> task<> {
        waits a{said, "a"};
        waits bb{said, "bb"};
        plain c{said};
        auto body = [&](int x, int y, int z) -> task<int> {
            co_await sleep(1ms);
            said.push_back("body");
            co_return 100 * x + 10 * y + z;
        };
        const auto got = co_await async_with(a, bb, c, body);
        CHECK(got == 127);
    });
    CHECK(joined(said) == "enter a | enter bb | enter plain | body | exit plain | exit bb | exit a");
    CHECK(w.ms() == 5);
}

TEST_CASE("async_with: the body's error reaches exit, the same object, and may be swallowed there; with() is the same") {
    log said;
    world w;
    const std::exception_ptr thrown = std::make_exception_ptr(oops(4));
    w.run([&]() -> task<> {
        auto throws_it = [&](int) -> task<int> {
            co_await yield_now();
            std::rethrow_exception(thrown);
            co_return 0;
        };
        waits passes{said, "passes"};
        std::exception_ptr caught;
        try {
            co_await with(passes, throws_it);
        } catch (...) {
            caught = std::current_exception();
        }
        CHECK(caught == thrown);
        waits swallows{said, "swallows", true};
        CHECK_FALSE(co_await with(swallows, throws_it));
    });
    CHECK(joined(said) == "enter passes | exit passes oops 4 | enter swallows | exit swallows oops 4");
}

TEST_CASE("async_with: a body that is cancelled is left by way of exit, which may wait in a shield") {
    log said;
    world w;
    w.run([&]() -> task<> {
        waits a{said, "a"};
        auto stays = [](int) -> task<> { co_await sleep(1h); };
        CHECK_FALSE(co_await move_on_after(5ms, async_with(a, stays)));
    });
    CHECK(joined(said) == "enter a | exit a cancelled");
    CHECK(w.ms() == 6);
}
