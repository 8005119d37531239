// SPDX-License-Identifier: BSL-1.0
#include "../closures.hpp"
#include "events.hpp"

int main(int argc, char** argv) {
    using loop = bench::sim::event_loop;
    bench::harness run(argc, argv, "sim_clock", "closures", "-");
    bench::sim::measure_clock(run, bench::sim::clocks<loop>, bench::sim::hold<loop>);
    return run.finish();
}
