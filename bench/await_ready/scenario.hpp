// SPDX-License-Identifier: BSL-1.0
//
// A task awaits a child that gives a number at once, n times, a new child each time, and adds up. ns an
// await.
//
// Not alike: in Rust an await of an async fn is a part of its parent, without a frame of its own, and the
// compiler sees all of it; rust_boxed has a frame a child, as C++ has. Node goes through its queue of
// microtasks at each await, ready or not. What CPython awaits does not concern its event loop, so that it
// stands for uvloop and trio too.
#pragma once

#include <cstdint>

namespace await_ready {
inline constexpr const char* unit = "ns/await";
inline std::uint64_t truth(std::uint64_t n) { return n * (n - 1) / 2; }
} // namespace await_ready
