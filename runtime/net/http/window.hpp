// SPDX-License-Identifier: BSL-1.0
//
// What has come over a connection and was not used yet.
#pragma once

#include <algorithm>
#include <cstddef>
#include <cstring>
#include <memory>
#include <span>
#include <string_view>

namespace rondo::inline v0::http::detail {

inline constexpr std::size_t window_size = 8192; // bytes, at first

class window {
public:
    std::string_view text() const noexcept { return {memory_.get() + begin_, end_ - begin_}; }
    bool empty() const noexcept { return begin_ == end_; }
    void drop(std::size_t size) noexcept {
        begin_ += size;
        if (begin_ == end_) begin_ = end_ = 0;
    }
    std::span<std::byte> room() {
        if (begin_ != 0) {
            std::memmove(memory_.get(), memory_.get() + begin_, end_ - begin_);
            end_ -= begin_;
            begin_ = 0;
        }
        if (size_ - end_ < window_size / 2) {
            const std::size_t wider = std::max(window_size, size_ * 2);
            std::unique_ptr<char[]> made(new char[wider]);
            if (end_ != 0) std::memcpy(made.get(), memory_.get(), end_);
            memory_ = std::move(made);
            size_ = wider;
        }
        return std::as_writable_bytes(std::span(memory_.get() + end_, size_ - end_));
    }
    void came(std::size_t size) noexcept { end_ += size; }

private:
    std::unique_ptr<char[]> memory_;
    std::size_t size_ = 0;
    std::size_t begin_ = 0;
    std::size_t end_ = 0;
};

} // namespace rondo::inline v0::http::detail
