// SPDX-License-Identifier: BSL-1.0
//
// The memory of one block, from pages that a stream before left behind: the system gives and takes pages one by one, which
// for a file of some blocks takes as long as reading it.
#pragma once

#include <cstddef>
#include <utility>

namespace rondo::inline v0::detail {

class kept_block {
public:
    kept_block() noexcept = default;
    /// Not cleared. Requires: alignment is a power of two, size a multiple of it. Throws: std::bad_alloc.
    kept_block(std::size_t size, std::size_t alignment);
    kept_block(kept_block&& other) noexcept
        : start_(std::exchange(other.start_, nullptr)), size_(other.size_) {}
    kept_block& operator=(kept_block other) noexcept {
        std::swap(start_, other.start_);
        std::swap(size_, other.size_);
        return *this;
    }
    ~kept_block();

    char* get() const noexcept { return start_; }

private:
    char* start_ = nullptr;
    std::size_t size_ = 0;
};

} // namespace rondo::inline v0::detail
