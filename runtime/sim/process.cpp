// SPDX-License-Identifier: BSL-1.0
#include <rondo/sim/process.hpp>

#include <rondo/core/task_group.hpp>

namespace rondo::inline v0::sim {

namespace detail {

void process_core::launch(std::coroutine_handle<> frame) {
    if (!frame) rondo::detail::throw_awaited_twice();
    simulator& on = *own.home;
    if constexpr (RONDO_DIAGNOSTICS != 0) place_ = rondo::detail::frame_base::of(frame).made;
    result_base& result = own.outcome();
    rondo::detail::frame_base::of(frame).begin(*this, result);
    result.state = outcome_state::pending;
    resume_point = frame;
    try {
        on.root().adopt_asleep(*this);
    } catch (...) {
        rondo::detail::destroy_frames(std::exchange(resume_point, nullptr));
        throw;
    }
    own.add_reference(); // the body's own
    on.push_now(own, simulator::urgent);
}

bool process_core::begin() {
    if (own.is(event_core::triggered)) return true; // its end
    own.home->wake(*this);
    return false;
}

void process_core::first_step(runnable& r, scheduler& s) noexcept {
    auto& self = static_cast<process_core&>(static_cast<body&>(r));
    self.step = &run_step;
    self.mark_started();
    if (self.cancel_pending()) return self.destroy_here();
    run_step(r, s);
}

void process_core::run_step(runnable& r, scheduler&) noexcept {
    auto& self = static_cast<process_core&>(static_cast<body&>(r));
    if (self.body::state() != body_state::ready) [[unlikely]] {
        if (self.body::state() == body_state::ended) return self.own.drop_reference();
        return self.destroy_here();
    }
    simulator& on = *self.own.home;
    process_core* const before = std::exchange(on.active_, &self); // also when the kernel made it go on
    if (self.run_frames()) self.end();
    on.active_ = before;
}

void process_core::end() noexcept {
    simulator& on = *own.home;
    const core_ref<event_core> hold(own);
    result_base& result = own.outcome();
    drop_call();
    undelivered = {};
    flags_ |= error_seen; // by run(), if by nobody else
    finish(result);
    if (result.state != outcome_state::value) {
        own.set(event_core::failed);
        if (!result.error) {
            result.error = std::make_exception_ptr(task_cancelled("the process was cancelled"));
            own.set(event_core::defused);
        }
        result.state = outcome_state::error;
    }
    own.set(event_core::triggered);
    if (on.order() == order_policy::native && own.callbacks.empty() && !own.is(event_core::failed)) {
        own.set(event_core::processed);
        if (on.observed()) [[unlikely]]
            on.tell_quiet(own);
        return;
    }
    on.push_now(own, simulator::normal);
}

void process_core::destroy_here() noexcept {
    rondo::detail::destroy_frames(std::exchange(resume_point, nullptr));
    end();
}

bool process_core::end_in_place() noexcept {
    if (body::state() == body_state::ended) return true;
    if (scope_ != &task_group::of(*this).scope())
        return false; // it runs a group, or within a scope of its own
    if (const rondo::detail::parked_wait* wait = parked_in();
        wait && !waiting && !wait->kind->abort(wait->awaitable, *this))
        return false;
    if (body::state() == body_state::ready) return false; // in the kernel's queue
    rondo::detail::this_thread_runs.task = this;          // for the destructors
    destroy_here();
    return true;
}

std::string process_core::name() const { return name_ ? *name_ : "process " + std::to_string(id()); }

std::string process_core::title() const { return name_ ? "process '" + *name_ + "'" : name(); }

void process_core::interrupt(std::any cause, place at) {
    simulator& on = *own.home;
    if (!alive())
        throw runtime_error("process::interrupt: " + title() + " (" + rondo::detail::describe_place(place_) +
                            ") has terminated and cannot be interrupted" + on.asked_at(at));
    if (on.active() == this)
        throw runtime_error("process::interrupt: " + title() + " (" + rondo::detail::describe_place(place_) +
                            ") is not allowed to interrupt itself" + on.asked_at(at));
    const core_ref<interruption> sent(*new interruption(*this, std::move(cause), at));
    on.push_now(*sent, simulator::urgent);
}

void process_core::deliver(interruption& from) {
    if (!alive()) return;
    if (!waiting) { // it waits for something of the kernel's, and hears of it at its next event
        core_ref<interruption>* last = &undelivered;
        while (*last) last = &(*last)->next;
        *last = core_ref<interruption>(from);
        return;
    }
    event_wait& wait = *waiting;
    wait.event->callbacks.erase(wait);
    wait.interrupted_by = &from;
    own.home->wake(wait.runner);
}

interruption::interruption(process_core& who, std::any why, place at)
    : event_core(*who.own.home, at), victim(who), cause(std::move(why)) {
    who.add_reference();
    set(hooked);
    set(triggered);
}
interruption::~interruption() { victim.drop_reference(); }

bool interruption::has_begun() {
    set(processed);
    victim.deliver(*this);
    return false;
}

} // namespace detail

any_event any_process::target() const {
    const detail::event_wait* wait = who().waiting;
    return wait ? any_event(wait->event->counted()) : any_event();
}

} // namespace rondo::inline v0::sim
