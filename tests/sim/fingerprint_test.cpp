// SPDX-License-Identifier: BSL-1.0
#include <rondo/sim/fingerprint.hpp>

#include <rondo/base/errors.hpp>
#include <rondo/sim/environment.hpp>
#include <rondo/sim/random.hpp>
#include <rondo/sim/resource.hpp>

#include <doctest/doctest.h>

using namespace rondo;
using namespace rondo::sim;

namespace {

process customer(environment& env, resource& desk, double stays) {
    auto turn = co_await desk.request();
    co_await env.timeout(stays);
}
process arrivals(environment& env, resource& desk, std::uint64_t seed, double last) {
    random_stream bits(seed, 0, "bank");
    for (int i = 0; i < 50; ++i) {
        co_await env.timeout(i == 49 ? last : exponential(1)(bits));
        env.process(customer(env, desk, exponential(0.8)(bits)));
    }
}
void run(environment& env, std::uint64_t seed, double last) {
    resource desk(env, 1);
    env.process(arrivals(env, desk, seed, last));
    env.run();
}

} // namespace

TEST_CASE("fingerprint: the same run has the same one, by every compiler") {
    environment one;
    environment two;
    fingerprint a(one);
    fingerprint b(two, {.steps = true});
    run(one, 1, 1);
    run(two, 1, 1);
    CHECK(a.value() == b.value());
    environment cut;
    const fingerprint parts(cut);
    cut.run(7);
    CHECK(parts.events() == 0);
    CHECK(a.events() == one.events_processed());
    CHECK(b.steps().size() == b.events());
    CHECK(b.steps().back() == b.value());
    CHECK(a.text() == "b53908f880b345e6");
}

TEST_CASE("fingerprint: where two runs differ, the first event that differs is found") {
    environment one;
    environment two;
    environment three;
    fingerprint a(one, {.steps = true});
    fingerprint b(two, {.steps = true});
    fingerprint c(three, {.steps = true});
    run(one, 1, 1);
    run(two, 1, 1.5);
    run(three, 2, 1);
    CHECK_FALSE(first_difference(a, a));
    const auto late = first_difference(a, b);
    REQUIRE(late);
    CHECK(*late > 100);
    CHECK(*late < a.events());
    CHECK(first_difference(a, c) == 2); // all start alike
}

TEST_CASE("fingerprint: the order among equals counts, and what the model adds") {
    environment one;
    environment two({.ties = tie_policy::random, .seed = 3});
    fingerprint a(one);
    fingerprint b(two);
    run(one, 1, 1);
    run(two, 1, 1);
    CHECK(a.value() != b.value());
    environment three;
    fingerprint c(three);
    fingerprint d(three);
    c.mix(0.0);
    d.mix(-0.0);
    CHECK(c.value() == d.value());
    d.mix("x");
    c.mix("y");
    CHECK(c.value() != d.value());
    CHECK_THROWS_AS(static_cast<void>(first_difference(a, b)), value_error);
}
