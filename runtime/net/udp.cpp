// SPDX-License-Identifier: BSL-1.0
#include <rondo/net/udp.hpp>

#include <sys/socket.h>

namespace rondo::inline v0 {

task<> udp_socket::connect(socket_address to) {
    co_await detail::connect_op("udp_socket::connect", handle_.descriptor(), to);
    peer_ = to;
    local_ = handle_.local(); // the system has chosen the interface
}

udp_socket udp_bind(udp_bind_options options) {
    const socket_address wish(options.host, options.port);
    socket_handle made = socket_handle::make(wish.family(), SOCK_DGRAM);
    if (options.reuse_port) made.set(socket_option::reuse_port, true);
    if (options.broadcast) made.set(socket_option::broadcast, true);
    if (options.host.is_v6()) made.set(socket_option::v6_only, options.v6_only);
    made.bind(wish);
    const socket_address got = made.local();
    return udp_socket(std::move(made), got);
}

task<udp_socket> udp_connect(socket_address to, std::optional<socket_address> from) {
    socket_handle made = socket_handle::make(to.family(), SOCK_DGRAM);
    if (from) made.bind(*from);
    udp_socket all(std::move(made));
    co_await all.connect(to);
    co_return std::move(all);
}

} // namespace rondo::inline v0
