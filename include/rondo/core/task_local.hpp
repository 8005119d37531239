// SPDX-License-Identifier: BSL-1.0
//
// `task_local<T>`: a variable of which every task has its own value, inherited from the task that spawned it as it was
// then. What a task sets, its later children see, and nobody else.
//
//     task ──► node(a) ──► node(b)          a spawned task shares the list; setting makes a new front
#pragma once

#include <rondo/core/scheduler.hpp>

#include <memory>
#include <utility>

namespace rondo::inline v0 {

namespace detail {

struct local_value {
    unsigned references = 1;
    void (*destroy)(local_value*) noexcept;
};
template <class T>
struct local_value_of final : local_value {
    template <class... From>
    explicit local_value_of(From&&... from)
        : local_value{1, [](local_value* self) noexcept { delete static_cast<local_value_of*>(self); }},
          value(std::forward<From>(from)...) {}
    T value;
};
/// One variable's value in a task's list. Lists share their tails.
struct local_node {
    unsigned references;
    local_node* next;
    const void* key;
    local_value* value;
};

inline local_node*& locals_of(body& task) noexcept { return task.locals_; }

RONDO_API void drop_locals(local_node* list) noexcept;
RONDO_API local_node* share_locals(local_node* list) noexcept;
RONDO_API local_value* find_local(const void* key); ///< of the running task; null when not set there
RONDO_API void set_local(const void* key, local_value* value); ///< takes over value; throws outside a task

} // namespace detail

/// Usually a namespace-scope variable. Threads: each task on its own. Source: PEP 567, within structured concurrency.
template <class T>
class task_local {
public:
    task_local()
        requires std::default_initializable<T>
        : fallback_() {}
    explicit task_local(T fallback) : fallback_(std::move(fallback)) {}
    task_local(const task_local&) = delete;
    task_local& operator=(const task_local&) = delete;

    /// The running task's value; the fallback when none was set or inherited, and outside tasks.
    const T& get() const {
        const auto* value = static_cast<const detail::local_value_of<T>*>(detail::find_local(this));
        return value ? value->value : fallback_;
    }
    const T& operator*() const { return get(); }
    const T* operator->() const { return std::addressof(get()); }
    /// Sets the running task's value. Throws: runtime_error outside a task. References that get() gave end here.
    void set(T value) { detail::set_local(this, new detail::local_value_of<T>(std::move(value))); }

private:
    T fallback_;
};

} // namespace rondo::inline v0
