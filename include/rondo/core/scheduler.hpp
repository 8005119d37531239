// SPDX-License-Identifier: BSL-1.0
//
// The scheduler: a ring of what is ready, and turns. A turn runs exactly what was ready when it began, in FIFO order;
// what becomes ready meanwhile runs in the next one. It knows no time and no I/O: a loop adds both, a simulation its own.
//
//     ring   … [ready in this turn][made ready since] …          one place for each body alive: waking never allocates
//               ▲ head              ▲ the turn ends here
#pragma once

#include <rondo/base/assert.hpp>
#include <rondo/base/time.hpp>
#include <rondo/core/body.hpp>
#include <rondo/core/instrument.hpp>
#include <rondo/core/oracle.hpp>

#include <cstddef>
#include <memory>
#include <string>
#include <unordered_map>
#include <vector>

namespace rondo::inline v0 {

class driver;
class timer_queue;
class time_source;

namespace detail {

class callback;
struct async_frame;

/// What this thread is running; reached by one address.
struct running_now {
    scheduler* on;     ///< null outside a turn
    body* task;        ///< null in a callback and outside
    char* stack_floor; ///< below it a child is not started by a call
};
RONDO_API extern constinit thread_local running_now this_thread_runs;

inline constexpr std::size_t inline_stack_bytes = 32 * 1024;

} // namespace detail

class RONDO_API scheduler {
public:
    scheduler();
    scheduler(const scheduler&) = delete;
    scheduler& operator=(const scheduler&) = delete;

    /// The scheduler whose turn this thread is in, or null.
    static scheduler* current() noexcept { return detail::this_thread_runs.on; }

    /// Puts `r` at the end of the queue. Requires: it is enlisted, and not in the queue.
    void make_ready(runnable& r) noexcept {
        check_thread();
        ring_[tail_++ & mask_] = &r;
    }
    /// Makes room for one more runnable that may become ready; to be undone by discharge().
    void enlist() {
        if (++enlisted_ > mask_) [[unlikely]]
            grow();
    }
    void discharge() noexcept { --enlisted_; }

    /// Runs one turn. Returns: how many steps it took.
    std::size_t turn();
    bool idle() const noexcept { return head_ == tail_; }
    std::size_t ready_count() const noexcept { return tail_ - head_; }
    std::uint64_t turns() const noexcept { return turns_; } ///< begun so far
    std::uint64_t steps() const noexcept { return steps_; } ///< taken so far

    /// Hands in a seam; null takes it out. The caller keeps it alive. Requires: not within a turn.
    void set_oracle(oracle* chooser) noexcept { oracle_ = chooser; }
    void set_instrument(instrument* observer) noexcept { instrument_ = observer; }
    oracle* current_oracle() const noexcept { return oracle_; }
    instrument* current_instrument() const noexcept { return instrument_; }

    /// For a body that takes the next step of the turn in the scheduler's place: whose it is, or null: the turn is over, or
    /// each step is observed.
    const runnable* next_in_turn() const noexcept {
        return static_cast<std::ptrdiff_t>(turn_end_ - head_) > 0 ? ring_[head_ & mask_] : nullptr;
    }
    void take_next() noexcept {
        fetch_ahead(turn_end_);
        ++head_;
    }

    /// What a host supplies beside the queue, null where it has none.
    timer_queue* timers() const noexcept { return timers_; }
    driver* io() const noexcept { return driver_; }
    time_source* time() const noexcept { return time_; }
    /// The host's time: it stands still within a turn. Throws: runtime_error when the host has no clock.
    instant now() {
        if (!now_is_known_) [[unlikely]]
            read_clock();
        return now_;
    }

    /// The group that owns what nobody else does; the host closes it.
    task_group& root() noexcept { return *root_; }
    /// The group of what must run to its end even when the root is cancelled: the closing of dropped async generators.
    task_group& orphans() noexcept { return *orphans_; }
    void keep_open(detail::async_frame& frame) noexcept;
    void forget_open(detail::async_frame& frame) noexcept;
    /// Spawns a closing task for every async generator that has started and not ended; to be called when no task is left.
    /// Returns: whether there was any.
    bool close_open_generators();
    /// Every task that has not ended: the root's children in order of creation, then theirs, and so on.
    std::vector<const body*> tasks() const;
    /// Throws: runtime_error in a child process of the one that made the scheduler.
    void check_process() const;
    bool in_own_process() const noexcept; ///< false in a child process of the one that made the scheduler

    /// Ends the program with a message unless called on the thread that made the scheduler, in the process that did.
    void check_thread() const noexcept {
        if constexpr (RONDO_CHECKS != 0)
            if (owner_ != &detail::this_thread_runs) [[unlikely]]
                wrong_thread();
    }

protected:
    ~scheduler();

    /// For a host with an order of its own: makes this thread run this scheduler. Returns: what it ran before.
    detail::running_now begin_running() {
        check_thread();
        const detail::running_now before = detail::this_thread_runs;
        detail::this_thread_runs = {
            this, nullptr, static_cast<char*>(__builtin_frame_address(0)) - detail::inline_stack_bytes};
        return before;
    }
    /// Between begin_running() and giving back what it returned: a step of `b` at once, ahead of what is ready.
    /// Requires: `b` is created or parked, and nobody keeps its waiter any more.
    void run_at_once(body& b) noexcept {
        run_at_once(b, [&] { b.step(b, *this); });
    }
    /// The same by a step that the host knows.
    template <class Step>
    void run_at_once(body& b, Step step) noexcept {
        b.link_ = 0;
        b.state_ = body_state::ready;
        ++steps_;
        step();
        detail::this_thread_runs.task = nullptr;
    }
    /// The same place: turns, until nothing is ready.
    void run_ready();
    /// Turns as turn() does them, at least one, until nothing is ready, `most` steps are taken, or, after a turn,
    /// `stop` is true or `done(with)` is. Returns: how many steps they took. Requires: on its thread, outside a turn.
    std::size_t turns(bool (*done)(void*), void* with, const bool& stop, std::size_t most);

    timer_queue* timers_ = nullptr;
    driver* driver_ = nullptr;
    time_source* time_ = nullptr;
    instant now_{};
    bool now_is_known_ = false;
    bool drops_callbacks_ = false; // the host closes: functions in the queue are not called any more

private:
    friend class body;
    friend class task_group;
    friend class detail::callback;

    void forget_all_open() noexcept;
    void grow();
    void read_clock();
    RONDO_INLINE void take_turn();
    RONDO_INLINE void fetch_ahead(std::size_t end) const noexcept {
        // The last in the ring are left alone: what stands behind them is old.
        if (end - head_ <= fetched_ahead) return;
        __builtin_prefetch(ring_[(head_ + fetched_ahead) & mask_]);
        __builtin_prefetch(ring_[(head_ + fetched_ahead / 2) & mask_]->resume_point.address());
    }
    void run_observed(std::size_t count);
    [[noreturn]] RONDO_COLD void wrong_thread() const noexcept;

    static constexpr std::size_t fetched_ahead = 8;

    std::unique_ptr<runnable*[]> ring_;
    std::size_t mask_ = 0;
    std::size_t head_ = 0;
    std::size_t tail_ = 0;
    std::size_t turn_end_ = 0; // where a turn ends that nobody observes; beyond it none is under way
    std::size_t enlisted_ = 0;
    const void* owner_; // an address of the thread's
    oracle* oracle_ = nullptr;
    instrument* instrument_ = nullptr;
    std::uint64_t turns_ = 0;
    std::uint64_t steps_ = 0;
    std::uint64_t bodies_made_ = 0;
    unsigned forks_;
    std::unique_ptr<detail::home_card> card_;
    std::unique_ptr<task_group> root_;
    std::unique_ptr<task_group> orphans_;
    detail::async_frame* newest_open_ = nullptr;
    std::unordered_map<const body*, std::string> names_;
};

inline void body::give_way() noexcept {
    state_ = body_state::ready;
    home().make_ready(*this);
}

inline void body::unpark_own() noexcept {
    link_ = 0;
    give_way();
}

inline bool body::run_frames() noexcept {
    begin_step();
    detail::this_thread_runs.task = this;
    do {
        std::coroutine_handle<> frame = resume_point;
        resume_point = nullptr;
        frame.resume();
        if (state_ != body_state::running) return false;
    } while (resume_point);
    return true;
}

inline void waiter::unpark() noexcept {
    if (is_arm()) [[unlikely]]
        return unpark_arm();
    static_cast<body*>(this)->unpark_own();
}

} // namespace rondo::inline v0
