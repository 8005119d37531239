// SPDX-License-Identifier: BSL-1.0
#include <rondo/io/byte_stream.hpp>

#include <rondo/io/file.hpp>

#include <rondo/core/task.hpp>

#include <doctest/doctest.h>

using namespace rondo;

namespace {

struct only_reads {
    task<std::size_t> read(std::span<std::byte>) { co_return 0; }
};
struct reads_at_once {
    std::size_t read(std::span<std::byte>) { return 0; }
};
struct gives_nothing {
    task<> read(std::span<std::byte>) { co_return; }
};

} // namespace

TEST_CASE("byte_stream: files are, and what users write; what is not awaited is not") {
    static_assert(byte_stream<file>);
    static_assert(byte_source<only_reads>);
    static_assert(!byte_sink<only_reads>);
    static_assert(!byte_source<reads_at_once>);
    static_assert(!byte_source<gives_nothing>);
    CHECK(byte_source<only_reads>);
}
