// SPDX-License-Identifier: BSL-1.0
//
// Who waits, as the thing waited for sees it: a node for its list, and two verbs. A body that waits for one thing is
// its own waiter. One that waits for several gives each of them an arm, and the arms share one claim:
//
//     body ◄── claim ◄── arm 0 ── in the list of a channel        whoever takes the claim first
//                   ◄── arm 1 ── in the list of a timer           has won; the others are told no
#pragma once

#include <rondo/base/config.hpp>

#include <cstdint>

namespace rondo::inline v0 {

class body;
class scheduler;
class waiter;

namespace detail {
class arm;
} // namespace detail

/// One wait. Made by the kernel, handed to `start(waiter&)` of an awaitable, which keeps it until the wait is over.
class RONDO_API waiter {
public:
    waiter(const waiter&) = delete;
    waiter& operator=(const waiter&) = delete;

    /// Takes the wait for the caller, who must then complete it and unpark(). To be asked before anything is committed:
    /// false when another arm has won; the waiter is then out of the game and needs no further word.
    bool claim() noexcept { return !is_arm() || claim_arm(); }

    /// Ends the wait: the body runs in the next turn, and takes the result. The waiter must be in no list any more.
    /// Threads: the scheduler's own; elsewhere a contract_broken that says to use loop.post().
    void unpark() noexcept;

    body& owner() noexcept;
    scheduler& home() noexcept; ///< the scheduler of the body that waits

    bool in_list() const noexcept { return next_ != nullptr; }

protected:
    waiter() noexcept = default;
    ~waiter() = default;

private:
    friend class waiter_list;
    friend class body;
    friend class scheduler;
    friend class detail::arm;
    static constexpr std::uintptr_t arm_bit = 1;
    bool is_arm() const noexcept { return (link_ & arm_bit) != 0; }
    bool claim_arm() noexcept;
    void unpark_arm() noexcept;

    waiter* next_ = nullptr;
    waiter* previous_ = nullptr;
    std::uintptr_t link_ = 0; // a body: what it is parked in; an arm: its claim, with arm_bit
};

/// A FIFO of waiters, threaded through them: no allocation, and any of them may leave in O(1).
class waiter_list {
public:
    waiter_list() noexcept = default;
    waiter_list(const waiter_list&) = delete;
    waiter_list& operator=(const waiter_list&) = delete;

    bool empty() const noexcept { return !head_; }
    waiter* front() const noexcept { return head_; }
    void push_back(waiter& w) noexcept {
        if (!head_) {
            head_ = w.next_ = w.previous_ = &w;
            return;
        }
        waiter* tail = head_->previous_;
        w.next_ = head_;
        w.previous_ = tail;
        tail->next_ = &w;
        head_->previous_ = &w;
    }
    void push_front(waiter& w) noexcept {
        push_back(w);
        head_ = &w;
    }
    /// Takes `w` out; nothing happens when it is in no list.
    void erase(waiter& w) noexcept {
        if (!w.next_) return;
        if (w.next_ == &w) {
            head_ = nullptr;
        } else {
            w.previous_->next_ = w.next_;
            w.next_->previous_ = w.previous_;
            if (head_ == &w) head_ = w.next_;
        }
        w.next_ = w.previous_ = nullptr;
    }
    /// The oldest, taken out; null when there is none.
    waiter* pop_front() noexcept {
        waiter* first = head_;
        if (first) erase(*first);
        return first;
    }
    /// The oldest whose claim could be taken; those that another arm has ended are dropped. Null when none is left.
    waiter* pop_claimed() noexcept {
        while (waiter* first = pop_front())
            if (first->claim()) return first;
        return nullptr;
    }
    /// The one behind `w`, or null at the end.
    waiter* after(const waiter& w) const noexcept { return w.next_ == head_ ? nullptr : w.next_; }

private:
    waiter* head_ = nullptr;
};

} // namespace rondo::inline v0
