// SPDX-License-Identifier: BSL-1.0
#include <rondo/io/simulated_driver.hpp>

#include "simulated_sockets.hpp"
#include "simulated_thing.hpp"

#include "perform.hpp"
#include "wake_event.hpp"

#include <rondo/base/assert.hpp>
#include <rondo/base/error.hpp>
#include <rondo/core/oracle.hpp>
#include <rondo/core/time_source.hpp>

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <new>
#include <utility>

#include <fcntl.h>
#include <poll.h>
#include <sys/uio.h>

namespace rondo::inline v0 {

using detail::must_wait;

simulated_driver::simulated_driver(simulated_options options)
    : options_(options), wake_(std::make_unique<detail::wake_event>()),
      network_(std::make_unique<detail::simulated_network>(*this, options.network)) {}
simulated_driver::~simulated_driver() = default;

void simulated_driver::attach(time_source* time, oracle* chooser) noexcept {
    time_ = time;
    oracle_ = chooser;
}
void simulated_driver::wake() noexcept { wake_->ring(); }

simulated_pipe simulated_driver::open_pipe(std::size_t capacity) {
    expects(capacity != 0, "simulated_driver::open_pipe: a pipe holds at least a byte");
    auto made = std::make_shared<thing>();
    made->capacity = capacity;
    made->reader = first_descriptor + static_cast<int>(entries_.size());
    made->writer = made->reader + 1;
    entries_.reserve(entries_.size() + 2);
    entries_.push_back({kind::reader, made});
    entries_.push_back({kind::writer, made});
    return {made->reader, made->writer};
}

int simulated_driver::open_file(std::string_view content) {
    auto made = std::make_shared<thing>();
    made->bytes = content;
    entries_.push_back({kind::file, std::move(made)});
    return first_descriptor + static_cast<int>(entries_.size()) - 1;
}

simulated_driver::entry* simulated_driver::find(int descriptor) noexcept {
    const auto at = static_cast<std::size_t>(std::max(descriptor - first_descriptor, 0));
    if (descriptor < first_descriptor || at >= entries_.size() || entries_[at].is == kind::closed)
        return nullptr;
    return &entries_[at];
}

std::string simulated_driver::content(int descriptor) const {
    entry* at = const_cast<simulated_driver*>(this)->find(descriptor);
    if (!at) throw error(EBADF, "simulated_driver::content(" + std::to_string(descriptor) + ")");
    return at->of->bytes;
}

void simulated_driver::close(int descriptor) {
    entry* at = find(descriptor);
    if (!at) throw error(EBADF, "simulated_driver::close(" + std::to_string(descriptor) + ")");
    closing(descriptor);
    end_of(descriptor, *at);
}

void simulated_driver::fail_operation(std::uint64_t n, int number) {
    expects(n != 0 && number > 0,
            "simulated_driver::fail_operation: the first is number 1, and an errno is above zero");
    planned_[submitted_ + n] = number;
}

// ---- chance and time

instant simulated_driver::now() noexcept {
    steady_time machine;
    return time_ ? time_->now() : machine.now();
}

duration simulated_driver::latency_between(duration least, duration most) noexcept {
    constexpr int steps = 16;
    if (!oracle_ || most <= least) return least;
    const auto step = static_cast<int>(oracle_->choose(choice::latency, steps + 1));
    return least + (most - least) / steps * step;
}

int simulated_driver::choose_fault(const op& one) noexcept {
    if (const auto planned = planned_.find(submitted_); planned != planned_.end()) return planned->second;
    const std::uint32_t wants = detail::readiness_of(one);
    if (!oracle_ || options_.faults.one_in == 0 || wants == 0) return 0;
    const bool moves = one.code != opcode::poll;
    int kinds[6];
    std::size_t count = 0;
    if (options_.faults.interrupted) kinds[count++] = EINTR;
    if (options_.faults.shorter && moves) kinds[count++] = -1;
    if (options_.faults.try_again && moves && one.code != opcode::connect) kinds[count++] = EAGAIN;
    if (options_.faults.broken && moves) kinds[count++] = EIO;
    if (options_.faults.reset && moves && socket_of(one.descriptor)) kinds[count++] = ECONNRESET;
    if (options_.faults.full && wants == POLLOUT && moves) kinds[count++] = ENOSPC;
    if (count == 0) return 0;
    // The highest answers are faults, so that whoever always answers 0 lets everything pass.
    const std::size_t none_below = count * (options_.faults.one_in - 1);
    const std::size_t answer = oracle_->choose(choice::fault, none_below + count);
    return answer < none_below ? 0 : kinds[answer - none_below];
}

// ---- operations

void simulated_driver::finish(op& one, std::int64_t result) noexcept {
    one.result = result;
    one.state = op::phase::done;
    finished_.push_back(one);
}

void simulated_driver::submit(op& one) noexcept {
    ++submitted_;
    ++in_progress_;
    if (!send_on_its_way(one, choose_fault(one))) finish(one, -ENOMEM);
}

bool simulated_driver::send_on_its_way(op& one, int fault) noexcept {
    one.state = op::phase::queued;
    try {
        const auto place =
            due_.emplace(key{saturating_add(now(), latency()), ++sequence_}, fate{&one, fault}).first;
        one.driver_data[0] = const_cast<key*>(&place->first);
        return true;
    } catch (const std::bad_alloc&) {
        return false;
    }
}

op_list* simulated_driver::parked_at(entry& at, const op* one) noexcept {
    if (at.socket) return &network_->parked_at(*one, *at.socket);
    if (at.is == kind::file || at.is == kind::directory) return nullptr;
    return at.is == kind::reader ? &at.of->readers : &at.of->writers;
}

bool simulated_driver::cancel(op& one) noexcept {
    if (one.state == op::phase::done) return false;
    const bool parked = one.state == op::phase::in_flight;
    if (options_.late_cancel) {
        if (!parked) return false; // it is on its way, and is seen to when it is due
        parked_at(*find(one.descriptor), &one)->erase(one);
        if (!send_on_its_way(one, 0)) finish(one, -ECANCELED);
        return false;
    }
    if (parked)
        parked_at(*find(one.descriptor), &one)->erase(one);
    else
        due_.erase(*static_cast<const key*>(one.driver_data[0]));
    one.state = op::phase::idle;
    --in_progress_;
    return true;
}

void simulated_driver::closing(int descriptor) noexcept {
    entry* at = find(descriptor);
    if (!at) return;
    for (auto on_its_way = due_.begin(); on_its_way != due_.end();) {
        op& one = *on_its_way->second.one;
        if (one.descriptor == descriptor && one.code != opcode::close) {
            on_its_way = due_.erase(on_its_way);
            finish(one, -EBADF);
        } else {
            ++on_its_way;
        }
    }
    if (at->socket) {
        for (op_list* parked : {&at->socket->in, &at->socket->out})
            while (op* one = parked->pop_front()) finish(*one, -EBADF);
    } else if (op_list* parked = parked_at(*at, nullptr)) {
        while (op* one = parked->pop_front()) finish(*one, -EBADF);
    }
}

void simulated_driver::end_of(int descriptor, entry& at) noexcept {
    const entry ended = std::exchange(at, {});
    if (ended.socket) return network_->close(ended.socket);
    const std::shared_ptr<thing>& of = ended.of;
    if (!of) return; // a directory
    if (of->locked_by == descriptor) of->locked_by = -1;
    std::erase(of->shared_by, descriptor);
    if (of->reader == descriptor) of->reader = -1;
    if (of->writer == descriptor) of->writer = -1;
    wake_other_end(*of);
}

// Who is parked at a pipe looks again, the oldest first; what one takes or leaves may let others go on.
void simulated_driver::wake_other_end(thing& of) noexcept {
    for (std::size_t before = ~std::size_t(0); before != finished_.size();) {
        before = finished_.size();
        if (of.writer >= 0) serve(of.writers, of.writer);
        if (of.reader >= 0) serve(of.readers, of.reader);
    }
}

void simulated_driver::serve(op_list& parked, int descriptor) noexcept {
    for (op* one = parked.front(); one;) {
        op* const next = one->next;
        const std::int64_t result = attempt(*one, *find(descriptor), false);
        if (result != must_wait) {
            parked.erase(*one);
            finish(*one, result);
        } else if (one->code != opcode::poll) {
            return; // those behind it wait for the same
        }
        one = next;
    }
}

void simulated_driver::run_due() noexcept {
    const instant current = now();
    network_->deliver_due(current);
    while (!due_.empty() && due_.begin()->first.first <= current) {
        const fate next = due_.begin()->second;
        due_.erase(due_.begin());
        try_one(*next.one, next.fault);
    }
}

void simulated_driver::try_one(op& one, int fault) noexcept {
    // Asked to end, it may have been faster.
    if (one.cancel_asked && (!oracle_ || oracle_->choose(choice::fault, 2) == 0))
        return finish(one, -ECANCELED);
    if (fault == ECONNRESET && socket_of(one.descriptor)) network_->reset(socket_of(one.descriptor));
    if (fault > 0 && one.code != opcode::close) return finish(one, -fault);
    if (one.code == opcode::nop) return finish(one, 0);
    if (one.code == opcode::call) return finish(one, detail::perform(one, detail::standing::on_disk));
    if (detail::may_block(one) && one.code != opcode::sync && one.code != opcode::allocate &&
        one.code != opcode::truncate) {
        try {
            return finish(one, on_name(one));
        } catch (const std::bad_alloc&) {
            return finish(one, -ENOMEM);
        }
    }
    entry* at = find(one.descriptor);
    if (!at) return finish(one, -EBADF);
    const std::shared_ptr<thing> of = at->of;
    if (one.code == opcode::close) {
        closing(one.descriptor);
        end_of(one.descriptor, *at);
        return finish(one, fault > 0 ? -fault : 0); // refused or not, it is closed
    }
    if (at->socket) return on_socket(one, at->socket, fault == -1);
    op_list* const parked = parked_at(*at, &one);
    // Nobody who is parked could go on: they are looked at after each change, so this one takes nothing from them.
    const std::int64_t result = attempt(one, *at, fault == -1);
    if (result == must_wait) {
        if (one.cancel_asked) return finish(one, -ECANCELED);
        one.state = op::phase::in_flight;
        parked->push_back(one);
        return;
    }
    finish(one, result);
    if (of && of->capacity != 0) wake_other_end(*of);
}

std::int64_t simulated_driver::attempt(op& one, entry& at, bool shorter) noexcept {
    if (at.is == kind::directory) return one.code == opcode::sync ? 0 : -EISDIR;
    const thing& of = *at.of;
    switch (one.code) {
    case opcode::poll: {
        std::uint32_t holds = POLLIN | POLLOUT;
        if (at.is == kind::reader) holds = (of.bytes.empty() ? 0 : POLLIN) | (of.writer < 0 ? POLLHUP : 0);
        if (at.is == kind::writer)
            holds = (of.bytes.size() < of.capacity ? POLLOUT : 0) | (of.reader < 0 ? POLLERR : 0);
        holds &= one.flags | POLLHUP | POLLERR;
        return holds != 0 ? std::int64_t(holds) : must_wait;
    }
    case opcode::read:
    case opcode::write:
    case opcode::receive:
    case opcode::send:
    case opcode::read_vector:
    case opcode::write_vector:
        return move_bytes(one, at, shorter);
    case opcode::sync:
    case opcode::allocate:
    case opcode::truncate:
    case opcode::lock:
        return on_file(one, at);
    default:
        return -ENOSYS;
    }
}

std::int64_t simulated_driver::move_bytes(op& one, entry& at, bool shorter) noexcept {
    thing& of = *at.of;
    const bool writes = detail::readiness_of(one) == POLLOUT;
    if (at.is != kind::file && writes != (at.is == kind::writer)) return -EBADF;
    if (at.is != kind::file && one.offset >= 0) return -ESPIPE;
    const int access = at.flags & O_ACCMODE;
    if (access != O_RDWR && access != (writes ? O_WRONLY : O_RDONLY) && at.is == kind::file) return -EBADF;
    const bool in_pieces = one.code == opcode::read_vector || one.code == opcode::write_vector;
    iovec whole{one.buffer, one.length};
    const iovec* pieces = in_pieces ? static_cast<const iovec*>(one.buffer) : &whole;
    const std::size_t count = in_pieces ? one.length : 1;
    std::size_t asked = 0;
    for (std::size_t i = 0; i != count; ++i) asked += pieces[i].iov_len;
    if (asked == 0) return 0;
    if (shorter) asked = 1 + oracle_->choose(choice::fault, asked);

    // How much there is, or how much room, and where.
    const bool own_place = at.is == kind::file && one.offset < 0;
    const std::size_t from = at.is != kind::file                    ? 0
                             : writes && (at.flags & O_APPEND) != 0 ? of.bytes.size()
                             : own_place                            ? at.position
                                                                    : static_cast<std::size_t>(one.offset);
    std::size_t possible = asked;
    if (at.is == kind::reader) {
        if (of.bytes.empty()) return of.writer < 0 ? 0 : must_wait;
        possible = of.bytes.size();
    } else if (at.is == kind::writer) {
        if (of.reader < 0) return -EPIPE;
        if (of.bytes.size() >= of.capacity) return must_wait;
        possible = of.capacity - of.bytes.size();
    } else if (!writes) {
        possible = from < of.bytes.size() ? of.bytes.size() - from : 0;
    }
    std::size_t left = std::min(asked, possible);
    const std::size_t moved = left;
    if (writes) {
        of.changed = now();
        if (at.is == kind::file && !has_room(of, from + left)) return -ENOSPC;
        try {
            if (at.is == kind::writer)
                of.bytes.reserve(of.bytes.size() + left);
            else
                of.bytes.resize(std::max(of.bytes.size(), from + left));
        } catch (const std::exception&) {
            return -ENOSPC;
        }
    }
    std::size_t place = at.is == kind::writer ? of.bytes.size() : from;
    for (std::size_t i = 0; left != 0; ++i) {
        const std::size_t part = std::min(left, pieces[i].iov_len);
        char* const memory = static_cast<char*>(pieces[i].iov_base);
        if (!writes)
            std::memcpy(memory, of.bytes.data() + place, part);
        else if (at.is == kind::writer)
            of.bytes.append(memory, part);
        else
            std::memcpy(of.bytes.data() + place, memory, part);
        place += part;
        left -= part;
    }
    if (at.is == kind::reader) of.bytes.erase(0, moved);
    if (own_place) at.position = from + moved;
    return static_cast<std::int64_t>(moved);
}

// ---- the port

instant simulated_driver::next_completion() noexcept {
    if (!finished_.empty()) return instant::min();
    return std::min(due_.empty() ? never : due_.begin()->first.first, network_->next_arrival());
}

// Only for the outside: functions posted, signals; and for the machine's clock, when that is the loop's.
void simulated_driver::wait_until(instant deadline) {
    steady_time machine;
    const duration limit = deadline == never ? forever : std::max(deadline - machine.now(), duration::zero());
    const auto seconds = std::chrono::floor<std::chrono::seconds>(limit);
    const timespec left{static_cast<time_t>(seconds.count()), static_cast<long>((limit - seconds).count())};
    pollfd heard{wake_->descriptor(), POLLIN, 0};
    const int code = ::ppoll(&heard, 1, deadline == never ? nullptr : &left, nullptr);
    if (code < 0 && errno != EINTR) throw error(errno, "wait in the simulated driver");
    if (code > 0) wake_->hear();
}

void simulated_driver::poll(op_list& done, instant deadline) {
    run_due();
    if (finished_.empty() && deadline != instant::min()) {
        wait_until(deadline);
        run_due();
    } else if (wake_->rung()) {
        wake_->hear();
    }
    while (op* one = finished_.pop_front()) {
        --in_progress_;
        done.push_back(*one);
    }
}

} // namespace rondo::inline v0
