// SPDX-License-Identifier: BSL-1.0
//
// `fiber_local<T>`: a variable of which each fiber has its own, made when the fiber first asks for it: what a thread_local is
// to a thread. It is not inherited; for a value that those inherit who are spawned, see task_local, which fibers have as tasks
// do.
#pragma once

#include <rondo/base/errors.hpp>
#include <rondo/core/task_local.hpp>

#include <concepts>
#include <cstdint>
#include <memory>
#include <variant>

namespace rondo::inline v0 {

namespace detail {
[[noreturn]] RONDO_API void throw_no_locals();
}

/// Usually a namespace-scope variable; tasks may use it, too. Begins as a copy of what it was made with.
/// Lifetime: that of a fiber's value ends with the fiber, or with the last that it spawned after its first use.
/// Throws: runtime_error outside of fibers and tasks. Threads: each fiber on its own. Cost: an allocation at the first use.
/// Example: `fiber_local<int> depth{0};  … ++*depth;`
template <class T>
class fiber_local {
public:
    fiber_local()
        requires std::default_initializable<T>
        : initial_() {}
    explicit fiber_local(T initial)
        requires std::copy_constructible<T>
        : initial_(std::move(initial)) {}
    fiber_local(const fiber_local&) = delete;
    fiber_local& operator=(const fiber_local&) = delete;

    T& get() const {
        const body* const task = detail::this_thread_runs.task;
        if (!task) detail::throw_no_locals();
        const owned& found = own_.get();
        if (found.of == task->id() && found.on == &task->home()) return *found.value;
        owned made{&task->home(), task->id(), make()};
        T& value = *made.value;
        own_.set(std::move(made));
        return value;
    }
    T& operator*() const { return get(); }
    T* operator->() const { return std::addressof(get()); }

private:
    struct owned {
        const scheduler* on = nullptr;
        std::uint64_t of = 0;
        std::shared_ptr<T> value;
    };
    std::shared_ptr<T> make() const {
        if constexpr (std::copy_constructible<T>)
            return std::make_shared<T>(initial_);
        else
            return std::make_shared<T>();
    }
    [[no_unique_address]] std::conditional_t<std::copy_constructible<T>, T, std::monostate> initial_;
    mutable task_local<owned> own_;
};

} // namespace rondo::inline v0
