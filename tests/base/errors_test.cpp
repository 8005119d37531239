// SPDX-License-Identifier: BSL-1.0
//
// The families of errors: which catch stops which.
#include <rondo/base/errors.hpp>

#include <doctest/doctest.h>

#include <type_traits>

TEST_CASE_TEMPLATE("errors: a mistake is a std::runtime_error and keeps its words", Error,
                   rondo::runtime_error, rondo::value_error, rondo::type_error, rondo::attribute_error) {
    try {
        throw Error("said so");
    } catch (const std::runtime_error& caught) {
        CHECK(std::string(caught.what()) == "said so");
    }
}

TEST_CASE("errors: the kinds of mistakes are told apart") {
    CHECK_FALSE(std::is_base_of_v<rondo::runtime_error, rondo::value_error>);
    CHECK_FALSE(std::is_base_of_v<rondo::value_error, rondo::type_error>);
    CHECK_FALSE(std::is_base_of_v<rondo::type_error, rondo::attribute_error>);
}

TEST_CASE("errors: generator_exit is stopped by no catch of std::exception") {
    CHECK_FALSE(std::is_base_of_v<std::exception, rondo::generator_exit>);
    bool passed = false;
    try {
        try {
            throw rondo::generator_exit{};
        } catch (const std::exception&) {
            FAIL("it was stopped");
        }
    } catch (const rondo::generator_exit&) {
        passed = true;
    }
    CHECK(passed);
}

TEST_CASE("errors: raise_from_current keeps the error being handled as the cause") {
    try {
        try {
            throw rondo::value_error("inner");
        } catch (...) {
            rondo::raise_from_current("outer");
        }
    } catch (const rondo::runtime_error& outer) {
        CHECK(std::string(outer.what()) == "outer");
        std::exception_ptr inner = rondo::cause(outer);
        REQUIRE(inner);
        CHECK_THROWS_AS(std::rethrow_exception(inner), rondo::value_error);
    }
}

TEST_CASE("errors: an error that was raised alone has no cause") {
    CHECK_FALSE(rondo::cause(rondo::value_error("alone")));
}
