// SPDX-License-Identifier: BSL-1.0
//
// gzip and zstd, in and out, piece by piece: as a plain object that is pushed, and as a stage over a stream of bytes. A
// library of its own: link rondo::compression.
//
//     bytes ──► decompressed(…) ──► bytes           good bytes come first; then the error, with its offset
#pragma once

#include <rondo/core/async_generator.hpp>

#include <cstddef>
#include <cstdint>
#include <memory>
#include <span>
#include <stdexcept>
#include <string>
#include <string_view>

namespace rondo::inline v0 {

enum class compression : unsigned char { none, gzip, zstd };

/// By the first bytes, four at the most; none when they say nothing.
RONDO_API compression compression_of(std::span<const std::byte> begin) noexcept;
/// By the suffix: .gz, .tgz, .zst, .tzst, in any case; else none.
RONDO_API compression compression_of_name(std::string_view path) noexcept;
RONDO_API const char* to_string(compression) noexcept;

/// What is compressed is damaged, is cut off, or grows beyond its limit:
/// "gzip, at byte 1234 of what was read: the data is damaged: incorrect data check".
class RONDO_API compression_error : public std::runtime_error {
public:
    compression_error(compression what, std::uint64_t offset, std::string_view reason);
    compression_error(const compression_error&) = default;
    ~compression_error() override;
    /// Where, in what is compressed.
    std::uint64_t offset() const noexcept { return offset_; }

private:
    std::uint64_t offset_;
};

struct decompress_options {
    std::uint64_t most = ~std::uint64_t(0); ///< bytes that may come out: beyond is an error
};

/// Takes compressed bytes in pieces, and gives what they hold. Members and frames that follow one another are one; zeros
/// behind the last are padding, anything else is an error. With compression::none it copies.
/// Threads: one at a time. Cost: 40 KiB for gzip by zlib, 100 by ISA-L; for zstd as much as the frame asks for, 128 MiB at the most.
class RONDO_API decompressor {
public:
    explicit decompressor(compression what, decompress_options options = {});
    decompressor(decompressor&&) noexcept;
    decompressor& operator=(decompressor&&) noexcept;
    ~decompressor();

    /// Takes from the front of `in` and fills `out`. Returns: how many bytes of it; less than all: `in` is used up.
    /// Throws: compression_error, once all good bytes were given; again on each call.
    std::size_t run(std::span<const std::byte>& in, std::span<std::byte> out);
    /// There is no more. Throws: compression_error when the last member is not whole.
    void finish();
    std::uint64_t taken() const noexcept;
    std::uint64_t given() const noexcept;

private:
    struct parts;
    std::unique_ptr<parts> parts_;
};

/// Takes bytes in pieces, and gives them compressed, as one member or frame.
class RONDO_API compressor {
public:
    /// `level`: 1 to 9 for gzip, 1 to 19 for zstd; 0: the library's own choice. Throws: value_error for another.
    explicit compressor(compression what, int level = 0);
    compressor(compressor&&) noexcept;
    compressor& operator=(compressor&&) noexcept;
    ~compressor();

    /// As decompressor::run; less than all of `out`: `in` is used up, and some of it is kept for later.
    std::size_t run(std::span<const std::byte>& in, std::span<std::byte> out);
    /// The rest, after the last run(). Returns: how many bytes; less than all of `out`: that was all.
    std::size_t finish(std::span<std::byte> out);

private:
    struct parts;
    std::unique_ptr<parts> parts_;
};

/// A stream of bytes, piece by piece: each piece lives until the next is asked for.
using byte_chunks = async_generator<std::span<const std::byte>>;

/// What the bytes of `source` hold, by their own first bytes, or as told. What is not compressed passes as it is.
/// Throws: what the source throws; compression_error, after all that was good. Close: closes the source.
RONDO_API byte_chunks decompressed(byte_chunks source, decompress_options options = {});
RONDO_API byte_chunks decompressed(byte_chunks source, compression what, decompress_options options = {});
/// The bytes of `source`, compressed. Throws: what the source throws; value_error as compressor.
RONDO_API byte_chunks compressed(byte_chunks source, compression what, int level = 0);

} // namespace rondo::inline v0
