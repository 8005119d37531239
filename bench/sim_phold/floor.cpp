// SPDX-License-Identifier: BSL-1.0
//
// Floor: see bare_sim.hpp.
#include "../bare_sim.hpp"

using bench::bare::simulation;
using bench::sim::message;
using mailboxes = std::vector<bench::bare::mailbox<message>>;

namespace {

BENCH_NOINLINE bench::bare::detached carry(simulation& env, bench::bare::mailbox<message>& to, message m,
                                           double delay) {
    co_await bench::bare::timeout(env, delay);
    to.put(m);
}

void send(simulation& env, mailboxes& all, message m) {
    const double delay = bench::sim::exponential(m.bits);
    auto& to = all[bench::sim::target(m.bits)];
    carry(env, to, m, delay);
}

BENCH_NOINLINE bench::bare::detached station(simulation& env, mailboxes& all,
                                             bench::bare::mailbox<message>& own, std::uint64_t& sum) {
    for (;;) {
        message m = co_await own.get();
        sum += bench::sim::whole(env.now);
        if (--m.left != 0) send(env, all, m);
    }
}

std::uint64_t hops(std::uint64_t many, std::uint64_t each) {
    simulation env;
    std::uint64_t sum = 0;
    mailboxes all(bench::sim::stations);
    for (auto& own : all) station(env, all, own, sum);
    for (std::uint32_t i = 0; i != many; ++i) send(env, all, {{i + 1}, each});
    env.run();
    for (const auto& own : all) own.waits().destroy();
    return sum;
}

} // namespace

int main(int argc, char** argv) {
    bench::harness run(argc, argv, "sim_phold", "floor", "-");
    bench::sim::measure_phold(run, hops);
    return run.finish();
}
