// SPDX-License-Identifier: BSL-1.0
#include <rondo/sim/event_observer.hpp>

#include <rondo/base/unraisable.hpp>

#include <algorithm>

namespace rondo::inline v0::sim {

using detail::event_core;
using detail::event_wait;

std::string_view happening::kind() const noexcept {
    const detail::process_core* const who = event_.subject();
    if (!who || &who->own != &event_) return event_.kind();
    return event_.is(event_core::triggered) ? "end" : "start";
}

std::string happening::where() const { return rondo::detail::describe_place(event_.made); }

any_process happening::process() const noexcept {
    detail::process_core* const who = event_.subject();
    return who ? any_process(*who) : any_process();
}

std::vector<any_process> happening::wakes() const {
    std::vector<any_process> all;
    if (detail::process_core* const who = event_.subject(); who && !event_.is(event_core::processed)) {
        const bool start = &who->own == &event_ && !event_.is(event_core::triggered);
        if (start || (&who->own != &event_ && who->waiting)) all.emplace_back(*who);
        if (start) return all; // who waits for it waits for its end
    }
    for (const detail::callback_node* n = event_.callbacks.front(); n; n = event_.callbacks.after(*n))
        if (const event_wait* wait = event_wait::of(*n); wait && wait->process)
            all.emplace_back(*wait->process);
    return all;
}

std::string_view happening::interrupts() const noexcept {
    const detail::process_core* const who = event_.subject();
    if (!who || &who->own == &event_ || !who->waiting) return {};
    return who->waiting->event->kind();
}

event_observer::event_observer(detail::simulator& env) : on_(&env) { env.add_observer(*this); }
event_observer::~event_observer() {
    if (on_) on_->remove_observer(*this);
}

namespace detail {

simulator::~simulator() {
    for (event_observer* o : observers_)
        if (o) o->on_ = nullptr;
}

void simulator::add_observer(event_observer& o) {
    observers_.push_back(&o);
    attended_ = true;
}

// Its place stays empty: others may be being told.
void simulator::remove_observer(event_observer& o) noexcept {
    std::replace(observers_.begin(), observers_.end(), &o, static_cast<event_observer*>(nullptr));
}

std::exception_ptr simulator::tell_observers(const happening& what) noexcept {
    std::exception_ptr first;
    for (std::size_t i = 0; i != observers_.size(); ++i) { // one more may come meanwhile
        try {
            if (observers_[i]) observers_[i]->happens(what);
        } catch (...) {
            if (!first) first = std::current_exception();
        }
    }
    std::erase(observers_, nullptr);
    return first;
}

void simulator::process_observed(event_core& e) {
    std::exception_ptr error;
    if (observed() && !e.is(event_core::unseen)) error = tell_observers(happening(e, time_number(), ++told_));
    process_event(e);
    if (error) std::rethrow_exception(error);
}

void simulator::tell_quiet(event_core& e) noexcept {
    if (closing_) return;
    if (const std::exception_ptr error = tell_observers(happening(e, time_number(), ++told_)))
        report_unraisable(error, "in an observer of an environment");
}

} // namespace detail
} // namespace rondo::inline v0::sim
