// SPDX-License-Identifier: BSL-1.0
//
// A pipeline into a function: one loop over each block.
#include "scenario.hpp"

#include <rondo/core/loop.hpp>
#include <rondo/io/best_driver.hpp>
#include <rondo/io/line_pipeline.hpp>

int main(int argc, char** argv) {
    bench::harness run(argc, argv, "lines_split", "rondo", RONDO_VERSION_STRING);
    const auto io = rondo::best_driver();
    rondo::loop loop({nullptr, io.get()});
    lines_split::measure(run, [&](const std::string& path, std::uint64_t n) {
        std::uint64_t sum = 0, left = n;
        const auto add = [&](std::string_view line) {
            sum += lines_split::weight(line);
            return --left != 0;
        };
        loop.run_until(rondo::lines(path) | rondo::into(add));
        return sum;
    });
    return run.finish();
}
