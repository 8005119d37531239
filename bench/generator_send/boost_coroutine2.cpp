// SPDX-License-Identifier: BSL-1.0
// needs: boost_context
//
// Boost.Coroutine2's push_type goes one way only; the answer comes back in a variable that both sides see.
#include "../harness.hpp"
#include "scenario.hpp"

#include <boost/coroutine2/coroutine.hpp>
#include <boost/version.hpp>

namespace {

using coroutine = boost::coroutines2::coroutine<long>;

BENCH_NOINLINE void running_total(coroutine::pull_type& source, long& answer) {
    for (long sum = 0; source; source()) answer = sum += source.get();
}

} // namespace

int main(int argc, char** argv) {
    bench::harness run(argc, argv, "generator_send", "boost_coroutine2", BOOST_LIB_VERSION);
    const auto add_up = [](std::uint64_t n) {
        long answer = 0;
        coroutine::push_type total(
            [&answer](coroutine::pull_type& source) { running_total(source, answer); });
        for (long i = 0; i < static_cast<long>(n); ++i) {
            total(i);
            answer = bench::opaque(answer);
        }
        return static_cast<std::uint64_t>(answer);
    };
    run.measure("total", generator_send::unit, add_up, generator_send::truth);
    return run.finish();
}
