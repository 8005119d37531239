// SPDX-License-Identifier: BSL-1.0
#include <rondo/net/tcp.hpp>

#include <rondo/base/errors.hpp>
#include <rondo/core/as_result.hpp>
#include <rondo/core/cancel_scope.hpp>
#include <rondo/core/sleep.hpp>

#include <cerrno>

#include <sys/socket.h>

namespace rondo::inline v0 {

namespace {

constexpr detail::stream_words tcp_words{"tcp_stream::read", "tcp_stream::write", "tcp_stream::write_all",
                                     "tcp_stream::shutdown_write"};

task<tcp_stream> connect_to(const socket_address& to, const tcp_connect_options& options) {
    socket_handle made = socket_handle::make(to.family(), SOCK_STREAM);
    if (options.from) made.bind(*options.from);
    if (options.no_delay) made.set(socket_option::no_delay, true);
    if (options.keep_alive) made.set(socket_option::keep_alive, true);
    co_await detail::connect_op("tcp_connect", made.descriptor(), to);
    co_return tcp_stream(std::move(made), to);
}

} // namespace

tcp_stream::tcp_stream(socket_handle of, const socket_address& peer) noexcept
    : socket_stream(std::move(of), peer, tcp_words) {}

void tcp_stream::keep_alive(duration idle, duration interval, int probes) {
    handle_.set(socket_option::keep_alive_idle, idle);
    handle_.set(socket_option::keep_alive_interval, interval);
    handle_.set(socket_option::keep_alive_probes, probes);
    handle_.set(socket_option::keep_alive, true);
}

namespace detail {

tcp_stream tcp_accept_op::take() {
    socket_handle made(checked(), asked_of());
    return tcp_stream(std::move(made), from());
}

rondo::result<tcp_stream> tcp_accept_op::take_result() {
    const rondo::result<int> got = checked_result();
    if (!got) return got.error();
    return tcp_stream(socket_handle(*got, asked_of()), from());
}

int kind_of_refusal(int number) noexcept {
    switch (number) {
    case ECONNABORTED:
    case ECONNRESET:
    case EPROTO:
    case EPERM:    // a firewall's
    case ENETDOWN: // what the network had to say about the connection, as accept(2) has it
    case ENOPROTOOPT:
    case EHOSTDOWN:
    case ENONET:
    case EHOSTUNREACH:
    case ENETUNREACH:
    case ETIMEDOUT:
        return 1;
    case EMFILE:
    case ENFILE:
    case ENOBUFS:
    case ENOMEM:
        return 2;
    default:
        return 0;
    }
}

} // namespace detail

tcp_listener::tcp_listener(socket_handle of, const socket_address& at) noexcept
    : handle_(std::move(of)), local_(at) {}

task<std::optional<tcp_stream>> tcp_listener::next() {
    while (handle_) {
        rondo::result<tcp_stream> got = co_await as_result(accept());
        if (got) {
            ++statistics_.accepted;
            co_return std::move(*got);
        }
        if (!handle_) break;
        const int kind = detail::kind_of_refusal(got.error().number);
        if (kind == 0)
            throw error(got.error().number, "tcp_listener::next(" + local_.str() + ")", got.error().advice);
        ++(kind == 1 ? statistics_.failed : statistics_.refused);
        if (kind == 2) co_await sleep(10ms);
    }
    co_return std::nullopt;
}

tcp_listener tcp_listen(tcp_listen_options options) {
    const socket_address wish(options.host, options.port);
    socket_handle made = socket_handle::make(wish.family(), SOCK_STREAM);
    made.set(socket_option::reuse_address, true);
    if (options.reuse_port) made.set(socket_option::reuse_port, true);
    if (options.host.is_v6()) made.set(socket_option::v6_only, options.v6_only);
    if (options.no_delay) made.set(socket_option::no_delay, true); // which what it accepts inherits
    if (options.keep_alive) made.set(socket_option::keep_alive, true);
    made.bind(wish);
    made.listen(options.backlog, wish);
    const socket_address got = made.local();
    return {std::move(made), got};
}

task<tcp_stream> tcp_connect(socket_address to, tcp_connect_options options) {
    std::optional<tcp_stream> made;
    if (options.timeout == forever) {
        made.emplace(co_await connect_to(to, options));
    } else {
        made = co_await move_on_after(options.timeout, connect_to(to, options));
    }
    if (!made)
        throw timeout_error("tcp_connect(" + to.str() + "): no connection after " +
                            detail::format_duration(options.timeout));
    co_return std::move(*made);
}

} // namespace rondo::inline v0
