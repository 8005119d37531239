// SPDX-License-Identifier: BSL-1.0
//
// What reads them is tested in lines_test.cpp: here what every block must be.
#include <rondo/io/block_source.hpp>

#include <rondo/core/loop.hpp>

#include <doctest/doctest.h>

#include <algorithm>

using namespace rondo;

namespace {

struct three_bytes {
    std::string_view left;
    task<std::size_t> read(std::span<std::byte> into) {
        const std::size_t size = std::min({left.size(), into.size(), std::size_t(3)});
        std::memcpy(into.data(), left.data(), size);
        left.remove_prefix(size);
        co_return size;
    }
};

template <class Source>
task<std::string> all_of(Source& from) {
    std::string all;
    while (true) {
        const std::optional<block> next = co_await from.next_block();
        if (!next) co_return all;
        CHECK(next->size != 0);
        CHECK(next->offset == all.size());
        CHECK(std::all_of(next->data + next->size, next->data + next->size + readable_behind_block,
                          [](char c) { return c == 0; }));
        all += next->text();
    }
}

} // namespace

TEST_CASE("block_source: blocks of streams have their offset, and 64 zeros behind them") {
    rondo::loop home;
    const std::string text = "what is read in pieces of three";
    auto main = [&]() -> task<> {
        three_bytes lent{text};
        read_blocks by_reference(lent, "lent", 2);
        const std::string first = co_await all_of(by_reference);
        CHECK(first == text);
        CHECK(lent.left.empty());
        CHECK(by_reference.path() == "lent");
        read_blocks owned(three_bytes{text});
        const std::string second = co_await all_of(owned);
        CHECK(second == text);
        CHECK(owned.path() == "stream");
        auto pieces = [&]() -> async_generator<std::span<const std::byte>> {
            for (std::size_t size = 1, at = 0; at < text.size(); at += size++) {
                const std::span<const std::byte> all = std::as_bytes(std::span(text));
                const std::span<const std::byte> piece = all.subspan(at, std::min(size, text.size() - at));
                co_yield piece;
            }
        };
        piece_blocks growing(pieces(), "growing");
        const std::string third = co_await all_of(growing);
        CHECK(third == text);
    };
    home.run_until(main());
}

TEST_CASE("block_source: memory is one block, where it lies") {
    memory_blocks from("text", "name");
    const std::optional<block> all = from.next_block_blocking();
    CHECK(all->text() == "text");
    CHECK(from.path() == "name");
    CHECK_FALSE(from.next_block_blocking());
    CHECK_FALSE(memory_blocks("").next_block_blocking());
}
