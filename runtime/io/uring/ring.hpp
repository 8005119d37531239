// SPDX-License-Identifier: BSL-1.0
//
// A ring of the kernel's, set up as well as it allows, and kept for the next driver of the same thread: the memory of a
// ring counts against a limit of ordinary users, and is given back late.
#pragma once

#include "../wake_event.hpp"

#include <rondo/base/time.hpp>

#include <cstdint>
#include <memory>
#include <string>

#include <liburing.h>
#include <sys/types.h>

namespace rondo::inline v0::detail {

/// The way in which the machine lets rings be made, found out once in a process.
struct uring_way {
    unsigned flags = 0; ///< of io_uring_setup
    int refused = 0;    ///< an errno: there are none, and `words` says why
    std::string words;  ///< for people
    bool works() const noexcept { return refused == 0; }
};
const uring_way& way_of_rings(); ///< Throws: rondo::error when no descriptor is left to find out

/// Not to be used before begin(): which thread submits is settled there.
class ring {
public:
    /// A spare one of this thread, or a new one. Throws: rondo::error.
    static std::unique_ptr<ring> take(unsigned entries, unsigned completions);
    /// Keeps it for the next take(), or ends it. Requires: nothing is in flight but the wait for wake().
    static void give_back(std::unique_ptr<ring> used) noexcept;

    ring(unsigned entries, unsigned completions, const uring_way& way); ///< Throws: rondo::error
    ring(const ring&) = delete;
    ~ring();

    /// Binds it to this thread, the first time.
    void begin();
    /// Room for a request, always: what is full is handed over first, and what is over is reaped by `reap(with)`.
    io_uring_sqe& entry(void (*reap)(void*), void* with) noexcept;
    /// Room for so many requests that go to the kernel together. Requires: no more than the ring has.
    void make_room(unsigned requests, void (*reap)(void*), void* with) noexcept;
    /// Asks the kernel to look at the wake event, unless it does: it goes on telling until it says that it does not.
    void watch_wake(void (*reap)(void*), void* with) noexcept;
    void wake_seen(bool goes_on) noexcept;
    bool awakened() const noexcept { return awakened_; } ///< since forget_wake()
    void forget_wake() noexcept { awakened_ = false; }
    /// A slot in the ring's own table of open files; -1: none is free. Files in it are no descriptors of the process.
    int take_slot() noexcept;
    void give_slot(int slot) noexcept { free_slots_ |= std::uint64_t(1) << slot; }
    bool has_slots() noexcept; ///< whether there is such a table: made when it is first asked for
    /// A descriptor that is readable when there are news for poll(): made when it is first asked for. The ring's own is
    /// not, as DEFER_TASKRUN leaves completions to be fetched, and wakes nobody who polls it.
    int news() noexcept;
    void hear_news() noexcept;
    bool supports(int operation) const noexcept;
    bool is_ours() const noexcept;  ///< false in a child after fork()
    bool has_work() const noexcept; ///< requests to hand over, or completions to collect

    io_uring raw{};
    wake_event wake;

private:
    void forget_news() noexcept;
    std::unique_ptr<io_uring_probe, void (*)(io_uring_probe*)> probe_;
    unsigned entries_;
    unsigned completions_;
    pid_t process_;
    pid_t thread_ = 0; // who submits, once begun
    bool watched_ = false;
    bool awakened_ = false;
    bool asked_for_slots_ = false;
    bool has_slots_ = false;
    std::uint64_t free_slots_ = 0;
    int news_ = -1;
};

inline constexpr std::uint64_t no_mark = 0;   // a completion that nobody wants to hear of
inline constexpr std::uint64_t wake_mark = 1; // the wake event is readable

} // namespace rondo::inline v0::detail
