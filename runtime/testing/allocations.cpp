// SPDX-License-Identifier: BSL-1.0
#include <rondo/testing/allocations.hpp>

#include <rondo/base/errors.hpp>
#include <rondo/base/frame_pool.hpp>

#include <cstdlib>
#include <new>

namespace rondo::inline v0::testing {

namespace detail {

constinit thread_local allocation_state this_thread_allocates{};
bool new_is_replaced = false;

void* allocate(std::size_t bytes, std::size_t alignment) {
    allocation_state& here = this_thread_allocates;
    if (here.refuse != 0 && --here.refuse == 0) {
        here.refused = true;
        throw std::bad_alloc();
    }
    if (bytes == 0) bytes = 1;
    void* memory = alignment <= __STDCPP_DEFAULT_NEW_ALIGNMENT__
                       ? std::malloc(bytes)
                       : std::aligned_alloc(alignment, (bytes + alignment - 1) / alignment * alignment);
    if (!memory) throw std::bad_alloc();
    ++here.counts.made;
    return memory;
}

void deallocate(void* memory) noexcept {
    if (!memory) return;
    ++this_thread_allocates.counts.freed;
    std::free(memory);
}

} // namespace detail

bool allocations_are_counted() noexcept { return detail::new_is_replaced; }

allocation_counts allocations() {
    if (!detail::new_is_replaced)
        throw runtime_error(
            "allocations are not counted: include <rondo/testing/replace_new.hpp> in one source file of "
            "the program");
    return detail::this_thread_allocates.counts;
}

every_frame_counts::every_frame_counts() noexcept : limit_(frame_pool_stats().limit_bytes) {
    frame_pool_limit(0);
}
every_frame_counts::~every_frame_counts() { frame_pool_limit(limit_); }

refused_allocation::refused_allocation(std::size_t number) {
    static_cast<void>(allocations());
    detail::this_thread_allocates.refused = false;
    detail::this_thread_allocates.refuse = number;
}
refused_allocation::~refused_allocation() { detail::this_thread_allocates.refuse = 0; }
bool refused_allocation::happened() const noexcept { return detail::this_thread_allocates.refused; }

} // namespace rondo::inline v0::testing
