// SPDX-License-Identifier: BSL-1.0
// Three printers take turns: the smallest scheduler.
#include <rondo/gen/scheduler.hpp>

#include <fmt/format.h>

#include <string>

using namespace rondo;

generator<void> printer(std::string name, int pages) {
    for (int page = 1; page <= pages; ++page) {
        fmt::print("{} prints page {} of {}\n", name, page, pages);
        co_yield nothing; // gives way
    }
    fmt::print("{} is done\n", name);
}

int main() {
    round_robin<> robin;
    robin.spawn(printer("Ann", 3));
    robin.spawn(printer("Bob", 1));
    robin.spawn(printer("Cid", 2));
    robin.run();
    fmt::print("{} turns\n", robin.turns());
}
