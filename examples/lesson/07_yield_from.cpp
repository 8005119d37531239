// SPDX-License-Identifier: BSL-1.0
// Section 8: delegation to other sources by `co_yield from(x)`.
#include <rondo/gen/from.hpp>
#include <rondo/gen/generator.hpp>
#include <rondo/gen/iter.hpp>

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <vector>

using namespace rondo;

generator<int> flatten(std::vector<std::vector<int>> list_of_lists) {
    for (const std::vector<int>& sub : list_of_lists) co_yield from(sub);
}

int main() {
    std::vector<std::vector<int>> nested{{1, 2}, {3, 4}, {5, 6}};
    fmt::print("{}\n", list(flatten(nested)));
}
