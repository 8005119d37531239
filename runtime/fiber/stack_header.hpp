// SPDX-License-Identifier: BSL-1.0
//
// What stands at the top of each mapped stack: where it lies, and its place in the lists of its thread's pool.
#pragma once

#include <rondo/fiber/stack.hpp>

namespace rondo::inline v0::detail {

struct stack_shelf;

struct alignas(64) stack_header {
    std::byte* low;                // the lowest byte that may be used, right above the guard
    std::size_t mapped;            // bytes, guard included
    stack_shelf* home;             // of the thread that mapped it
    stack_header* next_free;       // in the pool
    stack_header *previous, *next; // of all that the thread has mapped
    unsigned valgrind_id;
};

/// Sizes of this machine: a page, and the guard below each stack, 16 KiB or a page.
std::size_t page_bytes() noexcept;
std::size_t guard_bytes() noexcept;

bool in_guard(const stack_header& stack, const void* address) noexcept;
/// Whether the calling thread mapped it, and may give it back.
bool of_this_thread(const stack_header& stack) noexcept;

} // namespace rondo::inline v0::detail
