// SPDX-License-Identifier: BSL-1.0
#include "../closures.hpp"
#include "events.hpp"

int main(int argc, char** argv) {
    using loop = bench::sim::event_loop;
    bench::harness run(argc, argv, "sim_mm1", "closures", "-");
    bench::sim::measure_mm1(run, bench::sim::customers<loop>);
    return run.finish();
}
