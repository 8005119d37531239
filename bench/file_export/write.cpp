// SPDX-License-Identifier: BSL-1.0
#include "scenario.hpp"

int main(int argc, char** argv) {
    bench::harness run(argc, argv, "file_export", "write", "-");
    file_export::measure(run, [](const std::string& path, std::uint64_t pieces) {
        file_export::write_by_hand(path, pieces, false);
    });
    return run.finish();
}
