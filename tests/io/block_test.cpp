// SPDX-License-Identifier: BSL-1.0
#include <rondo/io/block.hpp>

#include <doctest/doctest.h>

#include <type_traits>

using namespace rondo;

TEST_CASE("block: is where some bytes of a file lie, how many, and their place; of itself nothing") {
    static_assert(std::is_trivially_copyable_v<block> && std::is_aggregate_v<block>);
    static_assert(readable_behind_block >= 64);
    const block none;
    CHECK(none.text().empty());
    CHECK(none.offset == 0);
    const char bytes[] = "one\ntwo\0three";
    const block some{bytes + 4, 9, 4};
    CHECK(some.text() == std::string_view("two\0three", 9)); // NUL is data
    CHECK(some.data == bytes + 4);
    CHECK(some.offset == 4);
}
