// SPDX-License-Identifier: BSL-1.0
//
// Errors that cannot be thrown are told to the hook, and never dropped.
#include "death.hpp"

#include <rondo/base/errors.hpp>
#include <rondo/base/unraisable.hpp>

#include <doctest/doctest.h>

#include <cstdlib>
#include <thread>

using namespace rondo;

namespace {

int told = 0;
void count_it(const unraisable&) noexcept { ++told; }

std::string described(const std::exception_ptr& error, std::size_t size = 200) {
    std::string text(size, '#');
    describe(error, text.data(), size);
    return text.c_str();
}

std::exception_ptr nested() {
    try {
        try {
            throw value_error("inner");
        } catch (...) {
            raise_from_current("outer");
        }
    } catch (...) {
        return std::current_exception();
    }
    return {};
}

} // namespace

namespace unraisable_test {
struct bare {};
} // namespace unraisable_test

TEST_CASE("unraisable: the hook is told, and set_unraisable_hook gives the one before") {
    told = 0;
    auto first = set_unraisable_hook(count_it);
    report_unraisable(std::make_exception_ptr(1), "here");
    CHECK(told == 1);
    const bool was_it = set_unraisable_hook(first) == count_it;
    CHECK(was_it);
}

TEST_CASE("unraisable: without a hook the error is printed, with what was being done") {
    const std::string said = last_words([] {
        set_unraisable_hook(nullptr);
        report_unraisable(std::make_exception_ptr(value_error("lost")), "in the destructor of a thing");
        std::abort();
    });
    CHECK(said == "rondo: error ignored in the destructor of a thing: lost\n");
}

TEST_CASE("unraisable: each thread has a hook of its own") {
    auto before = set_unraisable_hook(count_it);
    unraisable_hook there = count_it;
    std::thread([&] { there = set_unraisable_hook(nullptr); }).join();
    set_unraisable_hook(before);
    const bool none = there == nullptr;
    CHECK(none);
}

TEST_CASE("unraisable: describe tells the words of an error, with its causes") {
    CHECK(described(std::make_exception_ptr(value_error("wrong"))) == "wrong");
    CHECK(described(nested()) == "outer (caused by: inner)");
}

TEST_CASE("unraisable: describe names the type of what is no std::exception") {
    CHECK(described(std::make_exception_ptr(unraisable_test::bare{})) ==
          "an exception of type unraisable_test::bare");
    CHECK(described({}) == "");
}

TEST_CASE("unraisable: describe never writes past the size it was given") {
    const std::exception_ptr error = nested();
    for (std::size_t size = 1; size <= 40; ++size) {
        std::string text(size + 8, '#');
        describe(error, text.data(), size);
        INFO("size ", size);
        CHECK(text.find('\0') < size);
        CHECK(text.substr(size) == "########");
    }
}
