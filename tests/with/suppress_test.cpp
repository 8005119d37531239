// SPDX-License-Identifier: BSL-1.0
#include <rondo/with/suppress.hpp>

#include <rondo/base/errors.hpp>
#include <rondo/with/with.hpp>

#include <doctest/doctest.h>

#include <rondo/core/exception_group.hpp>

#include <stdexcept>
#include <vector>

using namespace rondo;

TEST_CASE("C26: suppress ends the block quietly at the error that it names") {
    bool went_on = false;
    CHECK_FALSE(with(suppress<std::logic_error>(), [&] {
        throw std::logic_error("named");
        went_on = true;
    }));
    CHECK_FALSE(went_on);
    CHECK(with(suppress<std::logic_error>(), [] { return 1; }) == 1);
}

TEST_CASE("C26: suppress matches what derives from it, never what it derives from") {
    CHECK_FALSE(with(suppress<std::logic_error>(), [] { throw std::out_of_range("derived"); }));
    CHECK_THROWS_AS(with(suppress<std::out_of_range>(), [] { throw std::logic_error("base"); }),
                    std::logic_error);
    CHECK_FALSE(with(suppress<int, std::out_of_range>(), [] { throw std::out_of_range("second"); }));
    CHECK_THROWS_AS(with(suppress<long>(), [] { throw 1; }), int);
}

TEST_CASE("C26: suppress without a class suppresses nothing") {
    CHECK_THROWS_AS(with(suppress<>(), [] { throw 1; }), int);
}

TEST_CASE("G26: suppress<std::exception> lets generator_exit pass") {
    CHECK_THROWS_AS(with(suppress<std::exception>(), [] { throw generator_exit{}; }), generator_exit);
    CHECK_FALSE(with(suppress<generator_exit>(), [] { throw generator_exit{}; }));
}

TEST_CASE("C26: one suppress serves many blocks, also nested") {
    const suppress<std::runtime_error> quiet;
    CHECK_FALSE(with(quiet, [&] {
        CHECK_FALSE(with(quiet, [] { throw std::runtime_error("inner"); }));
        throw std::runtime_error("outer");
    }));
}

TEST_CASE("suppress: is_a asks for the classes of an error") {
    const auto error = std::make_exception_ptr(std::out_of_range("x"));
    CHECK(is_a<std::logic_error>(error));
    CHECK(is_a<int, std::exception>(error));
    CHECK_FALSE(is_a<int, std::runtime_error>(error));
    CHECK_FALSE(is_a<std::exception>(nullptr));
}

TEST_CASE("C26: suppress takes its errors out of a group, at any depth, and throws a group of the rest") {
    const auto logic = std::make_exception_ptr(std::logic_error("logic"));
    const auto range = std::make_exception_ptr(std::range_error("range"));
    const auto nested = std::make_exception_ptr(exception_group("inner", {logic, range}));
    const exception_group mixed("outer", {nested, logic, range});
    try {
        with(suppress<std::logic_error>(), [&] { throw mixed; });
        FAIL("not reached");
    } catch (const exception_group& rest) {
        CHECK(rest.message() == "outer");
        CHECK(rest.leaf_count() == 2);
        CHECK(rest.leaves() == std::vector<std::exception_ptr>{range, range});
    }
    CHECK_FALSE(with(suppress<std::logic_error>(), [&] { throw exception_group("all", {logic, logic}); }));
    CHECK_FALSE(with(suppress<std::logic_error, std::range_error>(), [&] { throw mixed; }));
}

TEST_CASE("C26: a group with nothing to suppress passes as the same object; one that is suppressed itself is "
          "gone") {
    const auto group =
        std::make_exception_ptr(exception_group("g", {std::make_exception_ptr(std::range_error("r"))}));
    std::exception_ptr same;
    try {
        with(suppress<std::logic_error>(), [&] { std::rethrow_exception(group); });
    } catch (...) {
        same = std::current_exception();
    }
    CHECK(same == group);
    CHECK_FALSE(with(suppress<exception_group>(), [&] { std::rethrow_exception(group); }));
    CHECK_FALSE(with(suppress<std::exception>(), [&] { std::rethrow_exception(group); }));
}
