// SPDX-License-Identifier: BSL-1.0
//
// `claim<T>`: what a container or a store was asked for, and has not given yet. Leaving its scope withdraws it.
#pragma once

#include <rondo/sim/condition.hpp>
#include <rondo/sim/detail/queues.hpp>

namespace rondo::inline v0::sim {

/// An event that happens when it is granted. `co_await c` gives `const T&`, of an rvalue a T. Leaving its scope takes it out
/// of the queue; detach() stops that.
template <class T>
class [[nodiscard("a claim that is dropped is withdrawn at once")]] claim {
public:
    using value_type = T;
    claim(claim&& other) noexcept : state_(std::move(other.state_)) { other.state_ = {}; }
    claim& operator=(claim&& other) noexcept {
        if (this != &other) {
            cancel();
            state_ = std::move(other.state_);
            other.state_ = {};
        }
        return *this;
    }
    ~claim() { cancel(); }

    bool triggered() const noexcept { return state_ && state_->is(detail::event_core::triggered); }
    bool processed() const noexcept { return state_ && state_->is(detail::event_core::processed); }
    /// Takes it out of the queue. Nothing happens when it was granted.
    void cancel() noexcept {
        if (state_ && state_->of()) state_->of()->withdraw(*state_);
    }
    /// It stays in the queue when this leaves its scope.
    event<T> detach() noexcept {
        event<T> kept = as_event();
        state_ = {};
        return kept;
    }
    /// It as an event; an empty handle when it was given up.
    event<T> as_event() const { return state_ ? event<T>(*state_) : event<T>(); }
    operator event<T>() const { return as_event(); }
    auto or_interrupt() const { return as_event().or_interrupt(); }

    auto bind(body& runner, place at) & { return detail::wait_awaiter<T, true, false>(*state_, runner, at); }
    auto bind(body& runner, place at) && {
        // By its handle alone, so that the value may be moved out.
        return detail::wait_awaiter<T, false, true>(*state_, runner, at);
    }

    // --- For containers and stores.
    explicit claim(detail::wish_event<T>& s) noexcept : state_(s) {}

private:
    detail::core_ref<detail::wish_event<T>> state_;
};

} // namespace rondo::inline v0::sim
