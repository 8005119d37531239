// SPDX-License-Identifier: BSL-1.0
// Section 9: values sent into a generator.
#include <rondo/gen/generator.hpp>
#include <rondo/gen/next.hpp>

#include <fmt/format.h>

#include <optional>

using namespace rondo;

generator<int, int> accumulator() { // yields int, is sent int
    int total = 0;
    while (true) {
        std::optional<int> value = co_yield total;
        if (value) total += *value;
    }
}

int main() {
    auto g = accumulator();
    next(g);                         // start the generator
    fmt::print("{}\n", *g.send(10)); // -> 10
    fmt::print("{}\n", *g.send(5));  // -> 15
    fmt::print("{}\n", *g.send(3));  // -> 18
}
