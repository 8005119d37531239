// SPDX-License-Identifier: BSL-1.0
//
// What AddressSanitizer, ThreadSanitizer and valgrind want to hear of stacks: a line where a stack is mapped, one where it
// lies in the pool, and two around each switch. Without the tool each is nothing.
//
//     leaving(...)   the stack that will be run on next; the last words before the jump
//     arrived(...)   the first words after it, on the other side
#pragma once

#include <rondo/base/config.hpp>

#include <cstddef>
#include RONDO_VALGRIND

// As <sanitizer/…_interface.h> declares them: a compiler without sanitizers has no such header.
extern "C" {
void __sanitizer_start_switch_fiber(void** fake_stack, const void* low, std::size_t bytes);
void __sanitizer_finish_switch_fiber(void* fake_stack, const void** old_low, std::size_t* old_bytes);
void __asan_poison_memory_region(const volatile void* address, std::size_t bytes);
void __asan_unpoison_memory_region(const volatile void* address, std::size_t bytes);
void* __tsan_get_current_fiber();
void* __tsan_create_fiber(unsigned flags);
void __tsan_destroy_fiber(void* fiber);
void __tsan_switch_to_fiber(void* fiber, unsigned flags);
}

namespace rondo::inline v0::detail {

/// What the tools know a stack by.
struct stack_view {
    const void* low;
    std::size_t bytes;
    void* tsan;
};

/// A stack that nobody uses: a touch is an error. And one that is used again, which knows nothing of its last use.
inline void hide_memory(void* low, std::size_t bytes) noexcept {
    if constexpr (RONDO_ASAN != 0) __asan_poison_memory_region(low, bytes);
    static_cast<void>(VALGRIND_MAKE_MEM_NOACCESS(low, bytes));
}
inline void show_memory(void* low, std::size_t bytes) noexcept {
    if constexpr (RONDO_ASAN != 0) __asan_unpoison_memory_region(low, bytes);
    static_cast<void>(VALGRIND_MAKE_MEM_UNDEFINED(low, bytes));
}

inline void* make_tsan_fiber() noexcept {
    if constexpr (RONDO_TSAN != 0) return __tsan_create_fiber(0);
    return nullptr;
}
inline void destroy_tsan_fiber([[maybe_unused]] void* fiber) noexcept {
    if constexpr (RONDO_TSAN != 0) {
        if (fiber) __tsan_destroy_fiber(fiber);
    }
}
inline void* this_tsan_fiber() noexcept {
    if constexpr (RONDO_TSAN != 0) return __tsan_get_current_fiber();
    return nullptr;
}

/// `fake` keeps ASan's fake stack while this one is not run; null: it will not be run again.
inline void leaving([[maybe_unused]] void** fake, [[maybe_unused]] const stack_view& to) noexcept {
    if constexpr (RONDO_ASAN != 0) __sanitizer_start_switch_fiber(fake, to.low, to.bytes);
    if constexpr (RONDO_TSAN != 0) __tsan_switch_to_fiber(to.tsan, 0);
}
/// The last two are told the bounds of the stack that was left; null: they are known.
inline void arrived([[maybe_unused]] void* fake, [[maybe_unused]] const void** old_low,
                    [[maybe_unused]] std::size_t* old_bytes) noexcept {
    if constexpr (RONDO_ASAN != 0) __sanitizer_finish_switch_fiber(fake, old_low, old_bytes);
}

} // namespace rondo::inline v0::detail
