// SPDX-License-Identifier: BSL-1.0
#include "scenario.hpp"

#include <rondo/core/loop.hpp>
#include <rondo/io/best_driver.hpp>
#include <rondo/io/file_writer.hpp>

namespace {

rondo::task<> write_all(std::string path, std::uint64_t pieces) {
    rondo::file_writer_options how;
    how.durable = true;
    how.direct = true;
    how.expected_bytes = pieces * file_export::piece_bytes;
    rondo::file_writer to(path, how);
    const std::string one = file_export::piece();
    for (std::uint64_t i = 0; i < pieces; ++i) co_await to.write(one);
    co_await to.finish();
}

} // namespace

int main(int argc, char** argv) {
    bench::harness run(argc, argv, "file_export", "rondo_direct", RONDO_VERSION_STRING);
    const auto io = rondo::best_driver();
    rondo::loop home({nullptr, io.get()});
    file_export::measure(
        run, [&](const std::string& path, std::uint64_t pieces) { home.run_until(write_all(path, pieces)); });
    return run.finish();
}
