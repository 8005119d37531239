// SPDX-License-Identifier: BSL-1.0
//
// `env.timeout(delay, value)`: an event that is triggered from birth. It lives where it is made, in the coroutine's frame,
// and costs no memory besides. Who keeps it, composes it, or gives it a callback, makes it an event like any other.
#pragma once

#include <rondo/sim/event.hpp>

namespace rondo::inline v0::sim {

namespace detail {

/// An event in a frame, which becomes a counted one when it is shared.
template <class T>
class frame_event : protected event_state<T> {
public:
    frame_event(simulator& home, place made) noexcept : event_state<T>(home, made) {
        this->set(event_core::in_frame);
    }
    RONDO_INLINE ~frame_event() override {
        if (this->home_is_at_it()) [[likely]]
            this->home->forget_current();
        else if (!shared_ && !this->is(event_core::processed) && this->is(event_core::triggered))
            this->home->redirect(this->key, nullptr);
        expects(this->callbacks.empty(),
                "a timeout was destroyed while a process waits for it: keep it as an event<T>");
    }
    const char* kind() const noexcept override { return "timeout"; }
    event_core& counted() override { return share(); }

    /// The counted one that stands for it.
    event_state<T>& share() {
        if (shared_) return *shared_;
        core_ref<event_state<T>> made(*new shared_timeout(*this->home, this->made));
        made->flags = static_cast<std::uint16_t>(this->flags & ~event_core::in_frame);
        made->key = this->key;
        if constexpr (std::is_void_v<T>)
            made->result.set();
        else
            made->result.set(std::move(this->result.value));
        if (!this->is(event_core::processed)) {
            this->home->redirect(this->key, made.get());
            made->add_reference(); // the calendar's
            for (callback_node* n = this->callbacks.front(); n; n = this->callbacks.after(*n))
                static_cast<event_wait*>(n)->event = made.get();
            made->callbacks.take_over(this->callbacks);
        }
        shared_ = std::move(made);
        return *shared_;
    }
    event_state<T>& now_at() noexcept {
        if (shared_) return *shared_;
        return *this;
    }
    const event_state<T>& now_at() const noexcept { return const_cast<frame_event*>(this)->now_at(); }

private:
    struct shared_timeout final : event_state<T> {
        using event_state<T>::event_state;
        const char* kind() const noexcept override { return "timeout"; }
    };
    bool home_is_at_it() const noexcept { return this->home->is_current(*this); }
    core_ref<event_state<T>> shared_;
};

} // namespace detail

/// `co_await env.timeout(delay)` waits; `co_await env.timeout(delay, value)` gives the value then. Counts from when it was
/// made. Lifetime: stays where it is made; `event<T> e = env.timeout(…)` may be kept, copied and handed on.
/// Suspends: until its time, also for a delay of zero. Throws, Cancel: as event. Cost: no allocation.
template <class T = void>
class [[nodiscard("a timeout waits only for who awaits it")]] timeout : private detail::frame_event<T> {
    using base = detail::frame_event<T>;

public:
    using value_type = T;

    operator event<T>() { return share(); }
    operator any_event() { return share(); }
    event<T> share() { return event<T>(base::share()); }
    bool triggered() const noexcept { return true; }
    bool processed() const noexcept { return base::now_at().is(detail::event_core::processed); }
    std::add_lvalue_reference_t<const T> value() const
        requires(!std::is_void_v<T>)
    {
        return base::now_at().result.value;
    }
    auto or_interrupt() { return share().or_interrupt(); }
    template <class F>
    callback_id add_callback(F&& f, place at = place::current()) {
        return share().add_callback(static_cast<F&&>(f), at);
    }

    auto bind(body& runner, place at) & {
        return detail::wait_awaiter<T, false, false>(base::now_at(), runner, at);
    }
    auto bind(body& runner, place at) && {
        return detail::wait_awaiter<T, false, true>(base::now_at(), runner, at);
    }

    // --- For the environment.
    template <class Schedule, class... Value>
    RONDO_INLINE timeout(detail::simulator& home, place made, const Schedule& into_calendar, Value&&... value)
        : base(home, made) {
        if constexpr (std::is_void_v<T>)
            this->result.set();
        else
            this->result.set(static_cast<Value&&>(value)...);
        into_calendar(*this); // throws
        this->set(detail::event_core::triggered);
    }
};

} // namespace rondo::inline v0::sim
