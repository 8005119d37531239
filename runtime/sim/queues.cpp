// SPDX-License-Identifier: BSL-1.0
#include <rondo/sim/detail/queues.hpp>

#include <rondo/sim/detail/stop.hpp>

#include <algorithm>

namespace rondo::inline v0::sim::detail {

queues::~queues() {
    while (watchers_) {
        watchers_->last_ = home_.time_number();
        watchers_->leave();
    }
    card_->of = nullptr;
    for (auto& side : waiting_)
        for (wish* w : side) {
            w->waiting = false;
            w->own().drop_reference();
        }
    if (--card_->references == 0) delete card_;
}

std::size_t queues::place_of(const wish& w) const noexcept { return waiting(w.which).size(); }

void queues::enter(wish& w) {
    auto& line = waiting_[static_cast<unsigned>(w.which)];
    if (watched()) [[unlikely]]
        w.asked = home_.time_number();
    if (line.empty() && enter_at_once(w)) return;
    const std::size_t place = line.empty() ? 0 : place_of(w);
    const bool alone = line.empty(); // and was tried
    line.insert(place, w);
    w.waiting = true;
    w.own().add_reference(); // the queue's
    if (!alone) serve(w.which);
    if (watched()) [[unlikely]]
        tell_settled();
}

// Where nobody waits it is tried without standing in the line.
bool queues::enter_at_once(wish& w) {
    grant(w);
    if (!w.own().is(event_core::triggered)) return false;
    if (watched()) [[unlikely]]
        tell_granted(w);
    if (w.own().is(event_core::processed)) serve(w.which == side::put ? side::get : side::put);
    if (watched()) [[unlikely]]
        tell_settled();
    return true;
}

void queues::withdraw(wish& w) noexcept {
    if (!w.waiting) return;
    auto& line = waiting_[static_cast<unsigned>(w.which)];
    line.erase(static_cast<std::size_t>(std::find(line.begin(), line.end(), &w) - line.begin()));
    w.waiting = false;
    if (watched()) [[unlikely]]
        tell_withdrawn(w);
    w.own().drop_reference();
}

void queues::serve_line(side which) {
    auto& line = waiting_[static_cast<unsigned>(which)];
    for (std::size_t i = 0; i < line.size();) {
        wish& w = *line[i];
        const bool go_on = grant(w);
        if (w.own().is(event_core::triggered)) {
            line.erase(i);
            w.waiting = false;
            if (watched()) [[unlikely]]
                tell_granted(w);
            w.own().drop_reference();
        } else {
            ++i;
        }
        if (!go_on) break;
    }
}

void queues::granted(wish& w) {
    if (w.waiting || home_.order() == order_policy::simpy) return w.own().trigger_now();
    w.own().set(event_core::triggered);
    if (home_.observed()) [[unlikely]]
        home_.tell_quiet(w.own());
    w.own().set(event_core::processed);
}

void queues::tell_granted(const wish& w) {
    for (queue_watcher* at = watchers_; at; at = at->next_) at->granted(w, home_.time_number());
}
void queues::tell_withdrawn(const wish& w) {
    if (home_.closing()) return;
    for (queue_watcher* at = watchers_; at; at = at->next_) at->withdrawn(w, home_.time_number());
    tell_settled();
}
void queues::tell_given_back(double since) {
    for (queue_watcher* at = watchers_; at; at = at->next_) at->given_back(since, home_.time_number());
}
void queues::tell_settled() {
    for (queue_watcher* at = watchers_; at; at = at->next_) at->settled(home_.time_number());
}

void queue_watcher::watch(queues& of) {
    watched_ = &of;
    if (!of.watched() && !of.is_lent()) // nobody has written down since when they wait: since now
        for (const auto& line : of.waiting_)
            for (wish* w : line) w->asked = of.home_.time_number();
    next_ = std::exchange(of.watchers_, this);
}
void queue_watcher::leave() noexcept {
    if (!watched_) return;
    queue_watcher** at = &watched_->watchers_;
    while (*at != this) at = &(*at)->next_;
    *at = next_;
    watched_ = nullptr;
}

void explain_store(std::string& out, std::size_t items, double capacity) {
    out += " of a store with " + std::to_string(items);
    if (capacity - capacity == 0) out += " of " + text_of(capacity);
    out += items == 1 ? " thing in it" : " things in it";
}

void throw_capacity(const simulator& on, const char* what, double capacity, place at) {
    throw value_error(std::string(what) + ": a capacity of " + text_of(capacity) + " is not above zero" +
                      on.asked_at(at));
}

void throw_amount(const simulator& on, const char* what, double amount, const char* rule, place at) {
    throw value_error(std::string(what) + ": " + text_of(amount) + " " + rule + on.asked_at(at));
}

} // namespace rondo::inline v0::sim::detail
