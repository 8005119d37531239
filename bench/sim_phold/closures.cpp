// SPDX-License-Identifier: BSL-1.0
#include "../closures.hpp"
#include "events.hpp"

int main(int argc, char** argv) {
    using loop = bench::sim::event_loop;
    bench::harness run(argc, argv, "sim_phold", "closures", "-");
    bench::sim::measure_phold(run, bench::sim::hops<loop>);
    return run.finish();
}
