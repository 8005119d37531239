// SPDX-License-Identifier: BSL-1.0
#include <rondo/core/loop.hpp>

#include <rondo/base/scope_exit.hpp>
#include <rondo/base/unraisable.hpp>

namespace rondo::inline v0 {

deadlock_error::~deadlock_error() = default;

namespace {
constexpr std::size_t steps_between_polls = 128;
}

loop::loop(loop_parts parts) : door_(std::make_shared<detail::door>(parts.io)) {
    time_ = parts.time ? parts.time : &steady_;
    timers_ = &queue_;
    driver_ = parts.io;
    set_oracle(parts.chooser);
    set_instrument(parts.observer);
    if (driver_) driver_->attach(time_, parts.chooser);
}

loop::~loop() {
    close();
    door_->close();
}

void loop::enter() const {
    check_thread();
    check_process();
    if (closed_) throw runtime_error("this loop is closed");
    if (running_) throw runtime_error("this loop is running already");
    if (scheduler::current())
        throw runtime_error("a loop is running on this thread already: loops do not nest");
}

void loop::complete(op_list& finished) noexcept {
    oracle* const chooser = current_oracle();
    while (!finished.empty()) {
        op* one = finished.front();
        if (chooser && finished.size() > 1) {
            for (std::size_t skip = chooser->choose(choice::completion, finished.size()); skip != 0; --skip)
                one = one->next;
        }
        finished.erase(*one);
        one->state = op::phase::done;
        one->complete(*one);
    }
}

loop::gathered loop::gather(bool wait) {
    since_poll_ = 0;
    for (;;) {
        now_is_known_ = false;
        if (door_->filled()) {
            for (auto& function : door_->take()) detail::call_posted(*this, std::move(function));
            if (door_->take_interrupt() && interrupted_) interrupted_(interrupted_with_);
        }
        if (driver_) {
            op_list finished;
            driver_->poll(finished, instant::min());
            complete(finished);
        }
        if (!queue_.empty() || queue_.size() != 0) queue_.fire_due(now());
        if (!idle()) return gathered::something;
        if (door_->filled()) continue; // posted since: the poll may have heard its wake already

        const instant own = queue_.next_deadline();
        const instant next = driver_ ? std::min(own, driver_->next_completion()) : own;
        const bool outside = door_->held() || (driver_ && driver_->outstanding() != 0);
        if (next == never && !outside && !door_->filled()) return gathered::stuck;
        if (!wait) return gathered::nothing;
        if (!outside && next != never && time_->skip_to(next)) continue;
        const bool real = time_->waits();
        if (!real && !outside && !door_->filled())
            return gathered::stuck; // time stands still, and only it could help
        const instant until = real ? next : never;
        if (driver_) {
            op_list finished;
            driver_->poll(finished, until);
            complete(finished);
        } else {
            door_->wait(until);
        }
    }
}

bool loop::run_once(bool wait) {
    enter();
    running_ = true;
    const scope_exit leave = [this] { running_ = false; };
    gather(wait);
    return turn() != 0;
}

void loop::drive(done_function done, void* with) {
    enter();
    running_ = true;
    const scope_exit leave = [this] { running_ = stopping_ = false; };
    while (!done(with)) {
        if (idle() || since_poll_ >= steps_between_polls) {
            // A task forked, and this is the child: the driver and the frames are its parent's too, so nothing unwinds.
            expects(in_own_process(),
                    "a child process made by a task runs on in its parent's loop: after fork() it must "
                    "end by _exit(), become another program by exec(), or make a loop of its own");
            if (gather(true) == gathered::stuck)
                throw deadlock_error(
                    "deadlock: nothing is ready, no timer is armed, and nothing outstanding could wake "
                    "anybody\n" +
                    report());
        }
        since_poll_ += turns(done, with, stopping_, steps_between_polls - since_poll_);
        if (stopping_) return;
    }
}

void loop::run_forever() {
    drive([](void*) { return false; }, nullptr);
}

void loop::run_until_idle() {
    drive([](void* self) { return static_cast<loop*>(self)->alive() == 0; }, this);
}

duration loop::timeout() {
    if (!idle() || door_->filled()) return duration::zero();
    const instant next = std::min(queue_.next_deadline(), driver_ ? driver_->next_completion() : never);
    if (next == never) return forever;
    const instant current = time_->now();
    return next <= current ? duration::zero() : next - current;
}

int loop::descriptor() const noexcept { return driver_ ? driver_->descriptor() : -1; }

remote_handle loop::remote() { return remote_handle(door_); }

std::string loop::report() const {
    std::string text;
    for (const body* task : tasks()) {
        text += "  " + task->name();
        if (task->state() == body_state::parked) {
            text += " waits for " + task->waits_for();
            const place where = task->waits_at();
            if (where.line() != 0)
                text += std::string(" (") + where.file_name() + ":" + std::to_string(where.line()) + ")";
        } else {
            text += " is ready";
        }
        text += '\n';
    }
    return text;
}

std::size_t loop::alive() noexcept { return root().alive() + orphans().alive(); }

void loop::end_all() {
    while (alive() != 0) {
        if ((idle() || since_poll_ >= steps_between_polls) && gather(true) == gathered::stuck) abandon_rest();
        since_poll_ += turn();
    }
}

void loop::close() noexcept {
    if (closed_) return;
    check_thread();
    expects(scheduler::current() != this, "loop::close: the loop is running a turn");
    // A loop that another one's task made may be closed within that task's turn.
    const detail::running_now outside = std::exchange(detail::this_thread_runs, {});
    const scope_exit restore = [&] { detail::this_thread_runs = outside; };
    try {
        root().cancel();
        end_all();
        while (close_open_generators()) end_all(); // their clean-up may leave others open
        root().shut();
        orphans().shut();
        // Callbacks that are left are given their turn; those that they queue, or that wait for a time, are dropped.
        turn();
        drops_callbacks_ = true;
        queue_.fire_due(never);
        while (!idle()) turn();
    } catch (...) {
        report_unraisable(std::current_exception(), "in loop::close");
    }
    closed_ = true;
}

// Everybody left waits shielded, for what cannot come. The last made has nobody depending on it: it goes first, and
// whoever waited for it goes on.
void loop::abandon_rest() noexcept {
    const std::vector<const body*> left = tasks();
    for (auto task = left.rbegin(); task != left.rend(); ++task)
        if (const_cast<body*>(*task)->abandon()) return;
    contract_broken("a task waits for an operation that never ends");
}

} // namespace rondo::inline v0
