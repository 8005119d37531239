// SPDX-License-Identifier: BSL-1.0
//
// `join_handle<T>`: a task that runs on its own, seen from outside: await its result, ask it, cancel it. Handles share;
// the last one may go before or after the task has ended. The task belongs to its group, never to a handle.
#pragma once

#include <rondo/core/detail/frames.hpp>

#include <string_view>

namespace rondo::inline v0 {

/// An answer was asked for that is not there yet.
class RONDO_API invalid_state_error : public runtime_error {
public:
    using runtime_error::runtime_error;
    invalid_state_error(const invalid_state_error&) = default;
    ~invalid_state_error() override;
};

/// The task that was waited for was cancelled: what its joiner gets, who is not cancelled itself.
class RONDO_API task_cancelled : public runtime_error {
public:
    using runtime_error::runtime_error;
    task_cancelled(const task_cancelled&) = default;
    ~task_cancelled() override;
};

namespace detail {

template <class T>
class result_body : public body {
public:
    result_slot<T> result;

protected:
    using body::body;
    ~result_body() = default;
};

template <class T>
class last_join;

/// What handles of all types do.
class RONDO_API handle_base {
public:
    handle_base() noexcept = default;
    explicit handle_base(body& of) noexcept;
    handle_base(const handle_base& other) noexcept;
    handle_base(handle_base&& other) noexcept : body_(std::exchange(other.body_, nullptr)) {}
    handle_base& operator=(handle_base other) noexcept {
        std::swap(body_, other.body_);
        return *this;
    }
    ~handle_base();

    explicit operator bool() const noexcept { return body_ != nullptr; } ///< whether it refers to a task
    /// The awaitable contract.
    bool ready() const { return done() || !must_wait(); }
    void start(waiter& joiner);
    bool abort(waiter& joiner) noexcept;
    void describe(std::string& out) const;

    bool done() const { return who().state() == body_state::ended; }
    bool failed() const;        ///< whether an error left it; does not count as seeing it
    bool was_cancelled() const; ///< whether it ended by being cancelled
    /// Cancels the whole task: its checkpoints throw until it has ended. Returns: false when it had ended.
    /// Threads: the loop's own.
    bool cancel();
    std::string name() const { return who().name(); }
    std::uint64_t id() const { return who().id(); }
    /// Who runs it. Throws: invalid_state_error when that has gone.
    scheduler& home() const;
    /// What left the task, or null; marks it as seen. Throws: invalid_state_error while it runs.
    std::exception_ptr error() const;
    /// Whether both mean the same task.
    friend bool operator==(const handle_base& a, const handle_base& b) noexcept { return a.body_ == b.body_; }

protected:
    bool must_wait() const; ///< throws in the task that it refers to
    body& who() const {
        if (!body_) [[unlikely]]
            throw_empty();
        return *body_;
    }
    bool is_last() const noexcept;
    [[noreturn]] static void throw_empty();
    void check_ended(const result_base& result) const; ///< throws what left the task, too
    body* body_ = nullptr;
};

} // namespace detail

/// A spawned task that gives a T. `co_await handle` gives `const T&`, `co_await std::move(handle)` a T (moved when no other
/// handle is left, else copied). May be awaited by many, and again.
/// Suspends: unless the task has ended; a checkpoint. Cancel: the wait is abandoned, the task goes on.
/// Throws: what left the task, the same object to all; task_cancelled when it was cancelled; runtime_error in that task
/// itself.
template <class T = void>
class join_handle : public detail::handle_base {
public:
    using value_type = T;
    using handle_base::handle_base;

    /// Awaited as an rvalue.
    auto bind(body& runner, place at) && {
        return detail::held_leaf_awaiter<detail::last_join<T>>(runner, at, std::move(*this));
    }
    decltype(auto) take() const { return result(); }

    /// The result, without waiting. Throws: as awaiting does; invalid_state_error while it runs.
    decltype(auto) result() const {
        auto& slot = static_cast<detail::result_body<T>&>(who()).result;
        check_ended(slot);
        if constexpr (std::is_reference_v<T>) {
            return static_cast<T>(*slot.value);
        } else if constexpr (!std::is_void_v<T>) {
            return std::as_const(slot.value);
        }
    }
    /// Gives the task a name, for reports. Returns: itself.
    join_handle& set_name(std::string_view name) {
        who().set_name(name);
        return *this;
    }
};

namespace detail {

/// `co_await std::move(handle)`.
template <class T>
class last_join : public join_handle<T> {
public:
    explicit last_join(join_handle<T>&& of) : join_handle<T>(std::move(of)) {}
    T take() {
        if constexpr (std::is_void_v<T> || std::is_reference_v<T>) {
            return this->result();
        } else {
            const T& kept = this->result();
            if constexpr (std::copy_constructible<T>) {
                if (!this->is_last()) return kept;
            }
            return std::move(const_cast<T&>(kept));
        }
    }
};

} // namespace detail
} // namespace rondo::inline v0
