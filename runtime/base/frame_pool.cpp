// SPDX-License-Identifier: BSL-1.0
#include <rondo/base/frame_pool.hpp>

#include <cstdlib>
#include <cstring>
#include <utility>

namespace rondo::inline v0 {

namespace detail {
constinit thread_local frame_cache this_thread_frames{};
}

namespace {

constexpr std::size_t default_limit = std::size_t{16} << 20;

enum class pool_state : unsigned char { unused, active, ended };
constinit thread_local pool_state state = pool_state::unused;

bool disabled_by_environment() noexcept {
    static const bool disabled = [] {
        const char* value = std::getenv("RONDO_FRAME_POOL");
        return value && std::strcmp(value, "0") == 0;
    }();
    return disabled;
}

// Frames may still be freed by destructors that run after this one: the limit of 0 sends them to the heap.
struct thread_end {
    ~thread_end() {
        state = pool_state::ended;
        detail::this_thread_frames.limit = 0;
        trim_frame_pool();
    }
};

void activate() noexcept {
    thread_local thread_end at_end;
    static_cast<void>(at_end);
    state = pool_state::active;
    detail::this_thread_frames.limit = disabled_by_environment() ? 0 : default_limit;
}

} // namespace

void detail::keep_first_frame(void* frame, std::size_t bin) noexcept {
    frame_cache& cache = this_thread_frames;
    if (state == pool_state::unused) activate();
    const std::size_t size = frame_bin_bytes(bin);
    if (cache.kept + size > cache.limit) return ::operator delete(frame);
    cache.bins[bin] = new (frame) free_frame{cache.bins[bin]};
    cache.kept += size;
}

std::size_t trim_frame_pool() noexcept {
    detail::frame_cache& cache = detail::this_thread_frames;
    for (detail::free_frame*& bin : cache.bins) {
        while (bin) {
            detail::free_frame* next = bin->next;
            ::operator delete(bin);
            bin = next;
        }
    }
    return std::exchange(cache.kept, 0);
}

void frame_pool_limit(std::size_t bytes) noexcept {
    if (state == pool_state::unused) activate();
    if (state == pool_state::ended || disabled_by_environment()) return;
    detail::this_thread_frames.limit = bytes;
    if (detail::this_thread_frames.kept > bytes) trim_frame_pool();
}

frame_pool_statistics frame_pool_stats() noexcept {
    if (state == pool_state::unused) activate();
    return {detail::this_thread_frames.kept, detail::this_thread_frames.limit};
}

} // namespace rondo::inline v0
