// SPDX-License-Identifier: BSL-1.0
#include <rondo/net/detail/datagram_ops.hpp>

#include <algorithm>

namespace rondo::inline v0::detail {

void receive_datagram_op::start(waiter& who) {
    piece_ = {into_.data(), into_.size()};
    header_ = {};
    header_.msg_name = address_;
    header_.msg_namelen = sizeof address_;
    header_.msg_iov = &piece_;
    header_.msg_iovlen = 1;
    buffer = &header_;
    flags = MSG_TRUNC; // the result is what the datagram had, not what fitted
    op_wait::start(who);
}

datagram receive_datagram_op::given(std::int64_t whole) const {
    datagram made;
    made.whole = static_cast<std::size_t>(whole);
    made.size = std::min(made.whole, into_.size());
    if (header_.msg_namelen != 0)
        made.from =
            socket_address::from_system(reinterpret_cast<const sockaddr*>(address_), header_.msg_namelen);
    return made;
}

datagram receive_datagram_op::take() { return given(checked()); }

rondo::result<datagram> receive_datagram_op::take_result() {
    const rondo::result<std::int64_t> got = checked_result();
    if (!got) return got.error();
    return given(*got);
}

void send_datagram_op::start(waiter& who) {
    peer_ = &to_;
    piece_ = {const_cast<std::byte*>(from_.data()), from_.size()};
    header_ = {};
    header_.msg_name = const_cast<sockaddr*>(to_.data());
    header_.msg_namelen = static_cast<socklen_t>(to_.size());
    header_.msg_iov = &piece_;
    header_.msg_iovlen = 1;
    buffer = &header_;
    op_wait::start(who);
}

rondo::result<void> send_datagram_op::take_result() {
    const rondo::result<std::int64_t> got = checked_result();
    if (!got) return got.error();
    return {};
}

} // namespace rondo::inline v0::detail
