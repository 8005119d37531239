// SPDX-License-Identifier: BSL-1.0
//
// Waiting for an operation: a leaf awaitable that is the op itself, so that it lives in the frame of whoever waits, and
// costs no allocation. Verbs for descriptors, files and sockets derive from it and say what their result is:
//
//     start ──► driver.submit        abort ──► driver.cancel:  true: forgotten      false: it will be told, and is waited for
//     the driver is done ──► complete ──► claim, unpark ──► take:  the value │ rondo::error │ cancelled
#pragma once

#include <rondo/base/error.hpp>
#include <rondo/base/result.hpp>
#include <rondo/core/awaitable.hpp>
#include <rondo/core/op.hpp>

#include <string>

namespace rondo::inline v0 {

class driver;

/// The base of every verb that is carried out by a driver. A derived class fills in the op, and adds take().
/// Cancel: what the driver can still forget has not happened, and the wait throws `cancelled`. What it cannot is waited
/// for; a success that came first is delivered, and the next checkpoint throws.
/// Lifetime: from start() until it is over it must stay where it is; it is a contract broken to destroy it then.
class RONDO_API op_wait : protected op {
public:
    op_wait& operator=(const op_wait&) = delete;

    bool ready() const noexcept { return false; }
    /// Throws: runtime_error when the host has no driver, or when it is awaited already.
    void start(waiter& who);
    bool abort(waiter& who) noexcept;
    void describe(std::string& out) const; ///< "wait_readable(7)"
    int on() const noexcept { return descriptor; }

protected:
    /// `verb`: the name that users know, kept by address.
    op_wait(opcode what, const char* verb, int descriptor) noexcept;
    op_wait(op_wait&& other) noexcept; ///< Requires: `other` was not started
    ~op_wait();

    /// For take(), asked once: what the driver said, zero or more, or what it refused. Throws: cancelled.
    rondo::result<std::int64_t> outcome();
    /// For ready(): whether it could be carried out on the spot. Then take() is next, or again start().
    bool done_at_once() noexcept;
    /// The same, and throws what it refused. Throws: rondo::error; cancelled.
    std::int64_t checked_outcome();

    /// Asked after each success, when set: true when there is more to do, and the op says what.
    bool (*more)(op_wait&) noexcept = nullptr;
    const char* verb() const noexcept { return verb_; }
    driver* asked_of() const noexcept { return io_; } ///< who carried it out

private:
    static void finished(op& self) noexcept;
    bool goes_on() noexcept;
    void restore() noexcept;

    const char* verb_;
    waiter* who_ = nullptr;
    driver* io_ = nullptr;
    bool untaken_ = false;       // a success that nobody has asked for yet
    bool polls_ = false;         // what was asked for would have blocked: waits until it would not
    opcode asked_ = opcode::nop; // then: what was asked for
    std::uint32_t asked_flags_ = 0;
};

} // namespace rondo::inline v0
