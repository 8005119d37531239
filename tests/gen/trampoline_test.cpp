// SPDX-License-Identifier: BSL-1.0
#include <rondo/gen/trampoline.hpp>

#include <rondo/base/scope_exit.hpp>

#include <doctest/doctest.h>

#include <memory>
#include <stdexcept>
#include <string>
#include <vector>

using namespace rondo;

namespace {

subroutine<long> factorial(long n) {
    if (n < 2) co_return 1;
    const long rest = *(co_yield factorial(n - 1));
    co_return rest* n;
}

subroutine<long> fibonacci(long n) {
    if (n < 2) co_return n;
    const long one = *(co_yield fibonacci(n - 1));
    const long two = *(co_yield fibonacci(n - 2));
    co_return one + two;
}

subroutine<long> depth(long n) {
    if (n == 0) co_return 0;
    const long below = *(co_yield depth(n - 1));
    co_return below + 1;
}

using owned = std::unique_ptr<int>;

subroutine<owned> makes() { co_return std::make_unique<int>(4); }

subroutine<owned> passes_on() {
    owned got = *(co_yield makes());
    ++*got;
    co_return got;
}

subroutine<long> fails_at(long n, std::vector<std::string>& log) {
    scope_exit left = [&] { log.push_back("left " + std::to_string(n)); };
    if (n == 0) throw std::runtime_error("bottom");
    const long below = *(co_yield fails_at(n - 1, log));
    co_return below;
}

subroutine<long> catches(std::vector<std::string>& log) {
    long result = 0;
    try {
        result = *(co_yield fails_at(2, log));
    } catch (const std::runtime_error& error) {
        log.push_back(error.what());
        result = -1;
    }
    const long more = *(co_yield factorial(3));
    co_return result + more;
}

} // namespace

TEST_CASE("G52: yielding a generator calls it, and gives what it returns") {
    CHECK(trampoline(factorial(10)) == 3628800);
    CHECK(trampoline(fibonacci(15)) == 610);
    CHECK(trampoline(factorial(1)) == 1); // calls nobody
}

TEST_CASE("G52: an error goes from the called to the caller, which may catch it and call on") {
    std::vector<std::string> log;
    CHECK(trampoline(catches(log)) == 5);
    CHECK(log == std::vector<std::string>{"left 0", "left 1", "left 2", "bottom"});
    log.clear();
    CHECK_THROWS_WITH(trampoline(fails_at(3, log)), "bottom");
    CHECK(log.size() == 4);
}

TEST_CASE("trampoline: the error that comes out is the object that was thrown") {
    const std::exception_ptr mine = std::make_exception_ptr(3);
    auto throws = [](std::exception_ptr error) -> subroutine<> {
        std::rethrow_exception(error);
        co_return;
    };
    auto through = [](auto callee, std::exception_ptr error) -> subroutine<> { co_yield callee(error); };
    std::exception_ptr out;
    try {
        trampoline(through(throws, mine));
    } catch (...) {
        out = std::current_exception();
    }
    CHECK(out == mine);
}

TEST_CASE("trampoline: a call costs no machine stack: a hundred thousand deep") {
    CHECK(trampoline(depth(100'000)) == 100'000);
    std::vector<std::string> log;
    CHECK_THROWS_WITH(trampoline(fails_at(100'000, log)), "bottom");
    CHECK(log.back() == "left 100000");
}

TEST_CASE("trampoline: subroutines of void, and of what can only be moved") {
    auto leaf = [](int& n) -> subroutine<> {
        ++n;
        co_return;
    };
    auto main = [](auto callee, int& n) -> subroutine<> {
        for (int i = 0; i < 3; ++i) co_yield callee(n);
    };
    int calls = 0;
    trampoline(main(leaf, calls));
    CHECK(calls == 3);
    CHECK(*trampoline(passes_on()) == 5);
}

TEST_CASE("trampoline: a subroutine that had ended before is an error at the call") {
    auto calls_twice = []() -> subroutine<long> {
        subroutine<long> ended = factorial(1);
        static_cast<void>(ended.next());
        static_cast<void>(ended.take_result());
        long result = 0;
        try {
            result = *(co_yield std::move(ended));
        } catch (const rondo::runtime_error&) {
            result = 7;
        }
        co_return result;
    };
    CHECK(trampoline(calls_twice()) == 7);
}

TEST_CASE("trampoline: the callees of a call that fails are gone before the caller goes on") {
    auto alive = std::make_shared<int>();
    auto holds = [](std::shared_ptr<int>) -> subroutine<long> {
        throw std::runtime_error("x");
        co_return 0;
    };
    auto main = [](auto callee, std::shared_ptr<int>& resource) -> subroutine<long> {
        bool failed = false;
        try {
            co_yield callee(resource);
        } catch (const std::runtime_error&) {
            failed = true;
        }
        co_return failed ? resource.use_count() : 0;
    };
    CHECK(trampoline(main(holds, alive)) == 1);
}
