// SPDX-License-Identifier: BSL-1.0
//
// A time limit of a second around something that needs none of it, over and over. ready: what is limited
// gives a number at once. yields: it gives way once before that, so that the limit must be armed and taken
// back. The numbers are added up. ns a limit.
//
// Not alike: Go's function calls are never ready or not, so that `ready` is a call and `yields` a Gosched
// between arming and cancelling; `go_timer` has no context that tells the function, only a timer. Asio runs
// both in parallel and cancels who comes second; in `boost_asio_timer` there is only a timer, which would set
// a flag. libuv and the floor `call` know no tasks: a timer, a call. In JavaScript nothing can be cancelled:
// the limit only ends a wait.
#pragma once

#include "../harness.hpp"

#include <cstdint>

namespace timeout_cancel {

inline constexpr const char* unit = "ns/timeout";
inline std::uint64_t truth(std::uint64_t n) { return n * (n - 1) / 2; }

/// A case of a peer: `limit_all(n)` gives the sum of 0 … n - 1.
template <class LimitAll>
void measure(bench::harness& run, const char* name, LimitAll limit_all) {
    const auto body = [&](std::uint64_t n) {
        return static_cast<std::uint64_t>(limit_all(static_cast<long>(n)));
    };
    run.measure(name, unit, body, truth);
}

} // namespace timeout_cancel
