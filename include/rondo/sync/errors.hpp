// SPDX-License-Identifier: BSL-1.0
//
// What goes wrong between tasks that wait for each other, by name. Releasing what is not held is a runtime_error, counting
// past a bound a value_error, as in Python; these are the rest.
#pragma once

#include <rondo/base/errors.hpp>

#include <cstdint>

namespace rondo::inline v0 {

/// A channel, a half of one, a broadcast or a watch is closed: nothing more will come, or nobody is left to take it.
class RONDO_API channel_closed : public runtime_error {
public:
    using runtime_error::runtime_error;
    channel_closed(const channel_closed&) = default;
    channel_closed& operator=(const channel_closed&) = default;
    ~channel_closed() override;
};

/// A receiver of a broadcast was too slow: values were overwritten before it took them. It goes on with the oldest kept.
class RONDO_API receiver_lagged : public runtime_error {
public:
    explicit receiver_lagged(std::uint64_t missed);
    receiver_lagged(const receiver_lagged&) = default;
    receiver_lagged& operator=(const receiver_lagged&) = default;
    ~receiver_lagged() override;
    /// How many values it has missed.
    std::uint64_t missed() const noexcept { return missed_; }

private:
    std::uint64_t missed_;
};

/// put_nowait() on a queue that is full. Source: Python's QueueFull.
class RONDO_API queue_full : public runtime_error {
public:
    using runtime_error::runtime_error;
    queue_full(const queue_full&) = default;
    queue_full& operator=(const queue_full&) = default;
    ~queue_full() override;
};

/// get_nowait() on a queue that is empty. Source: Python's QueueEmpty.
class RONDO_API queue_empty : public runtime_error {
public:
    using runtime_error::runtime_error;
    queue_empty(const queue_empty&) = default;
    queue_empty& operator=(const queue_empty&) = default;
    ~queue_empty() override;
};

/// A queue was shut down: nothing may be put any more, and there is nothing left to get. Source: Python's QueueShutDown.
class RONDO_API queue_shut_down : public runtime_error {
public:
    using runtime_error::runtime_error;
    queue_shut_down(const queue_shut_down&) = default;
    queue_shut_down& operator=(const queue_shut_down&) = default;
    ~queue_shut_down() override;
};

/// A barrier was aborted or reset while tasks waited at it. Source: Python's BrokenBarrierError.
class RONDO_API broken_barrier : public runtime_error {
public:
    using runtime_error::runtime_error;
    broken_barrier(const broken_barrier&) = default;
    broken_barrier& operator=(const broken_barrier&) = default;
    ~broken_barrier() override;
};

} // namespace rondo::inline v0
