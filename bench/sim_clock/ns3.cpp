// SPDX-License-Identifier: BSL-1.0
// needs: ns3-core ns3/core-module.h
#include "../ns3.hpp"
#include "events.hpp"

int main(int argc, char** argv) {
    using loop = bench::sim::ns3_loop;
    bench::harness run(argc, argv, "sim_clock", "ns3", "-");
    bench::sim::measure_clock(run, bench::sim::clocks<loop>, bench::sim::hold<loop>);
    return run.finish();
}
