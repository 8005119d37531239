// SPDX-License-Identifier: BSL-1.0
#include <rondo/with/manager.hpp>

#include <doctest/doctest.h>

#include <optional>
#include <string>

using namespace rondo;

namespace {

struct plain {
    std::string enter();
    bool exit(std::exception_ptr);
};
struct truthy {
    void enter();
    std::optional<int> exit(const std::exception_ptr&);
};
struct no_enter {
    bool exit(std::exception_ptr);
};
struct no_exit {
    void enter();
};
struct says_nothing {
    void enter();
    void exit(std::exception_ptr);
};
struct asks_for_nothing {
    void enter();
    bool exit();
};

} // namespace

TEST_CASE("C1: a context manager is what has enter and exit") {
    CHECK(context_manager<plain>);
    CHECK_FALSE(context_manager<no_enter>);
    CHECK_FALSE(context_manager<no_exit>);
    CHECK_FALSE(context_manager<asks_for_nothing>);
    CHECK_FALSE(context_manager<int>);
    CHECK_FALSE(context_manager<const plain>); // its members are not const
}

TEST_CASE("C2: exit gives anything that is true or false, and must give something") {
    CHECK(context_manager<truthy>);
    CHECK_FALSE(context_manager<says_nothing>);
}

TEST_CASE("manager: entered_t is what enter gives") {
    CHECK(std::is_same_v<entered_t<plain>, std::string>);
    CHECK(std::is_void_v<entered_t<truthy>>);
}
