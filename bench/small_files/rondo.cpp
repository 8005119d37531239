// SPDX-License-Identifier: BSL-1.0
#include "scenario.hpp"

#include <rondo/core/loop.hpp>
#include <rondo/io/best_driver.hpp>
#include <rondo/io/read_files.hpp>

namespace {

rondo::task<std::uint64_t> sum(std::vector<std::string> paths) {
    std::uint64_t answer = 0;
    auto files = rondo::read_files(std::move(paths));
    while (const auto each = co_await files.next()) answer += static_cast<unsigned char>(each->bytes[0]);
    co_return answer;
}

} // namespace

int main(int argc, char** argv) {
    bench::harness run(argc, argv, "small_files", "rondo", RONDO_VERSION_STRING);
    const auto io = rondo::best_driver();
    rondo::loop home({nullptr, io.get()});
    small_files::measure(run, [&](const std::vector<std::string>& paths, std::uint64_t n) {
        return home.run_until(sum({paths.begin(), paths.begin() + static_cast<std::ptrdiff_t>(n)}));
    });
    return run.finish();
}
