// SPDX-License-Identifier: BSL-1.0
//
// Memory for coroutine frames: a free list a size class, a thread. A frame that was just freed is warm in the
// cache and is handed out next, without a lock or a call.
//
//     thread ──► bins[0] ──► frame ──► frame      (≤ 24 bytes)
//                bins[1] ──► frame                (≤ 40 bytes)  …  bins[127] (≤ 2056 bytes);  larger: the heap
//
// A frame may be freed on another thread than made it: it joins the list of the thread that frees it. What a
// thread keeps is capped (`frame_pool_limit`), and given back when it ends. Under AddressSanitizer the pool
// steps aside, so that a use after free is seen; RONDO_FRAME_POOL=0 in the environment does the same in any
// build, for valgrind and for comparison.
#pragma once

#include <rondo/base/config.hpp>

#include <cstddef>
#include <new>

namespace rondo::inline v0 {

namespace detail {

// The classes are what malloc's own blocks of 32, 48, … bytes hold beside their 8 bytes of bookkeeping: 24, 40, 56, …
inline constexpr std::size_t frame_granule = 16;
inline constexpr std::size_t frame_bins = 128;
constexpr std::size_t frame_bin(std::size_t bytes) noexcept {
    return bytes <= 24 ? 0 : (bytes - 9) / frame_granule;
}
constexpr std::size_t frame_bin_bytes(std::size_t bin) noexcept { return (bin + 1) * frame_granule + 8; }

struct free_frame {
    free_frame* next;
};

struct frame_cache {
    free_frame* bins[frame_bins];
    std::size_t kept;  ///< bytes in the lists
    std::size_t limit; ///< bytes that may be kept; 0 until the first frame of this thread is freed
};

// Trivial to construct and destroy, so that every access is one address, without a guard; frame_pool.cpp
// registers what empties it at the end of the thread.
RONDO_API extern constinit thread_local frame_cache this_thread_frames;

RONDO_API void keep_first_frame(void* frame, std::size_t bin) noexcept;

} // namespace detail

/// What this thread's frame pool holds.
struct frame_pool_statistics {
    std::size_t kept_bytes;  ///< free frames, ready for reuse
    std::size_t limit_bytes; ///< kept_bytes never exceeds it
};

/// Memory for a frame of `bytes`, aligned as operator new aligns. Throws: std::bad_alloc.
/// Cost: about 1 ns when a frame of that size class was freed on this thread before.
inline void* allocate_frame(std::size_t bytes) {
    const std::size_t bin = detail::frame_bin(bytes);
    if (bin >= detail::frame_bins) [[unlikely]]
        return ::operator new(bytes);
    if constexpr (RONDO_FRAME_POOL && !RONDO_ASAN) {
        detail::frame_cache& cache = detail::this_thread_frames;
        if (detail::free_frame* frame = cache.bins[bin]) [[likely]] {
            cache.bins[bin] = frame->next;
            __builtin_prefetch(
                frame->next); // freed in any order, it is cold; the next frame that is made will be there
            cache.kept -= detail::frame_bin_bytes(bin);
            return frame;
        }
    }
    // The whole size class in every build: a unit compiled without ASan may free what one compiled with it
    // made.
    return ::operator new(detail::frame_bin_bytes(bin));
}

/// Takes back what `allocate_frame(bytes)` gave, on any thread.
inline void deallocate_frame(void* memory, std::size_t bytes) noexcept {
    const std::size_t bin = detail::frame_bin(bytes);
    if constexpr (RONDO_FRAME_POOL && !RONDO_ASAN) {
        if (bin < detail::frame_bins) [[likely]] {
            detail::frame_cache& cache = detail::this_thread_frames;
            const std::size_t size = detail::frame_bin_bytes(bin);
            if (cache.kept + size > cache.limit) [[unlikely]]
                return detail::keep_first_frame(memory, bin);
            cache.bins[bin] = new (memory) detail::free_frame{cache.bins[bin]};
            cache.kept += size;
            return;
        }
    }
    ::operator delete(memory);
}

/// Gives this thread's free frames back to the heap. Returns: the bytes given back.
RONDO_API std::size_t trim_frame_pool() noexcept;

/// Sets how many bytes of free frames this thread may keep (16 MiB at first; 0 keeps none), trimming at once
/// what is above.
RONDO_API void frame_pool_limit(std::size_t bytes) noexcept;

/// What this thread's pool holds now.
RONDO_API frame_pool_statistics frame_pool_stats() noexcept;

} // namespace rondo::inline v0
