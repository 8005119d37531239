// SPDX-License-Identifier: BSL-1.0
#include "scenario.hpp"

#include <rondo/core/loop.hpp>
#include <rondo/io/best_driver.hpp>
#include <rondo/io/line_pipeline.hpp>

int main(int argc, char** argv) {
    using namespace rondo;
    const std::string mark(pipeline_vs_fused::mark);
    bench::harness run(argc, argv, "pipeline_vs_fused", "rondo_lines", RONDO_VERSION_STRING);
    const auto io = best_driver();
    loop home({nullptr, io.get()});
    pipeline_vs_fused::measure(run, [&](const std::string& path) {
        std::uint64_t sum = 0;
        const auto has_mark = [&](std::string_view line) { return line.find(mark) != line.npos; };
        const auto add = [&](std::string_view message) { sum += 1 + message.size(); };
        home.run_until(lines(path) | filter(has_mark) | map(after(mark)) | into(add));
        return sum;
    });
    return run.finish();
}
