// SPDX-License-Identifier: BSL-1.0
//
// Processes: coroutines that live in a simulation. They are the kernel's own, tasks that say co_await and routines that say
// co_yield; env.process() runs one on its own, and gives a handle that is an event: it happens when the process ends.
#pragma once

#include <rondo/core/routine.hpp>
#include <rondo/core/task.hpp>
#include <rondo/sim/event.hpp>

#include <tuple>

namespace rondo::inline v0::sim {

/// What a coroutine that is to be a process returns: `process clock(environment& env)`, `process_of<int> work(…)`.
template <class T = void>
using process_of = task<T>;
using process = task<void>;

namespace detail {

/// Callable and arguments, for a coroutine that refers to them.
template <class F, class... Args>
struct called_with {
    std::tuple<F, Args...> content;
    auto call() {
        return std::apply([](F& f, Args&... args) { return f(args...); }, content);
    }
};
struct called_before {};

/// The event that a process is, with its coroutine.
template <class T>
class process_event : public event_state<T>, public process_core {
public:
    process_event(simulator& home, place made) noexcept
        : event_state<T>(home, made), process_core(*this, made) {
        this->set(event_core::hooked);
    }
    using event_core::add_reference;
    using event_core::drop_reference;
    const char* kind() const noexcept override { return "process"; }
    bool has_begun() override { return process_core::begin(); }
    process_core* subject() noexcept override { return this; }
};

template <class T, class Kept = called_before>
class process_state final : public process_event<T> {
public:
    template <class... From>
    process_state(simulator& home, place made, From&&... from) : process_event<T>(home, made) {
        kept_.emplace(Kept{{static_cast<From&&>(from)...}});
    }
    Kept& kept() noexcept { return *kept_; }

private:
    void drop_call() noexcept override { kept_.reset(); }
    std::optional<Kept> kept_;
};
template <class T>
class process_state<T, called_before> final : public process_event<T> {
public:
    using process_event<T>::process_event;

private:
    void drop_call() noexcept override {}
};

} // namespace detail

/// A process of any type, seen from outside.
class RONDO_API any_process : public any_event {
public:
    any_process() noexcept = default;
    /// Whether it has not ended.
    bool is_alive() const { return !triggered(); }
    /// Throws `interrupted` in it, with `cause`, where it waits; ahead of all that is due now, and after what runs. What
    /// it waited for lives on. Dropped when the process ends first.
    /// Throws: runtime_error, which names it, when it has ended, or is the one that asks.
    void interrupt(std::any cause = {}, place at = place::current()) const {
        who().interrupt(std::move(cause), at);
    }
    void interrupt(const char* cause, place at = place::current()) const {
        interrupt(std::any(std::string(cause)), at);
    }
    /// What it waits for; empty when that is no event.
    any_event target() const;
    std::string name() const { return who().name(); }
    void set_name(std::string_view name) const { who().set_name(name); }
    std::uint64_t id() const { return who().id(); } ///< 1, 2, … in order of creation

    // --- For the library.
    explicit any_process(detail::process_core& p) noexcept : any_event(p.own), process_(&p) {}
    detail::process_core& who() const {
        if (!process_) [[unlikely]]
            throw_empty();
        return *process_;
    }

protected:
    detail::process_core* process_ = nullptr;
};

/// A process: an event that happens when it ends, with what it returns; or fails with what leaves it.
template <class T = void>
class process_handle : public event<T> {
public:
    process_handle() noexcept = default;
    bool is_alive() const { return !this->triggered(); }
    /// As any_process::interrupt.
    void interrupt(std::any cause = {}, place at = place::current()) const {
        who().interrupt(std::move(cause), at);
    }
    void interrupt(const char* cause, place at = place::current()) const {
        interrupt(std::any(std::string(cause)), at);
    }
    any_event target() const { return any_process(who()).target(); }
    std::string name() const { return who().name(); }
    process_handle& set_name(std::string_view name) {
        who().set_name(name);
        return *this;
    }
    std::uint64_t id() const { return who().id(); }
    operator any_process() const { return any_process(who()); }

    // --- For the library.
    explicit process_handle(detail::process_event<T>& p) noexcept : event<T>(p) {}
    detail::process_core& who() const { return static_cast<detail::process_event<T>&>(this->state()); }
};

namespace detail {

template <class X>
concept coroutine_to_run = requires(X& x) {
    typename X::value_type;
    { x.release_frame() } -> std::same_as<std::coroutine_handle<>>;
};

template <class X>
    requires coroutine_to_run<X>
process_handle<typename X::value_type> start_process(simulator& home, X x, place at) {
    using value = typename X::value_type;
    core_ref<process_event<value>> made(*new process_state<value>(home, at));
    made->launch(x.release_frame());
    return process_handle<value>(*made);
}

template <class F, class... Args>
auto start_call(simulator& home, place at, F&& f, Args&&... args) {
    using kept = called_with<std::decay_t<F>, std::decay_t<Args>...>;
    using made_type = decltype(std::declval<kept&>().call());
    static_assert(coroutine_to_run<made_type>, "env.process(f, args...): f must return a task or a routine; "
                                               "a plain function that waits by await() is "
                                               "a process as env.process(sim::fiber(f, args...))");
    using value = typename made_type::value_type;
    auto* raw = new process_state<value, kept>(home, at, static_cast<F&&>(f), static_cast<Args&&>(args)...);
    core_ref<process_event<value>> made(*raw);
    made->launch(raw->kept().call().release_frame());
    return process_handle<value>(*made);
}

} // namespace detail
} // namespace rondo::inline v0::sim
