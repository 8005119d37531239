// SPDX-License-Identifier: BSL-1.0
//
// The seam of chance: every choice that the runtime is free to make is asked here, so that a test may shuffle it and a
// seed replay it. Without an oracle every choice is the first: FIFO.
#pragma once

#include <rondo/base/config.hpp>

#include <cstddef>

namespace rondo::inline v0 {

/// What is being chosen among.
enum class choice {
    ready,      ///< which of the tasks ready in this turn runs next
    completion, ///< which finished operation is delivered next
    fault,      ///< 0: none; others as the simulated driver says
    latency,    ///< in units that the simulated driver says
    user,       ///< a point that the program under test offers
};

class RONDO_API oracle {
public:
    oracle() = default;
    oracle(const oracle&) = delete;
    oracle& operator=(const oracle&) = delete;
    virtual ~oracle();
    /// Returns: a number below `n`, which is at least 1.
    virtual std::size_t choose(choice what, std::size_t n) noexcept = 0;
};

} // namespace rondo::inline v0
