// SPDX-License-Identifier: BSL-1.0
#include <rondo/with/with.hpp>

#include <doctest/doctest.h>

#include <memory>
#include <stdexcept>
#include <string>
#include <vector>

using namespace rondo;

namespace {

using log_lines = std::vector<std::string>;

/// Logs what happens to it; swallows when asked to.
struct probe {
    log_lines& log;
    std::string name;
    bool swallows = false;

    const std::string& enter() {
        log.push_back("enter " + name);
        return name;
    }
    bool exit(std::exception_ptr error) {
        log.push_back("exit " + name + (error ? " error" : " ok"));
        return swallows;
    }
};

struct refuses_to_enter {
    void enter() { throw std::runtime_error("no entry"); }
    bool exit(std::exception_ptr) { return true; }
};

struct fails_to_exit {
    void enter() {}
    bool exit(std::exception_ptr) { throw std::runtime_error("no exit"); }
};

struct counts { // any true value swallows
    void enter() {}
    std::size_t exit(std::exception_ptr) { return 7; }
};

template <class F>
std::exception_ptr thrown_by(F f) {
    try {
        f();
    } catch (...) {
        return std::current_exception();
    }
    return nullptr;
}

} // namespace

TEST_CASE("C1: enter, bind, body, exit happen in this order") {
    log_lines log;
    const bool ended = with(probe{log, "a"}, [&](const std::string& name) { log.push_back("body " + name); });
    CHECK(ended);
    CHECK(log == log_lines{"enter a", "body a", "exit a ok"});
}

TEST_CASE("C1: exit is told the error that leaves the body, the very object") {
    struct keeps {
        std::exception_ptr seen;
        void enter() {}
        bool exit(std::exception_ptr error) {
            seen = error;
            return false;
        }
    } manager;
    const std::exception_ptr mine = std::make_exception_ptr(std::runtime_error("mine"));
    const std::exception_ptr out = thrown_by([&] { with(manager, [&] { std::rethrow_exception(mine); }); });
    CHECK(manager.seen == mine);
    CHECK(out == mine);
}

TEST_CASE("C2: any true value from exit swallows") {
    log_lines log;
    CHECK_FALSE(with(probe{log, "a", true}, [] { throw std::runtime_error("body"); }));
    CHECK_FALSE(with(counts{}, [] { throw 3; }));
    CHECK_THROWS_WITH(with(probe{log, "b"}, [] { throw std::runtime_error("body"); }), "body");
    CHECK(with(counts{}, [] {})); // what exit says after a normal end means nothing
}

TEST_CASE("C13: enter that throws means no body and no exit; an error of exit replaces the outcome") {
    bool ran = false;
    CHECK_THROWS_WITH(with(refuses_to_enter{}, [&] { ran = true; }), "no entry");
    CHECK_FALSE(ran);
    CHECK_THROWS_WITH(with(fails_to_exit{}, [] {}), "no exit");
    CHECK_THROWS_WITH(with(fails_to_exit{}, [] { throw std::logic_error("body"); }), "no exit");
}

TEST_CASE("C13: an error of exit can keep the body's as its cause") {
    struct nests {
        void enter() {}
        bool exit(std::exception_ptr) { std::throw_with_nested(std::runtime_error("outer")); }
    };
    std::string inner;
    try {
        with(nests{}, [] { throw std::logic_error("inner"); });
    } catch (const std::exception& error) {
        CHECK(std::string(error.what()) == "outer");
        try {
            std::rethrow_if_nested(error);
        } catch (const std::exception& nested) {
            inner = nested.what();
        }
    }
    CHECK(inner == "inner");
}

TEST_CASE("C14: return leaves the body by the normal path") {
    log_lines log;
    const std::optional<int> got = with(probe{log, "a"}, [] { return 5; });
    CHECK(got == 5);
    CHECK(log.back() == "exit a ok");
}

TEST_CASE("C17: managers are entered from left to right and left from right to left") {
    log_lines log;
    const auto joined = with(probe{log, "a"}, probe{log, "b"}, probe{log, "c"},
                             [](auto& a, auto& b, auto& c) { return a + b + c; });
    CHECK(joined == "abc");
    CHECK(log == log_lines{"enter a", "enter b", "enter c", "exit c ok", "exit b ok", "exit a ok"});
}

TEST_CASE("C17: a failed entry leaves the managers before it, which may swallow the error") {
    log_lines log;
    bool ran = false;
    CHECK_THROWS_WITH(with(probe{log, "a"}, refuses_to_enter{}, [&] { ran = true; }), "no entry");
    CHECK(log == log_lines{"enter a", "exit a error"});
    CHECK_FALSE(with(probe{log, "a", true}, refuses_to_enter{}, [&] { ran = true; }));
    CHECK_FALSE(ran);
}

TEST_CASE("C17: what an inner manager swallows, or replaces, is what the outer ones see") {
    log_lines log;
    CHECK_FALSE(with(probe{log, "out"}, probe{log, "in", true}, [] { throw 1; }));
    CHECK(log == log_lines{"enter out", "enter in", "exit in error", "exit out ok"});
    log.clear();
    CHECK_THROWS_WITH(with(probe{log, "out"}, fails_to_exit{}, [] { throw 1; }), "no exit");
    CHECK(log == log_lines{"enter out", "exit out error"});
}

TEST_CASE("C17: managers of void are left out of what the body takes") {
    log_lines log;
    CHECK(with(counts{}, probe{log, "a"}, counts{}, [](const std::string& only) { return only; }) == "a");
}

TEST_CASE("C18: with gives the body's result; empty, or false, when an error was swallowed") {
    log_lines log;
    auto half = [&](int n) {
        return with(probe{log, "a", true}, [n] {
            if (n % 2) throw std::invalid_argument("odd");
            return n / 2;
        });
    };
    static_assert(std::is_same_v<decltype(half(1)), std::optional<int>>);
    CHECK(half(8) == 4);
    CHECK(half(0) == 0);
    CHECK(half(7) == std::nullopt);
}

TEST_CASE("C18: a result is lost when an error after it is swallowed further out") {
    log_lines log;
    CHECK(with(probe{log, "a", true}, fails_to_exit{}, [] { return 1; }) == std::nullopt);
}

TEST_CASE("with: a body that returns a reference gives a copy") {
    log_lines log;
    auto copy = with(probe{log, "a"}, [&]() -> const std::string& { return log.front(); });
    static_assert(std::is_same_v<decltype(copy), std::optional<std::string>>);
    CHECK(copy == "enter a");
}

TEST_CASE("with: results and values may be move-only") {
    struct owner {
        std::unique_ptr<int> enter() { return std::make_unique<int>(4); }
        bool exit(std::exception_ptr) { return false; }
    };
    const auto taken = with(owner{}, [](std::unique_ptr<int> p) { return p; }); // only an rvalue fits
    CHECK(**taken == 4);
    CHECK(*with(owner{}, [](std::unique_ptr<int>& p) { return *p; }) == 4);
}

TEST_CASE("with: what enter gave outlives exit") {
    static bool value_alive = false;
    struct value {
        value() { value_alive = true; }
        value(const value&) = delete;
        ~value() { value_alive = false; }
    };
    struct manager {
        bool alive_at_exit = false;
        value enter() { return value(); }
        bool exit(std::exception_ptr) {
            alive_at_exit = value_alive;
            return false;
        }
    } m;
    with(m, [](value&) {});
    CHECK(m.alive_at_exit);
    CHECK_FALSE(value_alive);
}

TEST_CASE("with: the body may be an lvalue, a function, a generic lambda of any arity") {
    log_lines log;
    auto body = [calls = 0](auto&&... values) mutable {
        return ++calls * 10 + static_cast<int>(sizeof...(values));
    };
    CHECK(with(probe{log, "a"}, probe{log, "b"}, body) == 12);
    CHECK(with(counts{}, body) == 20);
    static int plain_calls = 0;
    with(counts{}, +[] { ++plain_calls; });
    CHECK(plain_calls == 1);
}

TEST_CASE("with: a manager may be const") {
    struct constant {
        int enter() const { return 3; }
        bool exit(std::exception_ptr) const { return true; }
    };
    const constant manager;
    CHECK(with(manager, [](int n) { return n; }) == 3);
}

TEST_CASE("with: several managers whose enter gives a value, not a reference: the body gets them all") {
    struct gives {
        int number;
        int enter() const { return number; }
        bool exit(const std::exception_ptr&) const { return false; }
    };
    const auto sum =
        with(gives{1}, gives{2}, gives{3}, [](int a, int&& b, const int& c) { return 100 * a + 10 * b + c; });
    CHECK(sum == 123);
}
