// SPDX-License-Identifier: BSL-1.0
//
// Memory under a test's eyes: how many blocks this thread has taken and given back, and the one that is not to be had.
// The program's operator new must be replaced for it, by including <rondo/testing/replace_new.hpp> in one source file.
#pragma once

#include <rondo/base/config.hpp>

#include <cstddef>

namespace rondo::inline v0::testing {

/// Blocks since the program began, of this thread.
struct allocation_counts {
    std::size_t made = 0;
    std::size_t freed = 0;
};

/// What this thread has taken and given back. Throws: runtime_error when operator new is not replaced.
RONDO_API allocation_counts allocations();
/// Whether operator new is replaced, so that allocations() counts; never so under valgrind, which has its own.
RONDO_API bool allocations_are_counted() noexcept;

/// While it lives, this thread keeps no free frames: each frame is a block of its own, and counted.
class RONDO_API every_frame_counts {
public:
    every_frame_counts() noexcept;
    every_frame_counts(const every_frame_counts&) = delete;
    every_frame_counts& operator=(const every_frame_counts&) = delete;
    ~every_frame_counts();

private:
    std::size_t limit_;
};

/// While it lives, the `number`-th block that this thread asks for (1: the next) is refused with std::bad_alloc; those
/// after it are given. Not to be nested.
class RONDO_API refused_allocation {
public:
    explicit refused_allocation(std::size_t number);
    refused_allocation(const refused_allocation&) = delete;
    refused_allocation& operator=(const refused_allocation&) = delete;
    ~refused_allocation();
    bool happened() const noexcept;
};

namespace detail {

struct allocation_state {
    allocation_counts counts;
    std::size_t refuse; ///< counts down; 0: nothing is refused
    bool refused;
};
RONDO_API extern constinit thread_local allocation_state this_thread_allocates;

RONDO_API void* allocate(std::size_t bytes, std::size_t alignment);
RONDO_API void deallocate(void* memory) noexcept;

} // namespace detail
} // namespace rondo::inline v0::testing
