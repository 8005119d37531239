// SPDX-License-Identifier: BSL-1.0
//
// Floor: bare coroutines in a ring of handles, with two bare channels and a bare choice.
#include "../bare_sync.hpp"
#include "scenario.hpp"

namespace {

namespace bare = bench::bare;

BENCH_NOINLINE bare::detached produce(long first, long count, bare::channel& to) {
    for (long i = 0; i < count; ++i) co_await to.send(first + 2 * i);
}

BENCH_NOINLINE bare::detached choose(long count, bare::channel& evens, bare::channel& odds,
                                     select_two::account& into) {
    for (long i = 0; i < count; ++i) {
        const std::pair<long, bool> got = co_await bare::select(evens, odds);
        into.add(got.second ? 1 : 0, got.first);
    }
}

} // namespace

int main(int argc, char** argv) {
    bench::harness run(argc, argv, "select_two", "ring", "-");
    for (const std::size_t capacity : {0u, 16u})
        select_two::measure(run, capacity, [capacity](long evens, long odds) {
            bare::channel even(capacity), odd(capacity);
            select_two::account got;
            produce(0, evens, even);
            produce(1, odds, odd);
            choose(evens + odds, even, odd, got);
            bare::ready.run();
            return got.answer();
        });
    return run.finish();
}
