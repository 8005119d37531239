// SPDX-License-Identifier: BSL-1.0
//
// A task as one looks at it: its name, its state, and what it waits for. `this_task()` is the one that runs.
#pragma once

#include <rondo/core/join_handle.hpp>

#include <string>
#include <vector>

namespace rondo::inline v0 {

/// Some task, whatever it gives. Copies share; it may be kept longer than the task runs, but not as a part of that task's
/// own result, which would keep both for ever. Threads: the loop's own.
class task_view : private detail::handle_base {
public:
    explicit task_view(const body& of) noexcept : handle_base(const_cast<body&>(of)) {}

    using handle_base::cancel;
    using handle_base::done;
    using handle_base::id; ///< 1, 2, … in order of creation on its loop
    using handle_base::name;
    using handle_base::was_cancelled;
    task_view& set_name(std::string_view name) {
        who().set_name(name);
        return *this;
    }
    body_state state() const { return who().state(); }
    /// What it waits for, in words; "" when it does not wait.
    std::string waits_for() const { return who().waits_for(); }
    /// Where it waits.
    place waits_at() const { return who().waits_at(); }
    /// Where the coroutine that it runs is written.
    place made_at() const { return who().made_at(); }

    friend bool operator==(const task_view& a, const task_view& b) noexcept { return a.body_ == b.body_; }
};

/// The task that runs here. Throws: runtime_error in a callback, and where no loop runs.
RONDO_API task_view this_task();

/// Every task of `on` that has not ended: those of its root group in order of creation, then theirs, and so on.
RONDO_API std::vector<task_view> all_tasks(const scheduler& on);

} // namespace rondo::inline v0
