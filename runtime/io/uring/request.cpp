// SPDX-License-Identifier: BSL-1.0
#include "request.hpp"

#include <cstddef>

#include <fcntl.h>
#include <sys/socket.h>
#include <sys/uio.h>

extern "C" {
void __asan_poison_memory_region(const volatile void* address, std::size_t bytes);
void __asan_unpoison_memory_region(const volatile void* address, std::size_t bytes);
}

namespace rondo::inline v0::detail {

namespace {

constexpr int operation_truncate = 55; // Linux 6.9; older headers lack it

__u64 place_of(const op& one) noexcept { return static_cast<__u64>(one.offset); }
const char* path_of(const op& one) noexcept { return static_cast<const char*>(one.buffer); }
const char* other_path_of(const op& one) noexcept { return static_cast<const char*>(one.second); }

} // namespace

int operation_of(const op& one) noexcept {
    switch (one.code) {
    case opcode::nop:
        return IORING_OP_NOP;
    case opcode::poll:
        return IORING_OP_POLL_ADD;
    case opcode::read:
        return IORING_OP_READ;
    case opcode::write:
        return IORING_OP_WRITE;
    case opcode::read_vector:
        return IORING_OP_READV;
    case opcode::write_vector:
        return IORING_OP_WRITEV;
    case opcode::receive:
        return IORING_OP_RECV;
    case opcode::send:
        return IORING_OP_SEND;
    case opcode::receive_message:
        return IORING_OP_RECVMSG;
    case opcode::send_message:
        return IORING_OP_SENDMSG;
    case opcode::accept:
        return IORING_OP_ACCEPT;
    case opcode::connect:
        return IORING_OP_CONNECT;
    case opcode::shutdown:
        return IORING_OP_SHUTDOWN;
    case opcode::open:
        return IORING_OP_OPENAT;
    case opcode::close:
        return IORING_OP_CLOSE;
    case opcode::sync:
        return IORING_OP_FSYNC;
    case opcode::allocate:
        return IORING_OP_FALLOCATE;
    case opcode::status:
        return IORING_OP_STATX;
    case opcode::truncate:
        return operation_truncate;
    case opcode::rename:
        return IORING_OP_RENAMEAT;
    case opcode::link:
        return IORING_OP_LINKAT;
    case opcode::symbolic_link:
        return IORING_OP_SYMLINKAT;
    case opcode::unlink:
        return IORING_OP_UNLINKAT;
    case opcode::make_directory:
        return IORING_OP_MKDIRAT;
    case opcode::open_beneath: // of what is not in memory
    case opcode::read_whole:   // a chain: prepare_whole
    case opcode::lock:
    case opcode::list:
    case opcode::call:
    default: // those that never wait
        return -1;
    }
}

void prepare(io_uring_sqe& to, const op& one) noexcept {
    const int fd = one.descriptor;
    const auto flags = static_cast<int>(one.flags);
    switch (one.code) {
    case opcode::poll:
        return io_uring_prep_poll_add(&to, fd, one.flags);
    case opcode::read:
        return io_uring_prep_read(&to, fd, one.buffer, one.length, place_of(one));
    case opcode::write:
        return io_uring_prep_write(&to, fd, one.buffer, one.length, place_of(one));
    case opcode::read_vector:
        return io_uring_prep_readv(&to, fd, static_cast<const iovec*>(one.buffer), one.length, place_of(one));
    case opcode::write_vector:
        return io_uring_prep_writev(&to, fd, static_cast<const iovec*>(one.buffer), one.length,
                                    place_of(one));
    case opcode::receive:
        return io_uring_prep_recv(&to, fd, one.buffer, one.length, flags);
    case opcode::send:
        return io_uring_prep_send(&to, fd, one.buffer, one.length, flags | MSG_NOSIGNAL);
    case opcode::receive_message:
        return io_uring_prep_recvmsg(&to, fd, static_cast<msghdr*>(one.buffer), one.flags);
    case opcode::send_message:
        return io_uring_prep_sendmsg(&to, fd, static_cast<const msghdr*>(one.buffer),
                                     one.flags | MSG_NOSIGNAL);
    case opcode::accept:
        return io_uring_prep_accept(&to, fd, static_cast<sockaddr*>(one.buffer),
                                    static_cast<socklen_t*>(one.second), flags);
    case opcode::connect:
        return io_uring_prep_connect(&to, fd, static_cast<const sockaddr*>(one.buffer), one.length);
    case opcode::shutdown:
        return io_uring_prep_shutdown(&to, fd, flags);
    case opcode::open:
        return io_uring_prep_openat(&to, fd, path_of(one), flags, one.length);
    case opcode::close:
        return io_uring_prep_close(&to, fd);
    case opcode::sync:
        return io_uring_prep_fsync(&to, fd, one.flags == 1 ? IORING_FSYNC_DATASYNC : 0U);
    case opcode::allocate:
        return io_uring_prep_fallocate(&to, fd, flags, one.offset,
                                       static_cast<off_t>(reinterpret_cast<std::intptr_t>(one.second)));
    case opcode::status:
        return io_uring_prep_statx(&to, fd, path_of(one), flags, one.length,
                                   static_cast<struct statx*>(one.second));
    case opcode::truncate:
        io_uring_prep_rw(operation_truncate, &to, fd, nullptr, 0, place_of(one));
        return;
    case opcode::rename:
        return io_uring_prep_renameat(&to, fd, path_of(one), static_cast<int>(one.offset), other_path_of(one),
                                      one.flags);
    case opcode::link:
        return io_uring_prep_linkat(&to, fd, path_of(one), static_cast<int>(one.offset), other_path_of(one),
                                    flags);
    case opcode::symbolic_link:
        return io_uring_prep_symlinkat(&to, path_of(one), static_cast<int>(one.offset), other_path_of(one));
    case opcode::unlink:
        return io_uring_prep_unlinkat(&to, fd, path_of(one), flags);
    case opcode::make_directory:
        return io_uring_prep_mkdirat(&to, fd, path_of(one), one.length);
    case opcode::nop:
    case opcode::read_whole:
    case opcode::lock:
    case opcode::list:
    case opcode::call:
    default:
        return io_uring_prep_nop(&to);
    }
}

void prepare_whole(io_uring_sqe* const (&to)[whole_links], op& one, unsigned slot, char& beyond) noexcept {
    const auto file = static_cast<int>(slot);
    constexpr auto here = static_cast<__u64>(-1); // where it stands
    io_uring_prep_openat_direct(to[0], one.descriptor, path_of(one), O_RDONLY | O_NONBLOCK, 0, slot);
    io_uring_prep_read(to[1], file, one.second, one.length, here);
    io_uring_prep_read(to[2], file, &beyond, 1, here); // at the end there is nothing
    io_uring_prep_close_direct(to[3], slot);
    to[0]->flags |= IOSQE_IO_LINK;
    to[1]->flags |= IOSQE_FIXED_FILE | IOSQE_IO_HARDLINK; // short or refused, it is closed
    to[2]->flags |= IOSQE_FIXED_FILE | IOSQE_IO_HARDLINK;
    for (unsigned i = 0; i != whole_links; ++i) io_uring_sqe_set_data64(to[i], mark_of_link(one, i));
}

namespace {

template <class Tell>
void each_buffer(const op& one, Tell tell) noexcept {
    if (one.code == opcode::read || one.code == opcode::receive) tell(one.buffer, one.length);
    if (one.code == opcode::read_whole) tell(one.second, one.length);
    if (one.code == opcode::read_vector) {
        const auto* const pieces = static_cast<const iovec*>(one.buffer);
        for (std::uint32_t i = 0; i != one.length; ++i) tell(pieces[i].iov_base, pieces[i].iov_len);
    }
}

} // namespace

void hide_buffers([[maybe_unused]] const op& one) noexcept {
    if constexpr (RONDO_ASAN != 0) each_buffer(one, &__asan_poison_memory_region);
}
void show_buffers([[maybe_unused]] const op& one) noexcept {
    if constexpr (RONDO_ASAN != 0) each_buffer(one, &__asan_unpoison_memory_region);
}

} // namespace rondo::inline v0::detail
