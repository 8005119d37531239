// SPDX-License-Identifier: BSL-1.0
//
// An io_uring with one read in flight.
// The memory given to `read` belongs to the kernel until `wait` or `cancel` has seen the completion.
#pragma once

#include <liburing.h>

#include <memory>

namespace pipeline {

class ring {
public:
    /// Returns: 0 and a ring that has carried one read as a proof, or the error number of the refusal.
    static int open(std::unique_ptr<ring>& made);

    explicit ring(io_uring opened) noexcept : ring_(opened) {}
    ring(const ring&) = delete;
    ring& operator=(const ring&) = delete;
    ~ring();

    /// Starts a read at the file's own position. Requires: none is in flight. Returns: 0 or an error number.
    int read(int descriptor, char* to, unsigned bytes) noexcept;

    /// Waits for the read. Returns: the bytes (0 at the end), -EINTR when a signal came first, or another -errno.
    int wait() noexcept;

    /// Ends the read in flight, if any: asks the kernel, then waits for the read's own completion.
    void cancel() noexcept;

private:
    io_uring ring_;
    bool in_flight_ = false;
};

} // namespace pipeline
