// SPDX-License-Identifier: BSL-1.0
// Copies a file and shows how far it is: `copy_progress FROM TO`; without them it makes a file of 8 MiB, and copies that.
// Blocks are read ahead and written behind, so that neither waits for the other; memory stays the same for any size.
#include <rondo/io/directory.hpp>
#include <rondo/io/file_stream.hpp>
#include <rondo/io/file_writer.hpp>
#include <rondo/io/whole_file.hpp>
#include <rondo/run.hpp>
#include <rondo/with/async_with.hpp>

#include <fmt/format.h>

#include <cstdint>
#include <string>

using namespace rondo;

/// Says so whenever another quarter is done.
class progress {
public:
    explicit progress(std::uint64_t all) : all_(all) {}
    void at(std::uint64_t done) {
        for (; said_ != 4 && done * 4 >= all_ * (said_ + 1); ++said_)
            fmt::print("{:3} % of {} KiB\n", 25 * (said_ + 1), all_ / 1024);
    }

private:
    std::uint64_t all_;
    std::uint64_t said_ = 0;
};

task<> copy(std::string from, std::string to) {
    const file_status about = co_await stat_path(from);
    progress shown(about.size);
    file_stream source(std::move(from));
    file_writer target(std::move(to), {.durable = true, .expected_bytes = about.size});
    while (auto block = co_await source.next_block()) {
        co_await target.write(block->text());
        shown.at(target.bytes());
    }
    co_await target.finish();
    fmt::print("done: {} bytes, on the disk\n", target.bytes());
}

task<> demonstrate() {
    auto in_a_directory = [](const std::string& where) -> task<> {
        std::string made(8 << 20, 'x');
        co_await write_file(where + "/large", std::move(made), {.durable = false});
        co_await copy(where + "/large", where + "/copy");
        const file_status about = co_await stat_path(where + "/copy");
        fmt::print("the copy has {} bytes\n", about.size);
    };
    co_await async_with(temporary_directory("copy-"), in_a_directory);
}

int main(int count, char** words) { rondo::run(count == 3 ? copy(words[1], words[2]) : demonstrate()); }
