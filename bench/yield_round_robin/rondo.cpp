// SPDX-License-Identifier: BSL-1.0
#include "scenario.hpp"

#include <rondo/core/loop.hpp>
#include <rondo/core/sleep.hpp>

using yield_round_robin::seen;

namespace {

template <bool Watched>
BENCH_NOINLINE rondo::task<> give_way(long rounds, bool first, long* yields) {
    co_await rondo::yield_now();
    seen.first_begins(first);
    long mine = 0;
    for (; mine < rounds; ++mine) {
        seen.step<Watched>(first);
        co_await rondo::yield_now();
    }
    seen.first_ends(first, rounds);
    *yields += mine;
}

template <bool Watched>
rondo::task<long> go_round(long tasks, long rounds) {
    long yields = 0;
    auto body = [&](rondo::task_group& group) -> rondo::task<> {
        for (long i = 0; i < tasks; ++i) group.spawn(give_way<Watched>, rounds, i == 0, &yields);
        co_return;
    };
    co_await rondo::with_task_group(body);
    co_return yields;
}

} // namespace

int main(int argc, char** argv) {
    bench::harness run(argc, argv, "yield_round_robin", "rondo", RONDO_VERSION_STRING);
    rondo::loop loop;
    yield_round_robin::measure(run, [&]<bool Watched>(long tasks, long rounds) {
        return loop.run_until(go_round<Watched>(tasks, rounds));
    });
    return run.finish();
}
