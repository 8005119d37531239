// SPDX-License-Identifier: BSL-1.0
#include "ring.hpp"

#include <cerrno>
#include <unistd.h>

namespace pipeline {
namespace {

char read_tag, cancel_tag; // their addresses tell the two kinds of completion apart

/// Containers answer set-up with an error, and some sandboxes only the first read: both count as a refusal.
int carries_a_read(ring& candidate) {
    int ends[2];
    if (pipe2(ends, O_CLOEXEC) != 0) return errno;
    char sent = 'x', got = 0;
    int code = write(ends[1], &sent, 1) == 1 ? candidate.read(ends[0], &got, 1) : errno;
    if (code == 0) {
        int done = candidate.wait();
        while (done == -EINTR) done = candidate.wait();
        code = done == 1 && got == sent ? 0 : done < 0 ? -done : ENOSYS;
    }
    close(ends[0]);
    close(ends[1]);
    return code;
}

} // namespace

int ring::open(std::unique_ptr<ring>& made) {
    io_uring opened{};
    int code = -ENOMEM;
    for (unsigned entries = 8; code == -ENOMEM && entries != 0;
         entries /= 2) // the memory counts against a limit
        code = io_uring_queue_init(entries, &opened, 0);
    if (code < 0) return -code;
    made = std::make_unique<ring>(opened);
    code = carries_a_read(*made);
    if (code != 0) made.reset();
    return code;
}

ring::~ring() {
    cancel();
    io_uring_queue_exit(&ring_);
}

int ring::read(int descriptor, char* to, unsigned bytes) noexcept {
    io_uring_sqe* entry =
        io_uring_get_sqe(&ring_); // one read and its cancellation at most: there is always room
    io_uring_prep_read(entry, descriptor, to, bytes, static_cast<__u64>(-1));
    io_uring_sqe_set_data(entry, &read_tag);
    int sent = io_uring_submit(&ring_);
    while (sent == -EINTR || sent == -EAGAIN) sent = io_uring_submit(&ring_);
    in_flight_ = sent >= 0;
    return sent < 0 ? -sent : 0;
}

int ring::wait() noexcept {
    for (;;) {
        io_uring_cqe* entry = nullptr;
        const int code = io_uring_wait_cqe(&ring_, &entry);
        if (code < 0) return code;
        const bool ours =
            io_uring_cqe_get_data(entry) == &read_tag; // else the answer to a cancellation: passed over
        const int result = entry->res;
        io_uring_cqe_seen(&ring_, entry);
        if (!ours) continue;
        in_flight_ = false;
        return result == -EINTR ? -EAGAIN : result;
    }
}

void ring::cancel() noexcept {
    if (!in_flight_) return;
    io_uring_sqe* entry = io_uring_get_sqe(&ring_);
    io_uring_prep_cancel(entry, &read_tag, 0);
    io_uring_sqe_set_data(entry, &cancel_tag);
    while (in_flight_) {
        io_uring_submit(&ring_);
        wait();
    }
}

} // namespace pipeline
