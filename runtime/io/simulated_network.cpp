// SPDX-License-Identifier: BSL-1.0
//
// Where the simulated driver meets its sockets: descriptors, chance, who is told what, and what a test does to connections.
#include "simulated_sockets.hpp"

#include "perform.hpp"

#include <rondo/base/error.hpp>
#include <rondo/core/oracle.hpp>

#include <cerrno>
#include <new>

namespace rondo::inline v0 {

using detail::must_wait;

bool simulated_driver::at_once(op& one) noexcept {
    if (one.code < opcode::make_socket) return false;
    try {
        const bool makes = one.code == opcode::make_socket || one.code == opcode::socket_pair;
        entry* const at = makes ? nullptr : find(one.descriptor);
        if (!makes && (!at || !at->socket))
            one.result = at ? -ENOTSOCK : -EBADF;
        else
            one.result = network_->ask(one, makes ? nullptr : at->socket.get());
    } catch (const std::bad_alloc&) {
        one.result = -ENOMEM;
    }
    return true;
}

int simulated_driver::take_in(const std::shared_ptr<detail::simulated_socket>& made) {
    if (options_.descriptors != ~std::size_t(0) && open_descriptors() >= options_.descriptors) return -EMFILE;
    entry all;
    all.is = kind::socket;
    all.socket = made;
    entries_.push_back(std::move(all));
    return first_descriptor + static_cast<int>(entries_.size()) - 1;
}

std::shared_ptr<detail::simulated_socket> simulated_driver::socket_of(int descriptor) noexcept {
    entry* const at = find(descriptor);
    return at ? at->socket : nullptr;
}

duration simulated_driver::network_latency() noexcept {
    return latency_between(options_.network.least_latency, options_.network.most_latency);
}

bool simulated_driver::datagram_is_lost() noexcept {
    const unsigned one_in = options_.network.lose_one_in;
    return oracle_ && one_in != 0 && oracle_->choose(choice::fault, one_in) == one_in - 1;
}

bool simulated_driver::datagram_is_doubled() noexcept {
    const unsigned one_in = options_.network.double_one_in;
    return oracle_ && one_in != 0 && oracle_->choose(choice::fault, one_in) == one_in - 1;
}

void simulated_driver::on_socket(op& one, std::shared_ptr<detail::simulated_socket> of,
                                 bool shorter) noexcept {
    const detail::simulated_network::later others_wait(*network_);
    std::int64_t result = -ENOMEM;
    try {
        const std::size_t most =
            shorter ? 1 + oracle_->choose(choice::fault, one.length == 0 ? 1 : one.length) : ~std::size_t(0);
        result = network_->attempt(one, of, most);
    } catch (const std::bad_alloc&) {}
    if (result != must_wait) return finish(one, result);
    if (one.cancel_asked) return finish(one, -ECANCELED);
    one.state = op::phase::in_flight;
    network_->parked_at(one, *of).push_back(one);
}

void simulated_driver::serve_socket(const std::shared_ptr<detail::simulated_socket>& of,
                                    op_list& parked) noexcept {
    for (op* one = parked.front(); one;) {
        op* const next = one->next;
        std::int64_t result = -ENOMEM;
        try {
            result = network_->attempt(*one, of, ~std::size_t(0));
        } catch (const std::bad_alloc&) {}
        if (result != must_wait) {
            parked.erase(*one);
            finish(*one, result);
        } else if (one->code != opcode::poll) {
            return; // those behind it wait for the same
        }
        one = next;
    }
}

std::shared_ptr<detail::simulated_socket> simulated_driver::connection(int descriptor, const char* verb) {
    std::shared_ptr<detail::simulated_socket> of = socket_of(descriptor);
    if (!of)
        throw error(find(descriptor) ? ENOTSOCK : EBADF,
                    std::string("simulated_driver::") + verb + "(" + std::to_string(descriptor) + ")");
    return of;
}

void simulated_driver::reset_connection(int descriptor) {
    network_->reset(connection(descriptor, "reset_connection"));
}
void simulated_driver::cut_connection(int descriptor) {
    network_->cut(connection(descriptor, "cut_connection"));
}
void simulated_driver::silence(const sockaddr* address, std::size_t size) {
    network_->silence({reinterpret_cast<const char*>(address), size});
}

} // namespace rondo::inline v0
