// SPDX-License-Identifier: BSL-1.0
#include <rondo/sim/resource.hpp>

#include <algorithm>

namespace rondo::inline v0::sim {

namespace detail {

request_state::request_state(queues& of, place made, request_options how, double now)
    : wish_event(of, side::put, made), priority(how.priority), preempt(how.preempt), by(home->active()) {
    asked = now;
    if (by) by->add_reference();
    result.set();
}
request_state::~request_state() {
    if (by) by->drop_reference();
}

bool request_state::before(const request_state& other) const noexcept {
    if (priority != other.priority) return priority < other.priority;
    if (asked != other.asked) return asked < other.asked;
    return preempt && !other.preempt;
}

release_state::release_state(queues& of, place made, core_ref<request_state> r)
    : wish_event(of, side::get, made), what(std::move(r)) {
    result.set();
}

void throw_given_up(place at) {
    std::string text =
        "resource::release: this request holds nothing: it was released, detached or moved from";
    const body* const who = rondo::detail::this_thread_runs.task;
    if (who && process_core::is_process(*who))
        throw runtime_error(text + static_cast<const process_core*>(who)->own.home->asked_at(at));
    if (const std::string where = rondo::detail::describe_place(at); !where.empty())
        text += " (" + where + ")";
    throw runtime_error(text);
}

} // namespace detail

using detail::core_ref;
using detail::request_state;

bool request::granted() const noexcept {
    if (!triggered() || !state_->of()) return false;
    return static_cast<resource*>(state_->of())->is_used_by(as_event());
}

void request::cancel() noexcept {
    if (state_ && state_->of()) state_->of()->withdraw(*state_);
}

void request::release(place at) {
    if (state_ && !state_->of()) return; // what it was of has gone
    if (!state_) detail::throw_given_up(at);
    static_cast<resource*>(state_->of())->release(*this, at);
}

event<void> request::detach() noexcept {
    event<void> kept = as_event();
    state_ = {};
    return kept;
}

void request::leave() noexcept {
    if (!state_ || !state_->of()) return;
    const core_ref<request_state> held = std::move(state_);
    state_ = {};
    held->of()->withdraw(*held);
    if (held->home->closing()) return;
    resource& of = *static_cast<resource*>(held->of());
    if (held->home->order() == order_policy::simpy)
        of.release_state_of(*held, place());
    else if (of.give_back(*held))
        of.serve_and_tell(detail::side::put);
}

resource::resource(detail::simulator& env, long capacity, place at, kind how, clock now)
    : queues(env), capacity_(capacity), kind_(how), now_(now) {
    if (capacity <= 0) detail::throw_capacity(env, "resource", static_cast<double>(capacity), at);
}

resource::~resource() = default;

void resource::explain(std::string& out) const {
    out += " of a resource";
    if (users_.empty()) return;
    out += users_.size() == 1 ? ", which is held by " : ", all of which are held, by ";
    constexpr std::size_t most = 3;
    for (std::size_t i = 0; i != users_.size() && i != most; ++i) {
        if (i != 0) out += ", ";
        out += users_[i]->by ? users_[i]->by->title() : "nobody's process";
    }
    if (users_.size() > most) out += " and " + std::to_string(users_.size() - most) + " more";
}

request resource::ask(request_options how, place at) {
    const core_ref<request_state> made(*new request_state(*this, at, how, now_(home())));
    enter(*made);
    return sim::request(*made);
}

event<void> resource::release(sim::request& r, place at) {
    if (!r.as_event()) detail::throw_given_up(at);
    if (r.state().of() != this)
        throw value_error("resource::release: the " + r.state().describe() + " is of another resource" +
                          home().asked_at(at));
    expect_held(r.state(), at);
    const core_ref<request_state> held(r.state());
    r.detach();
    return release_state_of(*held, at);
}

event<void> resource::release(const event<void>& detached, place at) {
    auto* r = dynamic_cast<request_state*>(&detached.core());
    if (!r || r->of() != this)
        throw value_error("resource::release: " + detached.describe() + " is no request of this resource" +
                          home().asked_at(at));
    if (home().order() == order_policy::native) expect_held(*r, at);
    withdraw(*r);
    return release_state_of(*r, at);
}

void resource::expect_held(const request_state& r, place at) const {
    if (std::any_of(users_.begin(), users_.end(), [&](const auto& user) { return user.get() == &r; })) return;
    throw runtime_error("resource::release: the " + r.describe() +
                        (r.waiting ? " waits, and holds nothing: cancel() takes it out of the queue"
                                   : " does not hold it any more: it was given back, or lost to another") +
                        home().asked_at(at));
}

event<void> resource::release_state_of(request_state& r, place at) {
    if (home().order() == order_policy::native) {
        if (give_back(r)) serve_and_tell(detail::side::put);
        const core_ref<detail::release_state> done(
            *new detail::release_state(*this, at, core_ref<request_state>(r)));
        done->set(detail::event_core::triggered);
        done->set(detail::event_core::processed);
        return event<void>(*done);
    }
    const core_ref<detail::release_state> made(
        *new detail::release_state(*this, at, core_ref<request_state>(r)));
    enter(*made);
    return event<void>(*made);
}

std::vector<int> resource::waiting_priorities() const {
    std::vector<int> all;
    for (const detail::wish* w : waiting(detail::side::put))
        all.push_back(static_cast<const request_state*>(w)->priority);
    return all;
}

bool resource::is_used_by(const any_event& r) const noexcept {
    return std::any_of(users_.begin(), users_.end(), [&](const auto& user) { return any_event(*user) == r; });
}

bool resource::give_back(request_state& r) noexcept {
    const auto at =
        std::find_if(users_.begin(), users_.end(), [&](const auto& user) { return user.get() == &r; });
    if (at == users_.end()) return false;
    if (&*at == &users_.back())
        users_.pop_back();
    else
        users_.erase(at);
    if (watched()) [[unlikely]]
        tell_given_back(r.usage_since);
    return true;
}

void resource::make_room(request_state& newcomer) {
    if (static_cast<long>(users_.size()) < capacity_ || !newcomer.preempt) return;
    // The last of the sorted ones: among equal keys the one that came last.
    std::size_t last = 0;
    for (std::size_t i = 1; i != users_.size(); ++i)
        if (!users_[i]->before(*users_[last])) last = i;
    if (!newcomer.before(*users_[last])) return;
    const core_ref<request_state> victim = users_[last];
    users_.erase(users_.begin() + static_cast<std::ptrdiff_t>(last));
    if (watched()) [[unlikely]]
        tell_given_back(victim->usage_since);
    if (!victim->by) return;
    victim->by->interrupt(
        preempted{newcomer.by ? any_process(*newcomer.by) : any_process(), victim->usage_since, this},
        newcomer.made);
}

bool resource::grant(detail::wish& w) {
    if (w.which == detail::side::get) {
        give_back(*static_cast<detail::release_state&>(w).what);
        granted(w);
        return false;
    }
    auto& r = static_cast<request_state&>(w);
    if (kind_ == kind::preemptive) make_room(r);
    if (static_cast<long>(users_.size()) >= capacity_) return false;
    r.usage_since = now_(home());
    users_.push_back(core_ref<request_state>(r));
    granted(w);
    return home().order() == order_policy::native;
}

std::size_t resource::place_of(const detail::wish& w) const noexcept {
    const auto& line = waiting(w.which);
    if (kind_ == kind::plain || w.which == detail::side::get) return line.size();
    const auto& r = static_cast<const request_state&>(w);
    const auto at =
        std::upper_bound(line.begin(), line.end(), &r, [](const request_state* a, const detail::wish* b) {
            return a->before(*static_cast<const request_state*>(b));
        });
    return static_cast<std::size_t>(at - line.begin());
}

} // namespace rondo::inline v0::sim
