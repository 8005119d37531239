// SPDX-License-Identifier: BSL-1.0
#include "perform.hpp"

#include "beneath.hpp"
#include "machine_directories.hpp"

#include <rondo/io/detail/offloaded.hpp>

#include <algorithm>
#include <cerrno>
#include <climits>
#include <cstdio>

#include <fcntl.h>
#include <poll.h>
#include <sys/file.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/uio.h>
#include <sys/utsname.h>
#include <unistd.h>

namespace rondo::inline v0::detail {

namespace {

template <class Call>
std::int64_t answer(Call call) noexcept {
    for (;;) {
        const std::int64_t got = call();
        if (got >= 0) return got;
        if (errno != EINTR) return -errno;
    }
}

bool never_blocks(int descriptor) noexcept {
    const int flags = fcntl(descriptor, F_GETFL);
    return flags >= 0 && (flags & O_NONBLOCK) != 0;
}

// RWF_NOWAIT came with Linux 4.14. gVisor, which says that it is 4.4, takes the flag and waits all the same.
bool heeds_nowait() noexcept {
    static const bool does = [] {
        utsname about{};
        int major = 0;
        int minor = 0;
        return ::uname(&about) == 0 && std::sscanf(about.release, "%d.%d", &major, &minor) == 2 &&
               (major > 4 || (major == 4 && minor >= 14));
    }();
    return does;
}

bool is_ready(int descriptor, short events) noexcept {
    pollfd asked{descriptor, events, 0};
    return answer([&] { return ::poll(&asked, 1, 0); }) != 0;
}

// Reads or writes. Pipes and terminals may have been given to us in blocking mode, which others share: the flag is left
// as it is, and the kernel is asked not to wait for this one call (RWF_NOWAIT). Where it does not know that, readiness is
// waited for, and then moved what is sure not to block: PIPE_BUF bytes fit into a pipe that is reported writable.
std::int64_t transfer(const op& one, const iovec* pieces, int count, bool writes, standing known) noexcept {
    const auto move = [&](const iovec* from, int how_many, int flags) {
        return answer([&] {
            return writes ? ::pwritev2(one.descriptor, from, how_many, one.offset, flags)
                          : ::preadv2(one.descriptor, from, how_many, one.offset, flags);
        });
    };
    if (known == standing::on_disk) return move(pieces, count, 0);
    const std::int64_t got = heeds_nowait() ? move(pieces, count, RWF_NOWAIT) : -EOPNOTSUPP;
    if (got == -EAGAIN) return must_wait;
    if (got != -EOPNOTSUPP && got != -ENOSYS) return got;
    if (never_blocks(one.descriptor)) {
        const std::int64_t plain = move(pieces, count, 0);
        return plain == -EAGAIN ? must_wait : plain;
    }
    if (known == standing::unknown) return must_wait;
    const iovec* first =
        std::find_if(pieces, pieces + count, [](const iovec& piece) { return piece.iov_len != 0; });
    if (first == pieces + count) return 0;
    iovec portion = *first;
    if (writes) portion.iov_len = std::min<std::size_t>(portion.iov_len, PIPE_BUF);
    return move(&portion, 1, 0);
}

std::int64_t waiting(std::int64_t got) noexcept {
    return got == -EAGAIN || got == -EWOULDBLOCK ? must_wait : got;
}

// There is no flag for one call: a listening socket in blocking mode is asked first whether somebody is there.
std::int64_t accept_one(const op& one, standing known) noexcept {
    if (known == standing::unknown && !never_blocks(one.descriptor) && !is_ready(one.descriptor, POLLIN))
        return must_wait;
    return waiting(answer([&] {
        return ::accept4(one.descriptor, static_cast<sockaddr*>(one.buffer),
                         static_cast<socklen_t*>(one.second), static_cast<int>(one.flags));
    }));
}

// In blocking mode the flag is set for the moment of the call, as a connection under way does not look at it again.
std::int64_t connect_to(op& one, standing known) noexcept {
    if (known == standing::ready) {
        int code = 0;
        socklen_t size = sizeof code;
        if (::getsockopt(one.descriptor, SOL_SOCKET, SO_ERROR, &code, &size) != 0) return -errno;
        return -code;
    }
    const int flags = fcntl(one.descriptor, F_GETFL);
    if (flags < 0) return -errno;
    const bool blocks = (flags & O_NONBLOCK) == 0;
    if (blocks && fcntl(one.descriptor, F_SETFL, flags | O_NONBLOCK) != 0) return -errno;
    const int code =
        ::connect(one.descriptor, static_cast<const sockaddr*>(one.buffer), one.length) == 0 ? 0 : errno;
    if (blocks) fcntl(one.descriptor, F_SETFL, flags);
    // Interrupted, it goes on all the same.
    return code == EINPROGRESS || code == EINTR ? must_wait : -std::int64_t(code);
}

std::int64_t on_socket(const op& one) noexcept {
    const int flags = static_cast<int>(one.flags) | MSG_DONTWAIT;
    switch (one.code) {
    case opcode::receive:
        return answer([&] { return ::recv(one.descriptor, one.buffer, one.length, flags); });
    case opcode::send:
        return answer([&] { return ::send(one.descriptor, one.buffer, one.length, flags | MSG_NOSIGNAL); });
    case opcode::receive_message:
        return answer([&] { return ::recvmsg(one.descriptor, static_cast<msghdr*>(one.buffer), flags); });
    default:
        return answer([&] {
            return ::sendmsg(one.descriptor, static_cast<const msghdr*>(one.buffer), flags | MSG_NOSIGNAL);
        });
    }
}

// What is asked of a socket, and never waits.
std::int64_t about_socket(const op& one) noexcept {
    const auto flags = static_cast<int>(one.flags);
    const auto name = static_cast<int>(one.offset);
    const auto address = static_cast<sockaddr*>(one.buffer);
    socklen_t size = one.length;
    const auto sized = [&](int code) { return code < 0 ? std::int64_t(-1) : std::int64_t(size); };
    return answer([&]() -> std::int64_t {
        switch (one.code) {
        case opcode::make_socket:
            return ::socket(one.descriptor, flags | SOCK_CLOEXEC, static_cast<int>(one.length));
        case opcode::socket_pair:
            return ::socketpair(one.descriptor, flags | SOCK_CLOEXEC, static_cast<int>(one.length),
                                static_cast<int*>(one.second));
        case opcode::bind:
            return ::bind(one.descriptor, address, size);
        case opcode::listen:
            return ::listen(one.descriptor, static_cast<int>(one.length));
        case opcode::set_option:
            return ::setsockopt(one.descriptor, flags, name, one.buffer, size);
        case opcode::get_option:
            return sized(::getsockopt(one.descriptor, flags, name, one.buffer, &size));
        case opcode::local_name:
            return sized(::getsockname(one.descriptor, address, &size));
        default:
            return sized(::getpeername(one.descriptor, address, &size));
        }
    });
}

std::int64_t on_paths(const op& one) noexcept {
    const char* path = static_cast<const char*>(one.buffer);
    const char* other = static_cast<const char*>(one.second);
    const auto directory = static_cast<int>(one.offset);
    switch (one.code) {
    case opcode::rename:
        return answer([&] { return ::renameat2(one.descriptor, path, directory, other, one.flags); });
    case opcode::link:
        return answer(
            [&] { return ::linkat(one.descriptor, path, directory, other, static_cast<int>(one.flags)); });
    case opcode::symbolic_link:
        return answer([&] { return ::symlinkat(path, directory, other); });
    case opcode::unlink:
        return answer([&] { return ::unlinkat(one.descriptor, path, static_cast<int>(one.flags)); });
    default:
        return answer([&] { return ::mkdirat(one.descriptor, path, one.length); });
    }
}

// Opened so that no FIFO is waited for. Returns: its bytes, when they are all, or -errno.
std::int64_t read_whole(const op& one) noexcept {
    const std::int64_t from = answer([&] {
        return ::openat(one.descriptor, static_cast<const char*>(one.buffer),
                        O_RDONLY | O_CLOEXEC | O_NONBLOCK);
    });
    if (from < 0) return from;
    const int descriptor = static_cast<int>(from);
    char* const memory = static_cast<char*>(one.second);
    std::int64_t all = 0;
    std::int64_t got = 1;
    while (got > 0 && all != one.length) {
        got = answer(
            [&] { return ::read(descriptor, memory + all, one.length - static_cast<std::size_t>(all)); });
        all += std::max<std::int64_t>(got, 0);
    }
    if (got > 0) {
        char beyond = 0;
        got = answer([&] { return ::read(descriptor, &beyond, 1); });
        if (got == 1) got = -EFBIG;
    }
    ::close(descriptor);
    return got < 0 ? got : all;
}

} // namespace

bool may_block(const op& one) noexcept {
    switch (one.code) {
    case opcode::open:
    case opcode::open_beneath:
    case opcode::sync:
    case opcode::allocate:
    case opcode::status:
    case opcode::truncate:
    case opcode::rename:
    case opcode::link:
    case opcode::symbolic_link:
    case opcode::unlink:
    case opcode::make_directory:
    case opcode::read_whole:
    case opcode::list:
    case opcode::call:
        return true;
    default:
        return false;
    }
}

bool read_cached(op& one) noexcept {
    constexpr std::uint32_t small = 128 << 10; // microseconds, as io_uring would take here, too
    if (one.code != opcode::read || one.offset < 0 || one.length > small || !heeds_nowait()) return false;
    iovec whole{one.buffer, one.length};
    const ssize_t got = ::preadv2(one.descriptor, &whole, 1, one.offset, RWF_NOWAIT);
    if (got < 0) return false;
    one.result = got;
    return true;
}

bool made_at_once(op& one) noexcept {
    if (one.code == opcode::open_beneath) return (one.result = open_beneath(one, true)) != -EAGAIN;
    if (one.code < opcode::make_socket) return read_cached(one);
    one.result = about_socket(one);
    return true;
}

std::uint32_t readiness_of(const op& one) noexcept {
    switch (one.code) {
    case opcode::poll:
        return one.flags;
    case opcode::read:
    case opcode::read_vector:
    case opcode::receive:
    case opcode::receive_message:
    case opcode::accept:
        return POLLIN;
    case opcode::write:
    case opcode::write_vector:
    case opcode::send:
    case opcode::send_message:
    case opcode::connect:
        return POLLOUT;
    default:
        return 0;
    }
}

std::int64_t perform(op& one, standing known) noexcept {
    switch (one.code) {
    case opcode::nop:
        return 0;
    case opcode::poll:
        return known == standing::on_disk ? (one.flags & (POLLIN | POLLOUT)) : must_wait;
    case opcode::read:
    case opcode::write: {
        const iovec whole{one.buffer, one.length};
        return transfer(one, &whole, 1, one.code == opcode::write, known);
    }
    case opcode::read_vector:
    case opcode::write_vector:
        return transfer(one, static_cast<const iovec*>(one.buffer), static_cast<int>(one.length),
                        one.code == opcode::write_vector, known);
    case opcode::receive:
    case opcode::send:
    case opcode::receive_message:
    case opcode::send_message:
        return waiting(on_socket(one));
    case opcode::accept:
        return accept_one(one, known);
    case opcode::connect:
        return connect_to(one, known);
    case opcode::shutdown:
        return answer([&] { return ::shutdown(one.descriptor, static_cast<int>(one.flags)); });
    case opcode::open:
        return answer([&] {
            return ::openat(one.descriptor, static_cast<const char*>(one.buffer), static_cast<int>(one.flags),
                            one.length);
        });
    case opcode::open_beneath:
        return open_beneath(one, false);
    case opcode::close:
        return ::close(one.descriptor) == 0 || errno == EINTR ? 0 : -errno; // never twice
    case opcode::sync:
        return answer([&] { return one.flags == 1 ? ::fdatasync(one.descriptor) : ::fsync(one.descriptor); });
    case opcode::allocate:
        return answer([&] {
            return ::fallocate(one.descriptor, static_cast<int>(one.flags), one.offset,
                               static_cast<off_t>(reinterpret_cast<std::intptr_t>(one.second)));
        });
    case opcode::status:
        return answer([&] {
            return ::statx(one.descriptor, static_cast<const char*>(one.buffer), static_cast<int>(one.flags),
                           one.length, static_cast<struct statx*>(one.second));
        });
    case opcode::truncate:
        return answer([&] { return ::ftruncate(one.descriptor, one.offset); });
    case opcode::lock:
        return answer([&] { return ::flock(one.descriptor, static_cast<int>(one.flags) | LOCK_NB); });
    case opcode::rename:
    case opcode::link:
    case opcode::symbolic_link:
    case opcode::unlink:
    case opcode::make_directory:
        return on_paths(one);
    case opcode::read_whole:
        return read_whole(one);
    case opcode::list: {
        machine_directories here;
        return static_cast<listing*>(one.second)->run(here);
    }
    case opcode::call:
        if (one.call) return one.call(one);
        static_cast<offloaded*>(one.second)->run();
        return 0;
    case opcode::make_socket:
    case opcode::socket_pair:
    case opcode::bind:
    case opcode::listen:
    case opcode::set_option:
    case opcode::get_option:
    case opcode::local_name:
    case opcode::peer_name:
        return about_socket(one);
    }
    return -ENOSYS;
}

} // namespace rondo::inline v0::detail
