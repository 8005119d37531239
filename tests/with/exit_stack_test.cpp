// SPDX-License-Identifier: BSL-1.0
#include <rondo/with/exit_stack.hpp>

#include <rondo/base/errors.hpp>
#include <rondo/base/unraisable.hpp>
#include <rondo/gen/generator.hpp>
#include <rondo/with/closing.hpp>
#include <rondo/with/contextmanager.hpp>
#include <rondo/with/nullcontext.hpp>
#include <rondo/with/suppress.hpp>
#include <rondo/with/with.hpp>

#include <doctest/doctest.h>

#include <memory>
#include <random>
#include <stdexcept>
#include <string>
#include <vector>

using namespace rondo;

namespace {

using log_lines = std::vector<std::string>;

std::string text_of(const std::exception_ptr& error) {
    if (!error) return "none";
    try {
        std::rethrow_exception(error);
    } catch (const std::exception& e) {
        return e.what();
    } catch (const generator_exit&) {
        return "generator_exit";
    } catch (...) {
        return "?";
    }
}

contextmanager<const std::string&> managed(std::string name, log_lines& log) {
    log.push_back("open " + name);
    try {
        co_yield name;
    } catch (...) {
        log.push_back("close " + name + ": " + text_of(std::current_exception()));
        throw;
    }
    log.push_back("close " + name);
}

auto notes(log_lines& log, std::string name, bool swallows = false) {
    return [&log, name, swallows](std::exception_ptr error) {
        log.push_back(name + " " + text_of(error));
        return swallows;
    };
}

auto fails(std::string with_what) {
    return [with_what](std::exception_ptr) -> bool { throw std::runtime_error(with_what); };
}

std::string reported;
struct hooked {
    unraisable_hook before;
    hooked()
        : before(set_unraisable_hook(
              [](const unraisable& what) noexcept { reported += text_of(what.error) + ";"; })) {
        reported.clear();
    }
    ~hooked() { set_unraisable_hook(before); }
};

} // namespace

TEST_CASE("C21: managers, exit functions and callbacks are left in reverse order") {
    log_lines log;
    with(exit_stack{}, [&](exit_stack& stack) {
        CHECK(stack.enter(managed("a", log)) == "a");
        stack.push(notes(log, "exit"));
        stack.callback([&] { log.push_back("callback"); });
        CHECK(stack.enter_context(managed("b", log)) == "b");
    });
    CHECK(log == log_lines{"open a", "open b", "close b", "callback", "exit none", "close a"});
}

TEST_CASE("C21: exit functions see the body's error, the very object") {
    const std::exception_ptr mine = std::make_exception_ptr(std::runtime_error("mine"));
    std::exception_ptr seen, handled;
    auto body = [&](exit_stack& stack) {
        stack.push([&](const std::exception_ptr& error) {
            seen = error;
            handled = std::current_exception();
            return false;
        });
        std::rethrow_exception(mine);
    };
    CHECK_THROWS_WITH(with(exit_stack{}, body), "mine");
    CHECK(seen == mine);
    CHECK(handled == mine);
}

TEST_CASE("C22: what one swallows the outer ones do not see") {
    log_lines log;
    const bool ended = with(exit_stack{}, [&](exit_stack& stack) {
        stack.push(notes(log, "outer"));
        stack.push(notes(log, "middle", true));
        stack.push(notes(log, "inner"));
        throw std::runtime_error("body");
    });
    CHECK_FALSE(ended);
    CHECK(log == log_lines{"inner body", "middle body", "outer none"});
}

TEST_CASE("C22: what one throws replaces the error for the outer ones, with the right cause") {
    log_lines log;
    std::string inner_cause;
    auto body = [&](exit_stack& stack) {
        stack.push(notes(log, "outer"));
        stack.push([&](std::exception_ptr) -> bool {
            try {
                std::throw_with_nested(std::runtime_error("second"));
            } catch (const std::exception& e) {
                inner_cause = text_of(cause(e));
                throw;
            }
        });
        stack.push(fails("first"));
        throw std::runtime_error("body");
    };
    CHECK_THROWS_WITH(with(exit_stack{}, body), "second");
    CHECK(log == log_lines{"outer second"});
    CHECK(inner_cause == "first");
}

TEST_CASE("C22: an error thrown after the body ended well may be swallowed further out") {
    log_lines log;
    CHECK(with(exit_stack{}, [&](exit_stack& stack) {
              stack.push(notes(log, "outer", true));
              stack.push(fails("exit"));
              return 1;
          }) == 1);
    CHECK(log == log_lines{"outer exit"});
    CHECK_FALSE(with(exit_stack{}, [&](exit_stack& stack) {
        stack.push(notes(log, "outer", true));
        stack.push(fails("exit"));
        throw std::logic_error("body");
    }));
}

TEST_CASE("C22: an error thrown after a swallow goes out") {
    auto body = [&](exit_stack& stack) {
        stack.push(fails("late"));
        stack.enter(suppress<std::logic_error>());
        throw std::logic_error("body");
    };
    CHECK_THROWS_WITH(with(exit_stack{}, body), "late");
}

TEST_CASE("C23: a failed entry leaves what was entered, and itself is not owed") {
    log_lines log;
    struct refuses {
        log_lines& log;
        void enter() { throw std::runtime_error("no entry"); }
        bool exit(std::exception_ptr) {
            log.push_back("never");
            return false;
        }
    };
    auto body = [&](exit_stack& stack) {
        stack.enter(managed("a", log));
        stack.enter(refuses{log});
    };
    CHECK_THROWS_WITH(with(exit_stack{}, body), "no entry");
    CHECK(log == log_lines{"open a", "close a: no entry"});
}

TEST_CASE("C23: a plain local leaves its entries at the end of its scope; errors go to the hook") {
    hooked hook;
    log_lines log;
    {
        exit_stack stack;
        stack.enter(managed("a", log));
        stack.push(notes(log, "exit"));
        stack.push(fails("lost"));
    }
    CHECK(log == log_lines{"open a", "exit lost", "close a: lost"});
    CHECK(reported == "lost;");
}

TEST_CASE("C23: a plain local cannot see the error that unwinds it: generator_exit stands for it, and is not "
          "reported") {
    hooked hook;
    log_lines log;
    auto block = [&] {
        exit_stack stack;
        stack.enter(managed("a", log));
        stack.push(notes(log, "exit"));
        throw std::runtime_error("body");
    };
    CHECK_THROWS_WITH(block(), "body");
    CHECK(log == log_lines{"open a", "exit generator_exit", "close a: generator_exit"});
    auto body = [](log_lines& said) -> generator<int> {
        exit_stack stack;
        stack.enter(managed("b", said));
        co_yield 1;
    };
    {
        auto dropped = body(log = {});
        dropped.next();
    }
    CHECK(log == log_lines{"open b", "close b: generator_exit"});
    CHECK(reported == "");
}

TEST_CASE("C23: close leaves at once and throws") {
    log_lines log;
    exit_stack stack;
    stack.enter(managed("a", log));
    stack.push(fails("exit"));
    CHECK_THROWS_WITH(stack.close(), "exit");
    CHECK(log == log_lines{"open a", "close a: exit"});
    CHECK(stack.empty());
    stack.close();
    CHECK(log.size() == 2);
}

TEST_CASE("C24: callbacks are called with their arguments, and cannot swallow") {
    log_lines log;
    auto add = [&](const std::string& text, int times) {
        for (int i = 0; i < times; ++i) log.push_back(text);
        return true;
    };
    auto body = [&](exit_stack& stack) {
        stack.callback(add, "x", 2);
        stack.callback([&log](std::unique_ptr<int> n) { log.push_back(std::to_string(*n)); },
                       std::make_unique<int>(3));
        stack.callback(&log_lines::pop_back, &log);
        log.push_back("popped");
        throw std::runtime_error("body");
    };
    CHECK_THROWS_WITH(with(exit_stack{}, body), "body");
    CHECK(log == log_lines{"3", "x", "x"});
}

TEST_CASE("C25: pop_all hands what is owed to a new stack") {
    log_lines log;
    exit_stack kept;
    with(exit_stack{}, [&](exit_stack& stack) {
        stack.enter(managed("a", log));
        stack.enter(managed("b", log));
        kept = stack.pop_all();
        CHECK(stack.empty());
        stack.enter(managed("c", log));
    });
    CHECK(log == log_lines{"open a", "open b", "open c", "close c"});
    kept.close();
    CHECK(log == log_lines{"open a", "open b", "open c", "close c", "close b", "close a"});
}

TEST_CASE("C25: a stack may be moved; assigning to one leaves what it held") {
    log_lines log;
    exit_stack first;
    first.callback([&] { log.push_back("first"); });
    exit_stack moved(std::move(first));
    CHECK(first.empty()); // NOLINT(bugprone-use-after-move): the law under test
    exit_stack second;
    second.callback([&] { log.push_back("second"); });
    moved = std::move(second);
    CHECK(log == log_lines{"first"});
    moved.close();
    CHECK(log == log_lines{"first", "second"});
}

TEST_CASE("exit_stack: push takes a manager that is entered already") {
    log_lines log;
    auto manager = managed("a", log);
    manager.enter();
    {
        exit_stack stack;
        stack.push(manager); // an lvalue is borrowed
    }
    CHECK(log == log_lines{"open a", "close a"});
}

TEST_CASE("exit_stack: what enter gives is the manager's own, at its place until it is left") {
    exit_stack stack;
    std::string& text = stack.enter(nullcontext(std::string("kept")));
    for (int i = 0; i < 100; ++i) stack.callback([] {});
    exit_stack moved = stack.pop_all();
    text += "!";
    CHECK(text == "kept!");
    struct owner {
        std::unique_ptr<int> enter() { return std::make_unique<int>(3); }
        bool exit(std::exception_ptr) { return false; }
    };
    CHECK(*moved.enter(owner{}) == 3);
}

TEST_CASE("exit_stack: entries added while it is left come next") {
    log_lines log;
    exit_stack stack;
    stack.callback([&] { log.push_back("outer"); });
    stack.callback([&] { stack.callback([&] { log.push_back("added"); }); });
    stack.close();
    CHECK(log == log_lines{"added", "outer"});
}

TEST_CASE("exit_stack: stacks nest, and a hundred thousand entries need no deep call stack") {
    int left = 0;
    {
        exit_stack outer;
        exit_stack& inner = outer.enter(exit_stack{});
        for (int i = 0; i < 100'000; ++i) inner.callback([&] { ++left; });
    }
    CHECK(left == 100'000);
}

namespace {

/// One manager of a random program: what it does at either end.
struct random_manager {
    log_lines& log;
    std::string name;
    bool refuses, swallows, throws, nests;

    void enter() {
        log.push_back("enter " + name);
        if (refuses) throw std::runtime_error("entry of " + name);
    }
    bool exit(std::exception_ptr error) {
        log.push_back("exit " + name + ": " + text_of(error));
        const std::string text = "exit of " + name;
        if (throws && nests && error) std::throw_with_nested(std::runtime_error(text));
        if (throws) throw std::runtime_error(text);
        return swallows;
    }
};

std::string chain_of(const std::exception_ptr& error) {
    std::string text = text_of(error);
    try {
        if (error) std::rethrow_exception(error);
    } catch (const std::exception& e) {
        if (auto inner = cause(e)) text += " <- " + chain_of(inner);
    }
    return text;
}

void nested(std::vector<random_manager>& managers, std::size_t from, bool fails_inside) {
    if (from < managers.size()) {
        with(managers[from], [&] { nested(managers, from + 1, fails_inside); });
    } else if (fails_inside) {
        throw std::logic_error("body");
    }
}

template <class F>
std::string outcome_of(F f) {
    try {
        f();
    } catch (...) {
        return chain_of(std::current_exception());
    }
    return "ended";
}

} // namespace

TEST_CASE("C22: a stack is as many with blocks, one inside the other: two thousand random ones") {
    for (unsigned seed = 1; seed <= 2000; ++seed) {
        CAPTURE(seed);
        std::mt19937 random(seed);
        auto one_in = [&](unsigned n) { return random() % n == 0; };
        log_lines by_nesting, by_stack;
        std::vector<random_manager> managers;
        const auto count = random() % 6;
        for (unsigned i = 0; i < count; ++i)
            managers.push_back({by_nesting, std::to_string(i), one_in(9), one_in(3), one_in(3), one_in(2)});
        const bool fails_inside = one_in(2);
        const std::string expected = outcome_of([&] { nested(managers, 0, fails_inside); });
        const std::string got = outcome_of([&] {
            with(exit_stack{}, [&](exit_stack& stack) {
                for (const random_manager& like : managers)
                    stack.enter(random_manager{by_stack, like.name, like.refuses, like.swallows, like.throws,
                                               like.nests});
                if (fails_inside) throw std::logic_error("body");
            });
        });
        REQUIRE(by_stack == by_nesting);
        REQUIRE(got == expected);
    }
}
