// SPDX-License-Identifier: BSL-1.0
#include <rondo/sim/store.hpp>

#include <rondo/sim/environment.hpp>

#include <doctest/doctest.h>

#include <memory>

using namespace rondo;
using namespace rondo::sim;

TEST_CASE("store: a capacity of zero is refused") {
    environment env;
    CHECK_THROWS_AS(store<int>(env, 0), value_error);
}

TEST_CASE("store: things that cannot be copied go from one process to the other") {
    environment env;
    store<std::unique_ptr<int>> things(env, 1);
    int got = 0;
    env.process([&]() -> process {
        for (int i = 1; i < 4; ++i) co_await things.put(std::make_unique<int>(i));
    });
    env.process([&]() -> process {
        for (int i = 0; i < 3; ++i) {
            const std::unique_ptr<int> one = co_await things.get();
            got = got * 10 + *one;
        }
    });
    env.run();
    CHECK(got == 123);
}
