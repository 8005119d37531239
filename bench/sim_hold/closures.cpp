// SPDX-License-Identifier: BSL-1.0
#include "../closures.hpp"
#include "events.hpp"

int main(int argc, char** argv) {
    using loop = bench::sim::event_loop;
    bench::harness run(argc, argv, "sim_hold", "closures", "-");
    bench::sim::measure_hold(run, bench::sim::holds<loop>);
    return run.finish();
}
