// SPDX-License-Identifier: BSL-1.0
#include "kept_block.hpp"

#include <rondo/base/config.hpp>

#include <algorithm>
#include <array>
#include <cstdint>
#include <cstdlib>
#include <new>

namespace rondo::inline v0::detail {

namespace {

// ASan is to see a use after the end.
constexpr bool keeps = RONDO_FRAME_POOL && !RONDO_ASAN;
constexpr std::size_t most_kept = std::size_t(4) << 20; // bytes a thread
constexpr std::size_t least_alignment = 4096;           // a page

struct left_behind {
    char* start;
    std::size_t size;
};

/// What the streams of a thread left behind, the latest last: its pages are the likeliest to be in the cache.
struct store {
    std::array<left_behind, 32> kept;
    std::size_t count = 0;
    std::size_t bytes = 0;
    ~store() {
        while (count != 0) std::free(kept[--count].start);
        bytes = most_kept; // streams that end after this keep nothing
    }
    char* take(std::size_t size, std::size_t alignment) noexcept {
        for (std::size_t i = count; i-- != 0;) {
            char* const start = kept[i].start;
            if (kept[i].size != size || reinterpret_cast<std::uintptr_t>(start) % alignment != 0) continue;
            for (--count; i != count; ++i) kept[i] = kept[i + 1];
            bytes -= size;
            return start;
        }
        return nullptr;
    }
    bool keep(char* start, std::size_t size) noexcept {
        if (bytes + size > most_kept || count == kept.size()) return false;
        kept[count++] = {start, size};
        bytes += size;
        return true;
    }
};
thread_local store here;

} // namespace

kept_block::kept_block(std::size_t size, std::size_t alignment) : size_(size) {
    if constexpr (keeps) start_ = here.take(size, alignment);
    if (!start_) start_ = static_cast<char*>(std::aligned_alloc(std::max(alignment, least_alignment), size));
    if (!start_) throw std::bad_alloc();
}

kept_block::~kept_block() {
    if (!start_) return;
    if constexpr (keeps) {
        if (here.keep(start_, size_)) return;
    }
    std::free(start_);
}

} // namespace rondo::inline v0::detail
