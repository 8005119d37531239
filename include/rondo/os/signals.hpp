// SPDX-License-Identifier: BSL-1.0
//
// Signals as a stream: whoever listens is told, each time, outside of any handler. Any number may listen to the same signal;
// when the last of them is gone, the signal does again what it did before.
//
//     kernel ──► handler: notes it with each listener, rings an eventfd ──► loop ──► next() gives its number
#pragma once

#include <rondo/core/task.hpp>

#include <initializer_list>
#include <memory>
#include <optional>
#include <span>
#include <string>

namespace rondo::inline v0 {

namespace detail {
class signal_listener;
}

/// Listens to signals from when it is made until it goes. A stream: `while (auto number = co_await all.next()) …`.
/// Under rondo::run, SIGINT means what it meant before to whoever does not listen: a listener takes it over as long as it
/// lives, and Ctrl-C then cancels nothing by itself.
/// Threads: the loop's; signals may arrive on any. Signals that came since the last look are told once each, the least
/// number first, as the system keeps them itself. Needs a driver of the machine's (epoll, io_uring).
/// Example: `signals ends({SIGTERM, SIGINT}); co_await ends.next(); server.drain();`
class RONDO_API signals {
public:
    /// Throws: value_error for a number that is no signal, that cannot be handled (SIGKILL, SIGSTOP), or that tells of a
    /// fault in the program itself (SIGSEGV, SIGBUS, SIGFPE, SIGILL); rondo::error when there is no descriptor left;
    /// runtime_error when 64 listen already.
    explicit signals(std::initializer_list<int> numbers);
    explicit signals(std::span<const int> numbers);
    signals(signals&& other) noexcept;
    signals& operator=(signals&& other) noexcept;
    ~signals();

    /// The next signal's number; it never ends. Suspends: until one arrives. Cancel: none is lost.
    task<std::optional<int>> next();
    /// One that has arrived, without waiting.
    std::optional<int> try_next() noexcept;

private:
    std::unique_ptr<detail::signal_listener> listener_;
};

/// "SIGTERM" for 15, "SIGRTMIN+2", "signal 99" for what has no name.
RONDO_API std::string signal_name(int number);

} // namespace rondo::inline v0
