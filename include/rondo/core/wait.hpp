// SPDX-License-Identifier: BSL-1.0
//
// Waiting for tasks that somebody else owns: `wait`, for some or all of them, and `completions`, one by one as they end.
// Neither cancels anything: the tasks belong to their groups.
#pragma once

#include <rondo/core/cancel_scope.hpp>
#include <rondo/core/detail/claim.hpp>
#include <rondo/core/join_handle.hpp>
#include <rondo/core/task.hpp>

#include <memory>
#include <vector>

namespace rondo::inline v0 {

namespace detail {

/// Hears of the end of several tasks, and tells of it in order. A leaf that can be awaited again and again.
class RONDO_API completion_queue {
public:
    explicit completion_queue(std::vector<handle_base> of);
    completion_queue(const completion_queue&) = delete;
    completion_queue& operator=(const completion_queue&) = delete;
    ~completion_queue();

    std::size_t left() const noexcept { return handles_.size() - told_; }
    bool ready() const noexcept { return told_ != order_.size(); }
    void start(waiter& who) noexcept { who_ = &who; }
    bool abort(waiter&) noexcept {
        who_ = nullptr;
        return true;
    }
    /// Returns: the number of the task that ended next.
    std::size_t take() noexcept { return order_[told_++]; }
    void describe(std::string& out) const;

private:
    struct subscription : shared_claim {
        completion_queue* self = nullptr;
    };
    static void ended(shared_claim& shared, arm& who) noexcept;

    std::vector<handle_base> handles_;
    std::vector<std::size_t> order_; // of ending; never grows beyond what was reserved
    std::size_t told_ = 0;
    std::unique_ptr<arm[]> arms_;
    subscription shared_;
    waiter* who_ = nullptr;
};

} // namespace detail

/// Tasks in the order in which they end; those that had ended before come first, in the order given.
/// Example: `completions<int> ended(handles);  while (auto next = co_await ended.next()) use(next->result());`
template <class T>
class completions {
public:
    explicit completions(std::vector<join_handle<T>> of)
        : handles_(std::move(of)),
          queue_(std::vector<detail::handle_base>(handles_.begin(), handles_.end())) {}

    /// The next that has ended, or empty when all were given. Suspends: when none has; a checkpoint.
    task<std::optional<join_handle<T>>> next(place at = place::current()) {
        if (queue_.left() == 0) co_return std::nullopt;
        const std::size_t which = co_await detail::placed_leaf(queue_, at);
        co_return handles_[which];
    }

private:
    std::vector<join_handle<T>> handles_;
    detail::completion_queue queue_;
};

/// When wait() returns.
enum class wait_for {
    first_completed, ///< one has ended, in whatever way
    first_error,     ///< one has failed or was cancelled, or all have ended
    all,             ///< all have ended
};

/// Who has ended and who has not, each in the order given.
template <class T>
struct wait_result {
    wait_result() {}
    std::vector<join_handle<T>> done;
    std::vector<join_handle<T>> pending;
};

namespace detail {

RONDO_API task<> wait_until(completion_queue& queue, const std::vector<handle_base>& handles, wait_for mode,
                            place at);

template <class T>
task<wait_result<T>> wait_some(std::vector<join_handle<T>> handles, wait_for mode, duration timeout,
                               place at) {
    std::vector<handle_base> bases(handles.begin(), handles.end());
    completion_queue queue(bases);
    if (timeout == forever) {
        co_await wait_until(queue, bases, mode, at);
    } else {
        co_await move_on_after(timeout, wait_until(queue, bases, mode, at));
    }
    wait_result<T> result;
    for (join_handle<T>& handle : handles)
        (handle.done() ? result.done : result.pending).push_back(std::move(handle));
    co_return std::move(result);
}

} // namespace detail

/// Waits for `handles` as `mode` says, for `timeout` at most, and tells who has ended. Cancels nothing, throws no task's
/// error. Throws: value_error when there is nobody to wait for. Cancel: the wait is abandoned.
template <class T>
task<wait_result<T>> wait(std::vector<join_handle<T>> handles, wait_for mode = wait_for::all,
                          duration timeout = forever, place at = place::current()) {
    return detail::wait_some<T>(std::move(handles), mode, timeout, at);
}

} // namespace rondo::inline v0
