// SPDX-License-Identifier: BSL-1.0
//
// A function in the queue of a loop, among the tasks: now, or at a time. Cancelled, it keeps its place and does nothing.
#pragma once

#include <rondo/core/post.hpp>
#include <rondo/core/scheduler.hpp>
#include <rondo/core/timers.hpp>

#include <utility>

namespace rondo::inline v0 {

namespace detail {

class RONDO_API callback : public runnable, public timer {
public:
    callback(const callback&) = delete;
    void cancel() noexcept;
    bool pending() const noexcept { return pending_; }
    void release() noexcept {
        if (--references_ == 0) delete this;
    }
    void share() noexcept { ++references_; }
    void queue_now() noexcept;
    void queue_at(instant when);

protected:
    explicit callback(scheduler& home);
    virtual ~callback();
    virtual void call() = 0;

private:
    static void run(runnable& self, scheduler& on) noexcept;
    static void due(timer& self) noexcept;
    void leave_queue() noexcept; ///< gives its place back; a handle may outlive the loop
    scheduler& home_;
    unsigned references_ = 1; // the queue's; plus one a handle
    bool pending_ = true;
    bool enlisted_ = true;
};

template <class F>
class callback_of final : public callback {
public:
    template <class G>
    callback_of(scheduler& home, G&& f) : callback(home), f_(static_cast<G&&>(f)) {}

private:
    void call() override { f_(); }
    F f_;
};

} // namespace detail

/// What call_soon, call_at and call_later give: may be dropped, or used to cancel.
class callback_handle {
public:
    callback_handle() noexcept = default;
    explicit callback_handle(detail::callback& of) noexcept : of_(&of) { of.share(); }
    callback_handle(callback_handle&& other) noexcept : of_(std::exchange(other.of_, nullptr)) {}
    callback_handle& operator=(callback_handle other) noexcept {
        std::swap(of_, other.of_);
        return *this;
    }
    ~callback_handle() {
        if (of_) of_->release();
    }
    /// Whether it has yet to run.
    bool pending() const noexcept { return of_ && of_->pending(); }
    /// The function will not run any more.
    void cancel() noexcept {
        if (of_) of_->cancel();
    }

private:
    detail::callback* of_ = nullptr;
};

namespace detail {

template <class F>
callback_handle call_soon(scheduler& home, F&& f) {
    auto* made = new callback_of<std::decay_t<F>>(home, static_cast<F&&>(f));
    callback_handle handle(*made);
    made->queue_now();
    return handle;
}
/// Queues a function that came through the door.
RONDO_API void call_posted(scheduler& home, std::unique_ptr<posted> function);

template <class F>
callback_handle call_at(scheduler& home, instant when, F&& f) {
    auto* made = new callback_of<std::decay_t<F>>(home, static_cast<F&&>(f));
    callback_handle handle(*made);
    made->queue_at(when);
    return handle;
}

} // namespace detail
} // namespace rondo::inline v0
