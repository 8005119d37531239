// SPDX-License-Identifier: BSL-1.0
#include <rondo/core/op_wait.hpp>

#include <rondo/base/assert.hpp>
#include <rondo/core/driver.hpp>

#include <cerrno>

#include <poll.h>

namespace rondo::inline v0 {

namespace {

// Which readiness ends an EAGAIN of `code`; 0: none does.
std::uint32_t readiness_for(opcode code) noexcept {
    switch (code) {
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
        return POLLOUT;
    default:
        return 0;
    }
}

const char* advice_for(opcode asked, int number) noexcept {
    if (asked != opcode::poll && (number == EPERM || number == ENOSPC))
        return ""; // of what is done, not of waiting
    switch (number) {
    case EBADF:
        return "the descriptor is not open, or was closed while somebody waited: call "
               "notify_closing(descriptor) "
               "before close()";
    case EPERM:
        return "this kind of file cannot be waited for";
    case ENOSPC:
        return "raise fs.epoll.max_user_watches, or wait for fewer descriptors";
    case ENOSYS:
        return "this driver cannot do that";
    default:
        return "";
    }
}

} // namespace

op_wait::op_wait(opcode what, const char* verb, int descriptor) noexcept : op(&finished), verb_(verb) {
    code = what;
    this->descriptor = descriptor;
}

op_wait::op_wait(op_wait&& other) noexcept : op(&finished), verb_(other.verb_) {
    expects(!other.who_, "an operation in flight was moved");
    code = other.code;
    descriptor = other.descriptor;
    length = other.length;
    flags = other.flags;
    offset = other.offset;
    buffer = other.buffer;
    second = other.second;
    call = other.call;
    more = other.more;
}

op_wait::~op_wait() {
    expects(!who_, "an operation was destroyed in flight: it owns its memory until it is over");
    // A success that lost its race: nobody else knows the descriptor.
    const bool opens = code == opcode::accept || code == opcode::open || code == opcode::open_beneath;
    if (untaken_ && result >= 0 && opens) io_->discard(static_cast<int>(result));
}

void op_wait::start(waiter& who) {
    if (who_) throw runtime_error(std::string(verb_) + ": this operation is awaited already");
    driver* io = who.home().io();
    if (!io)
        throw runtime_error(std::string(verb_) +
                            ": this loop has no driver for I/O: use rondo::run(main), or make one: "
                            "epoll_driver io;  loop l{{.io = &io}};");
    io_ = io;
    who_ = &who;
    cancel_asked = false;
    untaken_ = false;
    result = 0;
    result_flags = 0;
    io->submit(*this);
}

bool op_wait::done_at_once() noexcept {
    scheduler* here = scheduler::current();
    driver* io = here && !who_ ? here->io() : nullptr;
    if (!io) return false;
    io_ = io;
    cancel_asked = false;
    do {
        result = 0;
        if (!io->at_once(*this)) return false;
    } while (result >= 0 && more && more(*this));
    untaken_ = true;
    return true;
}

bool op_wait::abort(waiter&) noexcept {
    if (!who_) return true; // it was over, and has lost
    if (cancel_asked) return false;
    cancel_asked = true;
    if (!io_->cancel(*this)) return false;
    restore();
    state = phase::idle;
    who_ = nullptr;
    return true;
}

void op_wait::describe(std::string& out) const {
    out += verb_;
    if (descriptor >= 0) out += "(" + std::to_string(descriptor) + ")";
}

void op_wait::restore() noexcept {
    if (!polls_) return;
    polls_ = false;
    code = asked_;
    flags = asked_flags_;
}

// Whether there is more to do before it is over. A kernel may interrupt anything, and refuse for now what would block.
bool op_wait::goes_on() noexcept {
    const bool waited = polls_;
    restore();
    if (result == -EINTR && code == opcode::close)
        result = 0; // it is closed, and its number may be another's
    if (result == -EINTR || (waited && result >= 0)) {
        if (!cancel_asked) return io_->submit(*this), true;
        result = -ECANCELED;
        return false;
    }
    if (result >= 0 && more && more(*this)) {
        if (!cancel_asked) return io_->submit(*this), true;
        result = -ECANCELED;
        return false;
    }
    const std::uint32_t until = result == -EAGAIN ? readiness_for(code) : 0;
    if (until == 0) return false;
    if (cancel_asked) {
        result = -ECANCELED;
        return false;
    }
    asked_ = code;
    asked_flags_ = flags;
    polls_ = true;
    code = opcode::poll;
    flags = until;
    io_->submit(*this);
    return true;
}

void op_wait::finished(op& self) noexcept {
    auto& wait = static_cast<op_wait&>(self);
    if (wait.goes_on()) return;
    wait.untaken_ = true;
    waiter& who = *std::exchange(wait.who_, nullptr);
    if (who.claim()) who.unpark();
}

rondo::result<std::int64_t> op_wait::outcome() {
    untaken_ = false;
    state = phase::idle;
    if (result >= 0) return result;
    if (result == -ECANCELED && cancel_asked) throw cancelled();
    const int number = static_cast<int>(-result);
    return failure(number, verb_, descriptor, advice_for(code, number));
}

std::int64_t op_wait::checked_outcome() {
    if (result >= 0) [[likely]] {
        untaken_ = false;
        state = phase::idle;
        return result;
    }
    return outcome().value();
}

} // namespace rondo::inline v0
