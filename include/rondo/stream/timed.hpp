// SPDX-License-Identifier: BSL-1.0
//
// Streams and time: `throttle` slows a stream down, `debounce` waits until it is quiet, `window` gathers items by count or by
// time. Where the source must go on while the time runs, it is asked by a task in a group of the caller's.
#pragma once

#include <rondo/core/sleep.hpp>
#include <rondo/gen/iter/closure.hpp>
#include <rondo/stream/detail/pump.hpp>

#include <optional>

namespace rondo::inline v0 {

struct throttle_tag {};
struct debounce_tag {};
struct window_tag {};
struct timed_window_tag {};

namespace detail {

template <class S>
stream_of_t<S> stream_throttle(S source, duration interval) {
    std::exception_ptr error;
    try {
        instant free = instant::min();
        while (auto step = co_await source.next()) {
            scheduler& on = *scheduler::current();
            if (on.now() < free) co_await sleep_until(free);
            free = saturating_add(on.now(), interval);
            co_yield static_cast<stream_item_t<S>>(*step);
        }
    } catch (...) {
        error = std::current_exception();
    }
    co_await finish<S>(std::move(error), source);
}

template <class S>
async_generator<std::vector<stream_value_t<S>>&&> stream_window(S source, std::size_t count) {
    std::exception_ptr error;
    try {
        std::vector<stream_value_t<S>> window;
        std::exception_ptr failed;
        for (bool more = true; more;) {
            more = false;
            try {
                if (auto step = co_await source.next()) {
                    window.push_back(static_cast<stream_item_t<S>>(*step));
                    more = true;
                }
            } catch (...) {
                failed = std::current_exception();
            }
            if (failed && is_cancelled(failed)) break; // nobody wants it
            if (window.size() == count || (!more && !window.empty())) co_yield std::exchange(window, {});
        }
        if (failed) std::rethrow_exception(failed);
    } catch (...) {
        error = std::current_exception();
    }
    co_await finish<S>(std::move(error), source);
}

template <class T, class S>
async_generator<std::vector<T>&&> stream_timed_window(S source, task_group* group, std::size_t count,
                                                      duration length) {
    auto shared = std::make_shared<pumped<T>>();
    std::vector<join_handle<>> tasks;
    std::exception_ptr error;
    try {
        tasks.push_back(start_pump<S>(*group, static_cast<S&&>(source), shared));
        std::vector<T> window;
        while (auto first = co_await shared->line.next()) {
            window.push_back(std::move(*first));
            scheduler& on = *scheduler::current();
            const instant ends = saturating_add(on.now(), length);
            while (window.size() < count && on.now() < ends) {
                auto in_time = co_await move_on_after(ends - on.now(), shared->line.next());
                if (!in_time || !*in_time) break;
                window.push_back(std::move(**in_time));
            }
            co_yield std::exchange(window, {});
        }
    } catch (...) {
        error = std::current_exception();
    }
    co_await stop_pumps<T>(shared, tasks, std::move(error));
}

template <class T, class S>
async_generator<T&&> stream_debounce(S source, task_group* group, duration quiet) {
    auto shared = std::make_shared<pumped<T>>();
    std::vector<join_handle<>> tasks;
    std::exception_ptr error;
    try {
        tasks.push_back(start_pump<S>(*group, static_cast<S&&>(source), shared));
        while (auto latest = co_await shared->line.next()) {
            for (;;) {
                auto in_time = co_await move_on_after(quiet, shared->line.next());
                if (!in_time || !*in_time) break;
                latest.emplace(std::move(**in_time));
            }
            co_yield std::move(*latest);
        }
    } catch (...) {
        error = std::current_exception();
    }
    co_await stop_pumps<T>(shared, tasks, std::move(error));
}

} // namespace detail

template <stream S>
auto adapt(throttle_tag, S&& source, duration interval) {
    return detail::stream_throttle<S>(static_cast<S&&>(source), interval);
}
template <stream S>
auto adapt(window_tag, S&& source, std::size_t count) {
    return detail::stream_window<S>(static_cast<S&&>(source), count);
}
template <stream S>
auto adapt(timed_window_tag, S&& source, task_group* group, std::size_t count, duration length) {
    return detail::stream_timed_window<stream_value_t<S>, S>(static_cast<S&&>(source), group, count, length);
}
template <stream S>
auto adapt(debounce_tag, S&& source, task_group* group, duration quiet) {
    return detail::stream_debounce<stream_value_t<S>, S>(static_cast<S&&>(source), group, quiet);
}

/// Items no closer than `interval`: each waits until that long after the one before was given. None is dropped: the source is
/// made to wait. Example: `requests | throttle(20ms)`
template <class Rep, class Period>
auto throttle(std::chrono::duration<Rep, Period> interval) {
    return closure<throttle_tag, duration>(throttle_tag{}, to_duration(interval));
}
/// Vectors of `count` items, the last one shorter; it is given also when an error follows. Throws: value_error, now, when count is 0.
inline auto window(std::size_t count) {
    if (count == 0) throw value_error("window(count): count must be at least 1");
    return closure<window_tag, std::size_t>(window_tag{}, count);
}
/// Vectors of `count` items, or of those that came within `length` of the first, if they are fewer. An empty one is not given.
/// The source is asked by a task in `group`, which outlives the stream. Throws: value_error, now, when count is 0.
template <class Rep, class Period>
auto window(task_group& group, std::size_t count, std::chrono::duration<Rep, Period> length) {
    if (count == 0) throw value_error("window(group, count, length): count must be at least 1");
    return closure<timed_window_tag, task_group*, std::size_t, duration>(timed_window_tag{}, &group, count,
                                                                         to_duration(length));
}
template <class Rep, class Period>
auto window(task_group& group, std::chrono::duration<Rep, Period> length) {
    return window(group, static_cast<std::size_t>(-1), length);
}
/// An item when no other has come for `quiet`; those that another follows sooner are dropped. The last is given at the end,
/// also when an error follows. While the consumer is busy the source waits. The group is as window's.
template <class Rep, class Period>
auto debounce(task_group& group, std::chrono::duration<Rep, Period> quiet) {
    return closure<debounce_tag, task_group*, duration>(debounce_tag{}, &group, to_duration(quiet));
}

} // namespace rondo::inline v0
