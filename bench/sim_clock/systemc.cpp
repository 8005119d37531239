// SPDX-License-Identifier: BSL-1.0
// needs: systemc
#include "../systemc.hpp"

namespace {

using bench::sim::systemc_run;

std::uint64_t clocks(std::uint64_t many, std::uint64_t each, bool telling = false) {
    systemc_run sim;
    std::uint64_t sum = 0;
    for (std::uint64_t i = 0; i != many; ++i)
        sim.process([&] {
            for (std::uint64_t k = 0; k != each; ++k) systemc_run::wait(1);
            if (std::exchange(telling, false)) bench::all_alive();
            sum += sim.now();
        });
    sim.run();
    return sum;
}

} // namespace

int sc_main(int argc, char** argv) {
    bench::harness run(argc, argv, "sim_clock", "systemc", SC_VERSION);
    bench::sim::measure_clock(
        run, [](std::uint64_t many, std::uint64_t each) { return clocks(many, each); },
        [](std::uint64_t many) { return clocks(many, 1, true); }, {.most = 20'000, .each = 200});
    return run.finish();
}
