// SPDX-License-Identifier: BSL-1.0
//
// SystemC's threads as processes. There is one kernel a program, whose clock goes on from run to run: times are counted from
// where a run began. Its library brings main(), which calls sc_main().
#pragma once

#include "sim.hpp"

#define SC_CPLUSPLUS 201703L // what Debian's library was compiled for: its symbols say so
#define SC_INCLUDE_DYNAMIC_PROCESSES
#include <systemc>

#include <cstdlib>
#include <utility>

namespace bench::sim {

class systemc_run {
public:
    /// One more process: a thread with a stack of its own.
    template <class Body>
    void process(Body body) {
        sc_core::sc_spawn_options small;
        small.set_stack_size(0x8000);
        sc_core::sc_spawn(std::move(body), nullptr, &small);
    }
    void run() { sc_core::sc_start(); }
    std::uint64_t now() const { return sc_core::sc_time_stamp().value() - begun_; }
    static void wait(std::uint64_t delay) { sc_core::wait(sc_core::sc_time::from_value(delay)); }

private:
    std::uint64_t begun_ = sc_core::sc_time_stamp().value();
};

inline const int quiet = ::setenv("SYSTEMC_DISABLE_COPYRIGHT_MESSAGE", "1", 1);

} // namespace bench::sim
