// SPDX-License-Identifier: BSL-1.0
//
// The network of the simulated world: sockets that know each other, and what is on its way between them. What is sent
// arrives in order, after a latency; a connection may be reset, or cut without a word to anybody.
//
//     send ──► under way (latency) ──► arrived ──► receive        both together at most `buffer_bytes`: then the sender waits
#pragma once

#include <rondo/core/op.hpp>
#include <rondo/io/simulated_driver.hpp>

#include <deque>
#include <map>
#include <memory>
#include <string>
#include <utility>
#include <vector>

struct iovec;

namespace rondo::inline v0::detail {

/// A socket.
struct simulated_socket {
    enum class phase : unsigned char { fresh, listening, connecting, connected };

    int family = 0;
    bool stream = true;
    int descriptor = -1; // -1: not accepted yet
    phase is = phase::fresh;
    bool bound = false;
    bool closed = false;
    std::string local{}; // addresses, as the system writes them
    std::string remote{};
    std::weak_ptr<simulated_socket> other{};
    std::string arrived{};
    std::size_t under_way = 0; // bytes that have been sent to it
    instant last_arrival{};    // of what is under way to it
    bool ended = false;        // the other's end has arrived
    bool said_end = false;
    bool deaf = false;
    bool cut = false;        // nothing comes or goes
    std::size_t unheard = 0; // bytes that were sent since
    int broken = 0;   // an errno for whoever asks next
    std::deque<std::shared_ptr<simulated_socket>> backlog{};
    std::size_t most_waiting = 0;
    std::deque<std::pair<std::string, std::string>> datagrams{}; // from, bytes
    std::size_t datagram_bytes = 0;                              // in them
    std::map<std::pair<std::uint32_t, std::int64_t>, std::string> options{};
    op_list in{}; // parked
    op_list out{};
};

class simulated_network {
public:
    using socket_pointer = std::shared_ptr<simulated_socket>;

    simulated_network(simulated_driver& world, const simulated_network_options& options)
        : world_(world), options_(options) {}

    /// Those that never wait. Returns: a result as the kernel says it.
    std::int64_t ask(op& one, simulated_socket* of);
    /// Tries an operation. Returns: must_wait when it is to be parked.
    std::int64_t attempt(op& one, const socket_pointer& of, std::size_t most);
    op_list& parked_at(const op& one, simulated_socket& of) const noexcept;
    void close(const socket_pointer& of);
    void reset(const socket_pointer& of);
    void cut(const socket_pointer& of);
    void silence(std::string address) { silent_.push_back(std::move(address)); }
    /// When the next thing arrives; `never` when nothing is under way.
    instant next_arrival() const noexcept {
        return under_way_.empty() ? never : under_way_.begin()->first.first;
    }
    void deliver_due(instant now);
    /// Somebody who is parked here may go on. They are tried one after another, never one within another.
    void look_again(const socket_pointer& of);
    /// While it lives, they are only noted.
    class later {
    public:
        explicit later(simulated_network& of) noexcept : of_(of), before_(std::exchange(of.busy_, true)) {}
        later(const later&) = delete;
        ~later() {
            of_.busy_ = before_;
            if (!before_) of_.look_at_all();
        }

    private:
        simulated_network& of_;
        bool before_;
    };

private:
    enum class message : unsigned char { bytes, end, reset, knock, answer, datagram };
    struct parcel {
        message is;
        socket_pointer to;
        std::string bytes{};
        std::string from{};
        socket_pointer extra{};
        int code = 0;
    };

    void look_at_all() noexcept;
    void send_off(parcel what);
    void arrive(parcel& what);
    socket_pointer bound_to(const std::string& address, bool stream);
    bool is_silent(const std::string& address) const;
    int bind(simulated_socket& of, std::string address);
    void give_name(simulated_socket& of);
    std::string seen_from(const simulated_socket& of) const; ///< its address, as others are told
    socket_pointer made(int family, bool stream);
    void join(const socket_pointer& a, const socket_pointer& b);
    std::int64_t connect(op& one, const socket_pointer& of);
    std::int64_t accept(op& one, simulated_socket& of);
    std::int64_t send(op& one, const socket_pointer& of, std::size_t most);
    std::int64_t receive(op& one, const socket_pointer& of, std::size_t most);
    std::int64_t shut_down(const op& one, const socket_pointer& of);
    std::int64_t events(const op& one, const simulated_socket& of) const;
    std::size_t room_for(const simulated_socket& of) const noexcept;

    simulated_driver& world_;
    simulated_network_options options_;
    std::map<std::pair<instant, std::uint64_t>, parcel> under_way_;
    std::map<std::pair<bool, std::string>, std::vector<std::weak_ptr<simulated_socket>>> bound_;
    std::vector<std::string> silent_;
    std::deque<socket_pointer> to_look_at_;
    bool busy_ = false;
    std::uint64_t sequence_ = 0;
    std::uint64_t turn_ = 0; // among those that share a port
    unsigned next_port_ = 40'000;
};

} // namespace rondo::inline v0::detail
