// SPDX-License-Identifier: BSL-1.0
// needs: systemc
//
// Two processes and a sc_fifo between them, as is usual there: a thread a customer would cost a stack each.
#include "../systemc.hpp"

namespace {

using bench::sim::systemc_run;

sc_core::sc_fifo<std::uint64_t>* line; // long enough never to be full

std::uint64_t customers(std::uint64_t n) {
    systemc_run sim;
    std::uint64_t sum = 0;
    sim.process([&] {
        bench::sim::lcg gaps{1}, services{2};
        for (std::uint64_t i = 0; i != n; ++i) {
            systemc_run::wait(bench::sim::exponential(gaps));
            line->write(bench::sim::service(services));
        }
    });
    sim.process([&] {
        for (std::uint64_t i = 0; i != n; ++i) {
            systemc_run::wait(line->read());
            sum += sim.now();
        }
    });
    sim.run();
    return sum;
}

} // namespace

int sc_main(int argc, char** argv) {
    bench::harness run(argc, argv, "sim_mm1", "systemc", SC_VERSION);
    sc_core::sc_fifo<std::uint64_t> desk("desk", 1 << 16);
    line = &desk;
    bench::sim::measure_mm1(run, customers);
    return run.finish();
}
