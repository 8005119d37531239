// SPDX-License-Identifier: BSL-1.0
// needs: rondo::compression
#include "scenario.hpp"

#include <rondo/core/loop.hpp>
#include <rondo/io/best_driver.hpp>
#include <rondo/io/file_stream.hpp>
#include <rondo/io/line_pipeline.hpp>

namespace {

rondo::byte_chunks pieces(rondo::file_stream& from) {
    while (const auto block = co_await from.next_block()) {
        const std::span<const std::byte> piece = std::as_bytes(std::span(block->data, block->size));
        co_yield piece;
    }
}

rondo::task<std::uint64_t> count(std::string path) {
    rondo::file_stream from(path);
    std::uint64_t lines = 0;
    const auto one_more = [&](std::string_view) { ++lines; };
    auto job =
        rondo::lines_of(rondo::piece_blocks(rondo::decompressed(pieces(from)), path)) | rondo::into(one_more);
    co_await std::move(job);
    co_return lines;
}

} // namespace

int main(int argc, char** argv) {
    bench::harness run(argc, argv, "packed_lines", "rondo", RONDO_VERSION_STRING);
    const auto io = rondo::best_driver();
    rondo::loop home({nullptr, io.get()});
    packed_lines::measure(
        run, [&](const std::string& path, rondo::compression) { return home.run_until(count(path)); });
    return run.finish();
}
