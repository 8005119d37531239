// SPDX-License-Identifier: BSL-1.0
//
// `when_done(handle, f)`: a function among those who wait for a task. It keeps its place among them, and runs through the
// queue of the loop, in the turn after the task's last step.
#pragma once

#include <rondo/core/callback.hpp>
#include <rondo/core/detail/claim.hpp>
#include <rondo/core/join_handle.hpp>

namespace rondo::inline v0 {

namespace detail {

/// Waits as a joiner does; nobody can win against it.
class RONDO_API done_callback : public callback {
public:
    void wait_for(handle_base& task);

protected:
    explicit done_callback(scheduler& home);
    ~done_callback() override;

private:
    struct subscription : shared_claim {
        done_callback* self = nullptr;
    };
    subscription shared_;
    arm node_;
};

template <class T, class F>
class done_callback_of final : public done_callback {
public:
    template <class G>
    done_callback_of(scheduler& home, const join_handle<T>& of, G&& f)
        : done_callback(home), of_(of), f_(static_cast<G&&>(f)) {}
    join_handle<T>& task() noexcept { return of_; }

private:
    void call() override {
        const join_handle<T> ended = std::move(of_);
        if constexpr (std::is_invocable_v<F&, const join_handle<T>&>)
            f_(ended);
        else
            f_();
    }
    join_handle<T> of_;
    F f_;
};

} // namespace detail

/// Calls `f(handle)`, or `f()`, once the task has ended: through the queue, never at once, in order of registration
/// among all who wait for that task; for one that has ended, in the next turn. What f throws goes to the unraisable hook.
/// Returns: a handle by which it may be cancelled. Throws: invalid_state_error for an empty handle or when the loop of
/// the task has gone. Threads: the loop's own. Source: asyncio's add_done_callback.
template <class T, class F>
callback_handle when_done(const join_handle<T>& handle, F&& f) {
    using callable = std::decay_t<F>;
    static_assert(std::is_invocable_v<callable&, const join_handle<T>&> || std::is_invocable_v<callable&>,
                  "when_done(handle, f): f is called with the handle, or with nothing");
    auto* made = new detail::done_callback_of<T, callable>(handle.home(), handle, static_cast<F&&>(f));
    callback_handle given(*made);
    made->wait_for(made->task());
    return given;
}

} // namespace rondo::inline v0
