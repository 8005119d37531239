// SPDX-License-Identifier: BSL-1.0
//
// The driver for every Linux: epoll tells when a descriptor is ready, and the operation is made then. What epoll cannot
// tell about, files on disk and functions that block, is made by a few threads.
//
//     submit ──► asked ── poll: try ──► done                    per descriptor two queues, in and out: FIFO
//                            ├─ would block ──► watched ── ready: try ──► done
//                            └─ on disk, a call ──► a thread of the pool ──► done
//
// Each interest is told to the kernel for one event (EPOLLONESHOT) and told again for the next: a descriptor may be closed
// and its number used again between two waits, and nothing is left of it.
#pragma once

#include <rondo/core/driver.hpp>

#include <memory>
#include <vector>

struct epoll_event;

namespace rondo::inline v0 {

namespace detail {
class pool;
class wake_event;
} // namespace detail

struct epoll_options {
    /// Waits by a timer descriptor instead of epoll_pwait2, as kernels before 5.11 need: they are found out without being
    /// told. Either way to the nanosecond, and never too short.
    bool timer_descriptor = false;
    /// How long nothing may happen before some descriptors are looked at, in case one was closed under whoever waits.
    duration quiet = 100ms;
    /// How many threads may work on files and blocking functions at a time. They are started when there is work.
    unsigned threads = 16;
};

/// Operations on descriptors. Pipes and sockets may be in blocking mode: they do not block the loop, except accept on a
/// socket that other processes accept from, too.
/// Threads: wake() any; everything else one. Cost: a system call to begin to wait, none to end, an attempt before and after.
class RONDO_API epoll_driver final : public driver {
public:
    /// Throws: rondo::error when the system has no descriptor left.
    explicit epoll_driver(epoll_options options = {});
    ~epoll_driver() override;

    void submit(op& one) noexcept override;
    bool cancel(op& one) noexcept override;
    void closing(int descriptor) noexcept override;
    void poll(op_list& done, instant deadline) override;
    void wake() noexcept override;
    std::size_t outstanding() const noexcept override;
    bool at_once(op& one) noexcept override;
    /// Functions that still run on a thread, though whoever asked for them has gone.
    std::size_t left_behind() const noexcept;
    /// Now, when poll would find something that the descriptor does not tell of.
    instant next_completion() noexcept override;
    int descriptor() const noexcept override { return epoll_; }
    const char* name() const noexcept override { return "epoll"; }

private:
    struct queue {
        op_list waiting;
        std::uint32_t interest = 0; // at least what they wait for
    };
    struct watch {
        queue in;                     // those that wait to read, at least
        queue out;                    // those that wait only to write
        std::uint32_t generation = 0; // an event of an earlier file of this number is not ours
        bool known = false;           // to the kernel, as far as we know
        std::size_t busy_at = 0;      // its place in busy_, while anybody waits
        bool empty() const noexcept { return in.waiting.empty() && out.waiting.empty(); }
    };

    static bool reads(const op& one) noexcept;
    watch* find(int descriptor) noexcept;
    void begin(op& one) noexcept;
    void to_pool(op& one) noexcept;
    void await_readiness(op& one) noexcept;
    int arm(int descriptor, watch& of, const op* newest) noexcept;
    void serve(int descriptor, std::uint32_t events) noexcept;
    void serve(queue& of, std::uint32_t events) noexcept;
    void fail_all(watch& of, int number, const op* but) noexcept;
    void finish(op& one, std::int64_t result) noexcept;
    void settle(watch& of) noexcept;
    void look_around() noexcept;
    bool wait(duration limit);
    void wait_until(instant deadline);
    int wait_for_events(epoll_event* events, int most, duration limit);

    int epoll_ = -1;
    int timer_ = -1;
    bool coarse_ = false; // epoll_pwait2 is not there
    duration quiet_;
    std::unique_ptr<detail::wake_event> wake_;
    std::unique_ptr<detail::pool> pool_;
    std::vector<watch> watches_; // by descriptor
    std::vector<int> busy_;      // those that anybody waits for
    std::size_t looked_at_ = 0;
    op_list asked_;    // not begun yet
    op_list finished_; // not told yet
    std::size_t waiting_ = 0;
};

} // namespace rondo::inline v0
