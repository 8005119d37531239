// SPDX-License-Identifier: BSL-1.0
//
// The seam of time: what a loop takes for now. The real one reads the machine's monotonic clock; the manual one stands
// still until told, or until nothing is left to do but wait.
#pragma once

#include <rondo/base/time.hpp>

namespace rondo::inline v0 {

class RONDO_API time_source {
public:
    time_source() = default;
    time_source(const time_source&) = delete;
    time_source& operator=(const time_source&) = delete;
    virtual ~time_source();
    virtual instant now() noexcept = 0;
    /// Asked when nothing is ready and nothing is outstanding, so that only time can help. Returns: whether time has
    /// moved to `deadline` without waiting; false: the loop waits in its driver for real.
    virtual bool skip_to(instant deadline) noexcept;
    /// Whether waiting lets it pass: false when it moves only by being told.
    virtual bool waits() const noexcept { return true; }
};

/// The machine's monotonic clock (CLOCK_MONOTONIC).
class RONDO_API steady_time final : public time_source {
public:
    instant now() noexcept override;
};

/// Time that is told, for tests and simulations. Starts at zero.
class RONDO_API manual_time final : public time_source {
public:
    enum class mode {
        skips, ///< jumps to the next timer whenever nothing else can happen
        stays, ///< moves by advance() only
    };
    explicit manual_time(mode when_idle = mode::skips) noexcept : mode_(when_idle) {}
    instant now() noexcept override { return now_; }
    bool skip_to(instant deadline) noexcept override;
    bool waits() const noexcept override { return false; }
    /// Moves time on by `length`; the loop sees it at its next poll. Requires: length >= 0.
    void advance(duration length);

private:
    instant now_{};
    mode mode_;
};

} // namespace rondo::inline v0
