// SPDX-License-Identifier: BSL-1.0
// needs: systemc
#include "../systemc.hpp"

namespace {

using bench::sim::systemc_run;
using store = sc_core::sc_fifo<std::uint64_t>;

store *there, *back;

std::uint64_t rounds(std::uint64_t n) {
    systemc_run sim;
    std::uint64_t sum = 0;
    sim.process([&] {
        for (std::uint64_t i = 0; i != n; ++i) {
            there->write(i);
            sum += back->read();
        }
    });
    sim.process([&] {
        for (std::uint64_t i = 0; i != n; ++i) back->write(there->read() + 1);
    });
    sim.run();
    return sum;
}

} // namespace

int sc_main(int argc, char** argv) {
    bench::harness run(argc, argv, "sim_store_pingpong", "systemc", SC_VERSION);
    store a("there"), b("back");
    there = &a, back = &b;
    bench::sim::measure_store(run, rounds);
    return run.finish();
}
