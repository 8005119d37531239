// SPDX-License-Identifier: BSL-1.0
//
// What rondo's programs of bench/sim_* have in common: the order of events that BENCH_ORDER names, native by default.
#pragma once

#include "sim.hpp"

#include <rondo/sim/environment.hpp>

#include <cstdlib>

namespace bench::sim {

inline rondo::sim::environment_options options() {
    static const char* const wanted = std::getenv("BENCH_ORDER");
    const bool native = wanted == nullptr || std::string(wanted) != "simpy";
    return {.order = native ? rondo::sim::order_policy::native : rondo::sim::order_policy::simpy};
}

} // namespace bench::sim
