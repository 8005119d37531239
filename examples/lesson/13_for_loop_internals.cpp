// SPDX-License-Identifier: BSL-1.0
// Section 14: what a for loop does inside.
#include <rondo/base/stop_iteration.hpp>
#include <rondo/gen/iter.hpp>
#include <rondo/gen/next.hpp>

#include <fmt/format.h>

#include <vector>

using namespace rondo;

int main() {
    std::vector<int> data{1, 2, 3};

    // This for loop:
    for (int x : data) fmt::print("{}\n", x);

    // Python does this internally, and so can we:
    fmt::print("\nManual iteration:\n");
    auto it = iter(data);
    while (true) {
        try {
            int x = next(it);
            fmt::print("{}\n", x);
        } catch (const stop_iteration_base&) {
            break;
        }
    }

    // [range_for]
    // C++ does this, without an exception at the end:
    int sum = 0;
    for (auto at = data.begin(), end = data.end(); at != end; ++at) {
        int x = *at;
        sum += x;
    }
    // [/range_for]
    return sum == 6 ? 0 : 1;
}
