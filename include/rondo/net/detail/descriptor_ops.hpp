// SPDX-License-Identifier: BSL-1.0
//
// Open descriptors on their way through a unix socket (SCM_RIGHTS). Those that came and that nobody took are closed.
#pragma once

#include <rondo/net/detail/socket_ops.hpp>

#include <cstddef>
#include <span>
#include <utility>
#include <vector>

#include <sys/socket.h>
#include <sys/uio.h>

namespace rondo::inline v0 {

/// An open descriptor of the machine, closed when this goes.
class RONDO_API owned_descriptor {
public:
    owned_descriptor() noexcept = default;
    explicit owned_descriptor(int descriptor) noexcept : descriptor_(descriptor) {}
    owned_descriptor(owned_descriptor&& other) noexcept : descriptor_(other.release()) {}
    owned_descriptor& operator=(owned_descriptor other) noexcept {
        std::swap(descriptor_, other.descriptor_);
        return *this;
    }
    ~owned_descriptor();
    int descriptor() const noexcept { return descriptor_; } ///< -1: none
    explicit operator bool() const noexcept { return descriptor_ >= 0; }
    int release() noexcept { return std::exchange(descriptor_, -1); } ///< gives it away

private:
    int descriptor_ = -1;
};

/// What came with bytes.
struct received_descriptors {
    received_descriptors() noexcept {} // it stands in co_await expressions, and owns
    std::size_t size = 0;              ///< bytes; 0 at the end
    std::vector<owned_descriptor> descriptors{};
    bool truncated = false; ///< there were more descriptors than this process may open
};

namespace detail {

/// As many as a message carries.
inline constexpr std::size_t most_descriptors = 253;
inline constexpr std::size_t descriptor_room = CMSG_SPACE(sizeof(int) * most_descriptors);

class [[nodiscard("nothing happens until it is awaited")]] RONDO_API send_descriptors_op : public socket_op {
public:
    /// Throws: value_error.
    send_descriptors_op(const char* verb, int on, const socket_address* peer, std::span<const std::byte> from,
                        std::span<const int> descriptors);
    send_descriptors_op(send_descriptors_op&& other) noexcept
        : socket_op(std::move(other)), from_(other.from_), descriptors_(other.descriptors_) {}
    void start(waiter& who);
    std::size_t take();
    rondo::result<std::size_t> take_result();

private:
    std::span<const std::byte> from_;
    std::span<const int> descriptors_;
    iovec piece_{};
    msghdr header_{};
    alignas(cmsghdr) unsigned char control_[descriptor_room];
};

class [[nodiscard("nothing happens until it is awaited")]] RONDO_API receive_descriptors_op
    : public socket_op {
public:
    receive_descriptors_op(const char* verb, int on, const socket_address* peer,
                           std::span<std::byte> into) noexcept
        : socket_op(opcode::receive_message, verb, on, peer), into_(into) {}
    receive_descriptors_op(receive_descriptors_op&& other) noexcept
        : socket_op(std::move(other)), into_(other.into_) {}
    ~receive_descriptors_op();
    void start(waiter& who);
    received_descriptors take();
    rondo::result<received_descriptors> take_result();

private:
    std::vector<owned_descriptor> came() noexcept; ///< once
    received_descriptors given(std::int64_t size);
    std::span<std::byte> into_;
    bool asked_ = false; // and what came is still with it
    iovec piece_{};
    msghdr header_{};
    alignas(cmsghdr) unsigned char control_[descriptor_room];
};

} // namespace detail

} // namespace rondo::inline v0
