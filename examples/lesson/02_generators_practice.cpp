// SPDX-License-Identifier: BSL-1.0
// Section 1, practice: a generator, a generator expression, and Fibonacci's numbers.
#include <rondo/gen/generator.hpp>
#include <rondo/gen/iter.hpp>

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <utility>

using namespace rondo;

// A simple generator function.
generator<int> count_up_to(int n) {
    int count = 1;
    while (count <= n) {
        co_yield count;
        count += 1;
    }
}

generator<int> fibonacci(int n) {
    int a = 0, b = 1;
    for (int i = 0; i < n; ++i) {
        co_yield a;
        a = std::exchange(b, a + b); // a, b = b, a + b
    }
}

int main() {
    fmt::print("Counting to 5:\n");
    for (int num : count_up_to(5)) fmt::print("{}\n", num);

    // A generator expression: nothing is squared before list() asks.
    auto squares = range(1, 6) | map([](int x) { return x * x; });
    fmt::print("\nSquares:\n");
    fmt::print("{}\n", list(squares));

    fmt::print("\nFirst 10 Fibonacci numbers:\n");
    fmt::print("{}\n", list(fibonacci(10)));
}
