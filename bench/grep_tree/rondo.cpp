// SPDX-License-Identifier: BSL-1.0
// needs: rondo::compression rondo::matching
#include "scenario.hpp"

#include <rondo/io/file_stream.hpp>
#include <rondo/io/line_pipeline.hpp>
#include <rondo/io/matches.hpp>
#include <rondo/io/walk.hpp>
#include <rondo/parallel/parallel_map.hpp>
#include <rondo/run.hpp>

namespace {

rondo::byte_chunks pieces(rondo::file_stream& from) {
    while (const auto block = co_await from.next_block()) {
        const std::span<const std::byte> piece = std::as_bytes(std::span(block->data, block->size));
        co_yield piece;
    }
}

rondo::task<std::uint64_t> count(std::string path, const rondo::matches& wanted) {
    rondo::file_stream from(path);
    std::uint64_t lines = 0;
    const auto one_more = [&](std::string_view) { ++lines; };
    if (path.ends_with(".gz")) {
        auto job = rondo::lines_of(rondo::piece_blocks(rondo::decompressed(pieces(from)), path)) |
                   rondo::filter(wanted) | rondo::into(one_more);
        co_await std::move(job);
    } else {
        auto job = rondo::lines(std::move(from)) | rondo::filter(wanted) | rondo::into(one_more);
        co_await std::move(job);
    }
    co_return lines;
}

rondo::task<std::vector<std::string>> files_of(std::string root) {
    std::vector<std::string> found;
    auto tree = rondo::walk(std::move(root));
    while (const auto each = co_await tree.next())
        if (each->type == rondo::file_type::regular) found.push_back(each->path);
    co_return found;
}

} // namespace

int main(int argc, char** argv) {
    bench::harness run(argc, argv, "grep_tree", "rondo", RONDO_VERSION_STRING);
    rondo::run_options quiet;
    quiet.signals = false;
    grep_tree::measure(run, [&](const grep_tree::logs_of_run& logs) {
        const rondo::matches wanted(grep_tree::expression);
        const auto paths = rondo::run(files_of(logs.root()), quiet);
        std::uint64_t all = 0;
        for (const std::uint64_t each : rondo::parallel_map(
                 paths, [&](const std::string& path) { return rondo::run(count(path, wanted), quiet); }))
            all += each;
        return all;
    });
    return run.finish();
}
