// SPDX-License-Identifier: BSL-1.0
//
// Stacks for fibers: mapped, guarded, and kept by the thread for the next fiber. Only pages that a fiber has touched take
// memory; what lies below, down to the guard, is address space.
//
//     low address                                                                  high address
//     | guard | … untouched … ◄── grows down ── frames ── fiber's own object | header | offset |
//       16 KiB                                                                         (i mod 16) × 128 bytes
//
// The guard cannot be touched: an overflow ends the program there, and not in somebody else's data. The offset keeps the
// tops of many stacks out of the same few cache sets. A stack takes two of the maps that the kernel allows a process
// (vm.max_map_count, mostly 65,530: some 32,000 stacks). High-water marks cost nothing until asked for: a page that was
// never touched is not resident (mincore), and in the lowest that is, the first byte that is not 0 was once written.
#pragma once

#include <rondo/base/config.hpp>

#include <cstddef>
#include <string>
#include <system_error>
#include <utility>

namespace rondo::inline v0 {

/// What a fiber gets that does not say how much it needs.
inline constexpr std::size_t default_stack_bytes = std::size_t{128} << 10;

/// What a fiber may be told when it is made.
struct fiber_options {
    std::size_t stack_bytes = default_stack_bytes; ///< for its body; rounded up to whole pages
    const char* name = "fiber"; ///< in reports and `repr`; kept as a pointer: give a literal
};

/// The system gave no memory for a stack: `code()` is its answer, `what()` says what was asked.
class RONDO_API stack_error : public std::system_error {
public:
    using std::system_error::system_error;
    stack_error(const stack_error&) = default;
    stack_error& operator=(const stack_error&) = default;
    ~stack_error() override;
};

/// One fiber more than the kernel allows: the process has as many memory maps as vm.max_map_count says. `what()` says how
/// to raise it.
class RONDO_API stack_limit_error : public stack_error {
public:
    stack_limit_error(std::error_code code, const std::string& what, long limit)
        : stack_error(code, what), limit_(limit) {}
    stack_limit_error(const stack_limit_error&) = default;
    stack_limit_error& operator=(const stack_limit_error&) = default;
    ~stack_limit_error() override;
    /// The value of vm.max_map_count.
    long limit() const noexcept { return limit_; }

private:
    long limit_;
};

/// What the stacks of a thread hold and have held. Sizes in bytes.
struct stack_statistics {
    std::size_t alive;            ///< stacks in use
    std::size_t peak_alive;       ///< the most that there were at once
    std::size_t kept;             ///< free stacks, ready for reuse
    std::size_t kept_bytes;       ///< their address space, guards included
    std::size_t limit_bytes;      ///< kept_bytes never exceeds it
    std::size_t mapped_bytes;     ///< address space of all, guards included
    std::size_t resident_bytes;   ///< memory of all: the pages that were touched
    std::size_t high_water_bytes; ///< the deepest that a stack was ever used, from its top
};

/// The stacks of the calling thread: free ones are kept up to a limit, and unmapped when the thread ends.
class RONDO_API stack_pool {
public:
    /// Cost: a system call a stack, and a page of reading.
    static stack_statistics statistics() noexcept;
    /// Unmaps all free stacks. Returns: the bytes of address space given back.
    static std::size_t trim() noexcept;
    /// Sets how many bytes of free stacks may be kept (256 MiB at first; 0 keeps none), trimming what is above.
    static void limit(std::size_t bytes) noexcept;
};

namespace detail {
struct stack_header;
}

/// Owns one stack, from the pool of the thread.
/// Threads: given back on the thread that took it.
/// Cost: a few nanoseconds when a free one of the size is kept; else two system calls, and later a page fault for each
/// page that is touched.
class RONDO_API fiber_stack {
public:
    /// At least `bytes` of stack, rounded up to whole pages. Throws: stack_limit_error, stack_error.
    explicit fiber_stack(std::size_t bytes = default_stack_bytes);
    /// Takes over what `release` gave.
    explicit fiber_stack(detail::stack_header& released) noexcept : header_(&released) {}
    fiber_stack(fiber_stack&& other) noexcept : header_(std::exchange(other.header_, nullptr)) {}
    fiber_stack& operator=(fiber_stack&& other) noexcept {
        fiber_stack old(std::move(*this));
        header_ = std::exchange(other.header_, nullptr);
        return *this;
    }
    ~fiber_stack() {
        if (header_) give_back();
    }

    /// The end that it grows down from, on a cache line.
    std::byte* top() const noexcept { return reinterpret_cast<std::byte*>(header_); }
    /// The last byte that may be used; below it is the guard.
    std::byte* low() const noexcept;
    /// What lies between the two.
    std::size_t bytes() const noexcept { return static_cast<std::size_t>(top() - low()); }
    /// How deep it was ever used, by this owner or another since it was mapped: bytes from its top.
    std::size_t high_water() const noexcept;
    /// Whether `address` lies in the guard: who touched it has overflowed this stack.
    bool guards(const void* address) const noexcept;

    /// Hands the stack over to whoever makes a fiber_stack of it again.
    detail::stack_header& release() noexcept { return *std::exchange(header_, nullptr); }
    detail::stack_header& header() const noexcept { return *header_; }

private:
    void give_back() noexcept;

    detail::stack_header* header_; // stands at the top of the stack itself
};

} // namespace rondo::inline v0
