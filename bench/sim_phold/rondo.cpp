// SPDX-License-Identifier: BSL-1.0
#include "../sim_rondo.hpp"

#include <rondo/sim/store.hpp>

#include <memory>
#include <vector>

using bench::sim::message;
using rondo::sim::environment;
using mailbox = rondo::sim::store<message>;
using mailboxes = std::vector<std::unique_ptr<mailbox>>;

namespace {

BENCH_NOINLINE rondo::sim::process carry(environment& env, mailbox& to, message m, double delay) {
    co_await env.timeout(delay);
    co_await to.put(m);
}

void send(environment& env, mailboxes& all, message m) {
    const double delay = bench::sim::exponential(m.bits);
    mailbox& to = *all[bench::sim::target(m.bits)];
    env.process(carry(env, to, m, delay));
}

BENCH_NOINLINE rondo::sim::process station(environment& env, mailboxes& all, mailbox& own,
                                           std::uint64_t& sum) {
    for (;;) {
        message m = co_await own.get();
        sum += bench::sim::whole(env.now());
        if (--m.left != 0) send(env, all, m);
    }
}

std::uint64_t hops(std::uint64_t many, std::uint64_t each) {
    environment env(bench::sim::options());
    std::uint64_t sum = 0;
    mailboxes all;
    for (std::size_t i = 0; i != bench::sim::stations; ++i) all.push_back(std::make_unique<mailbox>(env));
    for (const auto& own : all) env.process(station(env, all, *own, sum));
    for (std::uint32_t i = 0; i != many; ++i) send(env, all, {{i + 1}, each});
    env.run();
    env.close(); // before what its processes refer to
    return sum;
}

} // namespace

int main(int argc, char** argv) {
    bench::harness run(argc, argv, "sim_phold", "rondo", RONDO_VERSION_STRING);
    rondo::frame_pool_limit(std::size_t{1} << 30); // what is freed is to be there for the next run
    bench::sim::measure_phold(run, hops);
    return run.finish();
}
