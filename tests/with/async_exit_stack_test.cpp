// SPDX-License-Identifier: BSL-1.0
#include <rondo/with/async_exit_stack.hpp>

#include "core/rows.hpp"

using namespace core_test;

namespace {

struct waits {
    log& said;
    std::string word;
    task<std::string> enter() {
        co_await sleep(1ms);
        co_return word;
    }
    task<bool> exit(std::exception_ptr error) {
        co_await sleep(1ms);
        said.push_back("exit " + word + (error ? " " + name_of(error) : ""));
        co_return false;
    }
};
struct plain {
    log& said;
    int enter() { return 1; }
    bool exit(std::exception_ptr error) {
        said.push_back(std::string("exit plain") + (error ? " " + name_of(error) : ""));
        return true;
    }
};

} // namespace

TEST_CASE("C28: managers that wait and managers that do not stand in one stack, left last in, first out") {
    log said;
    world w;
    w.run([&]() -> task<> {
        auto body = [&](async_exit_stack& stack) -> task<> {
            waits a{said, "a"};
            const std::string word = co_await stack.enter(std::move(a));
            CHECK(word == "a");
            CHECK(stack.enter(plain{said}) == 1);
            stack.callback([&said] { said.push_back("callback"); });
            auto later = [](log& s) -> task<> {
                co_await sleep(1ms);
                s.push_back("awaited callback");
            };
            stack.callback(later, std::ref(said));
        };
        async_exit_stack stack;
        CHECK(co_await async_with(stack, body));
        CHECK(stack.empty());
    });
    CHECK(joined(said) == "awaited callback | callback | exit plain | exit a");
}

TEST_CASE("C28: each entry is told the error as the inner ones left it") {
    log said;
    world w;
    w.run([&]() -> task<> {
        auto body = [&](async_exit_stack& stack) -> task<> {
            waits outer{said, "outer"};
            co_await stack.enter(std::move(outer));
            stack.enter(plain{said}); // swallows
            waits inner{said, "inner"};
            co_await stack.enter(std::move(inner));
            throw oops(1);
        };
        async_exit_stack stack;
        CHECK_FALSE(co_await async_with(stack, body));
    });
    CHECK(joined(said) == "exit inner oops 1 | exit plain oops 1 | exit outer");
}

TEST_CASE("C28: pop_all hands the entries over; close leaves them now") {
    log said;
    world w;
    w.run([&]() -> task<> {
        async_exit_stack stack;
        stack.callback([&said] { said.push_back("left"); });
        async_exit_stack other = stack.pop_all();
        CHECK(stack.empty());
        co_await stack.close();
        CHECK(said.empty());
        co_await other.close();
        CHECK(joined(said) == "left");
    });
}
