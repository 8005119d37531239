// SPDX-License-Identifier: BSL-1.0
//
// What resources, containers and stores have in common: who wants to put, who wants to get, and the rounds in which they
// are served. A put is tried when it comes, and when a get has been processed; a get the other way round.
#pragma once

#include <rondo/sim/detail/simulator.hpp>
#include <rondo/sim/event.hpp>

#include <cstddef>
#include <deque>

namespace rondo::inline v0::sim::detail {

class queues;

enum class side : unsigned char { put, get };

/// A wish: an event that happens when it is granted.
class RONDO_API wish {
public:
    wish(queues& of, side which) noexcept;
    wish(const wish&) = delete;
    virtual event_core& own() noexcept = 0;

    /// Null when that has gone.
    queues* of() const noexcept { return card_->of; }
    side which;
    bool waiting = false; ///< in the queue

protected:
    ~wish() {
        if (--card_->references == 0) delete card_;
    }

private:
    friend class queues;
    /// Tells wishes that outlive their queues.
    struct card {
        queues* of;
        std::size_t references;
    };
    card* card_;
};

class RONDO_API queues {
public:
    explicit queues(simulator& home) : home_(home), card_(new wish::card{this, 1}) {}
    queues(const queues&) = delete;
    queues& operator=(const queues&) = delete;

    /// A new wish takes its place, and is tried.
    void enter(wish& w);
    /// Takes a wish back that was not granted.
    void withdraw(wish& w) noexcept;
    /// A wish of that side was processed: the other side is tried.
    void after(side done) { serve(done == side::put ? side::get : side::put); }
    simulator& home() const noexcept { return home_; }

protected:
    ~queues();
    /// Tries to grant `w`. Returns: whether to go on with the next.
    virtual bool grant(wish& w) = 0;
    /// Where a new wish goes. Returns: its place, the end by default.
    virtual std::size_t place_of(const wish& w) const noexcept;
    void serve(side which);
    const std::deque<wish*>& waiting(side which) const noexcept {
        return waiting_[static_cast<unsigned>(which)];
    }
    /// Grants it: the event succeeds.
    void granted(wish& w);

private:
    friend class wish;
    simulator& home_;
    wish::card* const card_; // outlives this, for wishes that do
    std::deque<wish*> waiting_[2];
};

/// The event of a wish.
template <class T>
class wish_event : public event_state<T>, public wish {
public:
    wish_event(queues& of, side which, place made) noexcept
        : event_state<T>(of.home(), made), wish(of, which) {
        this->set(event_core::hooked);
    }
    ~wish_event() override {
        if (waiting && of()) of()->withdraw(*this);
    }
    event_core& own() noexcept override { return *this; }
    bool has_begun() override {
        if (of()) of()->after(which);
        return true;
    }
};

[[noreturn]] RONDO_API void throw_capacity(const simulator& on, const char* what, double capacity, place at);
[[noreturn]] RONDO_API void throw_amount(const simulator& on, const char* what, double amount,
                                         const char* rule, place at);

inline wish::wish(queues& of, side w) noexcept : which(w), card_(of.card_) { ++card_->references; }

} // namespace rondo::inline v0::sim::detail
