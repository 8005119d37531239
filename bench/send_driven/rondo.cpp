// SPDX-License-Identifier: BSL-1.0
//
// A generator, driven by send on the spot.
#include "scenario.hpp"

#include <rondo/gen/generator.hpp>

namespace {

using send_driven::kind;
using send_driven::request;

BENCH_NOINLINE rondo::generator<request, long> fetch_and_store(long pairs) {
    for (long i = 0; i < pairs; ++i) {
        const long number = *(co_yield request{kind::fetch, i});
        co_yield request{kind::store, number};
    }
}

} // namespace

int main(int argc, char** argv) {
    bench::harness run(argc, argv, "send_driven", "rondo", RONDO_VERSION_STRING);
    send_driven::measure(run, [](long pairs) {
        send_driven::server performs;
        auto asks = fetch_and_store(pairs);
        for (auto asked = asks.next(); asked;) asked = asks.send(performs.perform(*asked));
        return performs.total();
    });
    return run.finish();
}
