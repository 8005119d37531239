// SPDX-License-Identifier: BSL-1.0
//
// The floor: a recursion over opendir and readdir.
#include "scenario.hpp"

#include <dirent.h>

namespace {

std::uint64_t count(const std::string& path) {
    DIR* const all = opendir(path.c_str());
    if (all == nullptr) bench::failed("open", path);
    std::uint64_t entries = 0;
    while (const dirent* const one = readdir(all)) {
        const std::string_view name = one->d_name;
        if (name == "." || name == "..") continue;
        ++entries;
        if (one->d_type == DT_DIR) entries += count(path + "/" + one->d_name);
    }
    closedir(all);
    return entries;
}

} // namespace

int main(int argc, char** argv) {
    bench::harness run(argc, argv, "tree_walk", "read", "-");
    tree_walk::measure(run, count);
    return run.finish();
}
