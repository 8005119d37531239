// SPDX-License-Identifier: BSL-1.0
//
// Floor: who asks calls who performs, a function that is not inlined.
#include "scenario.hpp"

int main(int argc, char** argv) {
    bench::harness run(argc, argv, "send_driven", "call", "-");
    send_driven::measure(run, [](long pairs) {
        using namespace send_driven;
        server performs;
        server* const ask = bench::opaque(&performs);
        for (long i = 0; i < pairs; ++i) {
            const long number = ask->perform({kind::fetch, i});
            ask->perform({kind::store, number});
        }
        return performs.total();
    });
    return run.finish();
}
