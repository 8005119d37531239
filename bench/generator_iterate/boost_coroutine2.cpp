// SPDX-License-Identifier: BSL-1.0
// needs: boost_context
//
// Boost.Coroutine2: the body has a stack of its own.
#include "../harness.hpp"
#include "scenario.hpp"

#include <boost/coroutine2/coroutine.hpp>
#include <boost/version.hpp>

namespace {

using coroutine = boost::coroutines2::coroutine<long>;

BENCH_NOINLINE void count_to(coroutine::push_type& sink, long n) {
    for (long i = 0; i < n; ++i) sink(i);
}

} // namespace

int main(int argc, char** argv) {
    bench::harness run(argc, argv, "generator_iterate", "boost_coroutine2", BOOST_LIB_VERSION);
    const auto add_up = [](std::uint64_t n) {
        long sum = 0;
        coroutine::pull_type numbers(
            [n](coroutine::push_type& sink) { count_to(sink, static_cast<long>(n)); });
        for (; numbers; numbers()) sum += numbers.get();
        return static_cast<std::uint64_t>(sum);
    };
    run.measure("ints", generator_iterate::unit, add_up, generator_iterate::truth);
    return run.finish();
}
