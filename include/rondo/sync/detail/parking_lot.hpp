// SPDX-License-Identifier: BSL-1.0
//
// The parking lot that everything in this room waits in: a FIFO of places, each inside the awaitable that waits, so that
// waiting allocates nothing and whoever hands something over reaches the awaitable it is for. Who gives, commits first
// and unparks last: unparking the winner of a race aborts its other arms, which may come back into this very room.
//
//     lot ── place (a lock's) ── place ── place          pop_claimed() = the oldest that may still be completed
//              who ─► body       who ─► arm of a race
#pragma once

#include <rondo/base/assert.hpp>
#include <rondo/core/scheduler.hpp>

#include <cstddef>
#include <string>

namespace rondo::inline v0::detail {

class circle;

/// Where one wait stands; a base of the awaitable. It may be moved until it is parked, and then stays where it is.
struct parking_place {
    parking_place() noexcept = default;
    parking_place(parking_place&&) noexcept {}
    parking_place& operator=(parking_place&&) = delete;

    waiter* who = nullptr;
    parking_place* next;     ///< this and `previous` have a value while it is parked
    parking_place* previous; // most waits are over before they begin
    bool parked = false;
    bool promised = false; ///< its claim is taken already, it only waits for a second thing
};

class RONDO_API any_parking_lot {
public:
    any_parking_lot() noexcept = default;
    any_parking_lot(const any_parking_lot&) = delete;
    any_parking_lot& operator=(const any_parking_lot&) = delete;

    bool empty() const noexcept { return !head_; }
    std::size_t size() const noexcept { return size_; }
    void push_back(parking_place& place, waiter& who) noexcept {
        place.who = &who;
        place.next = nullptr;
        place.previous = tail_;
        (tail_ ? tail_->next : head_) = &place;
        tail_ = &place;
        place.parked = true;
        ++size_;
    }
    /// Takes the place out. Returns: false when it was in no lot.
    bool erase(parking_place& place) noexcept {
        if (!place.parked) return false;
        (place.previous ? place.previous->next : head_) = place.next;
        (place.next ? place.next->previous : tail_) = place.previous;
        place.parked = false;
        --size_;
        return true;
    }

protected:
    ~any_parking_lot() = default;
    parking_place* head_ = nullptr;
    parking_place* tail_ = nullptr;
    std::size_t size_ = 0;
};

/// A lot of places of one type.
template <class Place>
class parking_lot : public any_parking_lot {
public:
    Place* front() const noexcept { return static_cast<Place*>(head_); }
    /// Takes the oldest out. Returns: whether it may be completed; if not, another arm of its race has won.
    bool pop_front_claimed() noexcept {
        parking_place& first = *head_;
        head_ = first.next;
        (head_ ? head_->previous : tail_) = nullptr;
        first.parked = false;
        --size_;
        return first.promised || first.who->claim();
    }
    /// The oldest whose claim could be taken, taken out; null when none is left.
    Place* pop_claimed() noexcept {
        while (head_) {
            Place* const first = front();
            if (pop_front_claimed()) return first;
        }
        return nullptr;
    }
};

/// Ends the program with `message` when somebody waits in a lot that goes.
inline void expects_nobody(const any_parking_lot& lot, const char* message) noexcept {
    expects(lot.empty(), message);
}

/// Who holds something, for reports: looked up only there, and told by number if it has ended.
struct holder {
    const body* task = nullptr;
    std::uint64_t id = 0; ///< 0: held by a callback, or from outside a turn

    static holder current() noexcept { return of(this_thread_runs.task); }
    static holder of(const body* task) noexcept { return {task, task ? task->id() : 0}; }
};

/// Appends the name of `who` as `asker` sees it: "task 3", "this very task", "nobody's task".
RONDO_API void append_holder(std::string& out, const holder& who, const waiter* asker);
/// The task of `who` if it has not ended; `on` is its scheduler.
RONDO_API const body* find_holder(const holder& who, const scheduler& on);

} // namespace rondo::inline v0::detail
