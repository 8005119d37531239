// SPDX-License-Identifier: BSL-1.0
//
// Replaces the program's operator new and delete by those that allocations.hpp counts. To be included in exactly one
// source file of a test program; never in a header.
#pragma once

#include <rondo/testing/allocations.hpp>

#include <new>

void* operator new(std::size_t bytes) { return rondo::testing::detail::allocate(bytes, 1); }
void* operator new[](std::size_t bytes) { return rondo::testing::detail::allocate(bytes, 1); }
void* operator new(std::size_t bytes, std::align_val_t alignment) {
    return rondo::testing::detail::allocate(bytes, static_cast<std::size_t>(alignment));
}
void* operator new[](std::size_t bytes, std::align_val_t alignment) {
    return rondo::testing::detail::allocate(bytes, static_cast<std::size_t>(alignment));
}
void* operator new(std::size_t bytes, const std::nothrow_t&) noexcept {
    try {
        return rondo::testing::detail::allocate(bytes, 1);
    } catch (...) {
        return nullptr;
    }
}
void* operator new[](std::size_t bytes, const std::nothrow_t&) noexcept {
    try {
        return rondo::testing::detail::allocate(bytes, 1);
    } catch (...) {
        return nullptr;
    }
}
void operator delete(void* memory) noexcept { rondo::testing::detail::deallocate(memory); }
void operator delete[](void* memory) noexcept { rondo::testing::detail::deallocate(memory); }
void operator delete(void* memory, std::size_t) noexcept { rondo::testing::detail::deallocate(memory); }
void operator delete[](void* memory, std::size_t) noexcept { rondo::testing::detail::deallocate(memory); }
void operator delete(void* memory, std::align_val_t) noexcept { rondo::testing::detail::deallocate(memory); }
void operator delete[](void* memory, std::align_val_t) noexcept {
    rondo::testing::detail::deallocate(memory);
}
void operator delete(void* memory, std::size_t, std::align_val_t) noexcept {
    rondo::testing::detail::deallocate(memory);
}
void operator delete[](void* memory, std::size_t, std::align_val_t) noexcept {
    rondo::testing::detail::deallocate(memory);
}
void operator delete(void* memory, const std::nothrow_t&) noexcept {
    rondo::testing::detail::deallocate(memory);
}
void operator delete[](void* memory, const std::nothrow_t&) noexcept {
    rondo::testing::detail::deallocate(memory);
}

namespace rondo::inline v0::testing::detail {
[[maybe_unused]] static const bool this_program_replaces_new = new_is_replaced = true;
} // namespace rondo::inline v0::testing::detail
