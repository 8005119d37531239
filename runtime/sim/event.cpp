// SPDX-License-Identifier: BSL-1.0
#include <rondo/sim/event.hpp>

namespace rondo::inline v0::sim {

interrupted::~interrupted() = default;
const char* interrupted::what() const noexcept { return "the process was interrupted"; }

namespace detail {

void event_core::drop_callbacks() noexcept {
    if (is(in_frame)) return;
    while (callback_node* n =
               callbacks.front()) { // who waits holds the event: only functions of the user's are left
        callbacks.erase(*n);
        delete static_cast<owned_callback*>(n);
    }
}

std::string event_core::describe() const {
    auto* const who = const_cast<event_core*>(this)->subject();
    std::string text = who && &who->own == this ? who->title() : kind();
    if (const std::string where = rondo::detail::describe_place(made); !where.empty())
        text += " (" + where + ")";
    return text;
}

void event_core::throw_triggered(const char* verb, place at) const {
    throw runtime_error(std::string("event::") + verb + ": " + describe() +
                        " has already been triggered: an event happens once" + home->asked_at(at));
}

void event_core::trigger_now() {
    set(triggered);
    home->push_now(*this, simulator::normal);
}

void event_core::fail_with(std::exception_ptr error) {
    if (!error)
        throw type_error("event::fail: " + describe() + " cannot fail with nothing: give it an exception");
    result_base& result = outcome();
    result.error = std::move(error);
    result.state = outcome_state::error;
    set(failed);
    trigger_now();
}

const rondo::detail::wait_kind event_wait::waits_for_event{&event_wait::abort, &event_wait::describe};

void event_wait::look_for_process() {
    process = event->home->process_of(runner);
    if (static_cast<scheduler*>(event->home) != &runner.home())
        throw value_error("co_await: " + event->describe() + " belongs to another environment than " +
                          (process ? process->title() : runner.name()) + ", which waits for it" +
                          event->home->asked_at(where));
}

void event_wait::go_on(callback_node& self, event_core& of) {
    auto& wait = static_cast<event_wait&>(self);
    if (of.is(event_core::failed)) of.set(event_core::defused);
    if (static_cast<body*>(wait.process) == &wait.runner) [[likely]]
        of.home->wake_process(*wait.process);
    else
        of.home->wake(wait.runner);
}

bool event_wait::abort(void* self, waiter&) noexcept {
    auto& wait = *static_cast<event_wait*>(self);
    if (wait.listed()) wait.event->callbacks.erase(wait);
    if (wait.process) wait.process->waiting = nullptr;
    return true;
}

void event_wait::describe(const void* self, std::string& out) {
    const event_core& event = *static_cast<const event_wait*>(self)->event;
    out += event.describe();
    event.explain(out);
}

bool event_wait::take_undelivered() noexcept {
    interrupted_by = process->undelivered.get();
    return true;
}

void event_wait::throw_interrupted() const {
    std::any cause = interrupted_by->cause;
    if (process->undelivered.get() == interrupted_by)
        process->undelivered = core_ref<interruption>(process->undelivered->next);
    throw interrupted(std::move(cause));
}

void event_wait::throw_failure() const { std::rethrow_exception(event->outcome().error); }

} // namespace detail

bool any_event::ok() const {
    if (!triggered())
        throw invalid_state_error("event::ok: " + core().describe() +
                                  " has not been triggered: nobody knows yet");
    return !failed();
}

std::exception_ptr any_event::error() const { return ok() ? nullptr : core().outcome().error; }

void any_event::expect_value() const {
    if (!triggered())
        throw invalid_state_error("event::value: " + core().describe() +
                                  " has not been triggered: it has no value yet");
    if (failed()) std::rethrow_exception(core().outcome().error);
}

void any_event::throw_empty() {
    throw invalid_state_error("this handle refers to no event: it was made without one, or moved from");
}

void any_event::throw_type(const std::type_info& asked) const {
    throw type_error("event::value_as: " + core().describe() + " has no value of type " + asked.name());
}

} // namespace rondo::inline v0::sim
