// SPDX-License-Identifier: BSL-1.0
#include "pool.hpp"

#include "perform.hpp"

#include <rondo/io/detail/offloaded.hpp>

#include <chrono>
#include <condition_variable>
#include <csignal>
#include <list>
#include <mutex>
#include <thread>

namespace rondo::inline v0::detail {

offloaded::~offloaded() = default;

struct pool::worker {
    std::thread thread{};
    op* current = nullptr; // null while idle, and when its caller has gone
    bool alone = false;    // left behind
    bool ended = false;
};

struct pool::core {
    mutable std::mutex mutex;
    std::condition_variable changed;
    std::list<worker> workers;
    op_list waiting;
    op_list done;
    wake_event* bell = nullptr; // null when the pool has gone
    duration linger{};
    std::size_t most = 0;
    std::size_t idle = 0;
    std::size_t alive = 0; // threads, those left behind included
    std::size_t left_behind = 0;
    bool closing = false;
};

pool::pool(wake_event& bell, unsigned most, duration linger) : core_(std::make_shared<core>()) {
    core_->bell = &bell;
    core_->most = most;
    core_->linger = linger;
}

pool::~pool() {
    {
        const std::lock_guard lock(core_->mutex);
        core_->closing = true;
        core_->bell = nullptr;
        for (worker& each : core_->workers)
            if (each.alone) each.thread.detach(); // keeps the core by itself
    }
    core_->changed.notify_all();
    for (worker& each : core_->workers)
        if (each.thread.joinable()) each.thread.join();
}

void pool::work(const std::shared_ptr<core>& with, worker& self) noexcept {
    core& here = *with;
    std::unique_lock lock(here.mutex);
    for (;;) {
        if (here.waiting.empty()) {
            if (here.closing || here.alive - here.left_behind > here.most) break;
            ++here.idle;
            const bool called = here.changed.wait_for(lock, here.linger,
                                                      [&] { return here.closing || !here.waiting.empty(); });
            --here.idle;
            if (!called) break;
            continue;
        }
        op& one = *here.waiting.pop_front();
        self.current = &one;
        one.driver_data[0] = &self;
        offloaded* const function =
            one.code == opcode::call && !one.call ? static_cast<offloaded*>(one.second) : nullptr;
        if (function) function->retain();
        lock.unlock();
        std::int64_t result = 0;
        if (function) {
            function->run();
            function->release();
        } else {
            result = perform(one, standing::on_disk);
        }
        lock.lock();
        if (self.alone) {
            self.alone = false;
            --here.left_behind;
            if (here.closing) break;
        } else {
            self.current = nullptr;
            one.result = result;
            one.driver_data[0] = &here; // the thread may end before it is collected
            here.done.push_back(one);
            if (here.bell) here.bell->ring();
        }
    }
    --here.alive;
    self.ended = true;
}

void pool::start_one() noexcept {
    core& here = *core_;
    for (auto each = here.workers.begin(); each != here.workers.end();) {
        if (each->ended) each->thread.join();
        each = each->ended ? here.workers.erase(each) : std::next(each);
    }
    // Signals belong to the program's own threads.
    sigset_t all;
    sigset_t before;
    sigfillset(&all);
    ::pthread_sigmask(SIG_SETMASK, &all, &before);
    bool listed = false;
    try {
        worker& made = here.workers.emplace_back();
        listed = true;
        made.thread = std::thread([with = core_, &made] { work(with, made); });
        ++here.alive;
    } catch (...) { // without threads or memory: those that there are must do, or this one
        if (listed) here.workers.pop_back();
    }
    ::pthread_sigmask(SIG_SETMASK, &before, nullptr);
}

void pool::submit(op& one) noexcept {
    one.state = op::phase::in_flight;
    ++in_progress_;
    core& here = *core_;
    const std::lock_guard lock(here.mutex);
    one.driver_data[0] = nullptr;
    here.waiting.push_back(one);
    if (here.idle < here.waiting.size() && here.alive - here.left_behind < here.most &&
        here.alive < 4 * here.most)
        start_one();
    if (here.alive != 0) return here.changed.notify_one();
    here.waiting.erase(one);
    one.result = 0;
    if (one.code == opcode::call && !one.call)
        static_cast<offloaded*>(one.second)->run();
    else
        one.result = perform(one, standing::on_disk);
    one.driver_data[0] = &here;
    here.done.push_back(one);
    here.bell->ring();
}

bool pool::cancel(op& one) noexcept {
    core& here = *core_;
    const std::lock_guard lock(here.mutex);
    if (one.driver_data[0] == &here) return false; // it is over
    worker* const by = static_cast<worker*>(one.driver_data[0]);
    if (!by) {
        here.waiting.erase(one);
    } else if (by->current == &one && one.code == opcode::call && !one.call && one.flags == 1) {
        by->current = nullptr;
        by->alone = true;
        ++here.left_behind;
        here.changed.notify_one();
        // Its place is free for another.
        if (!here.waiting.empty() && here.idle == 0 && here.alive < 4 * here.most) start_one();
    } else {
        return false;
    }
    --in_progress_;
    one.state = op::phase::idle;
    return true;
}

void pool::collect(op_list& done) noexcept {
    if (in_progress_ == 0) return;
    const std::lock_guard lock(core_->mutex);
    while (op* one = core_->done.pop_front()) {
        --in_progress_;
        one->state = op::phase::done;
        done.push_back(*one);
    }
}

std::size_t pool::left_behind() const noexcept {
    const std::lock_guard lock(core_->mutex);
    return core_->left_behind;
}

std::size_t pool::threads() const noexcept {
    const std::lock_guard lock(core_->mutex);
    return core_->alive;
}

} // namespace rondo::inline v0::detail
