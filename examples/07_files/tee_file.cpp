// SPDX-License-Identifier: BSL-1.0
// What comes in goes to standard output and into files: `… | tee_file FILE...`; without a file it shows it on a small text.
// Terminals and pipes give what there is, so that each line is passed on as soon as it was typed.
#include <rondo/io/directory.hpp>
#include <rondo/io/file_stream.hpp>
#include <rondo/io/file_writer.hpp>
#include <rondo/io/whole_file.hpp>
#include <rondo/run.hpp>
#include <rondo/with/async_with.hpp>

#include <fmt/format.h>

#include <string>
#include <vector>

#include <unistd.h>

using namespace rondo;

task<> tee(file_stream from, std::vector<std::string> paths) {
    std::vector<file_writer> copies;
    for (std::string& path : paths) copies.emplace_back(std::move(path));
    file out(::dup(STDOUT_FILENO));
    while (auto block = co_await from.next_block()) {
        co_await out.write_all(std::as_bytes(std::span(block->data, block->size)));
        for (file_writer& each : copies) co_await each.write(block->text());
    }
    for (file_writer& each : copies) co_await each.finish();
}

task<> demonstrate() {
    auto in_a_directory = [](const std::string& where) -> task<> {
        co_await write_file(where + "/in", "to be, or not to be\nthat is the question\n", {.durable = false});
        file_stream from(where + "/in");
        const std::vector<std::string> copies{where + "/one", where + "/two"};
        co_await tee(std::move(from), copies);
        for (const std::string& path : copies) {
            const std::string text = co_await read_file(path);
            fmt::print("{} bytes in {}\n", text.size(), path.substr(where.size() + 1));
        }
    };
    co_await async_with(temporary_directory("tee-"), in_a_directory);
}

int main(int count, char** words) {
    if (count == 1) return rondo::run(demonstrate()), 0;
    file in(::dup(STDIN_FILENO));
    rondo::run(tee(file_stream(std::move(in)), {words + 1, words + count}));
}
