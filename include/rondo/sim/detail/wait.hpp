// SPDX-License-Identifier: BSL-1.0
//
// A wait for an event: lives in the frame of who waits, and is a node in the event's list.
#pragma once

#include <rondo/sim/detail/process_core.hpp>
#include <rondo/sim/interrupted.hpp>

#include <optional>
#include <variant>

namespace rondo::inline v0::sim::detail {

class RONDO_API event_wait : public callback_node, public rondo::detail::parked_wait {
public:
    event_wait(event_core& of, body& who, place at)
        : callback_node(&go_on), parked_wait{&waits_for_event, this, at}, event(&of), runner(who),
          process(of.home->active_itself()) {
        if (static_cast<body*>(process) != &who) [[unlikely]]
            look_for_process();
    }
    ~event_wait() {
        if (listed()) [[unlikely]]
            event->callbacks.erase(*this);
    }

    bool await_ready() {
        if (runner.refuse_at_checkpoint()) [[unlikely]]
            return true;
        if (process && process->undelivered) [[unlikely]]
            return take_undelivered();
        if (!event->is(event_core::processed)) [[likely]]
            return false;
        if (event->is(event_core::failed)) event->set(event_core::defused);
        return true;
    }
    RONDO_INLINE void await_suspend(std::coroutine_handle<> frame) {
        runner.resume_point = frame;
        try {
            runner.park(*this);
        } catch (...) {
            runner.unpark_in_place();
            throw;
        }
        event->callbacks.push_back(*this);
        if (process) process->waiting = this;
    }

    /// The wait that a callback is; null when it is another.
    static const event_wait* of(const callback_node& n) noexcept {
        return n.call == &go_on ? static_cast<const event_wait*>(&n) : nullptr;
    }

    event_core* event;
    body& runner;
    process_core* process; ///< null in a task of the kernel's
    interruption* interrupted_by = nullptr;

protected:
    void check_cancelled() const {
        if (runner.take_refusal()) [[unlikely]]
            throw cancelled();
    }
    [[noreturn]] void throw_interrupted() const;
    [[noreturn]] void throw_failure() const;
    /// Throws: interrupted; what the event failed with.
    void check() const {
        check_cancelled();
        if (interrupted_by) [[unlikely]]
            throw_interrupted();
        if (event->is(event_core::failed)) [[unlikely]]
            throw_failure();
    }

private:
    RONDO_COLD void look_for_process();
    bool take_undelivered() noexcept;
    static void go_on(callback_node& self, event_core& of);
    static bool abort(void* self, waiter& who) noexcept;
    static void describe(const void* self, std::string& out);
    static const rondo::detail::wait_kind waits_for_event;
};

/// How a wait ended that may be interrupted.
template <class T>
class waited {
    using stored = std::conditional_t<std::is_void_v<T>, std::monostate, T>;

public:
    explicit waited(std::any cause) : content_(std::in_place_index<0>, std::move(cause)) {}
    explicit waited(std::in_place_t, stored value) : content_(std::in_place_index<1>, std::move(value)) {}
    bool is_interrupted() const noexcept { return content_.index() == 0; }
    explicit operator bool() const noexcept { return !is_interrupted(); } ///< whether the event came
    const std::any& cause() const { return std::get<0>(content_); }
    const stored& value() const { return std::get<1>(content_); }

private:
    std::variant<std::any, stored> content_;
};

/// Awaits an event of T's; `Keeps`: holds a reference meanwhile; `Moves`: its value may be taken away.
template <class T, bool Keeps, bool Moves>
class wait_awaiter : public event_wait {
public:
    wait_awaiter(event_state<T>& of, body& runner, place at) : event_wait(of, runner, at) {
        if constexpr (Keeps) kept_ = core_ref<event_core>(of);
    }
    auto await_resume()
        -> std::conditional_t<Moves || std::is_reference_v<T>, T, std::add_lvalue_reference_t<const T>> {
        check();
        return give<Moves>();
    }

protected:
    template <bool Move>
    auto give()
        -> std::conditional_t<Move || std::is_reference_v<T>, T, std::add_lvalue_reference_t<const T>> {
        auto& slot = static_cast<event_state<T>&>(*event).result;
        if constexpr (std::is_void_v<T>)
            return;
        else if constexpr (std::is_reference_v<T>)
            return *slot.value;
        else if constexpr (!Move)
            return slot.value;
        else if constexpr (std::copy_constructible<T>) {
            if (event->is(event_core::in_frame) || event->references == 1 + (Keeps ? 1U : 0U))
                return std::move(slot.value);
            return slot.value;
        } else
            return std::move(slot.value);
    }

private:
    struct none {};
    [[no_unique_address]] std::conditional_t<Keeps, core_ref<event_core>, none> kept_;
};

/// The same, and an interrupt is a value.
template <class T, bool Keeps>
class status_awaiter : public wait_awaiter<T, Keeps, false> {
public:
    using wait_awaiter<T, Keeps, false>::wait_awaiter;
    waited<T> await_resume() {
        this->check_cancelled();
        if (this->interrupted_by) return waited<T>(this->interrupted_by->cause);
        this->check();
        if constexpr (std::is_void_v<T>)
            return waited<T>(std::in_place, std::monostate());
        else
            return waited<T>(std::in_place, this->template give<false>());
    }
};

} // namespace rondo::inline v0::sim::detail
