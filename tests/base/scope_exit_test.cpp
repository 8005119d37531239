// SPDX-License-Identifier: BSL-1.0
//
// The action that runs when a scope is left.
#include <rondo/base/scope_exit.hpp>

#include <doctest/doctest.h>

#include <stdexcept>
#include <string>
#include <vector>

using rondo::scope_exit;

namespace {
std::vector<std::string> lost; // what reached the hook

void remember(const rondo::unraisable& error) noexcept {
    char text[64];
    rondo::describe(error.error, text, sizeof text);
    lost.push_back(std::string(error.context) + ": " + text);
}
} // namespace

TEST_CASE("scope_exit: runs at the end of the scope, the last made first") {
    std::string order;
    {
        scope_exit first = [&] { order += "1"; };
        scope_exit second = [&] { order += "2"; };
        order += "body ";
    }
    CHECK(order == "body 21");
}

TEST_CASE("scope_exit: runs when the scope is left by an error") {
    bool ran = false;
    try {
        scope_exit guard = [&] { ran = true; };
        throw std::runtime_error("out");
    } catch (const std::runtime_error&) {}
    CHECK(ran);
}

TEST_CASE("scope_exit: released, it runs nothing") {
    bool ran = false;
    {
        scope_exit guard = [&] { ran = true; };
        guard.release();
    }
    CHECK_FALSE(ran);
}

TEST_CASE("scope_exit: moved, it runs once, at the end of the new scope") {
    int runs = 0;
    {
        scope_exit outer = [&] { ++runs; };
        {
            scope_exit inner = std::move(outer);
            CHECK(runs == 0);
        }
        CHECK(runs == 1);
    }
    CHECK(runs == 1);
}

TEST_CASE("scope_exit: an error of the action goes to the unraisable hook") {
    lost.clear();
    auto previous = rondo::set_unraisable_hook(remember);
    {
        scope_exit guard = [] { throw std::runtime_error("while leaving"); };
    }
    rondo::set_unraisable_hook(previous);
    CHECK(lost == std::vector<std::string>{"in a scope_exit: while leaving"});
}
