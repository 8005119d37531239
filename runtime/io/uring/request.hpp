// SPDX-License-Identifier: BSL-1.0
//
// What an operation is in the kernel's words.
#pragma once

#include "ring.hpp"

#include <rondo/core/op.hpp>

namespace rondo::inline v0::detail {

/// The kernel's number of what `one` asks for, or -1 when it is no request.
int operation_of(const op& one) noexcept;
/// Writes it down.
void prepare(io_uring_sqe& request, const op& one) noexcept;

/// A whole file is a chain of requests: open into a slot of the ring's own table, read, look whether that was all, close.
/// Their marks are the operation's address and, in its lowest bits, which of them it is, counted from 1.
inline constexpr unsigned whole_links = 4;
inline std::uint64_t mark_of_link(const op& one, unsigned link) noexcept {
    static_assert(alignof(op) > whole_links);
    return reinterpret_cast<std::uintptr_t>(&one) + link + 1;
}
void prepare_whole(io_uring_sqe* const (&to)[whole_links], op& one, unsigned slot, char& beyond) noexcept;

/// The memory that the kernel is going to write to: nobody else may touch it until it is over.
void hide_buffers(const op& one) noexcept;
void show_buffers(const op& one) noexcept;

} // namespace rondo::inline v0::detail
