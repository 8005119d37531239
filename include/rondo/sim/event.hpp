// SPDX-License-Identifier: BSL-1.0
//
// Events: something that will happen once in a simulation, with a value, or with an error. A handle is cheap to copy; all
// copies mean the same event. Who waits for it goes on when it is *processed*, at the time at which it was triggered, in
// its turn among all that is due then.
#pragma once

#include <rondo/sim/detail/wait.hpp>

#include <concepts>
#include <memory>
#include <typeinfo>

namespace rondo::inline v0::sim {

template <class T = void>
class event;

/// A handle of any event. Threads: the environment's own. Lifetime: may outlive the environment, and be asked for its
/// value then, and nothing else.
class RONDO_API any_event {
public:
    any_event() noexcept = default;

    explicit operator bool() const noexcept { return static_cast<bool>(core_); }
    bool triggered() const {
        return core().is(detail::event_core::triggered);
    } ///< it has its value, or its error
    bool processed() const { return core().is(detail::event_core::processed); } ///< all who waited were told
    bool ok() const; ///< whether it succeeded. Throws: invalid_state_error before
    bool failed() const { return core().is(detail::event_core::failed); }
    bool defused() const {
        return core().is(detail::event_core::defused);
    } ///< its failure ends no run any more
    void defuse() { core().set(detail::event_core::defused); }
    /// What it failed with, or null. Throws: invalid_state_error before it is triggered.
    std::exception_ptr error() const;
    /// Its value. Throws: type_error when that is of another type; its error; invalid_state_error before it is triggered.
    template <class T>
    const T& value_as() const {
        auto* typed = dynamic_cast<detail::event_state<T>*>(&core());
        if (!typed) throw_type(typeid(T));
        expect_value();
        return typed->result.value;
    }
    /// Its kind, and where it was made.
    std::string describe() const { return core().describe(); }
    /// Whether both mean the same event.
    friend bool operator==(const any_event& a, const any_event& b) noexcept {
        return a.core_.get() == b.core_.get();
    }

    // --- For the library.
    explicit any_event(detail::event_core& c) noexcept : core_(c) {}
    detail::event_core& core() const {
        if (!core_) [[unlikely]]
            throw_empty();
        return *core_;
    }

protected:
    void expect_value() const;
    [[noreturn]] static void throw_empty();
    [[noreturn]] void throw_type(const std::type_info& asked) const;
    detail::core_ref<detail::event_core> core_;
};

/// What add_callback() gives, to take the callback back.
class callback_id {
public:
    callback_id() noexcept = default;

private:
    template <class>
    friend class event;
    explicit callback_id(detail::callback_node* n) noexcept : node_(n) {}
    detail::callback_node* node_ = nullptr;
};

namespace detail {

/// A function of the user's in an event's list; it goes when it was called, or with the event.
template <class T, class F>
struct user_callback final : owned_callback {
    explicit user_callback(F f) : owned_callback(&run), function(std::move(f)) {}
    static void run(callback_node& n, event_core& e) {
        std::unique_ptr<user_callback> self(static_cast<user_callback*>(&n));
        event<T> of(static_cast<event_state<T>&>(e));
        self->function(of);
    }
    F function;
};

/// What waits for `co_await ev.or_interrupt()`.
template <class T>
struct status_op {
    status_awaiter<T, true> bind(body& runner, place at) const { return {*core, runner, at}; }
    core_ref<event_state<T>> core;
};

} // namespace detail

/// An event that gives a T. Made by env.event<T>(), env.timeout(…), env.process(…).
/// `co_await ev` (in a routine: `co_yield ev`) gives `const T&`, of an rvalue a T. Suspends: until it is processed; not at
/// all when that has been. Throws: what it failed with, the same object, to all who wait; interrupted. Cancel: the wait
/// ends, the event lives on.
template <class T>
class event : public any_event {
public:
    using value_type = T;
    event() noexcept = default;

    /// Triggers it with a value. Returns: itself. Throws: runtime_error, which names it, when it was triggered before.
    template <class U = T>
        requires(!std::is_void_v<T> && std::constructible_from<T, U>)
    event& succeed(U&& value, place at = place::current()) {
        core().expect_pending("succeed", at);
        state().result.set(static_cast<U&&>(value));
        core().trigger_now();
        return *this;
    }
    event& succeed(place at = place::current())
        requires std::is_void_v<T>
    {
        core().expect_pending("succeed", at);
        state().result.set();
        core().trigger_now();
        return *this;
    }
    /// Triggers it with an error, which is thrown to all who wait; when nobody does, and it is not defused, out of run().
    /// Throws: runtime_error as succeed(); type_error when `error` is null.
    event& fail(std::exception_ptr error, place at = place::current()) {
        core().expect_pending("fail", at);
        core().fail_with(std::move(error));
        return *this;
    }
    template <class E>
        requires std::derived_from<std::remove_cvref_t<E>, std::exception>
    event& fail(E&& error, place at = place::current()) {
        return fail(std::make_exception_ptr(static_cast<E&&>(error)), at);
    }
    /// Triggers it as `other` was: for chains. Throws: as succeed(); invalid_state_error when other has not been.
    event& trigger(const event& other, place at = place::current()) {
        core().expect_pending("trigger", at);
        if (std::exception_ptr e = other.error()) return fail(std::move(e), at);
        if constexpr (std::is_void_v<T>)
            return succeed(at);
        else
            return succeed(other.value(), at);
    }
    /// Its value. Throws: its error; invalid_state_error before it is triggered.
    decltype(auto) value() const {
        expect_value();
        if constexpr (std::is_void_v<T>)
            return;
        else if constexpr (std::is_reference_v<T>)
            return static_cast<T>(*state().result.value);
        else
            return std::as_const(state().result.value);
    }
    /// Calls `f(event<T>&)` when it is processed, in order with those who wait. Throws: runtime_error when it has been.
    template <std::invocable<event&> F>
    callback_id add_callback(F&& f, place at = place::current()) {
        if (processed()) throw_too_late(at);
        auto node = std::make_unique<detail::user_callback<T, std::decay_t<F>>>(static_cast<F&&>(f));
        core().home->keep(core());
        core().callbacks.push_back(*node);
        return callback_id(node.release());
    }
    /// Takes a callback back. Requires: it has not been called.
    void remove_callback(callback_id id) {
        core().callbacks.erase(*id.node_);
        delete static_cast<detail::owned_callback*>(id.node_);
    }
    /// `co_await ev.or_interrupt()` gives an interrupt as a status: `if (auto got = …) got.value(); else got.cause();`.
    auto or_interrupt() const {
        return detail::status_op<T>{detail::core_ref<detail::event_state<T>>(state())};
    }

    auto bind(body& runner, place at) const& {
        return detail::wait_awaiter<T, true, false>(state(), runner, at);
    }
    auto bind(body& runner, place at) && { return detail::wait_awaiter<T, true, true>(state(), runner, at); }

    // --- For the library.
    explicit event(detail::event_state<T>& c) noexcept : any_event(c) {}
    detail::event_state<T>& state() const { return static_cast<detail::event_state<T>&>(core()); }

private:
    [[noreturn]] void throw_too_late(place at) const {
        throw runtime_error("event::add_callback: " + core().describe() +
                            " has been processed already, and tells nobody any more" +
                            core().home->asked_at(at));
    }
};

} // namespace rondo::inline v0::sim
