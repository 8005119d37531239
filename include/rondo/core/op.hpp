// SPDX-License-Identifier: BSL-1.0
//
// An I/O operation is data: what to do, on which descriptor, with which memory; and, when it is over, what came of it. It
// lives in the frame of whoever waits, and a driver carries it out. Every driver reads the same fields.
//
//     idle ──submit──► queued ──► in flight ──► done          until done, the op and its memory belong to the driver
#pragma once

#include <rondo/base/config.hpp>

#include <cstddef>
#include <cstdint>

namespace rondo::inline v0 {

/// What is asked for. The fields that count are named beside it; what is not named is zero.
enum class opcode : std::uint8_t {
    nop,             ///< result 0
    poll,            ///< descriptor, flags: POLLIN | POLLOUT …; result: the events that hold
    read,            ///< descriptor, buffer, length, offset (-1: where it stands); result: bytes
    write,           ///< the same
    read_vector,     ///< descriptor, buffer: iovec*, length: how many, offset
    write_vector,    ///< the same
    receive,         ///< descriptor, buffer, length, flags: MSG_…
    send,            ///< the same
    receive_message, ///< descriptor, buffer: msghdr*, flags
    send_message,    ///< the same
    accept, ///< descriptor, buffer: sockaddr* or null, second: socklen_t*, flags: SOCK_…; result: a descriptor
    connect,  ///< descriptor, buffer: sockaddr*, length
    shutdown, ///< descriptor, flags: SHUT_…
    open, ///< descriptor: directory or AT_FDCWD, buffer: path, flags: O_…, length: mode; result: a descriptor
    /// As open, of a path that may not leave the directory `descriptor`; second: struct statx* for what was opened, or null.
    /// Result: a descriptor; -EXDEV when the path leads out, -ELOOP by a link where the system cannot tell
    open_beneath,
    close,    ///< descriptor
    sync,     ///< descriptor, flags: 0, or 1 for the data alone
    allocate, ///< descriptor, flags: mode, offset, second: length as a number
    status,   ///< descriptor, buffer: path, flags, length: mask, second: struct statx*
    truncate, ///< descriptor, offset: length
    lock,     ///< descriptor, flags: LOCK_… of flock(2); never waits: -EWOULDBLOCK when another has it
    // Of two paths: descriptor and buffer are the old one's directory and path; offset and second the new one's.
    rename,         ///< both paths, flags: RENAME_…
    link,           ///< both paths, flags: AT_…
    symbolic_link,  ///< buffer: what it says; offset: directory, second: path of the link
    unlink,         ///< descriptor: directory, buffer: path, flags: AT_REMOVEDIR
    make_directory, ///< descriptor: directory, buffer: path, length: mode
    /// A file from its name to its end: descriptor: directory or AT_FDCWD, buffer: path, second: memory, length: its size;
    /// result: bytes, all there are; -EFBIG when they are more than that
    read_whole,
    list, ///< second: detail::listing* (room io), which is run with what the world knows of its directories; result: 0
    call, ///< call: a blocking function, run where it may block; result: what it returns. Or, where call is null,
          ///< second: detail::offloaded* (room io), flags: 1 when it may be left behind on cancel; result: 0
    // Those that never wait: made by driver::at_once.
    make_socket, ///< descriptor: AF_…, flags: SOCK_…, length: protocol; result: a descriptor
    socket_pair, ///< the same, second: int[2]; result: 0
    bind,        ///< descriptor, buffer: sockaddr*, length
    listen,      ///< descriptor, length: how many may wait
    set_option,  ///< descriptor, flags: level, offset: name, buffer, length
    get_option,  ///< descriptor, flags: level, offset: name, buffer, length: room; result: bytes
    local_name,  ///< descriptor, buffer: sockaddr*, length: room; result: bytes
    peer_name,   ///< the same
};

/// One operation. Not to be moved or destroyed before it is done.
struct RONDO_API op {
    enum class phase : std::uint8_t { idle, queued, in_flight, done };
    using complete_function = void (*)(op&) noexcept;

    explicit op(complete_function when_done) noexcept : complete(when_done) {}
    op(const op&) = delete;
    op& operator=(const op&) = delete;

    opcode code = opcode::nop;
    phase state = phase::idle;
    bool cancel_asked = false;
    int descriptor = -1;
    std::uint32_t length = 0;
    std::uint32_t flags = 0;
    std::int64_t offset = -1;
    void* buffer = nullptr;
    void* second = nullptr;
    std::int64_t (*call)(op&) noexcept = nullptr;

    std::int64_t result = 0; ///< as the kernel says it: zero or more, or -errno; -ECANCELED when cancelled
    std::uint32_t result_flags = 0;

    complete_function complete; ///< called by the loop, on its thread, once
    op* next = nullptr;         ///< for the driver, until done
    op* previous = nullptr;
    void* driver_data[2] = {};

protected:
    ~op() = default;
};

/// A list of operations, threaded through them: FIFO.
class op_list {
public:
    bool empty() const noexcept { return !first_; }
    op* front() const noexcept { return first_; }
    void push_back(op& one) noexcept {
        one.next = nullptr;
        one.previous = last_;
        (last_ ? last_->next : first_) = &one;
        last_ = &one;
        ++count_;
    }
    void erase(op& one) noexcept {
        (one.previous ? one.previous->next : first_) = one.next;
        (one.next ? one.next->previous : last_) = one.previous;
        one.next = one.previous = nullptr;
        --count_;
    }
    op* pop_front() noexcept {
        op* one = first_;
        if (one) erase(*one);
        return one;
    }
    std::size_t size() const noexcept { return count_; }

private:
    op* first_ = nullptr;
    op* last_ = nullptr;
    std::size_t count_ = 0;
};

} // namespace rondo::inline v0
