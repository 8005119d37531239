// SPDX-License-Identifier: BSL-1.0
#include <rondo/sim/monitor.hpp>

#include <rondo/base/errors.hpp>

#include <algorithm>

namespace rondo::inline v0::sim {

monitor::monitor(detail::queues& of, monitor_options options)
    : lent_(of.is_lent()), keeps_(options.history), limit_(of.limit()) {
    watch(of);
    reset();
}

double monitor::now() const noexcept { return watched_ ? watched_->home().time_number() : last_; }

void monitor::reset() {
    const double at = now();
    holds_.reset();
    history_.clear();
    content_ = level<double>(at, watched_ ? watched_->content() : content_.value());
    for (const detail::side s : {detail::side::put, detail::side::get}) {
        waiting_line& line = lines_[static_cast<unsigned>(s)];
        const double length =
            watched_ ? static_cast<double>(watched_->waiting(s).size()) : line.length.value();
        line = waiting_line{.length = level<double>(at, length)};
    }
    if (keeps_) history_.push_back({at, asking().length.value(), content_.value()});
}

const waiting_line& monitor::putting() const {
    if (lent_) throw type_error("monitor::putting: nobody puts anything into a resource: ask for asking()");
    return lines_[0];
}

void monitor::granted(const detail::wish& w, double now) {
    lines_[static_cast<unsigned>(w.which)].waits.add(now - w.asked);
}
void monitor::withdrawn(const detail::wish& w, double) { ++lines_[static_cast<unsigned>(w.which)].withdrawn; }
void monitor::given_back(double since, double now) { holds_.add(now - since); }

void monitor::settled(double now) {
    for (const detail::side s : {detail::side::put, detail::side::get}) {
        level<double>& length = lines_[static_cast<unsigned>(s)].length;
        const auto count = static_cast<double>(watched_->waiting(s).size());
        if (count != length.value()) length.set(now, count);
    }
    if (const double there = watched_->content(); there != content_.value()) content_.set(now, there);
    if (!keeps_) return;
    const monitored is{now, asking().length.value(), content_.value()};
    if (history_.back().time == now) history_.pop_back();
    if (history_.empty() || history_.back().waiting != is.waiting || history_.back().content != is.content)
        history_.push_back(is);
}

} // namespace rondo::inline v0::sim
