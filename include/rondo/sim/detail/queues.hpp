// SPDX-License-Identifier: BSL-1.0
//
// What resources, containers and stores have in common: who wants to put, who wants to get, and the rounds in which they
// are served. A put is tried when it comes, and when a get has been processed; a get the other way round.
#pragma once

#include <rondo/sim/detail/simulator.hpp>
#include <rondo/sim/event.hpp>

#include <cstddef>
#include <vector>

namespace rondo::inline v0::sim::detail {

class queues;

enum class side : unsigned char { put, get };

/// A wish: an event that happens when it is granted.
class RONDO_API wish {
public:
    wish(queues& of, event_core& own, side which) noexcept;
    wish(const wish&) = delete;
    event_core& own() const noexcept { return *own_; }

    /// Null when that has gone.
    queues* of() const noexcept { return card_->of; }
    side which;
    bool waiting = false; ///< in the queue
    double asked = 0;     ///< when; by resources, and where somebody watches

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
    event_core* own_; // the event that it is
};

/// Those who wait, in their order, side by side in memory.
class wish_line {
public:
    bool empty() const noexcept { return first_ == all_.size(); }
    std::size_t size() const noexcept { return all_.size() - first_; }
    wish* operator[](std::size_t i) const noexcept { return all_[first_ + i]; }
    auto begin() const noexcept { return all_.begin() + static_cast<std::ptrdiff_t>(first_); }
    auto end() const noexcept { return all_.end(); }
    void insert(std::size_t at, wish& w) {
        if (first_ != 0 && all_.size() == all_.capacity() && first_ >= size()) { // half of it is free
            all_.erase(all_.begin(), begin());
            first_ = 0;
        }
        if (at == size()) [[likely]]
            all_.push_back(&w);
        else
            all_.insert(begin() + static_cast<std::ptrdiff_t>(at), &w);
    }
    void erase(std::size_t at) noexcept {
        if (at != 0)
            all_.erase(begin() + static_cast<std::ptrdiff_t>(at));
        else if (++first_ == all_.size()) {
            all_.clear();
            first_ = 0;
        }
    }

private:
    std::vector<wish*> all_;
    std::size_t first_ = 0;
};

/// One who is told what becomes of wishes: a monitor, a trace. In a list of its queues, which it leaves in time.
class RONDO_API queue_watcher {
public:
    queue_watcher() noexcept = default;
    queue_watcher(const queue_watcher&) = delete;
    queue_watcher& operator=(const queue_watcher&) = delete;

    virtual void granted(const wish& w, double now) = 0;
    virtual void withdrawn(const wish& w, double now) = 0;
    /// A lease ended that had been granted at `since`.
    virtual void given_back(double since, double now) = 0;
    /// How many wait, and what there is, when all of a change has been done.
    virtual void settled(double now) = 0;

protected:
    ~queue_watcher() { leave(); }
    void watch(queues& of);
    void leave() noexcept;
    queues* watched_ = nullptr; ///< null when that has gone
    double last_ = 0;           ///< when it went

private:
    friend class queues;
    queue_watcher* next_ = nullptr;
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
    void after(side done) { serve_and_tell(done == side::put ? side::get : side::put); }
    simulator& home() const noexcept { return home_; }

    const wish_line& waiting(side which) const noexcept { return waiting_[static_cast<unsigned>(which)]; }
    /// What is used, or there; at most so much; whether it is lent, so that a get is no wish.
    virtual double content() const noexcept = 0;
    virtual double limit() const noexcept = 0;
    virtual bool is_lent() const noexcept { return false; }
    /// " of a resource, which is held by process 3": why a wish waits.
    virtual void explain(std::string& out) const = 0;

protected:
    ~queues();
    /// Tries to grant `w`. Returns: whether to go on with the next.
    virtual bool grant(wish& w) = 0;
    /// Where a new wish goes. Returns: its place, the end by default.
    virtual std::size_t place_of(const wish& w) const noexcept;
    void serve(side which) {
        if (!waiting(which).empty()) serve_line(which);
    }
    void serve_and_tell(side which) {
        serve(which);
        if (watched()) [[unlikely]]
            tell_settled();
    }
    bool watched() const noexcept { return watchers_ != nullptr; }
    RONDO_COLD void tell_given_back(double since);
    /// Grants it: the event succeeds. In the native order one that never waited has happened with that.
    void granted(wish& w);

private:
    friend class wish;
    friend class queue_watcher;
    bool enter_at_once(wish& w);
    void serve_line(side which);
    RONDO_COLD void tell_granted(const wish& w);
    RONDO_COLD void tell_withdrawn(const wish& w);
    RONDO_COLD void tell_settled();
    simulator& home_;
    queue_watcher* watchers_ = nullptr;
    wish::card* const card_; // outlives this, for wishes that do
    wish_line waiting_[2];
};

/// The event of a wish.
template <class T>
class wish_event : public event_state<T>, public wish {
public:
    wish_event(queues& of, side which, place made) noexcept
        : event_state<T>(of.home(), made), wish(of, *this, which) {
        this->set(event_core::hooked);
    }
    ~wish_event() override {
        if (waiting && of()) of()->withdraw(*this);
    }
    bool has_begun() override {
        if (of()) of()->after(which);
        return true;
    }
    void explain(std::string& out) const override {
        if (waiting && of()) of()->explain(out);
    }
};

/// " of a store with 3 of 5 in it"
RONDO_API void explain_store(std::string& out, std::size_t items, double capacity);
[[noreturn]] RONDO_API void throw_capacity(const simulator& on, const char* what, double capacity, place at);
[[noreturn]] RONDO_API void throw_amount(const simulator& on, const char* what, double amount,
                                         const char* rule, place at);

inline wish::wish(queues& of, event_core& own, side w) noexcept : which(w), card_(of.card_), own_(&own) {
    ++card_->references;
}

} // namespace rondo::inline v0::sim::detail
