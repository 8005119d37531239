// SPDX-License-Identifier: BSL-1.0
//
// The loop: a scheduler, a clock, timers and a driver, and the order in which they are asked:
//
//     poll:  posted functions ─► completed operations ─► due timers        each joins the queue, behind what is there
//     turn:  exactly what is ready
//
// It polls when nothing is ready, and after every 128 steps; it waits only when nothing is ready. Time stands still
// within a turn.
#pragma once

#include <rondo/core/callback.hpp>
#include <rondo/core/driver.hpp>
#include <rondo/core/post.hpp>
#include <rondo/core/task_group.hpp>
#include <rondo/core/time_source.hpp>
#include <rondo/core/timers.hpp>

#include <memory>

namespace rondo::inline v0 {

/// Nothing is ready, no timer is armed, and nothing outstanding could wake anybody: who waits for what, and where.
class RONDO_API deadlock_error : public runtime_error {
public:
    using runtime_error::runtime_error;
    deadlock_error(const deadlock_error&) = default;
    ~deadlock_error() override;
};

/// What a loop is made of; null: the machine's clock, no I/O, FIFO, nobody watching. The caller keeps them alive.
struct loop_parts {
    time_source* time = nullptr;
    driver* io = nullptr;
    oracle* chooser = nullptr;
    instrument* observer = nullptr;
};

class RONDO_API loop : public scheduler {
public:
    explicit loop(loop_parts parts = {});
    /// Cancels and ends what still runs, as close() does; what that throws goes to the unraisable hook.
    ~loop();

    /// Runs `main` (a task, or anything else that can be spawned) in the root group until it has ended; what else runs
    /// stays, suspended, for the next run or for close(). Returns: its result. Throws: what left it, the same object;
    /// task_cancelled when it was cancelled; deadlock_error; runtime_error when the loop runs already, is closed, or was
    /// made before fork().
    template <class Main>
    decltype(auto) run_until(Main&& main) {
        enter(); // refuses before anything is spawned
        auto handle = root().spawn(static_cast<Main&&>(main));
        drive([](void* h) { return static_cast<decltype(handle)*>(h)->done(); }, &handle);
        return detail::last_join<typename decltype(handle)::value_type>(std::move(handle)).take();
    }
    /// Runs until stop() is called. Throws: deadlock_error.
    void run_forever();
    /// Runs until no task is left.
    void run_until_idle();
    /// Polls once, without waiting unless `wait` says so and nothing is ready, then runs one turn. Returns: whether
    /// anything ran.
    bool run_once(bool wait = false);
    /// Makes run_forever, run_until or run_until_idle return after the turn that runs now, or the next one: run_until
    /// throws invalid_state_error then, as there is no result.
    void stop() noexcept { stopping_ = true; }
    bool running() const noexcept { return running_; }

    /// Cancels every task, in order of creation, runs until all have ended, and refuses to run any more. Tasks that wait
    /// shielded for what can never come are destroyed where they are. Errors of tasks go to the unraisable hook.
    void close() noexcept;
    bool closed() const noexcept { return closed_; }

    /// Queues `f()` behind what is ready: it runs in the next turn, outside any task. What it throws goes to the
    /// unraisable hook. Threads: the loop's own.
    template <class F>
    callback_handle call_soon(F&& f) {
        return detail::call_soon(*this, static_cast<F&&>(f));
    }
    template <class F>
    callback_handle call_at(instant when, F&& f) {
        return detail::call_at(*this, when, static_cast<F&&>(f));
    }
    template <class Rep, class Period, class F>
    callback_handle call_later(std::chrono::duration<Rep, Period> delay, F&& f) {
        return call_at(saturating_add(now(), to_duration(delay)), static_cast<F&&>(f));
    }

    /// Runs `f()` on the loop, at its next poll; wakes it. The one thread-safe door, open while the loop lives: keep a
    /// remote() where the loop might otherwise end. Functions posted by one thread run in order.
    template <class F>
    void post(F&& f) {
        door_->post(detail::make_posted(static_cast<F&&>(f)));
    }
    /// A door that other threads may hold: while one lives, the loop counts on being woken through it.
    remote_handle remote();

    /// Runs until the task of `handle` has ended.
    void run_until_done(const detail::handle_base& handle) {
        drive([](void* h) { return static_cast<const detail::handle_base*>(h)->done(); },
              const_cast<detail::handle_base*>(&handle));
    }
    /// For signal handlers: after `doorbell().interrupt()`, which is safe in one, the loop calls `call(with)` at its next
    /// poll, outside any task.
    void on_interrupt(void (*call)(void*), void* with) noexcept {
        interrupted_ = call;
        interrupted_with_ = with;
    }
    detail::door& doorbell() noexcept { return *door_; }

    /// How long run_once would have to wait for something to run: zero when anything is ready.
    duration timeout();
    /// A descriptor that becomes readable when I/O or a post has something for run_once; -1 when the driver has none.
    int descriptor() const noexcept;

    /// Every task that waits, for what and where: a line each.
    std::string report() const;

private:
    using done_function = bool (*)(void*);
    void drive(done_function done, void* with);
    void enter() const;
    enum class gathered { something, nothing, stuck };
    gathered gather(bool wait);
    void complete(op_list& finished) noexcept;
    std::size_t alive() noexcept;
    void end_all();
    void abandon_rest() noexcept;

    steady_time steady_;
    timer_queue queue_;
    std::shared_ptr<detail::door> door_;
    void (*interrupted_)(void*) = nullptr;
    void* interrupted_with_ = nullptr;
    std::size_t since_poll_ = 0;
    bool running_ = false;
    bool stopping_ = false;
    bool closed_ = false;
};

} // namespace rondo::inline v0
