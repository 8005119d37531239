// SPDX-License-Identifier: BSL-1.0
//
// The handle that every socket of the library stands on: it owns a descriptor, and closes it. Options are asked for by name:
//
//     peer.handle().set(socket_option::no_delay, true);      int room = peer.handle().get(socket_option::send_buffer);
#pragma once

#include <rondo/base/time.hpp>
#include <rondo/net/address.hpp>

#include <chrono>
#include <cstdint>
#include <optional>
#include <string>

namespace rondo::inline v0 {

class driver;

/// An option of a socket, and what its value is: bool, int, a duration, or for `linger` an optional of seconds.
template <class T>
struct socket_option_of {
    int level;
    int name;
    const char* words;                                       ///< for messages
    std::chrono::nanoseconds unit = std::chrono::seconds(1); ///< of a duration, as the system counts it
};

/// The options by name. What a machine does not have is an error when it is asked for (ENOPROTOOPT).
namespace socket_option {
RONDO_API extern const socket_option_of<bool> reuse_address; ///< bind although old connections linger there
RONDO_API extern const socket_option_of<bool>
    reuse_port; ///< several sockets share a port, and its connections
RONDO_API extern const socket_option_of<bool> keep_alive;          ///< asks a silent peer whether it is there
RONDO_API extern const socket_option_of<duration> keep_alive_idle; ///< after which silence; whole seconds
RONDO_API extern const socket_option_of<duration>
    keep_alive_interval;                                        ///< between two questions; whole seconds
RONDO_API extern const socket_option_of<int> keep_alive_probes; ///< how many go unanswered
RONDO_API extern const socket_option_of<duration>
    user_timeout;                                       ///< sent, and not acknowledged; whole milliseconds
RONDO_API extern const socket_option_of<bool> no_delay; ///< small writes are sent at once
RONDO_API extern const socket_option_of<bool> cork;     ///< small writes are kept until they fill a packet
RONDO_API extern const socket_option_of<bool> quick_ack;
RONDO_API extern const socket_option_of<duration>
    defer_accept;                                         ///< accept once something was sent; whole seconds
RONDO_API extern const socket_option_of<int> send_buffer; ///< bytes; the system gives twice as much
RONDO_API extern const socket_option_of<int> receive_buffer; ///< bytes
RONDO_API extern const socket_option_of<int> receive_low;    ///< bytes until it is readable
RONDO_API extern const socket_option_of<std::optional<std::chrono::seconds>>
    linger; ///< 0s: close resets the connection
RONDO_API extern const socket_option_of<bool> broadcast;
RONDO_API extern const socket_option_of<bool> v6_only; ///< and not IPv4 by way of ::ffff:1.2.3.4
RONDO_API extern const socket_option_of<int> hops;     ///< time to live, IPv4
RONDO_API extern const socket_option_of<int> v6_hops;
RONDO_API extern const socket_option_of<bool> pass_credentials; ///< of unix sockets
RONDO_API extern const socket_option_of<int> pending_error;     ///< an errno; to be read only, and gone then
} // namespace socket_option

/// An open socket, or none. Closed when it goes out of scope; whoever waits for it then is told EBADF.
/// Threads: the loop's own. What is asked of it needs a loop that runs: call it from a task, a fiber or a callback.
class RONDO_API socket_handle {
public:
    socket_handle() noexcept = default;
    /// Takes an open descriptor over; `of`: the driver that opened it, when that simulates.
    explicit socket_handle(int descriptor, driver* of = nullptr) noexcept;
    socket_handle(socket_handle&& other) noexcept;
    socket_handle& operator=(socket_handle&& other) noexcept;
    ~socket_handle();

    /// Makes one. `family`: AF_INET, AF_INET6 or AF_UNIX; `type`: SOCK_STREAM, SOCK_DGRAM or SOCK_SEQPACKET.
    /// Throws: rondo::error; runtime_error where no loop runs, or it has no driver.
    static socket_handle make(int family, int type);
    static void make_pair(int type, socket_handle& one, socket_handle& other); ///< two of AF_UNIX, connected

    int descriptor() const noexcept { return descriptor_; }
    explicit operator bool() const noexcept { return descriptor_ >= 0; }
    int release() noexcept; ///< gives the descriptor away
    void close() noexcept;  ///< at once; nothing happens when it is closed

    /// Binds it to an address. Throws: rondo::error, which names the address.
    void bind(const socket_address& to);
    void listen(int backlog, const socket_address& at);
    socket_address local() const;
    socket_address peer() const; ///< Throws: rondo::error (ENOTCONN)
    void peer_credentials(int& process, unsigned& user, unsigned& group) const; ///< of unix sockets

    /// Throws: rondo::error, which names the option; value_error for a duration that is no whole number of its units.
    void set(const socket_option_of<bool>& option, bool value);
    void set(const socket_option_of<int>& option, int value);
    void set(const socket_option_of<duration>& option, duration value);
    void set(const socket_option_of<std::optional<std::chrono::seconds>>& option,
             std::optional<std::chrono::seconds> value);
    bool get(const socket_option_of<bool>& option) const;
    int get(const socket_option_of<int>& option) const;
    duration get(const socket_option_of<duration>& option) const;
    std::optional<std::chrono::seconds>
    get(const socket_option_of<std::optional<std::chrono::seconds>>& option) const;

private:
    void set_raw(int level, int name, const char* words, const void* value, std::uint32_t size);
    std::uint32_t get_raw(int level, int name, const char* words, void* value, std::uint32_t size) const;
    int descriptor_ = -1;
    driver* of_ = nullptr;
};

} // namespace rondo::inline v0
