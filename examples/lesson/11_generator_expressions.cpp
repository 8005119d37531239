// SPDX-License-Identifier: BSL-1.0
// Section 12: a generator expression beside a list.
#include <rondo/gen/iter.hpp>

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <vector>

using namespace rondo;

int square(int x) { return x * x; }

int main() {
    // A generator expression: it holds where it is, and no items.
    auto squares = range(10) | map(square);
    fmt::print("Generator: {}\n", repr(squares));
    fmt::print("Values: {}\n", list(squares));

    // Compare with a list, which holds them all.
    std::vector<int> squares_list = range(10) | map(square) | list();
    fmt::print("\nList: {}\n", squares_list);
}
