// SPDX-License-Identifier: BSL-1.0
#include <rondo/core/task.hpp>
#include <rondo/io/compression.hpp>

#include <array>
#include <exception>
#include <vector>

namespace rondo::inline v0 {

namespace {

constexpr std::size_t piece = 256 * 1024; // ISA-L copies its window of 32 KiB with each

// Closes the source, and throws what ended the stage, or else what closing threw.
task<> finish(byte_chunks& source, std::exception_ptr error) {
    try {
        co_await source.close();
    } catch (...) {
        if (!error) error = std::current_exception();
    }
    if (error) std::rethrow_exception(error);
}

// The pieces of `source`, after `head`, which were taken from it.
byte_chunks after_head(std::vector<std::byte> head, byte_chunks source) {
    std::exception_ptr error;
    try {
        const std::span<const std::byte> first(head);
        if (!first.empty()) co_yield first;
        while (auto next = co_await source.next()) co_yield *next;
    } catch (...) {
        error = std::current_exception();
    }
    co_await finish(source, std::move(error));
}

// Enough of the beginning to know what it is.
task<> take_head(byte_chunks& source, std::vector<std::byte>& head) {
    while (head.size() < 4) {
        auto next = co_await source.next();
        if (!next) co_return;
        head.insert(head.end(), next->begin(), next->end());
    }
}

} // namespace

byte_chunks decompressed(byte_chunks source, compression what, decompress_options options) {
    std::exception_ptr error;
    try {
        decompressor work(what, options);
        std::vector<std::byte> room(piece);
        while (auto next = co_await source.next()) {
            std::span<const std::byte> in = *next;
            for (;;) {
                const std::size_t got = work.run(in, room);
                const std::span<const std::byte> made = std::span<const std::byte>(room).first(got);
                if (got != 0) co_yield made;
                if (got != room.size()) break;
            }
        }
        work.finish();
    } catch (...) {
        error = std::current_exception();
    }
    co_await finish(source, std::move(error));
}

byte_chunks decompressed(byte_chunks source, decompress_options options) {
    std::vector<std::byte> head;
    std::exception_ptr error;
    try {
        co_await take_head(source, head);
    } catch (...) {
        error = std::current_exception();
    }
    if (error) co_await finish(source, std::move(error));
    const compression what = compression_of(head);
    auto whole = after_head(std::move(head), std::move(source));
    auto inner = decompressed(std::move(whole), what, options);
    co_yield from(std::move(inner));
}

byte_chunks compressed(byte_chunks source, compression what, int level) {
    std::exception_ptr error;
    try {
        compressor work(what, level);
        std::vector<std::byte> room(piece);
        while (auto next = co_await source.next()) {
            std::span<const std::byte> in = *next;
            while (!in.empty()) {
                const std::size_t got = work.run(in, room);
                const std::span<const std::byte> made = std::span<const std::byte>(room).first(got);
                if (got != 0) co_yield made;
            }
        }
        for (bool more = true; more;) {
            const std::size_t got = work.finish(room);
            const std::span<const std::byte> made = std::span<const std::byte>(room).first(got);
            more = got == room.size();
            if (got != 0) co_yield made;
        }
    } catch (...) {
        error = std::current_exception();
    }
    co_await finish(source, std::move(error));
}

} // namespace rondo::inline v0
