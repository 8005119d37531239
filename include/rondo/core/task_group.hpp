// SPDX-License-Identifier: BSL-1.0
//
// `task_group`: the owner of concurrent tasks. `with_task_group(body)` is left only when all its children have ended. The
// first that fails cancels the others, in order of creation; what failed is thrown as one exception_group.
#pragma once

#include <rondo/core/cancel_scope.hpp>
#include <rondo/core/detail/spawned.hpp>
#include <rondo/core/exception_group.hpp>
#include <rondo/core/join_handle.hpp>
#include <rondo/core/task.hpp>

namespace rondo::inline v0 {

/// Spawns tasks and owns them. Met as the argument of with_task_group's body, or as a scheduler's root().
/// Threads: the scheduler's own.
class RONDO_API task_group : private detail::group_core {
public:
    task_group(const task_group&) = delete;
    task_group& operator=(const task_group&) = delete;
    ~task_group();

    /// Calls `f(args…)`, which gives a task, a routine or another awaitable, and runs that on its own: its first step is
    /// in the next turn, after those spawned before it. As std::thread does it keeps copies of callable and arguments
    /// until the task has ended; std::ref lends. Or takes something awaitable that was made already.
    /// Throws: what the call throws; runtime_error when the group was left; std::bad_alloc. Cost: two allocations from
    /// the frame pool.
    template <class F, class... Args>
    auto spawn(F&& f, Args&&... args) {
        return detail::spawn_in(*this, static_cast<F&&>(f), static_cast<Args&&>(args)...);
    }
    /// Cancels the children and the body of the group, which then ends quietly, without a value.
    void cancel() { scope_.cancel(); }
    bool cancel_called() const noexcept { return scope_.called(); }
    scheduler& home() const noexcept { return *group_core::home; }
    /// How many children have not ended.
    std::size_t alive() const noexcept { return alive_; }
    /// Calls `visit(const body&)` for each child that has not ended, in order of creation.
    template <class Visit>
    void for_each_child(Visit visit) const {
        for (std::size_t i = 0; i != children_.size(); ++i)
            if (const body* child = children_[i]) visit(*child);
    }

    // --- For the kernel.
    explicit task_group(scheduler& home) noexcept; ///< a root: its failures do not concern each other
    explicit task_group(body& host, place at);     ///< within the body of with_task_group
    void shut() noexcept { left_ = true; }         ///< a root whose host is closed: it takes no more
    void adopt(body& child);                       ///< makes it ready; throws before anything is changed
    void adopt_asleep(body& child);                ///< the same, but its host starts it
    void child_ended(body& child, const std::exception_ptr& error) noexcept;
    place made_at() const noexcept { return made_; }
    static task_group& of(const body& child) noexcept { return static_cast<task_group&>(*child.group_); }
    detail::scope_core& scope() noexcept { return scope_; }
    void append_children(std::vector<const body*>& all) const;
    static void append_grandchildren(const body& host, std::vector<const body*>& all);

    /// Waits for the children, whatever is cancelled.
    class rest_awaiter : private detail::parked_wait {
    public:
        rest_awaiter(task_group& group, body& runner, place at) noexcept;
        bool await_ready() const noexcept { return group_.alive_ == 0; }
        void await_suspend(std::coroutine_handle<> frame);
        void await_resume() const {
            if (failed_) [[unlikely]]
                std::rethrow_exception(failed_);
        }

    private:
        task_group& group_;
        body& body_;
        std::exception_ptr failed_; // no memory for a deadline: the group was cancelled for it
    };
    struct rest_op {
        task_group& group;
        rest_awaiter bind(body& runner, place at) const noexcept { return {group, runner, at}; }
    };
    /// The body of the group threw: the children are cancelled.
    void body_failed(const std::exception_ptr& error) noexcept;
    /// Whether the wait for the children was cancelled from further out; it ends with them all the same.
    bool rest_was_cut() const noexcept { return cut_; }
    /// Leaves the group, whose body ended with `error`, or null. Returns: whether it came to its end; false when the
    /// group's own cancellation ended it. Throws: exception_group, or `cancelled` for who is further out.
    bool leave(std::exception_ptr error);
    void keep_errors_apart() noexcept { apart_ = true; }
    /// The errors of the children so far, in the order in which they failed, and `last` unless null.
    std::vector<std::exception_ptr> take_failed(std::exception_ptr last);

private:
    friend class scheduler;
    void unlink(body& child) noexcept;
    /// The first child at `place` or behind it; null when there is none.
    body* child_from(std::size_t place) const noexcept {
        for (; place < children_.size(); ++place)
            if (children_[place]) return children_[place];
        return nullptr;
    }
    void release_failed() noexcept;
    void report_open() const noexcept;
    friend struct detail::propagation;

    detail::scope_core scope_;
    std::vector<body*> children_; // in order of creation; null where one has ended
    waiter_list failed_;          // of the children, in order of failure; kept until the group is left
    std::size_t alive_ = 0;
    body* waiting_ = nullptr; // the host, when it waits for the rest
    bool apart_ = false;      // errors are for the handles: they neither cancel nor are collected
    bool left_ = false;
    bool by_hand_ = false; // the body threw `cancelled`, and nothing had been
    bool cut_ =
        false; // when the last child ended, and the host waited for it, a scope further out was cancelled
    [[no_unique_address]] place made_;
};

namespace detail {

template <class F>
using group_body_t = std::invoke_result_t<F&, task_group&>;
template <class F>
using group_result_t = await_result_t<group_body_t<F>>;

template <class F>
task<unless_cut_t<group_result_t<F>>> run_group(F f, place at) {
    using result = group_result_t<F>;
    body& me = co_await this_body;
    task_group group(me, at);
    unless_cut_t<result> kept{};
    std::exception_ptr error;
    try {
        auto inner = f(group);
        if constexpr (std::is_void_v<result>) {
            co_await std::move(inner);
            kept = true;
        } else if constexpr (std::is_reference_v<result>) {
            kept = std::addressof(co_await std::move(inner));
        } else {
            kept.emplace(co_await std::move(inner));
        }
    } catch (...) {
        error = std::current_exception();
    }
    if (error) group.body_failed(error);
    while (group.alive() != 0) { // somebody may have spawned since the last one ended
        try {
            co_await task_group::rest_op{group};
        } catch (...) {
            if (!error || is_cancelled(error)) error = std::current_exception();
        }
    }
    if (!error && group.rest_was_cut()) error = std::make_exception_ptr(cancelled());
    if (!group.leave(std::move(error))) kept = {};
    co_return std::move(kept);
}

} // namespace detail

/// Runs `body(group)`, a coroutine, and waits for all that it, or its children, spawned in the group.
/// Returns: the body's result as an optional (`true` for nothing); empty when group.cancel() ended the body.
/// Throws: exception_group with the errors of the children in the order in which they failed, the body's own last; that of
/// a single one is a group, too. `cancelled` when a scope further out was cancelled and nothing failed.
/// Lifetime: the callable is kept: the one place where a capturing coroutine lambda is right.
/// Example: `co_await with_task_group([&](task_group& group) -> task<> { group.spawn(f, 1);  co_return; });`
template <class F>
auto with_task_group(F&& body, place at = place::current()) {
    static_assert(std::is_invocable_v<std::decay_t<F>&, task_group&>,
                  "with_task_group(body): body takes a task_group& and returns a task");
    if constexpr (std::is_invocable_v<std::decay_t<F>&, task_group&>) {
        static_assert(
            awaitable<detail::group_body_t<std::decay_t<F>>>,
            "with_task_group(body): body must be a coroutine: [&](task_group& group) -> task<> { … }");
        if constexpr (awaitable<detail::group_body_t<std::decay_t<F>>>)
            return detail::run_group<std::decay_t<F>>(static_cast<F&&>(body), at);
    }
}

} // namespace rondo::inline v0
