// SPDX-License-Identifier: BSL-1.0
#include <rondo/sim/trace.hpp>

#include <rondo/base/unraisable.hpp>

namespace rondo::inline v0::sim {

event_trace::event_trace(detail::simulator& env, plot::text_sink out)
    : event_observer(env), out_(out, {.numbers = plot::non_finite::null, .lines = true}) {}

void event_trace::happens(const happening& what) {
    out_.begin_object()
        .member("number", what.number())
        .member("time", what.time())
        .member("event", what.kind());
    if (const any_process who = what.process()) out_.member("process", who.name());
    if (const std::string at = what.where(); !at.empty()) out_.member("at", at);
    if (what.failed()) out_.member("failed", true);
    if (const auto woken = what.wakes(); !woken.empty()) {
        out_.key("wakes").begin_array();
        for (const any_process& p : woken) out_.value(p.name());
        out_.end_array();
    }
    out_.end_object();
}

namespace {

constexpr plot::track none{1, 0};
plot::track track_of(const any_process& who) { return {1, static_cast<std::int64_t>(who.id())}; }

} // namespace

/// Writes what there is to see of a resource or a store whenever it changes.
class chrome_trace::curve final : private detail::queue_watcher {
public:
    curve(chrome_trace& to, detail::queues& of, std::string_view name) : to_(to), name_(name) {
        detail::queue_watcher::watch(of);
        settled(of.home().time_number());
    }

private:
    void granted(const detail::wish&, double) override {}
    void withdrawn(const detail::wish&, double) override {}
    void given_back(double, double) override {}
    void settled(double now) override { // in the middle of the model: it is not to suffer from a full disk
        if (to_.finished_) return;
        try {
            const bool lent = watched_->is_lent();
            const detail::side asking = lent ? detail::side::put : detail::side::get;
            const std::size_t waiting = watched_->waiting(asking).size();
            const double content = watched_->content();
            if (waiting == waiting_ && content == content_) return;
            to_.out_.counter(none, name_, now, {{"waiting", waiting}, {lent ? "used" : "there", content}});
            waiting_ = waiting;
            content_ = content;
        } catch (...) {
            report_unraisable(std::current_exception(), "in chrome_trace");
        }
    }
    chrome_trace& to_;
    std::string name_;
    std::size_t waiting_ = 0;
    double content_ = -1; // nothing is written yet
};

chrome_trace::chrome_trace(detail::simulator& env, plot::text_sink out, plot::trace_options options)
    : event_observer(env), out_(out, options) {
    out_.name_process(1, "simulation");
    out_.name_thread(none, "the model");
}
chrome_trace::~chrome_trace() = default;

void chrome_trace::watch(detail::queues& of, std::string_view name) {
    curves_.push_back(std::make_unique<curve>(*this, of, name));
}

void chrome_trace::counter(std::string_view name, double value) {
    if (observed()) out_.counter(none, name, observed()->time_number(), {{"value", value}});
}

void chrome_trace::mark(std::string_view text) {
    if (!observed()) return;
    detail::process_core* const who = observed()->active();
    out_.instant(who ? track_of(any_process(*who)) : none, text, observed()->time_number());
}

void chrome_trace::finish() {
    finished_ = true;
    out_.finish();
}

chrome_trace::seen& chrome_trace::of(const any_process& who, double now) {
    const auto [at, fresh] = alive_.try_emplace(who.id(), seen{now, false});
    if (fresh) out_.name_thread(track_of(who), who.name());
    return at->second;
}

void chrome_trace::end_wait(const any_process& who, std::string_view for_what, double now) {
    seen& it = of(who, now);
    if (now > it.since) out_.complete(track_of(who), for_what, it.since, now - it.since);
    it.since = now;
}

void chrome_trace::happens(const happening& what) {
    if (finished_) return;
    const double now = what.time();
    const any_process who = what.process();
    if (what.kind() == "start") {
        of(who, now).begun = true;
        out_.begin(track_of(who), who.name(), now);
    } else if (what.kind() == "interrupt" && who.is_alive()) {
        if (!what.interrupts().empty()) end_wait(who, what.interrupts(), now);
        out_.instant(track_of(who), "interrupt", now);
    } else if (what.kind() == "end") {
        if (of(who, now).begun) out_.end(track_of(who), now);
        alive_.erase(who.id());
    }
    const std::string_view kind = what.kind() == "end" ? "process" : what.kind();
    for (const any_process& woken : what.wakes()) end_wait(woken, kind, now);
}

} // namespace rondo::inline v0::sim
