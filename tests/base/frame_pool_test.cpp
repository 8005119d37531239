// SPDX-License-Identifier: BSL-1.0
//
// The frame pool: what was freed is handed out again, within a limit, on whatever thread. Under AddressSanitizer, and with
// RONDO_FRAME_POOL=0 in the environment, it keeps nothing: then the laws hold with a pool of no bytes.
#include <rondo/base/frame_pool.hpp>

#include <doctest/doctest.h>

#include <cstdint>
#include <cstring>
#include <thread>
#include <vector>

using namespace rondo;

namespace {

bool keeps() { return RONDO_FRAME_POOL != 0 && RONDO_ASAN == 0 && frame_pool_stats().limit_bytes != 0; }

// Each test begins and ends with an empty pool of the usual limit.
struct fresh_pool {
    std::size_t limit = frame_pool_stats().limit_bytes;
    fresh_pool() { trim_frame_pool(); }
    ~fresh_pool() {
        frame_pool_limit(limit);
        trim_frame_pool();
    }
};

} // namespace

TEST_CASE("frame_pool: a frame that was freed is the next of its size class") {
    fresh_pool pool;
    if (!keeps()) return;
    void* first = allocate_frame(100);
    deallocate_frame(first, 100);
    CHECK(frame_pool_stats().kept_bytes == 104);
    void* again = allocate_frame(89); // the same class: 89 to 104 bytes
    CHECK(again == first);
    CHECK(frame_pool_stats().kept_bytes == 0);
    deallocate_frame(again, 89);
}

TEST_CASE("frame_pool: frames are aligned as operator new aligns, apart, and wholly usable") {
    fresh_pool pool;
    for (int round = 0; round < 2; ++round) { // the second from the pool
        std::vector<void*> frames;
        for (std::size_t bytes = 1; bytes <= 2200; bytes += 37) {
            void* frame = allocate_frame(bytes);
            CHECK(reinterpret_cast<std::uintptr_t>(frame) % __STDCPP_DEFAULT_NEW_ALIGNMENT__ == 0);
            std::memset(frame, static_cast<int>(frames.size()), bytes);
            frames.push_back(frame);
        }
        std::size_t bytes = 1;
        for (std::size_t n = 0; n < frames.size(); ++n, bytes += 37) {
            CHECK(static_cast<unsigned char*>(frames[n])[bytes - 1] == static_cast<unsigned char>(n));
            deallocate_frame(frames[n], bytes);
        }
    }
}

TEST_CASE("frame_pool: a frame above the largest class goes back to the heap") {
    fresh_pool pool;
    deallocate_frame(allocate_frame(2057), 2057);
    CHECK(frame_pool_stats().kept_bytes == 0);
    deallocate_frame(allocate_frame(2056), 2056);
    CHECK(frame_pool_stats().kept_bytes == (keeps() ? 2056u : 0u));
}

TEST_CASE("frame_pool: what is kept never exceeds the limit") {
    fresh_pool pool;
    frame_pool_limit(1000);
    std::vector<void*> frames;
    for (int n = 0; n < 50; ++n) frames.push_back(allocate_frame(56));
    for (void* frame : frames) {
        deallocate_frame(frame, 56);
        CHECK(frame_pool_stats().kept_bytes <= 1000);
    }
    CHECK(frame_pool_stats().kept_bytes == (keeps() ? 952u : 0u)); // seventeen of 56 fit
}

TEST_CASE("frame_pool: a lower limit gives back at once, and none keeps none") {
    fresh_pool pool;
    deallocate_frame(allocate_frame(500), 500);
    frame_pool_limit(0);
    CHECK(frame_pool_stats().kept_bytes == 0);
    deallocate_frame(allocate_frame(500), 500);
    CHECK(frame_pool_stats().kept_bytes == 0);
}

TEST_CASE("frame_pool: trimming says how much it gave back") {
    fresh_pool pool;
    deallocate_frame(allocate_frame(56), 56);
    deallocate_frame(allocate_frame(200), 200);
    CHECK(trim_frame_pool() == (keeps() ? 56u + 200u : 0u));
    CHECK(trim_frame_pool() == 0);
}

TEST_CASE("frame_pool: a frame may be freed on another thread, and joins the pool there") {
    fresh_pool pool;
    void* frame = allocate_frame(300);
    std::memset(frame, 1, 300);
    std::size_t kept = 0;
    std::thread([&] {
        deallocate_frame(frame, 300);
        kept = frame_pool_stats().kept_bytes;
    }).join();
    CHECK(kept == (keeps() ? 312u : 0u));
    CHECK(frame_pool_stats().kept_bytes == 0);
}

TEST_CASE("frame_pool: threads that hand frames to each other never share a list") {
    fresh_pool pool;
    std::vector<void*> frames;
    for (int round = 0; round < 20; ++round) {
        for (int n = 0; n < 100; ++n) frames.push_back(allocate_frame(96));
        std::thread([given = std::move(frames)] {
            for (void* frame : given) {
                std::memset(frame, 2, 96);
                deallocate_frame(frame, 96);
            }
            for (int n = 0; n < 50; ++n) deallocate_frame(allocate_frame(96), 96);
        }).join(); // what it kept goes back as it ends: the leak checkers watch
        frames.clear();
    }
    CHECK(frame_pool_stats().kept_bytes == 0);
}
