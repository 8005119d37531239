// SPDX-License-Identifier: BSL-1.0
#include <rondo/sync/errors.hpp>

#include "support.hpp"

#include <type_traits>

using namespace sync_test;

TEST_CASE("errors: each is a runtime_error of its own name, and can be copied") {
    static_assert(std::is_base_of_v<runtime_error, channel_closed> &&
                  std::is_base_of_v<runtime_error, queue_full>);
    static_assert(std::is_base_of_v<runtime_error, queue_empty> &&
                  std::is_base_of_v<runtime_error, queue_shut_down>);
    static_assert(std::is_base_of_v<runtime_error, broken_barrier> &&
                  std::is_base_of_v<runtime_error, receiver_lagged>);
    static_assert(std::is_nothrow_copy_constructible_v<channel_closed>);
    CHECK_THROWS_AS(throw channel_closed("x"), const runtime_error&);
}

TEST_CASE("errors: a receiver that lagged says how many values it has missed") {
    const receiver_lagged one(1);
    CHECK(one.missed() == 1);
    CHECK(
        std::string(one.what()) ==
        "broadcast: this receiver was too slow, and missed 1 value; it goes on with the oldest that is kept");
    CHECK(tells(receiver_lagged(7).what(), "missed 7 values;"));
}
