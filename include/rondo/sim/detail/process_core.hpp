// SPDX-License-Identifier: BSL-1.0
//
// A process without its type: a body of the kernel, and the event that it is. That is in the calendar twice: to be started,
// and when it has ended.
#pragma once

#include <rondo/sim/detail/simulator.hpp>

#include <any>
#include <memory>
#include <string>
#include <string_view>

namespace rondo::inline v0::sim::detail {

class event_wait;
class process_core;

/// An interrupt on its way: processed ahead of all that is normal at that time.
class RONDO_API interruption final : public event_core {
public:
    interruption(process_core& victim, std::any cause, place at);
    ~interruption() override;
    const char* kind() const noexcept override { return "interrupt"; }
    result_base& outcome() noexcept override { return nothing_; }
    bool has_begun() override;
    process_core* subject() noexcept override { return &victim; }

    process_core& victim; ///< held by its event
    std::any cause;
    core_ref<interruption> next; ///< of the same victim, which could not be told yet

private:
    result_base nothing_;
};

/// What the type of a process adds to its event.
class RONDO_API process_core : public body {
public:
    process_core(event_core& own, place made) noexcept : body(&first_step, made), own(own) {}
    process_core(const process_core&) = delete;

    bool alive() const noexcept { return !own.is(event_core::triggered); }
    /// Sends an interrupt. Throws: runtime_error when it interrupts itself, or is dead.
    void interrupt(std::any cause, place at);
    void deliver(interruption& from);
    /// Takes over its frame, which starts with the next urgent event.
    void launch(std::coroutine_handle<> frame);
    /// Out of the calendar: starts it. Returns: false the first time.
    bool begin();
    static bool is_process(const body& b) noexcept { return b.step == &run_step || b.step == &first_step; }
    /// Its coroutine goes on, until it waits again, or ends.
    void run_on() noexcept {
        if (run_frames()) end();
    }
    /// Destroys it where it is suspended. Returns: false when it must be cancelled instead.
    bool end_in_place() noexcept;
    void add_reference() noexcept { own.add_reference(); }
    void drop_reference() noexcept { own.drop_reference(); }
    /// The name given, or "process 3". Kept here, for a process can be asked when it has ended.
    std::string name() const;
    void set_name(std::string_view name) { name_ = std::make_unique<std::string>(name); }
    /// "process 3", "process 'customer 5'"
    std::string title() const;

    event_core& own;                      ///< the event that it is
    event_wait* waiting = nullptr;        ///< for an event
    body* fiber = nullptr;                ///< what waits in its place: a plain function that it runs
    core_ref<interruption> undelivered{}; ///< came while it waited for something else

protected:
    ~process_core() = default;
    virtual void drop_call() noexcept = 0;

private:
    static void first_step(runnable& r, scheduler& s) noexcept;
    static void run_step(runnable& r, scheduler& s) noexcept;
    void end() noexcept;
    void destroy_here() noexcept;

    std::unique_ptr<std::string> name_;
};

inline void simulator::wake_process(process_core& p) noexcept {
    p.waiting = nullptr;
    active_ = &p;
    run_at_once(p, [&] { p.run_on(); });
    active_ = nullptr;
    if (!idle()) [[unlikely]]
        go_on_with_turns();
}

} // namespace rondo::inline v0::sim::detail
