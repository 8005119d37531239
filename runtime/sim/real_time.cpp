// SPDX-License-Identifier: BSL-1.0
#include <rondo/sim/real_time.hpp>

#include <rondo/sim/detail/stop.hpp>

#include <cmath>
#include <ctime>
#include <limits>

namespace rondo::inline v0::sim::detail {

namespace {

double seconds(duration length) noexcept { return std::chrono::duration<double>(length).count(); }

void sleep_for(duration length) noexcept {
    const auto whole = std::chrono::floor<std::chrono::seconds>(length);
    const timespec time{static_cast<std::time_t>(whole.count()), static_cast<long>((length - whole).count())};
    nanosleep(&time, nullptr); // a signal ends it early, and the caller looks at the clock
}

} // namespace

pacer::pacer(const real_time& how, double start)
    : clock_(how.clock ? *how.clock : machine_), factor_(how.factor), strict_(how.strict), first_(start),
      start_(clock_.now()) {
    if (!(factor_ > 0 && factor_ <= std::numeric_limits<double>::max()))
        throw value_error("environment: a factor of " + text_of(factor_) +
                          " is no number of seconds that a unit of time could take");
}

void pacer::sync(double now) noexcept {
    first_ = now;
    start_ = clock_.now();
}

void pacer::wait_until(const simulator& on, double due) {
    const double after = std::round((due - first_) * factor_ * 1e9); // to the nanosecond
    const instant then = saturating_add(start_, to_duration(std::chrono::duration<double, std::nano>(after)));
    instant now = clock_.now();
    if (strict_ && now > then && seconds(now - then) > factor_)
        throw runtime_error("environment::run: too slow for real time: what is due at " + text_of(due) +
                            " is " + text_of(seconds(now - then)) + " s late, and a unit of time takes " +
                            text_of(factor_) + " s" + on.asked_at(place()));
    for (; now < then; now = clock_.now()) {
        if (clock_.skip_to(then)) return;
        if (!clock_.waits())
            throw runtime_error("environment::run: the clock that stands for real time moves only when told, "
                                "and nobody is left to tell it that " +
                                text_of(due) + " has come" + on.asked_at(place()));
        sleep_for(then - now);
    }
}

} // namespace rondo::inline v0::sim::detail
