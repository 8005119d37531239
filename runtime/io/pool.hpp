// SPDX-License-Identifier: BSL-1.0
//
// Threads for what blocks: files on disk where the kernel offers nothing better, and functions of users. A bounded number,
// started when there is work and ended after a while without. One of the few places of the library with locks.
//
//     submit ──► waiting ──► a thread ──► done, and the bell rings ──► collect
//                               └─ left behind: its caller has gone; counted until it returns
#pragma once

#include "wake_event.hpp"

#include <rondo/base/time.hpp>
#include <rondo/core/op.hpp>

#include <memory>

namespace rondo::inline v0::detail {

/// Threads: the owner's alone.
class pool {
public:
    /// At most `most` threads at work, not counting those that were left behind; idle ones end after `linger`.
    explicit pool(wake_event& bell, unsigned most = 16, duration linger = 10s);
    pool(const pool&) = delete;
    /// Waits for what runs, but not for what was left behind. Requires: no operation is in progress.
    ~pool();

    void submit(op& one) noexcept;
    /// True when it was forgotten: it had not begun, or may be left behind. False: it will be collected.
    bool cancel(op& one) noexcept;
    void collect(op_list& done) noexcept;
    std::size_t in_progress() const noexcept { return in_progress_; } ///< submitted, and not collected
    std::size_t left_behind() const noexcept;
    std::size_t threads() const noexcept;

private:
    struct core;
    struct worker;
    static void work(const std::shared_ptr<core>& with, worker& self) noexcept;
    void start_one() noexcept;

    std::shared_ptr<core> core_;
    std::size_t in_progress_ = 0;
};

} // namespace rondo::inline v0::detail
