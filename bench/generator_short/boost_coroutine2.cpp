// SPDX-License-Identifier: BSL-1.0
// needs: boost_context
//
// Boost.Coroutine2 with its pooled stacks, the fastest that it has.
#include "../harness.hpp"
#include "scenario.hpp"

#include <boost/coroutine2/coroutine.hpp>
#include <boost/coroutine2/pooled_fixedsize_stack.hpp>
#include <boost/version.hpp>

namespace {

using coroutine = boost::coroutines2::coroutine<long>;

BENCH_NOINLINE void count_four(coroutine::push_type& sink, long first) {
    for (long i = first; i < first + 4; ++i) sink(i);
}

} // namespace

int main(int argc, char** argv) {
    bench::harness run(argc, argv, "generator_short", "boost_coroutine2", BOOST_LIB_VERSION);
    const auto add_up = [](std::uint64_t n) {
        boost::coroutines2::pooled_fixedsize_stack stacks;
        long sum = 0;
        for (long k = 0; k < static_cast<long>(n); ++k) {
            coroutine::pull_type numbers(stacks, [k](coroutine::push_type& sink) { count_four(sink, k); });
            for (; numbers; numbers()) sum += numbers.get();
        }
        return static_cast<std::uint64_t>(sum);
    };
    run.measure("four", generator_short::unit, add_up, generator_short::truth);
    return run.finish();
}
