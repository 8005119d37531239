// SPDX-License-Identifier: BSL-1.0
#include <rondo/fiber/stack.hpp>

#include <rondo/base/assert.hpp>

#include "map_limit.hpp"
#include "stack_header.hpp"
#include "tools.hpp"

#include <algorithm>
#include <cerrno>
#include <cstdint>
#include <iterator>
#include <new>
#include <sys/mman.h>
#include <unistd.h>

namespace rondo::inline v0 {

stack_error::~stack_error() = default;
stack_limit_error::~stack_limit_error() = default;

namespace detail {

std::size_t page_bytes() noexcept {
    static const auto bytes = static_cast<std::size_t>(::sysconf(_SC_PAGESIZE));
    return bytes;
}
std::size_t guard_bytes() noexcept { return std::max(std::size_t{16} << 10, page_bytes()); }

/// Free stacks of one size.
struct stack_bin {
    std::size_t mapped; // of each; 0: the bin was never used
    stack_header* first;
};

// Trivial to construct and destroy, as the frame pool's.
struct stack_shelf {
    stack_bin bins[8]; // a stack of a ninth size is not kept
    stack_header* all;
    void* reserve; // see map_limit.hpp
    std::size_t alive, peak_alive, kept, kept_bytes, limit_bytes, mapped_bytes, high_water;
    unsigned made; // chooses the offset of the next
    enum : unsigned char { unused, active, ended } state;
};

} // namespace detail

namespace {

using detail::guard_bytes;
using detail::page_bytes;
using detail::stack_bin;
using detail::stack_header;
using detail::stack_shelf;

constexpr std::size_t default_limit = std::size_t{256} << 20;
constexpr std::size_t offsets = 16, offset_bytes = 128;
constexpr std::size_t overhead = sizeof(stack_header) + (offsets - 1) * offset_bytes;
constexpr std::size_t most_bytes = std::size_t{1} << 46; // more than any address space has

constinit thread_local stack_shelf shelf{};

std::byte* end_of(const stack_header& stack) noexcept { return stack.low - guard_bytes() + stack.mapped; }
std::byte* top_of(stack_header& stack) noexcept { return reinterpret_cast<std::byte*>(&stack); }
std::size_t bytes_of(stack_header& stack) noexcept {
    return static_cast<std::size_t>(top_of(stack) - stack.low);
}

struct thread_end {
    ~thread_end() {
        shelf.state = stack_shelf::ended; // a stack may still be given back, by destructors that run later
        shelf.limit_bytes = 0;
        stack_pool::trim();
        detail::unmap_reserve(std::exchange(shelf.reserve, nullptr));
    }
};

void activate() noexcept {
    if (shelf.state != stack_shelf::unused) return;
    thread_local thread_end at_end;
    static_cast<void>(at_end);
    shelf.state = stack_shelf::active;
    shelf.limit_bytes = default_limit;
}

// ---- what was touched ---------------------------------------------------------------------------------------------

// Reads below the stack pointer of a suspended fiber, where the tools see nothing that may be read.
__attribute__((no_sanitize("address"))) const std::byte* first_written(const std::byte* from,
                                                                       const std::byte* to) noexcept {
    if (RUNNING_ON_VALGRIND) return from; // precise to a page
    const auto* word = reinterpret_cast<const volatile std::uint64_t*>(from);
    const auto* end = reinterpret_cast<const volatile std::uint64_t*>(to);
    while (word != end && *word == 0) ++word;
    return reinterpret_cast<const std::byte*>(const_cast<const std::uint64_t*>(word));
}

struct touched {
    std::size_t resident; // bytes
    std::size_t depth;    // bytes, from the top
};

touched measure(stack_header& stack) noexcept {
    const std::size_t page = page_bytes();
    std::byte* const top = top_of(stack);
    touched found{0, 0};
    unsigned char resident[64];
    for (std::byte* at = stack.low; at < end_of(stack); at += sizeof resident * page) {
        const auto bytes = std::min(static_cast<std::size_t>(end_of(stack) - at), sizeof resident * page);
        // Refused, by a sandbox: then all of them are looked at.
        if (::mincore(at, bytes, resident) != 0)
            std::fill(std::begin(resident), std::end(resident), std::uint8_t{1});
        for (std::size_t i = 0; i < bytes / page; ++i) {
            if ((resident[i] & 1) == 0) continue;
            found.resident += page;
            std::byte* const low = at + i * page;
            if (found.depth != 0 || low >= top) continue;
            std::byte* const high = std::min(low + page, top);
            const std::byte* written = first_written(low, high);
            if (written != high) found.depth = static_cast<std::size_t>(top - written);
        }
    }
    return found;
}

// ---- mapping ------------------------------------------------------------------------------------------------------

void unmap(stack_header& stack) noexcept {
    shelf.high_water = std::max(shelf.high_water, measure(stack).depth);
    (stack.previous ? stack.previous->next : shelf.all) = stack.next;
    if (stack.next) stack.next->previous = stack.previous;
    shelf.mapped_bytes -= stack.mapped;
    VALGRIND_STACK_DEREGISTER(stack.valgrind_id);
    std::byte* const memory = stack.low - guard_bytes();
    const std::size_t bytes = stack.mapped;
    detail::show_memory(memory, bytes);
    ::munmap(memory, bytes);
}

void* map_memory(std::size_t mapped) noexcept {
    // No stack without the reserve: who was refused, and tries again, is refused again.
    if (shelf.state == stack_shelf::active) {
        if (!shelf.reserve) shelf.reserve = detail::map_reserve();
        if (!shelf.reserve) return nullptr;
    }
    void* memory = ::mmap(nullptr, mapped, PROT_READ | PROT_WRITE,
                          MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE | MAP_STACK, -1, 0);
    if (memory == MAP_FAILED) return nullptr;
    // Older kernels do not take MAP_STACK for it. A huge page would make all of a stack resident at the first touch, and of
    // its neighbours. Refused where the kernel has none.
    static_cast<void>(::madvise(memory, mapped, MADV_NOHUGEPAGE));
    if (::mprotect(memory, guard_bytes(), PROT_NONE) == 0) return memory;
    const int error = errno;
    ::munmap(memory, mapped);
    errno = error;
    return nullptr;
}

[[noreturn]] void refuse(int error, std::size_t mapped) {
    const detail::map_count maps = detail::count_maps();
    // The error, and who handles it, have room now.
    detail::unmap_reserve(std::exchange(shelf.reserve, nullptr));
    detail::throw_no_stack(error, maps, mapped, shelf.alive);
}

RONDO_COLD stack_header& map_stack(std::size_t mapped) {
    activate();
    void* memory = map_memory(mapped);
    if (!memory) {
        const int error = errno;
        if (stack_pool::trim() > 0) memory = map_memory(mapped); // free ones of other sizes were in the way
        if (!memory) refuse(error, mapped);
    }
    std::byte* const low = static_cast<std::byte*>(memory) + guard_bytes();
    std::byte* const end = static_cast<std::byte*>(memory) + mapped;
    std::byte* const place = end - shelf.made++ % offsets * offset_bytes - sizeof(stack_header);
    auto* stack = new (place) stack_header{low, mapped, &shelf, nullptr, nullptr, shelf.all, 0};
    stack->valgrind_id = VALGRIND_STACK_REGISTER(low, end);
    if (shelf.all) shelf.all->previous = stack;
    shelf.all = stack;
    shelf.mapped_bytes += mapped;
    return *stack;
}

std::size_t mapped_for(std::size_t bytes) {
    if (bytes > most_bytes)
        throw stack_error(ENOMEM, std::generic_category(), "fiber stack: more bytes than can be addressed");
    const std::size_t page = page_bytes();
    return (bytes + overhead + page - 1) / page * page + guard_bytes();
}

stack_bin* bin_of(std::size_t mapped) noexcept {
    for (stack_bin& bin : shelf.bins) {
        if (bin.mapped == mapped || !bin.first) {
            bin.mapped = mapped;
            return &bin;
        }
    }
    return nullptr;
}

stack_header* take_free(std::size_t mapped) noexcept {
    for (stack_bin& bin : shelf.bins) {
        if (bin.mapped != mapped || !bin.first) continue;
        stack_header& stack = *bin.first;
        bin.first = stack.next_free;
        --shelf.kept;
        shelf.kept_bytes -= mapped;
        detail::show_memory(stack.low, bytes_of(stack));
        return &stack;
    }
    return nullptr;
}

} // namespace

fiber_stack::fiber_stack(std::size_t bytes) {
    const std::size_t mapped = mapped_for(bytes);
    header_ = take_free(mapped);
    if (!header_) header_ = &map_stack(mapped);
    shelf.peak_alive = std::max(shelf.peak_alive, ++shelf.alive);
}

void fiber_stack::give_back() noexcept {
    stack_header& stack = *header_;
    expects(detail::of_this_thread(stack), "a fiber's stack was given back on another thread than took it");
    --shelf.alive;
    stack_bin* bin = shelf.kept_bytes + stack.mapped <= shelf.limit_bytes ? bin_of(stack.mapped) : nullptr;
    if (!bin) return unmap(stack);
    stack.next_free = std::exchange(bin->first, &stack);
    ++shelf.kept;
    shelf.kept_bytes += stack.mapped;
    detail::hide_memory(stack.low, bytes_of(stack));
}

std::byte* fiber_stack::low() const noexcept { return header_->low; }
std::size_t fiber_stack::high_water() const noexcept { return measure(*header_).depth; }
bool fiber_stack::guards(const void* address) const noexcept { return detail::in_guard(*header_, address); }

bool detail::in_guard(const stack_header& stack, const void* address) noexcept {
    const auto at = reinterpret_cast<std::uintptr_t>(address);
    const auto low = reinterpret_cast<std::uintptr_t>(stack.low);
    return at < low && at >= low - guard_bytes();
}
bool detail::of_this_thread(const stack_header& stack) noexcept { return stack.home == &shelf; }

stack_statistics stack_pool::statistics() noexcept {
    activate();
    stack_statistics now{shelf.alive,       shelf.peak_alive,   shelf.kept, shelf.kept_bytes,
                         shelf.limit_bytes, shelf.mapped_bytes, 0,          shelf.high_water};
    for (stack_header* stack = shelf.all; stack; stack = stack->next) {
        const touched found = measure(*stack);
        now.resident_bytes += found.resident;
        now.high_water_bytes = std::max(now.high_water_bytes, found.depth);
    }
    return now;
}

std::size_t stack_pool::trim() noexcept {
    for (stack_bin& bin : shelf.bins) {
        while (bin.first) unmap(*std::exchange(bin.first, bin.first->next_free));
    }
    shelf.kept = 0;
    return std::exchange(shelf.kept_bytes, 0);
}

void stack_pool::limit(std::size_t bytes) noexcept {
    activate();
    if (shelf.state == stack_shelf::ended) return;
    shelf.limit_bytes = bytes;
    if (shelf.kept_bytes > bytes) trim();
}

} // namespace rondo::inline v0
