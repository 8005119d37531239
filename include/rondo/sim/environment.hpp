// SPDX-License-Identifier: BSL-1.0
//
// The environment: a simulated world's clock, its calendar of what will happen, and what makes it go. The time stands still
// while something happens, and jumps from event to event. What happens at the same time happens in the order in which it was
// scheduled, starts of processes and interrupts first.
//
//     calendar  by time, urgency, count ──┐
//     lanes     what is due now, FIFO   ──┴─► step(): one event; all who wait for it go on, in order
#pragma once

#include <rondo/sim/condition.hpp>
#include <rondo/sim/detail/calendar.hpp>
#include <rondo/sim/detail/stop.hpp>
#include <rondo/sim/detail/time.hpp>
#include <rondo/sim/process.hpp>
#include <rondo/sim/real_time.hpp>

#include <memory>
#include <optional>

namespace rondo::inline v0::sim {

/// Nothing is left to happen: what step() throws.
class RONDO_API empty_schedule : public std::exception {
public:
    ~empty_schedule() override;
    const char* what() const noexcept override;
};

/// How an environment is to be.
struct environment_options {
    order_policy order = order_policy::simpy;
    tie_policy ties = tie_policy::fifo;
    std::uint64_t seed = 0;                       ///< of the lots, when ties are random
    std::optional<real_time> pace = std::nullopt; ///< to follow the real clock
};

/// A simulation whose time is a `Time`: double, an integer, or a duration or time point of <chrono>.
/// Threads: the one that made it. Destroying it ends every process where it is.
template <detail::time_like Time = double>
class basic_environment : public detail::simulator {
public:
    using time_type = Time;
    using delay_type = decltype(std::declval<Time>() - std::declval<Time>());

    explicit basic_environment(Time start = Time(), environment_options options = {})
        : simulator(options.order, options.ties, options.seed), now_(start) {
        if (!detail::is_time(start)) throw value_error("environment: the time at its start is not a number");
        if (!options.pace) return;
        pacer_ = std::make_unique<detail::pacer>(*options.pace, detail::number_of(start));
        attended_ = true;
    }
    explicit basic_environment(environment_options options) : basic_environment(Time(), options) {}
    virtual ~basic_environment() { close(); }

    Time now() const noexcept { return now_; }
    /// An event that has not happened, and is triggered by whoever has it.
    template <class T = void>
    sim::event<T> event(place at = place::current()) {
        return sim::event<T>(*new detail::event_state<T>(*this, at));
    }
    /// An event that happens `delay` from now, with a value if one is given. Throws: value_error, which names the process
    /// and the place, when the delay is negative, not a number, or leads out of what a Time can tell.
    sim::timeout<void> timeout(delay_type delay, place at = place::current()) {
        return sim::timeout<void>(*this, at, scheduling{*this, delay, at});
    }
    template <class V>
        requires(!std::same_as<std::decay_t<V>, place>)
    auto timeout(delay_type delay, V&& value, place at = place::current()) {
        using stored =
            std::conditional_t<std::is_convertible_v<V, const char*>, std::string, std::decay_t<V>>;
        return sim::timeout<stored>(*this, at, scheduling{*this, delay, at}, static_cast<V&&>(value));
    }
    /// Runs a coroutine (a task, a routine) as a process, from the next urgent event on. Returns: it, as an event.
    template <class X>
        requires detail::coroutine_to_run<X>
    process_handle<typename X::value_type> process(X x, place at = place::current()) {
        return detail::start_process(*this, std::move(x), at);
    }
    /// The same with `f(args…)`, keeping copies of both until it has ended: for lambdas that capture.
    template <class F, class... Args>
        requires(!detail::coroutine_to_run<std::decay_t<F>>)
    auto process(F&& f, Args&&... args) {
        return detail::start_call(*this, place::current(), static_cast<F&&>(f), static_cast<Args&&>(args)...);
    }
    /// The process that runs now; empty outside of one.
    any_process active_process() const noexcept { return active() ? any_process(*active()) : any_process(); }

    /// Met when all of these have happened, or any: a range, or one by one.
    condition all_of(std::vector<any_event> members, place at = place::current()) {
        return detail::make_condition(std::move(members), detail::wanted::all, 0, nullptr, this, at);
    }
    condition any_of(std::vector<any_event> members, place at = place::current()) {
        return detail::make_condition(std::move(members), detail::wanted::any, 0, nullptr, this, at);
    }
    template <std::ranges::input_range R>
    condition all_of(R&& members, place at = place::current()) {
        return all_of(detail::members_of(members), at);
    }
    template <std::ranges::input_range R>
    condition any_of(R&& members, place at = place::current()) {
        return any_of(detail::members_of(members), at);
    }

    template <detail::event_like... E>
        requires(sizeof...(E) > 0)
    condition all_of(E&&... members) {
        return all_of(std::vector<any_event>{detail::member_of(members)...}, place());
    }
    template <detail::event_like... E>
        requires(sizeof...(E) > 0)
    condition any_of(E&&... members) {
        return any_of(std::vector<any_event>{detail::member_of(members)...}, place());
    }

    /// When the next event is due: the greatest Time (infinity) when there is none.
    Time peek() const noexcept {
        if (current_waits() || !lanes_[urgent].empty() || !lanes_[normal].empty()) return now_;
        return later_.empty() ? detail::latest<Time>() : later_.top().time();
    }
    /// Processes one event. Throws: empty_schedule; a failure that nobody awaits; what a callback throws.
    void step() {
        running guard(*this);
        if (!advance()) throw empty_schedule();
    }
    /// Runs until nothing is left to happen. Throws: a failure that nobody awaits, the same object; run() may be called
    /// again, and goes on.
    void run() {
        running guard(*this);
        while (advance()) {}
    }
    /// Runs up to a time: nothing that is due then has happened, save what is urgent. Throws: value_error unless it lies
    /// ahead; as run().
    void run(Time until, place at = place::current()) {
        if (!(until > now_)) detail::throw_until_past(*this, detail::number_of(until), at);
        running guard(*this);
        detail::stop_event stop(*this, at);
        const Time when = now_ + (until - now_);
        stop.key = next_key(urgent);
        later_.push(when, stop.key, stop);
        while (advance())
            if (std::exchange(halted_, false)) break;
    }
    /// Runs until an event has been processed. Returns: its value. Throws: what it failed with; runtime_error when nothing
    /// is left that could trigger it; as run().
    template <class T>
    T run(sim::event<T> until, place at = place::current()) {
        detail::stop_callback stop(until.core(), *this, at);
        if (!until.processed()) {
            running guard(*this);
            stop.listen();
            do {
                if (!advance()) detail::throw_never(*this, until.core(), at);
            } while (!std::exchange(halted_, false));
        }
        return until.value();
    }
    template <class T>
    T run(process_handle<T> until, place at = place::current()) {
        return run(static_cast<sim::event<T>&>(until), at);
    }
    template <class T>
    T run(sim::timeout<T>&& until, place at = place::current()) {
        return run(until.share(), at);
    }
    /// Real time counts from here: after a pause between two runs. Nothing happens without a pace.
    void sync() noexcept {
        if (pacer_) pacer_->sync(detail::number_of(now_));
    }
    /// How many events wait for their time.
    std::size_t scheduled() const noexcept {
        return later_.size() + lanes_[urgent].size() + lanes_[normal].size();
    }

    /// Ends every process where it is; nothing happens any more.
    void close() noexcept {
        end_all();
        drop_lanes();
        later_.for_each([this](const auto& e) { drop_entry(e.key, e.event); });
        later_.clear();
    }
    std::string time_text() const override { return detail::text_of(detail::number_of(now_)); }
    double time_number() const noexcept override { return detail::number_of(now_); }

private:
    struct scheduling {
        basic_environment& on;
        delay_type delay;
        place at;
        RONDO_INLINE void operator()(detail::event_core& e) const { on.schedule(e, delay, at); }
    };
    RONDO_INLINE void schedule(detail::event_core& e, delay_type delay, place at) {
        if (!(delay >= delay_type())) [[unlikely]]
            detail::throw_delay(*this, detail::number_of(delay), at);
        Time when = now_;
        if (!detail::later(when, delay)) [[unlikely]]
            detail::throw_delay(*this, detail::number_of(delay), at);
        if (when == now_) return push_now(e, normal);
        e.key = next_key(normal);
        later_.push(when, e.key, e);
    }
    /// Processes the next event. Returns: false when there is none.
    RONDO_INLINE bool advance() {
        if (current_waits()) [[unlikely]] {
            if (finish_left_over()) return true;
        }
        if (attended_) [[unlikely]]
            return advance_attended();
        return advance_by([this](detail::event_core& e) { process_event(e); });
    }
    RONDO_COLD bool advance_attended() {
        if (pacer_) keep_pace();
        return advance_by([this](detail::event_core& e) { process_observed(e); });
    }
    template <class Process>
    RONDO_INLINE bool advance_by(Process process) {
        for (;;) {
            detail::event_core* e = nullptr;
            if (!nothing_due())
                e = take_due();
            else if (!later_.empty())
                e = take_later();
            else
                return false;
            if (e) [[likely]] {
                process(*e);
                return true;
            }
            if (order() == order_policy::simpy) return true; // of one that is gone: an event all the same
        }
    }
    void keep_pace() {
        if (!nothing_due() || !later_.empty()) pacer_->wait_until(*this, detail::number_of(peek()));
    }
    RONDO_INLINE detail::event_core* take_later() noexcept {
        const auto first = later_.pop();
        detail::event_core* const e = resolve(first.key, first.event);
        if (e != nullptr || order() == order_policy::simpy) [[likely]]
            now_ = first.time();
        return e;
    }
    /// Of the lanes, or what the calendar has for the same time and scheduled earlier.
    RONDO_INLINE detail::event_core* take_due() noexcept {
        detail::lane& due = next_lane();
        if (!later_.empty()) {
            const auto& next = later_.top();
            if (!(now_ < next.time()) && next.key < due.front().key) return take_later();
        }
        const auto entry = due.pop();
        return resolve(entry.key, entry.event);
    }

    Time now_;
    detail::calendar<Time> later_;
    std::unique_ptr<detail::pacer> pacer_; // null: time does not wait
};

using environment = basic_environment<double>;

} // namespace rondo::inline v0::sim
