// SPDX-License-Identifier: BSL-1.0
// needs: ns3-core ns3/core-module.h
#include "../ns3.hpp"
#include "events.hpp"

int main(int argc, char** argv) {
    using loop = bench::sim::ns3_loop;
    bench::harness run(argc, argv, "sim_phold", "ns3", "-");
    bench::sim::measure_phold(run, bench::sim::hops<loop>);
    return run.finish();
}
