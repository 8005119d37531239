// SPDX-License-Identifier: BSL-1.0
#include "scenario.hpp"

#include <rondo/base/config.hpp>
#include <rondo/io/lines.hpp>

#include <cstring>

int main(int argc, char** argv) {
    using pipeline_vs_fused::mark;
    bench::harness run(argc, argv, "pipeline_vs_fused", "rondo_range", RONDO_VERSION_STRING);
    pipeline_vs_fused::measure(run, [&](const std::string& path) {
        std::uint64_t sum = 0;
        for (const std::string_view line : rondo::lines(path))
            if (const void* hit = memmem(line.data(), line.size(), mark.data(), mark.size()))
                sum += 1 +
                       static_cast<std::uint64_t>(line.data() + line.size() - static_cast<const char*>(hit)) -
                       mark.size();
        return sum;
    });
    return run.finish();
}
