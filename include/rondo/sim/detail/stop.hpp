// SPDX-License-Identifier: BSL-1.0
//
// What ends run(), what it complains of, and the limits of a type of time.
#pragma once

#include <rondo/sim/detail/simulator.hpp>
#include <rondo/sim/detail/time.hpp>

#include <limits>

namespace rondo::inline v0::sim::detail {

/// Whether `t` is a point in time, and not infinity or NaN.
template <time_like Time>
bool is_time(Time t) {
    const double number = number_of(t);
    return number - number == 0;
}
/// After everything.
template <time_like Time>
Time latest() {
    if constexpr (std::is_floating_point_v<Time>)
        return std::numeric_limits<Time>::infinity();
    else if constexpr (std::is_arithmetic_v<Time>)
        return std::numeric_limits<Time>::max();
    else
        return Time::max();
}
/// Moves `t` on. Returns: false when a Time cannot tell it.
template <time_like Time, class Delay>
bool later(Time& t, Delay delay) {
    if constexpr (std::is_integral_v<Time>) {
        return !__builtin_add_overflow(t, delay, &t);
    } else if constexpr (chrono_duration<Time>) {
        if constexpr (std::is_integral_v<typename Time::rep>) {
            auto count = t.count();
            if (__builtin_add_overflow(count, delay.count(), &count)) return false;
            t = Time(count);
            return true;
        } else {
            t += delay;
            return is_time(t);
        }
    } else if constexpr (chrono_point<Time>) {
        auto since = t.time_since_epoch();
        if (!later(since, delay)) return false;
        t = Time(since);
        return true;
    } else {
        t += delay;
        return is_time(t);
    }
}

RONDO_API std::string text_of(double number);
[[noreturn]] RONDO_API void throw_delay(const simulator& on, double delay, place at);
[[noreturn]] RONDO_API void throw_until_past(const simulator& on, double until, place at);
[[noreturn]] RONDO_API void throw_never(const simulator& on, const event_core& until, place at);

/// Ends run() at a time.
class RONDO_API stop_event final : public event_core {
public:
    stop_event(simulator& home, place at) noexcept : event_core(home, at) {
        set(in_frame);
        set(hooked);
        set(unseen);
    }
    ~stop_event() override {
        if (!is(processed)) home->redirect(key, nullptr);
    }
    const char* kind() const noexcept override { return "end of run()"; }
    result_base& outcome() noexcept override { return nothing_; }
    bool has_begun() override {
        set(processed);
        home->halt();
        return false;
    }

private:
    result_base nothing_;
};

/// Ends run() when an event is processed.
class RONDO_API stop_callback : callback_node {
public:
    stop_callback(event_core& of, simulator& on, place at);
    ~stop_callback();
    void listen() noexcept { event_.callbacks.push_back(*this); }

private:
    static void told(callback_node& self, event_core& of);
    event_core& event_;
};

} // namespace rondo::inline v0::sim::detail
