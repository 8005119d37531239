// SPDX-License-Identifier: BSL-1.0
// The first generator: a function that pauses at each co_yield, and is run by whoever wants its next value.
#include <rondo/gen/generator.hpp>

#include <fmt/format.h>

using namespace rondo;

generator<int> countdown(int from) {
    fmt::print("(the engine starts)\n");
    for (int n = from; n > 0; --n) co_yield n;
    fmt::print("(lift-off)\n");
}

int main() {
    auto count = countdown(3);
    fmt::print("Called, and nothing has run yet.\n");

    for (int n : count) {
        fmt::print("{}\n", n);
        if (n == 2) break;
    }
    fmt::print("A pause. It waits where it is.\n");
    for (int n : count) fmt::print("{}\n", n);
}
