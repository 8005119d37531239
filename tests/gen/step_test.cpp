// SPDX-License-Identifier: BSL-1.0
//
// item and step: presence is never the value's (row G44).
#include <rondo/gen/step.hpp>

#include "gen/support.hpp"

using namespace gen_test;
using rondo::item;
using rondo::step;

namespace {

static_assert(std::same_as<step<int>, item<const int&>>);
static_assert(std::same_as<step<int&>, item<int&>>);
static_assert(std::same_as<step<int&&>, item<int&&>>);
static_assert(std::same_as<step<void>, item<void>>);
static_assert(std::same_as<decltype(*std::declval<step<int>>()), const int&>);
static_assert(std::same_as<decltype(*std::declval<step<int&>>()), int&>);
static_assert(std::same_as<decltype(*std::declval<step<int&&>>()), int&&>);
static_assert(std::same_as<rondo::optional_result_t<void>, bool>);
static_assert(std::same_as<rondo::optional_result_t<int>, std::optional<int>>);
static_assert(!std::convertible_to<step<int>, bool>); // contextually only
static_assert(std::is_trivially_copyable_v<step<int>>);
static_assert(!std::is_copy_constructible_v<item<std::unique_ptr<int>>>);

} // namespace

TEST_CASE("G44: step: a false, zero or empty value is present") {
    const bool no = false;
    step<bool> of_false(&no);
    CHECK(of_false);
    CHECK(of_false.has_value());
    CHECK_FALSE(*of_false);
    const std::string nothing;
    CHECK(step<std::string>(&nothing));
    CHECK(item<int>(std::in_place, 0));
    const std::optional<int> empty;
    CHECK(step<std::optional<int>>(&empty));
}

TEST_CASE("step: empty by default, and from nullopt") {
    CHECK_FALSE(step<int>());
    CHECK_FALSE(step<int>(std::nullopt));
    CHECK_FALSE(step<int&&>());
    CHECK_FALSE(step<void>());
    CHECK_FALSE(step<void>(std::nullopt));
    CHECK(step<void>(true));
    CHECK_FALSE(item<int>());
    CHECK_FALSE(item<int>(std::nullopt));
}

TEST_CASE("step: is an address, not a copy") {
    all_accounted_for check;
    tracked value(3);
    step<tracked> constant(&value);
    step<tracked&> writable(&value);
    step<tracked&&> given(&value);
    CHECK(&*constant == &value);
    writable->value = 4;
    CHECK(constant->value == 4);
    tracked taken = *given;
    CHECK(taken.value == 4);
    CHECK(value.value == tracked::moved_from);
    CHECK(tracked::copies == 0);
}

TEST_CASE("item: holds what was made for it, and hands it on") {
    all_accounted_for check;
    item<tracked> held(std::in_place, 5);
    CHECK(held->value == 5);
    (*held).value = 6;
    tracked out = *std::move(held);
    CHECK(out.value == 6);
    CHECK(tracked::copies == 0);
    item<std::unique_ptr<int>> owner(std::in_place, std::make_unique<int>(7));
    item<std::unique_ptr<int>> other = std::move(owner);
    CHECK(**other == 7);
}

TEST_CASE("item: assigning makes the value anew, and never writes through references in it") {
    int a = 1, b = 2;
    item<std::pair<int&, int>> first(std::in_place, a, 10);
    first = item<std::pair<int&, int>>(std::in_place, b, 20);
    CHECK(a == 1);
    CHECK(&first->first == &b);
    first = item<std::pair<int&, int>>();
    CHECK_FALSE(first);
    all_accounted_for check;
    item<tracked> held(std::in_place, 1);
    held = item<tracked>(std::in_place, 2);
    CHECK(held->value == 2);
    auto& same = held;
    held = std::move(same);
    CHECK(held->value == 2);
}
