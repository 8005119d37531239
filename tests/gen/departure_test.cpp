// SPDX-License-Identifier: BSL-1.0
#include <rondo/gen/departure.hpp>

#include <rondo/gen/generator.hpp>

#include <doctest/doctest.h>

#include <optional>
#include <stdexcept>

using namespace rondo;

namespace {

struct witness {
    int& forced;
    departure scope = {};
    witness(int& said) : forced(said) {}
    ~witness() { forced = scope.forced() ? 1 : 0; }
};

generator<int> holds(int& forced, bool fails) {
    witness inside(forced);
    co_yield 1;
    if (fails) throw std::runtime_error("body");
    co_yield 2;
}

generator<int> delegates(int& forced) { co_yield from(holds(forced, false)); }

} // namespace

TEST_CASE("departure: a scope that ends, or is left by return or break, is not forced") {
    int forced = -1;
    [&] {
        witness w(forced);
        return;
    }();
    CHECK(forced == 0);
    for (;;) {
        witness w(forced = -1);
        break;
    }
    CHECK(forced == 0);
}

TEST_CASE("departure: an exception forces it, also inside a handler and another unwinding") {
    int forced = -1;
    CHECK_THROWS([&] {
        witness w(forced);
        throw std::runtime_error("x");
    }());
    CHECK(forced == 1);
    struct in_destructor {
        int& normal;
        int& inner;
        ~in_destructor() {
            { witness w(normal); }
            try {
                witness w(inner);
                throw 1;
            } catch (int) {}
        }
    };
    int normal = -1, inner = -1;
    CHECK_THROWS([&] {
        in_destructor d{normal, inner};
        throw std::runtime_error("outer");
    }());
    CHECK(normal == 0); // begun and ended while something else was unwound
    CHECK(inner == 1);
}

TEST_CASE("departure: a generator that runs to its end leaves its scopes normally") {
    int forced = -1;
    auto g = holds(forced, false);
    for (int i = 0; i < 3; ++i) g.next();
    CHECK(forced == 0);
}

TEST_CASE(
    "departure: closing or dropping a suspended generator forces its scopes, at any depth of delegation") {
    int forced = -1;
    auto g = holds(forced, false);
    g.next();
    g.close();
    CHECK(forced == 1);
    forced = -1;
    {
        auto dropped = holds(forced, false);
        dropped.next();
    }
    CHECK(forced == 1);
    forced = -1;
    {
        auto dropped = delegates(forced);
        dropped.next();
    }
    CHECK(forced == 1);
    CHECK(detail::frames_being_dropped() == 0);
}

TEST_CASE("departure: an error of the body forces it") {
    int forced = -1;
    auto g = holds(forced, true);
    g.next();
    CHECK_THROWS(g.next());
    CHECK(forced == 1);
}

TEST_CASE("departure: a scope within a destructor of a dropped frame is its own") {
    struct runs_code {
        int& forced;
        ~runs_code() { witness w(forced); }
    };
    int forced = -1;
    auto body = [](int& said) -> generator<int> {
        runs_code inside{said};
        co_yield 1;
    };
    {
        auto dropped = body(forced);
        dropped.next();
    }
    CHECK(forced == 0);
}

TEST_CASE("departure: a copy or a move begins anew") {
    std::optional<departure> kept;
    struct copies {
        std::optional<departure>& to;
        ~copies() { to = departure(); }
    };
    CHECK_THROWS([&] {
        copies c{kept};
        throw 1;
    }());
    CHECK_FALSE(kept->forced());
}
