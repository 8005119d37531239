// SPDX-License-Identifier: BSL-1.0
//
// The driver for Linux from 5.19 on: operations are handed to the kernel in batches, through a ring shared with it, and
// come back through another. What the kernel has no request for, and functions that block, go to a few threads.
//
//     submit ──► asked ── poll: a request each ──► in flight ──► done          files: any number at a time
//                            └─ behind another ──► its turn                    bytes of a stream: FIFO, one a direction
//
// An operation in flight belongs to the kernel until it says so itself: to cancel is to ask, and to wait.
#pragma once

#include <rondo/core/driver.hpp>

#include <memory>
#include <string>

namespace rondo::inline v0 {

struct io_uring_options {
    unsigned entries = 256;      ///< requests handed over at a time; any number may be in flight
    unsigned completions = 4096; ///< that fit; beyond it the kernel keeps them for a while
    unsigned threads = 16;       ///< for blocking functions, at most
};

/// Operations through io_uring. Under AddressSanitizer, memory that is being read into is poisoned.
/// Threads: wake() any; everything else the one that polls first. Cost: one system call for a batch, and one to wait.
class RONDO_API io_uring_driver final : public driver {
public:
    /// Throws: rondo::error when the machine allows no ring, as in many containers, or none any more.
    explicit io_uring_driver(io_uring_options options = {});
    /// What is still in flight is ended, and waited for.
    ~io_uring_driver() override;

    /// How rings are made here, or why they are not: "with SINGLE_ISSUER and DEFER_TASKRUN (Linux 6.1)".
    /// Throws: rondo::error (EMFILE, ENFILE) when no descriptor is left to find out; so does works().
    static const std::string& how();
    /// Whether they are. Found out once in a process, by making one and trying it.
    static bool works();

    void submit(op& one) noexcept override;
    bool cancel(op& one) noexcept override;
    void closing(int descriptor) noexcept override;
    bool at_once(op& one) noexcept override;
    void poll(op_list& done, instant deadline) override;
    void wake() noexcept override;
    std::size_t outstanding() const noexcept override;
    instant next_completion() noexcept override;
    int descriptor() const noexcept override;
    const char* name() const noexcept override { return "io_uring"; }
    /// Functions that still run on a thread, though whoever asked for them has gone.
    std::size_t left_behind() const noexcept;

private:
    struct parts;
    std::unique_ptr<parts> parts_;
};

} // namespace rondo::inline v0
