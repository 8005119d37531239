// SPDX-License-Identifier: BSL-1.0
//
// A source that is to go on while its consumer waits for something else is asked by a task of its own, a pump, in a group of
// the caller's. What it gets it hands over through a channel without a buffer: it is one item ahead, and no more.
#pragma once

#include <rondo/core/cancel_scope.hpp>
#include <rondo/core/task_group.hpp>
#include <rondo/core/wait.hpp>
#include <rondo/stream/stream.hpp>
#include <rondo/sync/channel.hpp>

#include <exception>
#include <memory>
#include <utility>
#include <vector>

namespace rondo::inline v0::detail {

/// What the consumer gets when its pumps have gone without it.
inline std::exception_ptr cut_off_error() noexcept {
    return std::make_exception_ptr(runtime_error(
        "stream: the task that asks its source was cancelled with its group; close the stream first"));
}

/// What a stream shares with its pumps.
template <class T>
struct pumped {
    explicit pumped(std::size_t capacity = 0) noexcept : line(capacity) {}
    void fail(std::exception_ptr what) {
        if (!error) error = std::move(what);
        line.close();
    }
    channel<T> line;
    std::exception_ptr error; // the first
    std::size_t running = 0;
    bool leaving = false; // the stream cancels its pumps itself
    bool cut = false;     // error is that they went without it
};

/// A pump's hold on it: the last to let go closes the line, also when the pump has never run.
template <class T>
class pump_end {
public:
    explicit pump_end(std::shared_ptr<pumped<T>> to) noexcept : to_(std::move(to)) { ++to_->running; }
    pump_end(pump_end&&) noexcept = default;
    pump_end& operator=(pump_end&&) = delete;
    ~pump_end() {
        if (!to_) return;
        if (!to_->leaving && !to_->error) cut_off();
        finish();
    }
    pumped<T>* operator->() const noexcept { return to_.get(); }
    void finish() noexcept {
        const std::shared_ptr<pumped<T>> to = std::move(to_);
        if (--to->running == 0) to->line.close();
    }

private:
    void cut_off() noexcept {
        to_->error = cut_off_error();
        to_->cut = true;
        to_->line.close(); // others may wait for what this one would have done
    }
    std::shared_ptr<pumped<T>> to_;
};

/// A source that is lent.
template <class S>
struct lent_source {
    explicit lent_source(S& source) noexcept : of(&source) {}
    auto next() { return of->next(); }
    S* of;
};
template <class S>
using pump_source = std::conditional_t<std::is_reference_v<S>, lent_source<std::remove_reference_t<S>>, S>;

template <class S>
task<> pump(S source, pump_end<stream_value_t<S>> end) {
    std::exception_ptr error;
    try {
        while (auto step = co_await source.next()) {
            stream_value_t<S> value(static_cast<stream_item_t<S>>(*step));
            co_await end->line.send(std::move(value));
        }
    } catch (...) {
        error = std::current_exception();
    }
    const bool stopped = error && is_cancelled(error);
    if (end->line.closed()) error = nullptr; // another has failed, and was first
    std::exception_ptr closing;
    if constexpr (closed_and_awaited<
                      S>) { // here, not by a task: to have no memory for that would drop the source
        try {
            static_cast<void>(co_await shield(source.close()));
        } catch (...) {
            closing = std::current_exception();
        }
    }
    if (closing) end->fail(std::move(closing));
    if (stopped) throw cancelled();
    if (error) end->fail(std::move(error));
    end.finish();
}

/// Spawns a task that holds `to`. Throws: what spawn does, which is then the stream's error.
template <class T, class... Args>
join_handle<> spawn_pump(task_group& group, const std::shared_ptr<pumped<T>>& to, Args&&... call) {
    try {
        return group.spawn(static_cast<Args&&>(call)..., pump_end<T>(to));
    } catch (...) {
        to->error = std::current_exception(); // and not that its hold was dropped
        throw;
    }
}
template <class S>
join_handle<> start_pump(task_group& group, S&& source,
                         const std::shared_ptr<pumped<stream_value_t<S>>>& to) {
    using held = pump_source<S>;
    return spawn_pump(group, to, pump<held>, held(static_cast<S&&>(source)));
}

/// Cancels the pumps, each when the one before has closed its source and ended. Throws: what failed: in a source, in its
/// close, or else `error`. A consumer that was cancelled with its pumps is told that, and not that they have gone.
template <class T>
task<> stop_pumps(std::shared_ptr<pumped<T>> shared, std::vector<join_handle<>> tasks,
                  std::exception_ptr error) {
    shared->leaving = true;
    for (join_handle<>& one : tasks) {
        if (one.done()) continue;
        one.cancel();
        co_await shield(wait(std::vector<join_handle<>>(1, one)));
    }
    if (shared->error && !(error && shared->cut)) error = shared->error;
    if (error) std::rethrow_exception(std::move(error));
}

} // namespace rondo::inline v0::detail
