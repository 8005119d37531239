// SPDX-License-Identifier: BSL-1.0
//
// All that lies in a tree of 20,000 files and 200 directories, cached, counted. ns of wall time an entry.
//
// The floor, read, is a recursion over opendir and readdir. find_wc is `find TREE | wc -l`, fd_wc the same by fd, start included.
#pragma once

#include "../trees.hpp"

#include <memory>

namespace tree_walk {

/// `count(root)` gives the number of entries below the root.
template <class Count>
void measure(bench::harness& run, Count count) {
    bench::by_wall_clock = true;
    if (!run.wants("20000")) return;
    const bench::tree_of_run tree(run.checking() ? 250 : run.size(20'000));
    const std::uint64_t entries = tree.entries();
    run.measure(
        "20000", "ns/entry",
        [&](std::uint64_t n) {
            std::uint64_t answer = 0;
            for (std::uint64_t done = 0; done < n; done += entries) answer += count(tree.root());
            return answer;
        },
        [&](std::uint64_t n) { return (n + entries - 1) / entries * entries; }, entries);
}

} // namespace tree_walk
