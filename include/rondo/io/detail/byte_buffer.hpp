// SPDX-License-Identifier: BSL-1.0
//
// What readers with a buffer stand on: bytes in a row, and the words of their errors.
#pragma once

#include <rondo/base/config.hpp>

#include <cstddef>
#include <cstdint>
#include <memory>
#include <span>
#include <string_view>

namespace rondo::inline v0::detail {

/// Bytes in a row: taken at the front, added at the back.
class RONDO_API byte_buffer {
public:
    explicit byte_buffer(std::size_t capacity);
    std::span<const std::byte> held() const noexcept { return {memory_.get() + begin_, end_ - begin_}; }
    std::string_view text() const noexcept {
        return {reinterpret_cast<const char*>(memory_.get()) + begin_, end_ - begin_};
    }
    std::size_t size() const noexcept { return end_ - begin_; }
    std::size_t capacity() const noexcept { return capacity_; }
    /// Room behind what is held, so that both together can be `whole` bytes; at least one byte.
    std::span<std::byte> room_for(std::size_t whole);
    void came(std::size_t size) noexcept { end_ += size; }
    void drop(std::size_t size) noexcept { begin_ += size; }

private:
    std::unique_ptr<std::byte[]> memory_;
    std::size_t capacity_;
    std::size_t begin_ = 0;
    std::size_t end_ = 0;
};

[[noreturn]] RONDO_API void throw_unexpected_end(const char* verb, std::size_t got, std::size_t wanted);
[[noreturn]] RONDO_API void throw_limit(const char* verb, std::size_t limit, std::size_t got);
[[noreturn]] RONDO_API void throw_frame_limit(const char* verb, std::size_t limit, std::size_t said);
[[noreturn]] RONDO_API void throw_two_readers();
[[noreturn]] RONDO_API void throw_unknown_rest();
RONDO_API std::uint32_t frame_length(std::span<const std::byte> prefix) noexcept;
RONDO_API void put_frame_length(std::span<std::byte, 4> into, std::size_t size);

} // namespace rondo::inline v0::detail
