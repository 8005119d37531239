// SPDX-License-Identifier: BSL-1.0
// A packed log through another program: `packed_log FILE.gz` gives it to `gzip -dc` and reads what comes back, line by line;
// without a file it makes one. One task feeds the child while another reads it, so that neither waits for ever.
#include <rondo/core/task_group.hpp>
#include <rondo/io/compression.hpp>
#include <rondo/io/file_stream.hpp>
#include <rondo/io/lines.hpp>
#include <rondo/os/process.hpp>
#include <rondo/run.hpp>

#include <fmt/format.h>

#include <functional>
#include <string>
#include <vector>

using namespace rondo;

// [feed]
/// Gives a file to somebody who reads from `to`, and then the end.
task<> feed(std::string path, file& to) {
    file_stream from(path);
    while (const auto block = co_await from.next_block()) {
        const std::span<const std::byte> bytes = std::as_bytes(std::span(block->data, block->size));
        co_await to.write_all(bytes);
    }
    co_await to.close();
}
// [/feed]

// [through]
task<> count_errors(std::string path) {
    std::vector<std::string> command{"gzip", "-dc"};
    spawn_options how;
    how.input = stdio::pipe;
    how.output = stdio::pipe;
    process child = spawn(std::move(command), how);
    std::uint64_t all = 0, errors = 0;
    auto both = [&](task_group& group) -> task<> {
        group.spawn(feed, path, std::ref(child.input));
        lines out(std::move(child.output));
        while (const auto line = co_await out.next()) {
            ++all;
            if (line->text().starts_with("ERROR")) ++errors;
        }
    };
    co_await with_task_group(both);
    const exit_status end = co_await child.wait();
    fmt::print("{} lines, {} of them errors; gzip: {}\n", all, errors, end.text());
}
// [/through]

task<std::string> made_up_log() {
    std::vector<std::string> command{"sh", "-c", "f=$(mktemp) && gzip -c > $f && echo $f"};
    process_options how;
    for (int i = 0; i < 100000; ++i)
        how.input += fmt::format("{}: line {}\n", i % 10 == 0 ? "ERROR" : "INFO", i);
    const finished_process made = co_await run_process(command, how);
    const std::string& path = made.check().output;
    co_return path.substr(0, path.size() - 1);
}

task<> program(std::string path) {
    const bool mine = path.empty();
    if (mine) path = co_await made_up_log();
    co_await count_errors(path);
    if (mine) co_await unlink_path(path);
}

int main(int count, char** words) { run(program(count > 1 ? words[1] : "")); }
