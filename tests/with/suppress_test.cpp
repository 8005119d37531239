// SPDX-License-Identifier: BSL-1.0
#include <rondo/with/suppress.hpp>

#include <rondo/base/errors.hpp>
#include <rondo/with/with.hpp>

#include <doctest/doctest.h>

#include <stdexcept>

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
