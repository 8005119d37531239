// SPDX-License-Identifier: BSL-1.0
//
// A simulation without the type of its time: what is due now, in two lanes, and how an event is processed. The calendar of
// what is due later is basic_environment's.
//
//     urgent   starts of processes, interrupts      each a FIFO; a key tells the order among them and with the calendar:
//     normal   everything else                      urgent before normal, then by count, or by lot
#pragma once

#include <rondo/core/scheduler.hpp>
#include <rondo/core/task_group.hpp>
#include <rondo/sim/detail/event_core.hpp>

#include <any>
#include <unordered_map>
#include <unordered_set>
#include <vector>

namespace rondo::inline v0::sim {

/// Whose order the events of a simulation follow.
enum class order_policy : unsigned char {
    simpy,  ///< SimPy's: every start, grant, release and end costs an event
    native, ///< fewer: what is granted at once is there at once, a release and an unobserved end are no events
};

/// What breaks ties among events of the same time and urgency.
enum class tie_policy : unsigned char {
    fifo,   ///< first scheduled, first processed
    random, ///< by lot, from a seed: to see whether a result hangs on the order
};

class event_observer;
class happening;

namespace detail {

/// What is due now.
class RONDO_API lane {
public:
    struct entry {
        std::uint64_t key;
        event_core* event;
    };
    bool empty() const noexcept { return head_ == tail_; }
    friend bool both_empty(const lane& a, const lane& b) noexcept {
        return ((a.head_ ^ a.tail_) | (b.head_ ^ b.tail_)) == 0;
    }
    const entry& front() const noexcept { return ring_[head_ & mask_]; }
    void push(std::uint64_t key, event_core& e) {
        if (tail_ - head_ > mask_ || ring_.empty()) [[unlikely]]
            grow();
        ring_[tail_++ & mask_] = {key, &e};
    }
    entry pop() noexcept { return ring_[head_++ & mask_]; }
    std::size_t size() const noexcept { return tail_ - head_; }
    /// The least key comes to the front.
    void least_to_front() noexcept;

private:
    void grow();
    std::vector<entry> ring_;
    std::size_t mask_ = 0;
    std::size_t head_ = 0;
    std::size_t tail_ = 0;
};

class RONDO_API simulator : public scheduler {
public:
    enum urgency : unsigned { urgent, normal };

    /// Puts `e` among what is due now.
    void push_now(event_core& e, urgency how);
    std::uint64_t next_key(urgency how) noexcept {
        const std::uint64_t count = ++count_;
        return (std::uint64_t(how) << 63) | (ties_ == tie_policy::fifo ? count : scatter(count));
    }
    /// What the calendar has by `key` is `now` from now on; null: nothing.
    void redirect(std::uint64_t key, event_core* now) { redirected_.insert_or_assign(key, now); }
    /// Holds `e` until it is processed.
    void keep(event_core& e);
    void unkeep(event_core& e) noexcept;
    bool is_current(const event_core& e) const noexcept { return current_ == &e; }
    void forget_current() noexcept { current_ = nullptr; }
    /// Makes a body go on whose wait is over.
    void wake(body& b);
    /// The same for a process that waited for an event.
    void wake_process(process_core& p) noexcept;
    bool closing() const noexcept { return closing_; }
    void halt() noexcept { halted_ = true; }
    order_policy order() const noexcept { return order_; }
    process_core* active() const noexcept {
        if (!active_ && !fibers_.empty()) [[unlikely]]
            return process_of_fiber(*this);
        return active_;
    }
    /// The same, but null where a fiber runs in the place of its process.
    process_core* active_itself() const noexcept { return active_; }
    /// The process that `b` is, or as whose fiber it waits; null when it is neither.
    process_core* process_of(const body& b) const noexcept;
    void add_fiber(body& fiber, process_core& of);
    void remove_fiber(body& fiber) noexcept;
    /// " (asked by task 3 at model.cpp:17)": for messages.
    std::string asked_at(place at) const;
    virtual std::string time_text() const = 0;
    virtual double time_number() const noexcept = 0; ///< as statistics count it
    /// Every process and task that waits, for what, why and where: a line each, `most` at most. Empty when there is none:
    /// when nothing is left to do, those that it names wait for ever.
    std::string report(std::size_t most = 100) const;
    std::uint64_t events_processed() const noexcept { return processed_; }
    void add_observer(event_observer& o);
    void remove_observer(event_observer& o) noexcept;
    bool observed() const noexcept { return !observers_.empty(); }
    /// Something has happened, and costs no event: the end of a process, what was granted at once.
    RONDO_COLD void tell_quiet(event_core& e) noexcept;

protected:
    simulator(order_policy order, tie_policy ties, std::uint64_t seed) noexcept
        : order_(order), ties_(ties), seed_(seed) {}
    ~simulator();

    struct running {
        explicit running(simulator& s);
        running(const running&) = delete;
        ~running();
        simulator& on;
        rondo::detail::running_now before;
    };
    friend struct running;

    /// Processes `e`, or what is left of the one before. Throws: what a callback throws; a failure that nobody awaits.
    RONDO_INLINE void process_event(event_core& e) {
        ++processed_;
        if (e.is(event_core::hooked)) [[unlikely]]
            if (!e.has_begun()) return after_hook(e);
        current_ = &e;
        e.set(event_core::processed);
        tell_rest();
    }
    void tell_rest() {
        while (current_ && !current_->callbacks.empty()) {
            callback_node& node = current_->callbacks.take_front();
            node.call(node, *current_);
            if (!current_) [[likely]]
                return; // it lived in a frame, and has gone with it
            if (halted_ && !current_->callbacks.empty()) [[unlikely]]
                return;
        }
        event_core* const e = std::exchange(current_, nullptr);
        if (!e || e->is(event_core::in_frame)) return;
        if (!e->is(event_core::failed) && !e->is(event_core::kept)) [[likely]]
            return e->drop_reference();
        finish(*e);
    }
    /// The same, and observers are told first; what they throw is thrown when `e` has been processed.
    RONDO_COLD void process_observed(event_core& e);
    void finish(event_core& e); ///< one that failed, or is kept: drops the reference of the calendar
    /// Whether the calendar has what is next, if anything.
    bool nothing_due() const noexcept { return both_empty(lanes_[urgent], lanes_[normal]); }
    bool current_waits() const noexcept { return current_ != nullptr; }
    /// What an interrupted step left over. Returns: whether there was anybody to tell.
    bool finish_left_over();
    void after_hook(event_core& e) noexcept;
    /// The one whose front is next. Requires: something is due.
    lane& next_lane() noexcept {
        lane& found = lanes_[lanes_[urgent].empty() ? normal : urgent];
        if (ties_ == tie_policy::random) [[unlikely]]
            found.least_to_front();
        return found;
    }
    event_core* resolve(std::uint64_t key, event_core* found) noexcept {
        if (redirected_.empty()) [[likely]]
            return found;
        return resolve_redirected(key, found);
    }
    event_core* resolve_redirected(std::uint64_t key, event_core* found) noexcept;
    /// Ends every process where it is.
    void end_all() noexcept;
    void drop_entry(std::uint64_t key, event_core* e) noexcept;
    void drop_lanes() noexcept;

    lane lanes_[2];
    event_core* current_ = nullptr; // being processed
    bool halted_ = false;
    bool closing_ = false;
    bool attended_ = false; // somebody observes, or time is to be kept

private:
    friend class process_core;
    void go_on_with_turns(); // the kernel's own, of what became ready
    std::uint64_t scatter(std::uint64_t count) const noexcept;
    static process_core* process_of_fiber(const simulator& on) noexcept; ///< that runs now
    std::exception_ptr tell_observers(const happening& what) noexcept;

    order_policy order_;
    tie_policy ties_;
    std::uint64_t seed_;
    std::uint64_t count_ = 0;
    std::uint64_t processed_ = 0;
    process_core* active_ = nullptr;
    std::unordered_map<std::uint64_t, event_core*> redirected_;
    std::unordered_set<event_core*> kept_;
    std::unordered_map<const body*, process_core*> fibers_;
    std::uint64_t told_ = 0;                 // to observers
    std::vector<event_observer*> observers_; // null: left while others were told
};

inline void simulator::push_now(event_core& e, urgency how) {
    e.key = next_key(how);
    lanes_[how].push(e.key, e);
    if (!e.is(event_core::in_frame)) e.add_reference();
}

} // namespace detail
} // namespace rondo::inline v0::sim
