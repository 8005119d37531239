// SPDX-License-Identifier: BSL-1.0
//
// `oneshot<T>`: one value, or one error, from whoever sets it to all who wait. The promise beside the join handle, which
// is the future of a task.
#pragma once

#include <rondo/core/join_handle.hpp>
#include <rondo/sync/detail/parking_lot.hpp>

#include <exception>
#include <optional>
#include <type_traits>
#include <utility>

namespace rondo::inline v0 {

struct oneshot_statistics {
    bool done = false;
    std::size_t waiting = 0; ///< tasks
};

namespace detail {

/// What does not depend on the type of the value.
class RONDO_API oneshot_base {
public:
    oneshot_base() noexcept = default;
    oneshot_base(const oneshot_base&) = delete;
    oneshot_base& operator=(const oneshot_base&) = delete;
    ~oneshot_base() { expects_nobody(lot_, "oneshot: destroyed while a task waits for it"); }

    /// Whether it was set, failed or cancelled.
    bool done() const noexcept { return state_ != outcome_state::pending; }
    bool was_cancelled() const noexcept { return state_ == outcome_state::cancelled; }
    /// Who waits, or asks later, gets this error. Throws: invalid_state_error when it is done; value_error for null.
    void fail(std::exception_ptr error);
    /// Who waits, or asks later, gets task_cancelled. Returns: false when it was done: nothing changes.
    bool cancel() noexcept;
    oneshot_statistics statistics() const noexcept { return {done(), lot_.size()}; }

protected:
    struct wait_place : parking_place {};
    enum class outcome_state : std::uint8_t { pending, value, error, cancelled };
    void expect_pending(const char* what) const;
    void check() const; ///< throws unless there is a value
    void settle(outcome_state how) noexcept;

    parking_lot<wait_place> lot_;
    std::exception_ptr error_;
    outcome_state state_ = outcome_state::pending;
};

} // namespace detail

/// Example: `oneshot<int> answer;  answer.set(42);` here, and there `int got = co_await answer.wait();`
/// Threads: the scheduler's own. Lifetime: longer than any wait for it.
template <class T = void>
class oneshot : public detail::oneshot_base {
    static_assert(std::is_void_v<T> || std::is_object_v<T>, "oneshot<T>: T is an object type, or void");
    struct nothing {};
    using kept = std::conditional_t<std::is_void_v<T>, nothing, T>;

public:
    using value_type = T;

    class [[nodiscard("a wait does nothing until it is awaited")]] wait_op : wait_place {
    public:
        bool ready() const noexcept { return of_.done(); }
        void start(waiter& who) noexcept { of_.lot_.push_back(*this, who); }
        bool abort(waiter&) noexcept {
            of_.lot_.erase(*this);
            return true;
        }
        decltype(auto) take() const { return of_.result(); }
        void describe(std::string& out) const { out += "a oneshot to be set"; }

    private:
        friend class oneshot;
        explicit wait_op(oneshot& of) noexcept : of_(of) {}
        oneshot& of_;
    };

    /// Builds the value from its parts; everybody who waits goes on in the next turn, in the order of waiting.
    /// Throws: invalid_state_error when it is done: nothing changes; what building it throws.
    template <class... Parts>
        requires std::is_constructible_v<kept, Parts...>
    void set(Parts&&... parts) {
        expect_pending("oneshot::set");
        value_.emplace(static_cast<Parts&&>(parts)...);
        settle(outcome_state::value);
    }
    /// Waits until it is done; any number of times, by any number of tasks. Returns: `const T&`.
    /// Suspends: unless it is done; a checkpoint. Throws: the error it failed by, the same object; task_cancelled.
    wait_op wait() noexcept { return wait_op(*this); }
    /// The value, without waiting. Throws: as wait(); invalid_state_error when it is not done.
    std::add_lvalue_reference_t<std::add_const_t<T>> result() const {
        check();
        if constexpr (!std::is_void_v<T>) return *value_;
    }
    /// Moves the value out; what is read later is what moving left. Throws: as result().
    T take()
        requires(!std::is_void_v<T>)
    {
        check();
        return std::move(*value_);
    }

private:
    std::optional<kept> value_;
};

} // namespace rondo::inline v0
