// SPDX-License-Identifier: BSL-1.0
//
// The floor that waiting for each other is compared with: a channel, a lock and a choice between two channels for the bare
// coroutines of bare_task.hpp. FIFO, a value goes straight to who waits for it; nothing can be cancelled or closed, nothing
// is counted, and no wait has a name.
#pragma once

#include "bare_task.hpp"

namespace bench::bare {

/// Who waits, in order; each in its awaiter, and in a choice at two places of which one comes true.
struct waiting {
    std::coroutine_handle<> who;
    long value = 0;
    waiting* next = nullptr;
    waiting* previous = nullptr;
    waiting* rival = nullptr;     // the other place of a choice
    class line* rivals = nullptr; // where that one stands
};

class line {
public:
    bool empty() const { return !head_; }
    void push(waiting& one) {
        one.next = nullptr;
        one.previous = tail_;
        (tail_ ? tail_->next : head_) = &one;
        tail_ = &one;
    }
    void erase(waiting& one) {
        (one.previous ? one.previous->next : head_) = one.next;
        (one.next ? one.next->previous : tail_) = one.previous;
    }
    waiting* pop() {
        waiting* const first = head_;
        if (first) erase(*first);
        return first;
    }

private:
    waiting* head_ = nullptr;
    waiting* tail_ = nullptr;
};

class channel {
public:
    explicit channel(std::size_t capacity) : capacity_(capacity) {
        std::size_t slots = 1;
        while (slots < capacity) slots *= 2;
        slots_.resize(slots);
        mask_ = slots - 1;
    }

    auto send(long value) {
        struct awaiter : waiting {
            channel& to;
            awaiter(channel& c, long v) : to(c) { value = v; }
            bool await_ready() { return to.try_send(value); }
            void await_suspend(std::coroutine_handle<> handle) {
                who = handle;
                to.senders_.push(*this);
            }
            void await_resume() const {}
        };
        return awaiter(*this, value);
    }
    auto receive() {
        struct awaiter : waiting {
            channel& from;
            explicit awaiter(channel& c) : from(c) {}
            bool await_ready() { return from.try_receive(value); }
            void await_suspend(std::coroutine_handle<> handle) {
                who = handle;
                from.receivers_.push(*this);
            }
            long await_resume() const { return value; }
        };
        return awaiter(*this);
    }

    bool try_send(long value) {
        if (waiting* const taker = receivers_.pop()) {
            taker->value = value;
            if (taker->rival) {
                taker->rivals->erase(*taker->rival);
                taker->rival->rival = nullptr; // it has lost
            }
            ready.push(taker->who);
            return true;
        }
        if (tail_ - head_ == capacity_) return false;
        slots_[tail_++ & mask_] = value;
        return true;
    }
    bool try_receive(long& value) {
        if (head_ != tail_) {
            value = slots_[head_++ & mask_];
            if (waiting* const giver = senders_.pop()) {
                slots_[tail_++ & mask_] = giver->value;
                ready.push(giver->who);
            }
            return true;
        }
        waiting* const giver = senders_.pop();
        if (!giver) return false;
        value = giver->value;
        ready.push(giver->who);
        return true;
    }
    line& receivers() { return receivers_; }

private:
    std::vector<long> slots_;
    std::size_t mask_, capacity_;
    std::size_t head_ = 0, tail_ = 0;
    line senders_, receivers_;
};

/// What comes first in one of two channels; when both have something, in the first.
class select {
public:
    select(channel& first, channel& second) : first_(first), second_(second) {}
    bool await_ready() {
        return first_.try_receive(at_first_.value) || (won_ = second_.try_receive(at_first_.value));
    }
    void await_suspend(std::coroutine_handle<> handle) {
        waits_ = true;
        at_first_.who = at_second_.who = handle;
        at_first_.rival = &at_second_;
        at_second_.rival = &at_first_;
        at_first_.rivals = &second_.receivers();
        at_second_.rivals = &first_.receivers();
        first_.receivers().push(at_first_);
        second_.receivers().push(at_second_);
    }
    /// Returns: the value, and which channel it came from.
    std::pair<long, bool> await_resume() const {
        if (!waits_) return {at_first_.value, won_};
        return at_second_.rival ? std::pair(at_second_.value, true) : std::pair(at_first_.value, false);
    }

private:
    channel& first_;
    channel& second_;
    waiting at_first_{}, at_second_{};
    bool won_ = false, waits_ = false;
};

/// Handed to the oldest that waits.
class lock {
public:
    auto acquire() {
        struct awaiter : waiting {
            lock& of;
            explicit awaiter(lock& l) : of(l) {}
            bool await_ready() const { return !std::exchange(of.held_, true); }
            void await_suspend(std::coroutine_handle<> handle) {
                who = handle;
                of.waiting_.push(*this);
            }
            void await_resume() const {}
        };
        return awaiter(*this);
    }
    void release() {
        if (waiting* const next = waiting_.pop())
            ready.push(next->who);
        else
            held_ = false;
    }

private:
    line waiting_;
    bool held_ = false;
};

} // namespace bench::bare
