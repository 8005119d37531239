// SPDX-License-Identifier: BSL-1.0
#include <rondo/with/scoped.hpp>

#include <rondo/gen/generator.hpp>
#include <rondo/with/closing.hpp>
#include <rondo/with/contextmanager.hpp>
#include <rondo/with/nullcontext.hpp>

#include <doctest/doctest.h>

#include <memory>
#include <stdexcept>
#include <string>
#include <vector>

using namespace rondo;

namespace {

using log_lines = std::vector<std::string>;

/// Logs how it is left: by a normal exit, by a generator_exit, by another error.
struct probe {
    log_lines& log;
    bool swallows = false;
    int value = 1;
    int& enter() {
        log.push_back("enter");
        return value;
    }
    bool exit(std::exception_ptr error) {
        try {
            if (error) std::rethrow_exception(error);
            log.push_back("exit ok");
        } catch (const generator_exit&) {
            log.push_back("exit forced");
        } catch (...) {
            log.push_back("exit error");
        }
        return swallows;
    }
};

struct fails_to_exit {
    void enter() {}
    bool exit(std::exception_ptr) { throw std::runtime_error("no exit"); }
};

std::string reported;

/// Collects what reaches the hook.
struct hooked {
    unraisable_hook before;
    hooked()
        : before(set_unraisable_hook([](const unraisable& what) noexcept {
              char text[100];
              describe(what.error, text, sizeof text);
              reported += text;
          })) {
        reported.clear();
    }
    ~hooked() { set_unraisable_hook(before); }
};

contextmanager<> transaction(log_lines& log) {
    try {
        co_yield {};
        log.push_back("commit");
    } catch (...) {
        log.push_back("rollback");
        throw;
    }
}

generator<int> holds(log_lines& log, bool swallows = false) {
    scoped inside{probe{log, swallows}};
    co_yield *inside;
    co_yield 2;
}

generator<int> in_transaction(log_lines& log) {
    scoped inside{transaction(log)};
    co_yield 1;
}

} // namespace

TEST_CASE("C14: scoped sees break, continue and return as a normal exit") {
    log_lines log;
    for (int i = 0; i < 3; ++i) {
        scoped inside{probe{log}};
        if (i == 0) continue;
        break;
    }
    [&] {
        scoped inside{probe{log}};
        return *inside;
    }();
    CHECK(log == log_lines{"enter", "exit ok", "enter", "exit ok", "enter", "exit ok"});
}

TEST_CASE("C20: scoped cannot swallow an error, and leaves by force") {
    log_lines log;
    auto block = [&] {
        scoped inside{probe{log, true}};
        throw std::runtime_error("body");
    };
    CHECK_THROWS_WITH(block(), "body");
    CHECK(log == log_lines{"enter", "exit forced"});
}

TEST_CASE("C20: a manager around a co_yield") {
    log_lines log;
    auto g = holds(log);
    CHECK(*g.next() == 1);
    CHECK(log == log_lines{"enter"});
    while (g.next()) {}
    CHECK(log == log_lines{"enter", "exit ok"});
}

TEST_CASE("C19: closing a suspended generator: its manager sees generator_exit, and cannot stop it") {
    log_lines log;
    auto g = holds(log, true);
    g.next();
    g.close();
    CHECK(log == log_lines{"enter", "exit forced"});
    CHECK(g.state() == gen_state::closed);
}

TEST_CASE(
    "C19: dropping a suspended generator leaves its managers by force too: a transaction is not committed") {
    log_lines log;
    {
        auto g = in_transaction(log);
        g.next();
    }
    CHECK(log == log_lines{"rollback"});
    {
        auto g = in_transaction(log = {});
        while (g.next()) {}
    }
    CHECK(log == log_lines{"commit"});
    auto g = in_transaction(log = {});
    g.next();
    CHECK_THROWS_WITH(g.throw_(std::runtime_error("thrown in")), "thrown in");
    CHECK(log == log_lines{"rollback"});
}

TEST_CASE("G51: a generator that is thrown at leaves its managers, outermost last, and the error goes on") {
    log_lines log;
    auto body = [](log_lines& said) -> generator<int> {
        scoped outer{probe{said}};
        try {
            scoped inner{probe{said}};
            co_yield 1;
        } catch (const std::logic_error&) {
            said.push_back("handled");
        }
        co_yield 2;
    };
    auto g = body(log);
    g.next();
    CHECK(*g.throw_(std::logic_error("x")) == 2);
    CHECK(log == log_lines{"enter", "enter", "exit forced", "handled"});
    g.close();
    CHECK(log.back() == "exit forced");
}

TEST_CASE("G51: swallowing generator_exit around a co_yield and yielding again is an error") {
    auto body = []() -> generator<int> {
        try {
            co_yield 1;
        } catch (...) {}
        co_yield 2;
    };
    auto g = body();
    g.next();
    CHECK_THROWS_WITH_AS(g.close(), "generator ignored GeneratorExit", rondo::runtime_error);
    CHECK(g.state() == gen_state::suspended);
}

TEST_CASE("scoped: gives what enter gave, by * and ->") {
    std::string text = "abc";
    scoped lent{nullcontext(text)};
    lent->push_back('d');
    CHECK(*lent == "abcd");
    CHECK(text == "abcd");
    struct owner {
        std::unique_ptr<int> enter() { return std::make_unique<int>(3); }
        bool exit(std::exception_ptr) { return false; }
    };
    scoped owned{owner{}};
    CHECK(**owned == 3);
}

TEST_CASE("scoped: an lvalue manager is borrowed") {
    log_lines log;
    probe manager{log};
    { scoped inside{manager}; }
    { scoped inside{manager}; }
    CHECK(log.size() == 4);
}

TEST_CASE("scoped: exit leaves at once and throws; the destructor then does nothing") {
    hooked hook;
    scoped inside{fails_to_exit{}};
    CHECK_THROWS_WITH(inside.exit(), "no exit");
    inside.exit();
    CHECK(reported.empty());
}

TEST_CASE(
    "scoped: errors of exit in the destructor reach the hook, the stand-in for the unseen error does not") {
    hooked hook;
    { scoped inside{fails_to_exit{}}; }
    CHECK(reported.find("no exit") != std::string::npos);
    reported.clear();
    struct rethrows {
        void enter() {}
        bool exit(std::exception_ptr error) {
            if (error) std::rethrow_exception(error);
            return false;
        }
    };
    auto block = [] {
        scoped inside{rethrows{}};
        throw std::runtime_error("body");
    };
    CHECK_THROWS_WITH(block(), "body");
    CHECK(reported.empty());
}

TEST_CASE("scoped: an enter that throws owes no exit") {
    struct refuses {
        log_lines& log;
        void enter() { throw std::runtime_error("no entry"); }
        bool exit(std::exception_ptr) {
            log.push_back("exit");
            return false;
        }
    };
    log_lines log;
    auto block = [&] { scoped inside{refuses{log}}; };
    CHECK_THROWS_WITH(block(), "no entry");
    CHECK(log.empty());
}

TEST_CASE("G29: scoped(closing(g)) closes a generator at the end of the scope") {
    auto body = [](bool& closed) -> generator<int> {
        try {
            co_yield 1;
        } catch (const generator_exit&) {
            closed = true;
            throw;
        }
    };
    bool closed = false;
    {
        scoped g{closing(body(closed))};
        CHECK(*g->next() == 1);
    }
    CHECK(closed);
}
