// SPDX-License-Identifier: BSL-1.0
//
// The serial truth: numbers are written to the heap one by one, and added up.
#include "scenario.hpp"

#include <vector>

int main(int argc, char** argv) {
    bench::harness run(argc, argv, "spawn_join", "serial", "-");
    spawn_join::measure(run, "handles", [](long tasks) {
        std::vector<long> numbers;
        for (long i = 0; i < tasks; ++i) numbers.push_back(bench::opaque(i));
        long sum = 0;
        for (const long number : numbers) sum += bench::opaque(number);
        return sum;
    });
    return run.finish();
}
