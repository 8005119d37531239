// SPDX-License-Identifier: BSL-1.0
// Section 3: the class of section 1 as a generator; it prints nothing, and checks that it counts the same.
#include <rondo/gen/generator.hpp>
#include <rondo/gen/iter.hpp>

#include <vector>

using namespace rondo;

generator<int> count_up_to(int max_value) {
    int current = 1;
    while (current <= max_value) {
        co_yield current;
        current += 1;
    }
}

int main() {
    const std::vector<int> counted{1, 2, 3, 4, 5};
    return list(count_up_to(5)) == counted ? 0 : 1;
}
