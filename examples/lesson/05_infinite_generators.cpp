// SPDX-License-Identifier: BSL-1.0
// Section 6: a generator that never ends; the caller decides how much of it there is.
#include <rondo/gen/generator.hpp>
#include <rondo/gen/next.hpp>

#include <fmt/format.h>

#include <cstdint>

using namespace rondo;

generator<std::int64_t> infinite_counter(std::int64_t start = 0) {
    while (true) {
        co_yield start;
        start += 1;
    }
}

int main() {
    // Take the first 10 values.
    auto counter = infinite_counter();
    for (int i = 0; i < 10; ++i) fmt::print("{}\n", next(counter));
} // the counter, still waiting in its loop, is destroyed here
