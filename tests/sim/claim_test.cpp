// SPDX-License-Identifier: BSL-1.0
#include <rondo/sim/claim.hpp>

#include <rondo/sim/environment.hpp>
#include <rondo/sim/store.hpp>

#include <doctest/doctest.h>

using namespace rondo;
using namespace rondo::sim;

TEST_CASE("claim: detached it stays in the queue; cancelled or dropped it does not") {
    environment env;
    store<int> things(env);
    event<int> kept = things.get().detach();
    auto other = things.get();
    CHECK(things.get_queue_length() == 2);
    other.cancel();
    CHECK(things.get_queue_length() == 1);
    auto put = things.put(4);
    env.run();
    CHECK(kept.value() == 4);
    CHECK_FALSE(other.triggered());
    CHECK(put.processed());
}
