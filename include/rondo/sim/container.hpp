// SPDX-License-Identifier: BSL-1.0
//
// A container: an amount of something that is all alike, such as fuel. Puts wait while there is no room, gets while there is
// not enough; each queue is served in order, and who is at its head holds up those behind.
#pragma once

#include <rondo/sim/claim.hpp>

#include <limits>

namespace rondo::inline v0::sim {

namespace detail {

class RONDO_API amount_event final : public wish_event<void> {
public:
    amount_event(queues& of, side which, double amount, place made)
        : wish_event(of, which, made), amount(amount) {
        result.set();
    }
    const char* kind() const noexcept override { return which == side::put ? "put" : "get"; }
    double amount;
};

} // namespace detail

/// Holds up to `capacity` of something.
class RONDO_API container final : private detail::queues {
public:
    static constexpr double boundless = std::numeric_limits<double>::infinity();

    /// Throws: value_error when the capacity is not above zero, or what it starts with is below zero or does not fit.
    explicit container(detail::simulator& env, double capacity = boundless, double init = 0,
                       place at = place::current());

    /// Adds `amount`, when there is room for it. Throws: value_error unless it is above zero.
    claim<void> put(double amount, place at = place::current()) { return ask(detail::side::put, amount, at); }
    /// Takes `amount`, when there is so much.
    claim<void> get(double amount, place at = place::current()) { return ask(detail::side::get, amount, at); }

    double level() const noexcept { return level_; }
    double capacity() const noexcept { return capacity_; }
    std::size_t put_queue_length() const noexcept { return waiting(detail::side::put).size(); }
    std::size_t get_queue_length() const noexcept { return waiting(detail::side::get).size(); }

    // --- For monitors.
    detail::queues& lines() noexcept { return *this; }

private:
    claim<void> ask(detail::side which, double amount, place at);
    bool grant(detail::wish& w) override;
    double content() const noexcept override { return level_; }
    double limit() const noexcept override { return capacity_; }
    void explain(std::string& out) const override;
    double capacity_;
    double level_;
};

} // namespace rondo::inline v0::sim
