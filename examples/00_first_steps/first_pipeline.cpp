// SPDX-License-Identifier: BSL-1.0
// Sources and stages, joined by |: nothing runs before the end of the line asks.
#include <rondo/gen/generator.hpp>
#include <rondo/gen/iter.hpp>

#include <fmt/format.h>
#include <fmt/ranges.h>

using namespace rondo;

generator<int> collatz(int n) { // the famous sequence; nobody has proved that it always ends
    while (n != 1) {
        co_yield n;
        n = n % 2 == 0 ? n / 2 : 3 * n + 1;
    }
    co_yield 1;
}

bool is_odd(int n) { return n % 2 != 0; }

int main() {
    fmt::print("{}\n", collatz(6) | list());
    fmt::print("{}\n", collatz(27) | filter(is_odd) | take(5) | list());
    fmt::print("highest: {}\n", max(collatz(27)));

    for (auto&& [place, n] : collatz(6) | filter(is_odd) | enumerate(1))
        fmt::print("odd number {}: {}\n", place, n);
}
