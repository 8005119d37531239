// SPDX-License-Identifier: BSL-1.0
//
// Under another name, rondo_epoll, the same by the driver epoll.
#include "scenario.hpp"

#include <rondo/core/loop.hpp>
#include <rondo/io/best_driver.hpp>
#include <rondo/io/file_stream.hpp>

namespace {

rondo::task<std::uint64_t> add_up(std::string path) {
    rondo::file_stream from(path);
    std::uint64_t sum = 0;
    while (const std::optional<rondo::block> block = co_await from.next_block())
        sum += file_read::weight(block->data, block->size);
    co_return sum;
}

rondo::task<std::uint64_t> add_up_some(std::string path, std::uint64_t n, std::uint64_t file_kib) {
    const rondo::file from = co_await rondo::open_file(path);
    std::vector<std::byte> block(file_read::small_bytes);
    std::uint64_t sum = 0;
    for (std::uint64_t i = 0; i < n; ++i) {
        const std::size_t got = co_await from.read_at(block, file_read::place(i, file_kib));
        sum += file_read::weight(reinterpret_cast<const char*>(block.data()), got);
    }
    co_return sum;
}

} // namespace

int main(int argc, char** argv) {
    bench::harness run(argc, argv, "file_read", "rondo", RONDO_VERSION_STRING);
    const auto io = rondo::best_driver();
    rondo::loop home({nullptr, io.get()});
    file_read::measure(
        run, true, [&](const std::string& path) { return home.run_until(add_up(path)); },
        [&](const std::string& path, std::uint64_t n, std::uint64_t file_kib) {
            return home.run_until(add_up_some(path, n, file_kib));
        });
    return run.finish();
}
