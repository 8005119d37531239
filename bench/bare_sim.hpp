// SPDX-License-Identifier: BSL-1.0
//
// The floor that simulations are compared with: bare coroutines, a heap of four children each with records of 24 bytes, and
// a ring for what is due now. No errors, no interrupts, no values, no names.
#pragma once

#include "bare_task.hpp"
#include "sim.hpp"

#include <deque>

namespace bench::bare {

struct due {
    double time;
    std::uint64_t count;
    std::coroutine_handle<> who;
    bool before(const due& b) const { return time < b.time || (time == b.time && count < b.count); }
};

class simulation {
public:
    double now = 0;

    void at(double time, std::coroutine_handle<> who) {
        const due added{time, ++count_, who};
        std::size_t place = heap_.size();
        heap_.push_back(added);
        while (place != 0) {
            const std::size_t parent = (place - 1) / 4;
            if (!added.before(heap_[parent])) break;
            heap_[place] = heap_[parent];
            place = parent;
        }
        heap_[place] = added;
    }
    void run() {
        for (ready.run(); !heap_.empty(); ready.run()) {
            const due first = heap_.front(), last = heap_.back();
            heap_.pop_back();
            if (!heap_.empty()) sink(last);
            now = first.time;
            first.who.resume();
        }
    }

private:
    void sink(const due& last) {
        const std::size_t size = heap_.size();
        std::size_t place = 0;
        for (std::size_t child = 1; child < size; child = place * 4 + 1) {
            std::size_t least = child;
            const std::size_t end = std::min(child + 4, size);
            for (std::size_t other = child + 1; other < end; ++other)
                if (heap_[other].before(heap_[least])) least = other;
            if (!heap_[least].before(last)) break;
            heap_[place] = heap_[least];
            place = least;
        }
        heap_[place] = last;
    }
    std::vector<due> heap_;
    std::uint64_t count_ = 0;
};

struct timeout : std::suspend_always {
    timeout(simulation& s, double d) noexcept : on(s), delay(d) {}
    void await_suspend(std::coroutine_handle<> who) const { on.at(on.now + delay, who); }
    simulation& on;
    double delay;
};

/// One at a time, first come, first served.
class server {
public:
    struct request {
        bool await_ready() const noexcept { return !std::exchange(of.busy_, true); }
        void await_suspend(std::coroutine_handle<> who) const { of.waiting_.push_back(who); }
        void await_resume() const noexcept {}
        server& of;
    };
    request take() noexcept { return {*this}; }
    void give() {
        if (waiting_.empty()) {
            busy_ = false;
            return;
        }
        ready.push(waiting_.front());
        waiting_.pop_front();
    }

private:
    bool busy_ = false;
    std::deque<std::coroutine_handle<>> waiting_;
};

/// Things for one who gets them.
template <class T>
class mailbox {
public:
    struct got {
        bool await_ready() const noexcept { return !of.items_.empty(); }
        void await_suspend(std::coroutine_handle<> who) const noexcept { of.waits_ = who; }
        T await_resume() const {
            T item = of.items_.front();
            of.items_.pop_front();
            return item;
        }
        mailbox& of;
    };
    got get() noexcept { return {*this}; }
    void put(T item) {
        items_.push_back(item);
        if (waits_) ready.push(std::exchange(waits_, nullptr));
    }
    std::coroutine_handle<> waits() const noexcept { return waits_; }

private:
    std::deque<T> items_;
    std::coroutine_handle<> waits_ = nullptr;
};

} // namespace bench::bare
