// SPDX-License-Identifier: BSL-1.0
// needs: systemc
#include "../systemc.hpp"

namespace {

using bench::sim::systemc_run;

std::uint64_t holds(std::uint64_t many, std::uint64_t each) {
    systemc_run sim;
    std::uint64_t sum = 0;
    for (std::uint32_t i = 0; i != many; ++i)
        sim.process([&, bits = bench::sim::lcg{i + 1}]() mutable {
            for (std::uint64_t k = 0; k != each; ++k) {
                systemc_run::wait(bench::sim::exponential(bits));
                sum += sim.now();
            }
        });
    sim.run();
    return sum;
}

} // namespace

int sc_main(int argc, char** argv) {
    bench::harness run(argc, argv, "sim_hold", "systemc", SC_VERSION);
    bench::sim::measure_hold(run, holds, {.most = 20'000, .each = 200});
    return run.finish();
}
