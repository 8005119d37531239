// SPDX-License-Identifier: BSL-1.0
#include "scenario.hpp"

#include <rondo/core/loop.hpp>
#include <rondo/io/best_driver.hpp>
#include <rondo/io/walk.hpp>

namespace {

rondo::task<std::uint64_t> count(std::string root) {
    std::uint64_t entries = 0;
    rondo::walk_options how;
    how.sorted = false; // as the others
    auto tree = rondo::walk(root, how);
    while (co_await tree.next()) ++entries;
    co_return entries - 1; // the root
}

} // namespace

int main(int argc, char** argv) {
    bench::harness run(argc, argv, "tree_walk", "rondo", RONDO_VERSION_STRING);
    const auto io = rondo::best_driver();
    rondo::loop home({nullptr, io.get()});
    tree_walk::measure(run, [&](const std::string& root) { return home.run_until(count(root)); });
    return run.finish();
}
