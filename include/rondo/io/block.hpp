// SPDX-License-Identifier: BSL-1.0
//
// A piece of a file in memory, as a file_stream gives it and `lines` takes it.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string_view>

namespace rondo::inline v0 {

/// How many bytes behind a block may be read, so that whoever searches it in steps of 32 or 64 bytes needs no last step.
inline constexpr std::size_t readable_behind_block = 64;

/// Bytes of a file in memory. Behind them are at least 64 more that may be read: zeros.
struct block {
    const char* data = nullptr;
    std::size_t size = 0;
    /// Of the first byte, counted from the beginning of the file, or from the first that was read.
    std::uint64_t offset = 0;

    std::string_view text() const noexcept { return {data, size}; }
};

} // namespace rondo::inline v0
