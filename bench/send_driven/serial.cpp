// SPDX-License-Identifier: BSL-1.0
//
// The serial truth: each number is added up where it is made.
#include "scenario.hpp"

int main(int argc, char** argv) {
    bench::harness run(argc, argv, "send_driven", "serial", "-");
    send_driven::measure(run, [](long pairs) {
        long total = 0;
        for (long i = 0; i < pairs; ++i) total = bench::opaque(total + 2 * bench::opaque(i) + 1);
        return total;
    });
    return run.finish();
}
