// SPDX-License-Identifier: BSL-1.0
// The first look: a generator read by a for loop, and one that is sent to.
#include <rondo/gen/generator.hpp>

#include <fmt/format.h>

#include <optional>

using namespace rondo;

generator<int> count_up_to(int max) {
    for (int n = 1; n <= max; ++n) co_yield n;
}

generator<int, int> running_total() { // yields int, is sent int
    for (int total = 0;;) {
        if (std::optional<int> sent = co_yield total) total += *sent;
    }
}

int main() {
    for (int n : count_up_to(3)) fmt::print("{}\n", n); // 1 2 3

    auto total = running_total();
    total.next();                        // runs to the first co_yield
    fmt::print("{}\n", *total.send(10)); // 10
    fmt::print("{}\n", *total.send(5));  // 15
    total.close();                       // as Python's: unwinds the body where it waits
}
