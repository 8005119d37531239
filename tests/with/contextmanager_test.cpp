// SPDX-License-Identifier: BSL-1.0
#include <rondo/with/contextmanager.hpp>

#include <rondo/base/scope_exit.hpp>
#include <rondo/gen/next.hpp>
#include <rondo/with/with.hpp>

#include <doctest/doctest.h>

#include <memory>
#include <stdexcept>
#include <string>
#include <vector>

using namespace rondo;

namespace {

using log_lines = std::vector<std::string>;

contextmanager<const std::string&> managed(std::string name, log_lines& log) {
    log.push_back("open " + name);
    scope_exit closing = [&] { log.push_back("close " + name); };
    co_yield name;
}

contextmanager<> passes() { co_yield {}; }

contextmanager<int> swallows(int value) {
    try {
        co_yield value;
    } catch (...) {}
}

contextmanager<> translates() {
    try {
        co_yield {};
    } catch (const std::exception&) {
        std::throw_with_nested(std::invalid_argument("translated"));
    }
}

contextmanager<> never_yields(bool really) {
    if (really) co_return;
    co_yield {};
}

contextmanager<> yields_twice(log_lines& log) {
    scope_exit closed = [&] { log.push_back("closed"); };
    co_yield {};
    co_yield {};
}

contextmanager<> yields_after_throw(log_lines& log) {
    scope_exit closed = [&] { log.push_back("closed"); };
    try {
        co_yield {};
    } catch (const std::exception&) {}
    co_yield {};
}

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

TEST_CASE("C3: making a contextmanager runs nothing") {
    log_lines log;
    {
        auto manager = managed("database", log);
        CHECK(log.empty());
    }
    CHECK(log.empty());
    with(managed("database", log), [&](const std::string& name) { log.push_back("use " + name); });
    CHECK(log == log_lines{"open database", "use database", "close database"});
}

TEST_CASE("C4: the body's error is thrown at the co_yield") {
    std::string seen;
    auto manager = [](std::string& said) -> contextmanager<> {
        try {
            co_yield {};
        } catch (const std::logic_error& error) {
            said = error.what();
            throw;
        }
    };
    CHECK_THROWS_AS(with(manager(seen), [] { throw std::logic_error("body"); }), std::logic_error);
    CHECK(seen == "body");
}

TEST_CASE("C5: an error that is not handled goes on as the same object") {
    log_lines log;
    const std::exception_ptr mine = std::make_exception_ptr(std::runtime_error("mine"));
    CHECK(thrown_by([&] { with(managed("a", log), [&] { std::rethrow_exception(mine); }); }) == mine);
    auto rethrows = []() -> contextmanager<> {
        try {
            co_yield {};
        } catch (...) {
            throw;
        }
    };
    CHECK(thrown_by([&] { with(rethrows(), [&] { std::rethrow_exception(mine); }); }) == mine);
}

TEST_CASE("C5: exit reports an error that is not handled by false, not by throwing it") {
    auto manager = passes();
    manager.enter();
    CHECK_FALSE(manager.exit(std::make_exception_ptr(3)));
}

TEST_CASE("C6: an error that the body handles is swallowed") {
    CHECK(with(swallows(5), [](int n) { return n; }) == 5);
    CHECK(with(swallows(5), [](int) -> int { throw std::runtime_error("body"); }) == std::nullopt);
}

TEST_CASE("C7: a translated error propagates in place of the body's, which is its cause") {
    const std::exception_ptr mine = std::make_exception_ptr(std::runtime_error("mine"));
    const std::exception_ptr out =
        thrown_by([&] { with(translates(), [&] { std::rethrow_exception(mine); }); });
    try {
        std::rethrow_exception(out);
    } catch (const std::invalid_argument& error) {
        CHECK(std::string(error.what()) == "translated");
        CHECK(cause(error) == mine);
    }
}

TEST_CASE("C8: a runtime_error of the body passes by identity, whatever its text") {
    for (const char* text : {"mine", "generator didn't stop", "generator raised StopIteration"}) {
        const std::exception_ptr mine = std::make_exception_ptr(rondo::runtime_error(text));
        CHECK(thrown_by([&] { with(passes(), [&] { std::rethrow_exception(mine); }); }) == mine);
    }
}

TEST_CASE("C8: another runtime_error from inside is not the body's") {
    auto replaces = []() -> contextmanager<> {
        try {
            co_yield {};
        } catch (const rondo::runtime_error&) {
            std::throw_with_nested(rondo::runtime_error("mine"));
        }
    };
    const std::exception_ptr body = std::make_exception_ptr(rondo::runtime_error("mine"));
    const std::exception_ptr out =
        thrown_by([&] { with(replaces(), [&] { std::rethrow_exception(body); }); });
    CHECK(out != nullptr);
    CHECK(out != body);
}

TEST_CASE("C9: a stop_iteration of the body passes through, as the same object") {
    const std::exception_ptr mine = std::make_exception_ptr(stop_iteration<int>(4));
    CHECK(thrown_by([&] { with(passes(), [&] { std::rethrow_exception(mine); }); }) == mine);
    const std::exception_ptr none = std::make_exception_ptr(stop_iteration<>());
    CHECK(thrown_by([&] { with(passes(), passes(), [&] { std::rethrow_exception(none); }); }) == none);
}

TEST_CASE("C9: a stop_iteration that the manager itself raises is its mistake") {
    auto exhausted = []() -> contextmanager<> {
        generator<int> empty;
        try {
            co_yield {};
        } catch (const std::exception&) {}
        rondo::next(empty);
    };
    CHECK_THROWS_WITH_AS(with(exhausted(), [] { throw stop_iteration<>(); }),
                         "generator raised StopIteration", rondo::runtime_error);
}

TEST_CASE("C10: a contextmanager that does not yield") {
    bool ran = false;
    CHECK_THROWS_WITH_AS(with(never_yields(true), [&] { ran = true; }), "generator didn't yield",
                         rondo::runtime_error);
    CHECK_FALSE(ran);
}

TEST_CASE("C11: one that yields again after a normal end is closed, then reported") {
    log_lines log;
    CHECK_THROWS_WITH_AS(with(yields_twice(log), [] {}), "generator didn't stop", rondo::runtime_error);
    CHECK(log == log_lines{"closed"});
}

TEST_CASE("C12: one that yields again after a throw is closed, then reported") {
    log_lines log;
    CHECK_THROWS_WITH_AS(with(yields_after_throw(log), [] { throw std::logic_error("body"); }),
                         "generator didn't stop after throw()", rondo::runtime_error);
    CHECK(log == log_lines{"closed"});
    auto manager = yields_after_throw(log);
    manager.enter();
    CHECK_THROWS(manager.exit(std::make_exception_ptr(std::logic_error("body"))));
    CHECK(log == log_lines{"closed", "closed"}); // before the manager is destroyed
}

TEST_CASE("C11: what the closing raises goes first") {
    auto stubborn = [](bool& stop) -> contextmanager<> {
        co_yield {};
        while (!stop) {
            try {
                co_yield {};
            } catch (const generator_exit&) {}
        }
    };
    bool stop = false;
    CHECK_THROWS_WITH_AS(with(stubborn(stop), [] {}), "generator ignored GeneratorExit",
                         rondo::runtime_error);
}

TEST_CASE(
    "C13: an error before the co_yield keeps the body from running; one after it replaces the outcome") {
    auto bad_setup = [](bool bad) -> contextmanager<> {
        if (bad) throw std::runtime_error("setup");
        co_yield {};
    };
    auto bad_teardown = []() -> contextmanager<> {
        try {
            co_yield {};
        } catch (const std::exception&) {}
        throw std::runtime_error("teardown");
    };
    bool ran = false;
    CHECK_THROWS_WITH(with(bad_setup(true), [&] { ran = true; }), "setup");
    CHECK_FALSE(ran);
    CHECK_THROWS_WITH(with(bad_teardown(), [] {}), "teardown");
    CHECK_THROWS_WITH(with(bad_teardown(), [] { throw std::logic_error("body"); }), "teardown");
}

TEST_CASE("C15: a contextmanager is good for one block") {
    log_lines log;
    auto manager = managed("a", log);
    with(manager, [] {});
    CHECK_THROWS_WITH_AS(with(manager, [] {}), "generator didn't yield", rondo::runtime_error);
    auto entered = managed("b", log);
    entered.enter();
    CHECK_THROWS_AS(entered.enter(), rondo::runtime_error);
    CHECK(log.back() == "open b"); // the second enter did not run on
    CHECK_FALSE(entered.exit(nullptr));
    CHECK(log.back() == "close b");
}

TEST_CASE("C19: generator_exit passes through a contextmanager, which sees it") {
    log_lines log;
    auto sees = [](log_lines& said) -> contextmanager<> {
        try {
            co_yield {};
        } catch (const generator_exit&) {
            said.push_back("generator_exit");
            throw;
        }
    };
    CHECK_THROWS_AS(with(sees(log), [] { throw generator_exit{}; }), generator_exit);
    CHECK(log == log_lines{"generator_exit"});
    CHECK_THROWS_AS(with(translates(), [] { throw generator_exit{}; }), generator_exit); // no std::exception
}

TEST_CASE("C20: a contextmanager may use try and catch around its co_yield, and delegate to a generator") {
    auto inner = []() -> generator<int> { co_yield 3; };
    auto outer = [](auto make) -> contextmanager<int> { co_yield from(make()); };
    CHECK(with(outer(inner), [](int n) { return n; }) == 3);
    CHECK_THROWS_WITH(with(outer(inner), [] { throw std::runtime_error("body"); }), "body");
}

TEST_CASE("contextmanager: made from any generator of the same type") {
    auto numbers = []() -> generator<int> { co_yield 6; };
    contextmanager<int> manager = numbers();
    CHECK(with(manager, [](int n) { return n; }) == 6);
}

TEST_CASE("contextmanager: the value is handed out as a generator hands out its own") {
    struct database {
        int queries = 0;
    };
    auto lends = [](int& total) -> contextmanager<database&> {
        database db;
        co_yield db;
        total = db.queries;
    };
    int total = 0;
    with(lends(total), [](database& db) { db.queries = 3; });
    CHECK(total == 3);
    auto gives = []() -> contextmanager<std::unique_ptr<int>&&> { co_yield std::make_unique<int>(8); };
    CHECK(**with(gives(), [](std::unique_ptr<int> p) { return p; }) == 8);
    static_assert(std::is_same_v<entered_t<contextmanager<std::string>>, const std::string&>);
    static_assert(std::is_void_v<entered_t<contextmanager<>>>);
}

TEST_CASE("contextmanager: what it owns is gone when exit returns, and when it is dropped") {
    auto alive = std::make_shared<int>();
    auto holds = [](std::shared_ptr<int> resource) -> contextmanager<int&> { co_yield *resource; };
    auto manager = holds(alive);
    CHECK(alive.use_count() == 2);
    with(manager, [] {});
    CHECK(alive.use_count() == 1);
    {
        auto dropped = holds(alive);
        dropped.enter();
        CHECK(alive.use_count() == 2);
    }
    CHECK(alive.use_count() == 1);
}

TEST_CASE("contextmanager: may be moved before it is entered") {
    log_lines log;
    auto made = managed("a", log);
    auto moved = std::move(made);
    CHECK(with(moved, [](const std::string& name) { return name; }) == "a");
}
