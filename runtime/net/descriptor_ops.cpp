// SPDX-License-Identifier: BSL-1.0
#include <rondo/net/detail/descriptor_ops.hpp>

#include <rondo/base/errors.hpp>

#include <cerrno>
#include <cstring>

#include <unistd.h>

namespace rondo::inline v0 {

owned_descriptor::~owned_descriptor() {
    if (descriptor_ >= 0) ::close(descriptor_);
}

namespace detail {

send_descriptors_op::send_descriptors_op(const char* verb, int on, const socket_address* peer,
                                         std::span<const std::byte> from, std::span<const int> descriptors)
    : socket_op(opcode::send_message, verb, on, peer), from_(from), descriptors_(descriptors) {
    if (from.empty())
        throw value_error(std::string(verb) + ": descriptors travel with bytes: send at least one");
    if (descriptors.size() > most_descriptors)
        throw value_error(std::string(verb) + ": " + std::to_string(descriptors.size()) +
                          " descriptors, and a message carries at most 253: send them in parts");
}

void send_descriptors_op::start(waiter& who) {
    piece_ = {const_cast<std::byte*>(from_.data()), from_.size()};
    header_ = {};
    header_.msg_iov = &piece_;
    header_.msg_iovlen = 1;
    if (!descriptors_.empty()) {
        const std::size_t bytes = descriptors_.size_bytes();
        header_.msg_control = control_;
        header_.msg_controllen = CMSG_SPACE(bytes);
        std::memset(control_, 0, header_.msg_controllen);
        cmsghdr* const first = CMSG_FIRSTHDR(&header_);
        first->cmsg_level = SOL_SOCKET;
        first->cmsg_type = SCM_RIGHTS;
        first->cmsg_len = CMSG_LEN(bytes);
        std::memcpy(CMSG_DATA(first), descriptors_.data(), bytes);
    }
    buffer = &header_;
    op_wait::start(who);
}

std::size_t send_descriptors_op::take() {
    const rondo::result<std::int64_t> got = outcome();
    if (got) return static_cast<std::size_t>(*got);
    const int number = got.error().number;
    const char* const advice = number == EBADF        ? "the socket, or one of the descriptors, is not open"
                               : number == EOPNOTSUPP ? "only unix sockets of the machine carry descriptors"
                                                      : connection_advice(number);
    throw error(number, asked_of_peer(verb(), on(), peer_), advice);
}

rondo::result<std::size_t> send_descriptors_op::take_result() {
    const rondo::result<std::int64_t> got = checked_result();
    if (!got) return got.error();
    return static_cast<std::size_t>(*got);
}

void receive_descriptors_op::start(waiter& who) {
    piece_ = {into_.data(), into_.size()};
    header_ = {};
    header_.msg_iov = &piece_;
    header_.msg_iovlen = 1;
    header_.msg_control = control_;
    header_.msg_controllen = sizeof control_;
    buffer = &header_;
    flags = MSG_CMSG_CLOEXEC;
    asked_ = true;
    op_wait::start(who);
}

receive_descriptors_op::~receive_descriptors_op() {
    if (state == op::phase::done && result >= 0) static_cast<void>(came()); // a success that nobody took
}

std::vector<owned_descriptor> receive_descriptors_op::came() noexcept {
    std::vector<owned_descriptor> all;
    if (!std::exchange(asked_, false)) return all;
    for (cmsghdr* each = CMSG_FIRSTHDR(&header_); each; each = CMSG_NXTHDR(&header_, each)) {
        if (each->cmsg_level != SOL_SOCKET || each->cmsg_type != SCM_RIGHTS) continue;
        const std::size_t count = (each->cmsg_len - CMSG_LEN(0)) / sizeof(int);
        for (std::size_t i = 0; i != count; ++i) {
            int descriptor = -1;
            std::memcpy(&descriptor, CMSG_DATA(each) + i * sizeof(int), sizeof descriptor);
            all.emplace_back(descriptor);
        }
    }
    return all;
}

received_descriptors receive_descriptors_op::given(std::int64_t size) {
    received_descriptors made;
    made.size = static_cast<std::size_t>(size);
    made.descriptors = came();
    made.truncated = (header_.msg_flags & MSG_CTRUNC) != 0;
    return made;
}

received_descriptors receive_descriptors_op::take() { return given(checked()); }

rondo::result<received_descriptors> receive_descriptors_op::take_result() {
    const rondo::result<std::int64_t> got = checked_result();
    if (!got) return got.error();
    return given(*got);
}

} // namespace detail

} // namespace rondo::inline v0
