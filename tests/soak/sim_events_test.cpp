// SPDX-License-Identifier: BSL-1.0
//
// A billion events (or RONDO_EVENTS) in one environment, without growth of memory.
#include <rondo/sim/environment.hpp>

#include <doctest/doctest.h>

#include <cstdio>
#include <cstdlib>
#include <fstream>

using namespace rondo;
using namespace rondo::sim;

namespace {

process clock(environment& env, double tick) {
    for (;;) co_await env.timeout(tick);
}
long resident_pages() {
    long all = 0, resident = 0;
    std::ifstream("/proc/self/statm") >> all >> resident;
    return resident;
}

} // namespace

TEST_CASE("events: a billion of them need no page more than ten million") {
    const char* asked = std::getenv("RONDO_EVENTS");
    const std::uint64_t events = asked ? std::strtoull(asked, nullptr, 10) : 1'000'000'000;
    environment env;
    env.process(clock(env, 1));
    env.process(clock(env, 2.5));
    while (env.events_processed() < events / 100) env.run(env.now() + 10'000);
    const long before = resident_pages();
    while (env.events_processed() < events) env.run(env.now() + 1'000'000);
    std::printf("%llu events, %ld pages after a hundredth of them, %ld at the end\n",
                static_cast<unsigned long long>(env.events_processed()), before, resident_pages());
    CHECK(resident_pages() <= before + 256);
}
