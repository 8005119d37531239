// SPDX-License-Identifier: BSL-1.0
//
// Where blocks come from: a file_stream, memory, or any stream of bytes (a connection, a pipe, what a decompressor gives).
// `lines` stands on any of them.
#pragma once

#include <rondo/base/errors.hpp>
#include <rondo/core/async_generator.hpp>
#include <rondo/core/task.hpp>
#include <rondo/io/block.hpp>
#include <rondo/io/byte_stream.hpp>

#include <concepts>
#include <cstring>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <utility>

namespace rondo::inline v0 {

/// `co_await s.next_block()` gives a block, which lives until the next call, or an empty optional at the end; `path()` is what
/// errors call it. It may have `next_block_blocking()`, which a thread without a loop calls.
template <class S>
concept block_source = requires(S& s, const S& c) {
    { s.next_block() } -> awaitable;
    requires std::same_as<await_result_t<decltype(s.next_block())>, std::optional<block>>;
    { c.path() } -> std::convertible_to<std::string_view>;
};

/// Bytes in memory, all in one block. Lifetime: they outlive it. No bytes behind them are read.
class memory_blocks {
public:
    explicit memory_blocks(std::string_view bytes, std::string path = "memory") noexcept
        : bytes_(bytes), path_(std::move(path)) {}
    std::optional<block> next_block_blocking() noexcept {
        if (bytes_.empty()) return std::nullopt;
        const std::string_view given = std::exchange(bytes_, {});
        return block{given.data(), given.size(), 0};
    }
    task<std::optional<block>> next_block() { co_return next_block_blocking(); }
    const std::string& path() const noexcept { return path_; }

private:
    std::string_view bytes_;
    std::string path_;
};

namespace detail {

/// Memory of a block, with what may be read behind it.
class block_memory {
public:
    explicit block_memory(std::size_t bytes)
        : bytes_(std::make_unique<char[]>(bytes + readable_behind_block)), size_(bytes) {}
    std::span<std::byte> all() noexcept { return std::as_writable_bytes(std::span(bytes_.get(), size_)); }
    block give(std::size_t filled) noexcept {
        std::memset(bytes_.get() + filled, 0, readable_behind_block);
        const block given{bytes_.get(), filled, offset_};
        offset_ += filled;
        return given;
    }

private:
    std::unique_ptr<char[]> bytes_;
    std::size_t size_;
    std::uint64_t offset_ = 0;
};

} // namespace detail

/// The blocks of a byte_source: what one read gives. Throws: value_error for blocks without a byte.
template <byte_source S>
class read_blocks {
public:
    explicit read_blocks(S from, std::string path = "stream", std::size_t block_bytes = 128 * 1024)
        : from_(std::forward<S>(from)), path_(std::move(path)), memory_(at_least_one(block_bytes)) {}
    task<std::optional<block>> next_block() {
        const std::size_t got = co_await from_.read(memory_.all());
        if (got == 0) co_return std::nullopt;
        co_return memory_.give(got);
    }
    const std::string& path() const noexcept { return path_; }

private:
    static std::size_t at_least_one(std::size_t bytes) {
        if (bytes == 0) throw value_error("read_blocks: block_bytes is 0: give at least one byte");
        return bytes;
    }
    S from_; // a reference: lent
    std::string path_;
    detail::block_memory memory_;
};
template <class S>
read_blocks(S&&) -> read_blocks<S>;
template <class S>
read_blocks(S&&, std::string) -> read_blocks<S>;
template <class S>
read_blocks(S&&, std::string, std::size_t) -> read_blocks<S>;

/// The blocks of pieces of bytes, such as `decompressed(…)` gives. Each piece is copied, for nothing may be read behind it.
class piece_blocks {
public:
    explicit piece_blocks(async_generator<std::span<const std::byte>> from,
                          std::string path = "stream") noexcept
        : from_(std::move(from)), path_(std::move(path)) {}
    task<std::optional<block>> next_block() {
        while (true) {
            auto piece = co_await from_.next();
            if (!piece) co_return std::nullopt;
            const std::span<const std::byte> bytes = *piece;
            if (bytes.empty()) continue;
            if (bytes.size() > room_) {
                memory_ = std::make_unique<char[]>(bytes.size() + readable_behind_block);
                room_ = bytes.size();
            }
            std::memcpy(memory_.get(), bytes.data(), bytes.size());
            std::memset(memory_.get() + bytes.size(), 0, readable_behind_block);
            const block given{memory_.get(), bytes.size(), offset_};
            offset_ += bytes.size();
            co_return given;
        }
    }
    const std::string& path() const noexcept { return path_; }

private:
    async_generator<std::span<const std::byte>> from_;
    std::string path_;
    std::unique_ptr<char[]> memory_;
    std::size_t room_ = 0;
    std::uint64_t offset_ = 0;
};

} // namespace rondo::inline v0
