// SPDX-License-Identifier: BSL-1.0
#include <rondo/sim/detail/queues.hpp>

#include <rondo/sim/detail/stop.hpp>

#include <algorithm>

namespace rondo::inline v0::sim::detail {

queues::~queues() {
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
    if (const std::size_t place = place_of(w); place == line.size())
        line.push_back(&w);
    else
        line.insert(line.begin() + static_cast<std::ptrdiff_t>(place), &w);
    w.waiting = true;
    w.own().add_reference(); // the queue's
    serve(w.which);
}

void queues::withdraw(wish& w) noexcept {
    if (!w.waiting) return;
    auto& line = waiting_[static_cast<unsigned>(w.which)];
    line.erase(std::find(line.begin(), line.end(), &w));
    w.waiting = false;
    w.own().drop_reference();
}

void queues::serve(side which) {
    auto& line = waiting_[static_cast<unsigned>(which)];
    for (std::size_t i = 0; i < line.size();) {
        wish& w = *line[i];
        const bool go_on = grant(w);
        if (w.own().is(event_core::triggered)) {
            if (i == 0)
                line.pop_front();
            else
                line.erase(line.begin() + static_cast<std::ptrdiff_t>(i));
            w.waiting = false;
            w.own().drop_reference();
        } else {
            ++i;
        }
        if (!go_on) break;
    }
}

void queues::granted(wish& w) { w.own().trigger_now(); }

void throw_capacity(const simulator& on, const char* what, double capacity, place at) {
    throw value_error(std::string(what) + ": a capacity of " + text_of(capacity) + " is not above zero" +
                      on.asked_at(at));
}

void throw_amount(const simulator& on, const char* what, double amount, const char* rule, place at) {
    throw value_error(std::string(what) + ": " + text_of(amount) + " " + rule + on.asked_at(at));
}

} // namespace rondo::inline v0::sim::detail
