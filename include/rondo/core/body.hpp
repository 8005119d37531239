// SPDX-License-Identifier: BSL-1.0
//
// A body: what a scheduler runs for a user. A task, a routine, an adopted generator and a fiber are bodies; the kernel
// knows only this. It has one place where it goes on, one thing that it is parked in, one scope that may cancel it, and
// one group that waits for it.
//
//     created ──► ready ──► running ──► parked ──► ready …            running ──► ended
#pragma once

#include <rondo/base/place.hpp>
#include <rondo/core/runnable.hpp>
#include <rondo/core/waiter.hpp>

#include <cstddef>
#include <cstdint>
#include <exception>
#include <string>
#include <string_view>

namespace rondo::inline v0 {

class cancel_scope;
class loop;
class task_group;

namespace detail {

class scope_core;
class fiber_runner;
class handle_base;
struct propagation;
struct local_node;
struct result_base;
local_node*& locals_of(body& task) noexcept;

/// The part of a group that its bodies reach for all the time.
struct group_core {
    scheduler* home; ///< null when it has gone
};

/// What a body belongs to that has ended and is still held by handles: they may outlive its group, and the scheduler.
struct home_card : group_core {
    std::size_t references;
};

/// What the kernel must know of an awaitable's type once a body is parked in it.
struct wait_kind {
    bool (*abort)(void* awaitable, waiter&) noexcept;
    void (*describe)(const void* awaitable, std::string& out); ///< appends what is waited for
};

/// The wait of a parked body; lives in its frame.
struct parked_wait {
    const wait_kind* kind;
    void* awaitable;
    [[no_unique_address]] place where;
};

} // namespace detail

enum class body_state : std::uint8_t {
    created,
    ready,
    running,
    parked,
    dropped, ///< its loop closes, and nothing can wake it: its next step destroys it where it is suspended
    ended,
};

/// Identity and state of what runs. Users meet it as `task_view` and `join_handle`.
class RONDO_API body : public runnable, public waiter {
public:
    body_state state() const noexcept { return state_; }
    /// Whether its scheduler lives: it does unless the body has ended.
    bool has_home() const noexcept { return group_->home != nullptr; }
    std::uint64_t id() const noexcept { return id_; } ///< 1, 2, … in order of creation on this scheduler
    scheduler& home() const noexcept { return *group_->home; }
    /// Where the coroutine that it runs is written.
    place made_at() const noexcept { return place_; }
    /// The name given, or "task N".
    std::string name() const;
    /// The name given, "" when none was. Asks for no memory. Lifetime: until another is given.
    std::string_view given_name() const noexcept;
    void set_name(std::string_view name);
    /// What it waits for, "" when it is not parked; and where.
    std::string waits_for() const;
    place waits_at() const noexcept;
    bool has_started() const noexcept { return (flags_ & started) != 0; }

    // --- For bodies and awaiters.

    /// Whether its next checkpoint throws `cancelled`.
    bool cancel_pending() const noexcept { return (flags_ & cancel_is_pending) != 0; }
    /// At a leaf: looks for cancellation before any effect. Returns: true when the leaf must throw instead.
    bool refuse_at_checkpoint() noexcept {
        if (!cancel_pending()) [[likely]]
            return false;
        return refuse();
    }
    /// The same at a leaf that always gives way: it is never parked, and yet the deadlines around it count from here.
    bool refuse_before_giving_way() {
        if ((flags_ & (cancel_is_pending | has_unarmed_deadline)) == 0) [[likely]]
            return false;
        if (cancel_pending()) return refuse_at_checkpoint();
        arm_deadlines();
        return false;
    }
    /// The same for one that is done already: a deadline for which there is no memory now is armed at the next wait.
    RONDO_COLD void try_to_arm_deadlines() noexcept;
    /// At resumption of a leaf: whether it throws `cancelled`; asked once.
    bool take_refusal() noexcept {
        if ((flags_ & throw_cancelled) == 0) [[likely]]
            return false;
        return forget_refusal();
    }
    /// Counts a leaf operation that was ready. Returns: false when the step has had its share and must give way.
    bool within_budget() noexcept { return --budget_ != 0; }
    /// How many more may be ready before the step gives way.
    unsigned budget_left() const noexcept { return budget_; }

    /// The body stops here, in `wait`: before `start` is called on the awaitable.
    void park(detail::parked_wait& wait) {
        state_ = body_state::parked;
        flags_ &= static_cast<std::uint16_t>(~abort_was_asked);
        link_ = reinterpret_cast<std::uintptr_t>(&wait);
        if ((flags_ & has_unarmed_deadline) != 0) [[unlikely]]
            arm_deadlines();
    }
    /// The body gives way: it runs again in the next turn.
    void give_way() noexcept;
    /// The wait is over.
    void unpark_own() noexcept;
    /// The wait could not begin: the body goes on where it was.
    void unpark_in_place() noexcept {
        state_ = body_state::running;
        resume_point = nullptr;
        link_ = 0;
    }
    /// The wait that it is parked in, or null.
    detail::parked_wait* parked_in() const noexcept {
        return state_ == body_state::parked ? reinterpret_cast<detail::parked_wait*>(link_) : nullptr;
    }
    /// Marks what waits for an operation that cannot be aborted at once as asked to.
    bool abort_asked() const noexcept { return (flags_ & abort_was_asked) != 0; }

    static constexpr unsigned step_budget = 128; ///< leaf operations in a step

protected:
    body(step_function run, place where) noexcept : runnable(run), place_(where) {}
    ~body() = default;

    enum flag : std::uint16_t {
        started = 1,
        cancel_is_pending = 2, // its innermost scope is cancelled, by whichever way
        throw_cancelled = 4,   // the leaf that it is in throws
        abort_was_asked = 8,   // its wait was asked to end, and will when it can
        cancelled_whole = 16,  // join_handle::cancel(): all of it
        was_cancelled = 32,    // it ended by `cancelled`
        has_name = 64,
        has_unarmed_deadline = 128,
        is_fiber = 256,
        error_seen = 512, // somebody was told its error
        failed = 1024,    // it ended by an error
        has_card = 2048,  // its group_ is a home_card
    };

    void arm_deadlines();
    RONDO_COLD bool refuse() noexcept;         ///< makes the leaf throw; true
    RONDO_COLD bool forget_refusal() noexcept; ///< true
    /// One step of a body that runs coroutine frames. Returns: whether the last of them has ended.
    bool run_frames() noexcept;
    /// The end of a body: its joiners and its group are told. May dispose of it.
    void finish(detail::result_base& result) noexcept;
    void release() noexcept; ///< one reference less; the last one disposes
    void set_pending(bool pending) noexcept {
        flags_ =
            static_cast<std::uint16_t>(pending ? flags_ | cancel_is_pending : flags_ & ~cancel_is_pending);
    }
    void told_to_stop() noexcept; ///< its innermost scope is cancelled: ends its wait
    bool cancel_whole() noexcept;
    bool abandon() noexcept; ///< destroys it where it is parked; false when its wait cannot be aborted
    std::exception_ptr failure() const; ///< of one that has ended: what left it, or null
    void report_lost_error() const noexcept;
    void begin_step() noexcept {
        budget_ = step_budget;
        state_ = body_state::running;
    }
    void mark_started() noexcept { flags_ |= started; }

    friend class scheduler;
    friend class task_group;
    friend class detail::scope_core;
    friend class loop;
    friend class detail::handle_base;
    friend class detail::fiber_runner;
    friend detail::local_node*& detail::locals_of(body& task) noexcept;
    friend struct detail::propagation;

    std::uint32_t references_ = 1;
    std::uint32_t place_in_group_ = 0;
    std::uint16_t flags_ = 0;
    std::uint8_t budget_ = 0;
    body_state state_ = body_state::created;
    detail::scope_core* scope_ = nullptr; // the innermost: its own, or its group's
    detail::group_core* group_ = nullptr;
    waiter_list joiners_;
    detail::local_node* locals_ = nullptr;
    std::uint64_t id_ = 0;
    [[no_unique_address]] place place_;
};

} // namespace rondo::inline v0
