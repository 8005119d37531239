// SPDX-License-Identifier: BSL-1.0
#include <rondo/sim/container.hpp>

#include <rondo/sim/detail/stop.hpp>

namespace rondo::inline v0::sim {

container::container(detail::simulator& env, double capacity, double init, place at)
    : queues(env), capacity_(capacity), level_(init) {
    if (!(capacity > 0)) detail::throw_capacity(env, "container", capacity, at);
    if (!(init >= 0))
        detail::throw_amount(env, "container: to start with", init, "is below zero, or not a number", at);
    if (init > capacity)
        detail::throw_amount(env, "container: to start with", init, "is more than its capacity", at);
}

claim<void> container::ask(detail::side which, double amount, place at) {
    if (!(amount > 0))
        detail::throw_amount(home(), which == detail::side::put ? "container::put" : "container::get", amount,
                             "is not above zero", at);
    const detail::core_ref<detail::amount_event> made(*new detail::amount_event(*this, which, amount, at));
    enter(*made);
    return claim<void>(*made);
}

bool container::grant(detail::wish& w) {
    const double amount = static_cast<detail::amount_event&>(w).amount;
    if (w.which == detail::side::put) {
        if (!(capacity_ - level_ >= amount)) return false;
        level_ += amount;
    } else {
        if (!(level_ >= amount)) return false;
        level_ -= amount;
    }
    granted(w);
    return true;
}

void container::explain(std::string& out) const {
    out += " of a container that holds " + detail::text_of(level_) + " of " + detail::text_of(capacity_);
}

} // namespace rondo::inline v0::sim
