// SPDX-License-Identifier: BSL-1.0
#include <rondo/sim/detail/simulator.hpp>

#include <rondo/base/unraisable.hpp>
#include <rondo/sim/environment.hpp>
#include <rondo/sim/event_observer.hpp>

#include <algorithm>
#include <cstdio>

namespace rondo::inline v0::sim {

empty_schedule::~empty_schedule() = default;
const char* empty_schedule::what() const noexcept {
    return "step: the schedule is empty: nothing is left to happen";
}

namespace detail {

void lane::grow() {
    std::vector<entry> larger(ring_.empty() ? 16 : ring_.size() * 2);
    const std::size_t count = size();
    for (std::size_t i = 0; i != count; ++i) larger[i] = ring_[(head_ + i) & mask_];
    ring_ = std::move(larger);
    mask_ = ring_.size() - 1;
    head_ = 0;
    tail_ = count;
}

void lane::least_to_front() noexcept {
    std::size_t least = head_;
    for (std::size_t i = head_; i != tail_; ++i)
        if (ring_[i & mask_].key < ring_[least & mask_].key) least = i;
    std::swap(ring_[head_ & mask_], ring_[least & mask_]);
}

// A permutation of 63 bits, so that no two keys are equal.
std::uint64_t simulator::scatter(std::uint64_t count) const noexcept {
    constexpr std::uint64_t mask = (std::uint64_t(1) << 63) - 1;
    std::uint64_t x = (count ^ seed_) & mask;
    for (const std::uint64_t factor : {0x9e3779b97f4a7c15U, 0xbf58476d1ce4e5b9U, 0x94d049bb133111ebU}) {
        x = (x * factor + (seed_ | 1)) & mask;
        x ^= x >> 31;
    }
    return x;
}

void simulator::keep(event_core& e) {
    if (e.is(event_core::kept)) return;
    kept_.insert(&e);
    e.set(event_core::kept);
    e.add_reference();
}

void simulator::unkeep(event_core& e) noexcept {
    if (!e.is(event_core::kept)) return;
    e.clear(event_core::kept);
    kept_.erase(&e);
    e.drop_reference();
}

std::string simulator::asked_at(place at) const {
    std::string text = " (asked by ";
    const process_core* const who = active();
    text += who ? who->title() : "no process";
    text += ", at time " + time_text();
    if (const std::string where = rondo::detail::describe_place(at); !where.empty()) text += ", " + where;
    return text + ")";
}

std::string simulator::report(std::size_t most) const {
    std::string text;
    std::vector<const body*> all = tasks();
    std::erase_if(all, [](const body* b) { // a fiber tells what its process waits for
        return process_core::is_process(*b) && static_cast<const process_core*>(b)->fiber;
    });
    for (const body* task : all) {
        if (most-- == 0) return text + "  … of " + std::to_string(all.size()) + " that have not ended\n";
        const process_core* const known = process_of(*task);
        text += "  " + (known ? known->title() : task->name());
        if (task->state() == body_state::parked) {
            text += " waits for " + task->waits_for();
            if (const std::string where = rondo::detail::describe_place(task->waits_at()); !where.empty())
                text += ", at " + where;
        } else {
            text += " is ready";
        }
        text += '\n';
    }
    return text;
}

simulator::running::running(simulator& s) : on(s) {
    if (scheduler::current() == &s)
        throw runtime_error(
            "environment::run: it is running already: a process awaits what it wants to happen" +
            s.asked_at(place()));
    s.check_process();
    before = s.begin_running();
    s.halted_ = false;
    if (!s.idle()) s.run_ready();
}

simulator::running::~running() { rondo::detail::this_thread_runs = before; }

void simulator::wake(body& b) {
    process_core* const process = process_of(b);
    if (process) process->waiting = nullptr;
    active_ = process;
    run_at_once(b);
    active_ = nullptr;
    if (!idle()) [[unlikely]]
        go_on_with_turns();
}

process_core* simulator::process_of(const body& b) const noexcept {
    if (process_core::is_process(b)) return static_cast<process_core*>(const_cast<body*>(&b));
    const auto at = fibers_.find(&b);
    return at == fibers_.end() ? nullptr : at->second;
}
process_core* simulator::process_of_fiber(const simulator& on) noexcept {
    const body* const now = rondo::detail::this_thread_runs.task;
    return now && scheduler::current() == &on ? on.process_of(*now) : nullptr;
}
void simulator::add_fiber(body& fiber, process_core& of) {
    fibers_.emplace(&fiber, &of);
    of.fiber = &fiber;
}
void simulator::remove_fiber(body& fiber) noexcept {
    const auto at = fibers_.find(&fiber);
    at->second->fiber = nullptr;
    fibers_.erase(at);
}

void simulator::go_on_with_turns() { run_ready(); }

void simulator::finish(event_core& e) {
    std::exception_ptr error;
    if (e.is(event_core::failed) && !e.is(event_core::defused)) error = e.outcome().error;
    unkeep(e);
    e.drop_reference();
    if (error) std::rethrow_exception(std::move(error));
}

void simulator::after_hook(event_core& e) noexcept {
    if (!e.is(event_core::in_frame)) e.drop_reference();
}

bool simulator::finish_left_over() {
    const bool any = !current_->callbacks.empty();
    tell_rest();
    return any;
}

event_core* simulator::resolve_redirected(std::uint64_t key, event_core* found) noexcept {
    const auto at = redirected_.find(key);
    if (at == redirected_.end()) return found;
    event_core* const now = at->second;
    redirected_.erase(at);
    return now;
}

void simulator::drop_entry(std::uint64_t key, event_core* e) noexcept {
    event_core* const there = resolve(key, e);
    if (there && !there->is(event_core::in_frame)) there->drop_reference();
}

void simulator::drop_lanes() noexcept {
    for (lane& l : lanes_)
        while (!l.empty()) {
            const lane::entry e = l.pop();
            drop_entry(e.key, e.event);
        }
    if (event_core* const e = std::exchange(current_, nullptr); e && !e->is(event_core::in_frame))
        e->drop_reference();
    const auto kept = std::exchange(kept_, {});
    for (event_core* e : kept) unkeep(*e);
}

void simulator::end_all() noexcept {
    expects(scheduler::current() != this, "an environment was closed while it runs");
    const rondo::detail::running_now before = begin_running();
    closing_ = true;
    try {
        std::vector<process_core*> processes;
        root().for_each_child([&](const body& b) {
            if (process_core::is_process(b))
                processes.push_back(static_cast<process_core*>(const_cast<body*>(&b)));
        });
        for (process_core* p : processes) p->end_in_place();
        if (root().alive() != 0) root().cancel();
        while (!idle()) run_ready();
        while (close_open_generators()) run_ready();
    } catch (...) {
        report_unraisable(std::current_exception(), "in environment::close");
    }
    expects(root().alive() == 0, "environment::close: a task in it waits, shielded, for what can never come");
    root().shut();
    orphans().shut();
    rondo::detail::this_thread_runs = before;
}

std::string text_of(double number) {
    char text[32];
    std::snprintf(text, sizeof text, "%g", number);
    return text;
}

void throw_delay(const simulator& on, double delay, place at) {
    const char* why = delay != delay ? " is not a number"
                      : delay < 0    ? " is negative: time does not run backwards"
                                     : " leads beyond what the clock can tell";
    throw value_error("timeout: a delay of " + text_of(delay) + why + on.asked_at(at));
}

void throw_until_past(const simulator& on, double until, place at) {
    throw value_error("run(until): " + text_of(until) + " does not lie ahead: it is " + on.time_text() +
                      " now, and time does not run backwards" + on.asked_at(at));
}

void throw_never(const simulator& on, const event_core& until, place at) {
    std::string text = "run(until): nothing is left to happen, and " + until.describe() +
                       " was not triggered" + on.asked_at(at);
    if (const std::string who = on.report(); !who.empty()) text += "\n" + who;
    throw runtime_error(text);
}

stop_callback::stop_callback(event_core& of, simulator& on, place at) : callback_node(&told), event_(of) {
    if (of.home != &on)
        throw value_error("run(until): " + of.describe() + " belongs to another environment" +
                          on.asked_at(at));
}
stop_callback::~stop_callback() {
    if (listed()) event_.callbacks.erase(*this);
}
void stop_callback::told(callback_node&, event_core& of) {
    of.set(event_core::defused); // run() throws it
    of.home->halt();
}

} // namespace detail
} // namespace rondo::inline v0::sim
