// SPDX-License-Identifier: BSL-1.0
// grep in a tree of logs, plain, gzip or zstd, on all cores: `grep_tree [EXPRESSION DIRECTORY]`; without them it plants a small
// tree. Each file has a loop of its own, on whichever thread is free; what was found is printed in the order of the tree.
#include <rondo/io/compression.hpp>
#include <rondo/io/directory.hpp>
#include <rondo/io/lines.hpp>
#include <rondo/io/matches.hpp>
#include <rondo/io/to_thread.hpp>
#include <rondo/io/walk.hpp>
#include <rondo/io/whole_file.hpp>
#include <rondo/parallel/parallel_map.hpp>
#include <rondo/run.hpp>
#include <rondo/with/async_with.hpp>

#include <fmt/format.h>

#include <string>
#include <vector>

using namespace rondo;

// [one]
byte_chunks pieces_of(file_stream& from) {
    while (const auto block = co_await from.next_block()) {
        const std::span<const std::byte> piece = std::as_bytes(std::span(block->data, block->size));
        co_yield piece;
    }
}

task<std::string> grep_in(std::string path, std::string name, const matches& wanted) {
    std::string all;
    try {
        file_stream from(path);
        auto in = lines_of(piece_blocks(decompressed(pieces_of(from)), path));
        while (const auto line = co_await in.next())
            if (wanted(line->text())) all += fmt::format("{}:{}: {}\n", name, line->number(), line->text());
    } catch (const std::exception& e) { // what came before it was good
        all += fmt::format("{}: {}\n", name, e.what());
    }
    co_return all;
}
// [/one]

task<std::vector<std::string>> files_of(std::string root) {
    std::vector<std::string> found;
    auto tree = walk(std::move(root));
    while (const auto each = co_await tree.next())
        if (each->type == file_type::regular) found.push_back(each->path);
    co_return found;
}

// [all]
void grep_tree(const std::string& expression, const std::string& root) {
    const matches wanted(expression);
    run_options quiet;
    quiet.signals = false; // on many threads at once
    const std::vector<std::string> paths = run(files_of(root), quiet);
    const auto found = parallel_map(paths, [&](const std::string& path) {
        return run(grep_in(path, path.substr(root.size() + 1), wanted), quiet);
    });
    for (const std::string& text : found) fmt::print("{}", text);
}
// [/all]

std::string packed(std::string_view text, compression how) {
    compressor by(how);
    std::string all(text.size() + 1024, '\0');
    std::span<const std::byte> in = std::as_bytes(std::span(text));
    const std::span<std::byte> out = std::as_writable_bytes(std::span(all));
    const std::size_t first = by.run(in, out);
    all.resize(first + by.finish(out.subspan(first)));
    return all;
}

task<> plant(std::string root) {
    co_await make_directories(root + "/db");
    co_await write_file(root + "/app.log", "INFO: started\nERROR: disk full\nINFO: stopped\n");
    co_await write_file(root + "/app.log.1.gz",
                        packed("ERROR: no route to host\nINFO: retry\n", compression::gzip));
    co_await write_file(root + "/db/db.log.zst",
                        packed("WARN: slow\nERROR: lock timed out\n", compression::zstd));
}

task<> in_a_planted_tree() {
    auto grep = [](const std::string& root) -> task<> {
        co_await plant(root);
        co_await to_thread([&root] { grep_tree("^(ERROR|FATAL): .*(disk|timed)", root); });
    };
    co_await async_with(temporary_directory("logs-"), grep);
}

int main(int count, char** words) {
    if (count > 2)
        grep_tree(words[1], words[2]);
    else
        run(in_a_planted_tree());
}
