// SPDX-License-Identifier: BSL-1.0
//
// Observers: who is told of every event when it is about to be processed. Traces and fingerprints are observers; a program
// may have its own. An environment that nobody observes does not pay for it.
#pragma once

#include <rondo/sim/process.hpp>

#include <vector>

namespace rondo::inline v0::sim {

/// An environment, whatever its type of time.
using any_environment = detail::simulator;

/// An event that is about to be processed.
/// Lifetime: of the call.
class RONDO_API happening {
public:
    happening(detail::event_core& e, double time, std::uint64_t number) noexcept
        : event_(e), time_(time), number_(number) {}

    double time() const noexcept { return time_; }            ///< as a number; of chrono's types seconds
    std::uint64_t number() const noexcept { return number_; } ///< 1, 2, … as they are told
    /// "start", "end" (of a process), "interrupt", "timeout", "event", "condition", "request", "release", "put", "get".
    std::string_view kind() const noexcept;
    bool failed() const noexcept { return event_.is(detail::event_core::failed); }
    const place& made() const noexcept { return event_.made; } ///< where it was made
    std::string where() const;                                 ///< "model.cpp:17", or nothing
    /// Whose start or end it is, or who is interrupted; empty for other events.
    any_process process() const noexcept;
    /// The processes that it makes go on, in order.
    std::vector<any_process> wakes() const;
    /// What an interrupted process waited for: "timeout"; empty when that is no event, and for other events.
    std::string_view interrupts() const noexcept;

private:
    detail::event_core& event_;
    double time_;
    std::uint64_t number_;
};

/// Told of every event of an environment, from when it is made until it is destroyed, or the environment is.
/// Threads: the environment's.
class RONDO_API event_observer {
public:
    event_observer(const event_observer&) = delete;
    event_observer& operator=(const event_observer&) = delete;

protected:
    explicit event_observer(any_environment& env);
    ~event_observer();
    /// Called before any process goes on. What it throws ends run(), when the event has been processed.
    virtual void happens(const happening& what) = 0;
    /// What is observed; null when that has gone.
    any_environment* observed() const noexcept { return on_; }

private:
    friend class detail::simulator;
    detail::simulator* on_;
};

} // namespace rondo::inline v0::sim
