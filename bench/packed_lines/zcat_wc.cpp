// SPDX-License-Identifier: BSL-1.0
// needs: rondo::compression
#include "scenario.hpp"

#include <cstdio>

int main(int argc, char** argv) {
    bench::harness run(argc, argv, "packed_lines", "zcat_wc", "-");
    const bool has_zstd = std::system("command -v zstd >/dev/null 2>&1") == 0; // package zstd
    packed_lines::measure(
        run,
        [](const std::string& path, rondo::compression how) -> std::uint64_t {
            const bool gzip = how == rondo::compression::gzip;
            const std::string command = std::string(gzip ? "gzip" : "zstd") + " -dc < '" + path + "' | wc -l";
            std::FILE* const from = popen(command.c_str(), "r");
            unsigned long long lines = 0;
            if (from == nullptr || std::fscanf(from, "%llu", &lines) != 1) bench::failed("count", path);
            pclose(from);
            return lines;
        },
        has_zstd);
    return run.finish();
}
