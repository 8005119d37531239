// SPDX-License-Identifier: BSL-1.0
//
// `source | stage(group, f, {.width = 4})`: f, a coroutine, on several items at once. The workers ask the source themselves, one
// at a time, and only when they are free: a consumer that is slow, or gone, stops them, and by them the source.
//
//     source ──► worker, worker, …  (width) ──► line (capacity) ──► consumer
#pragma once

#include <rondo/gen/iter/stage.hpp>
#include <rondo/stream/detail/pump.hpp>
#include <rondo/sync/event.hpp>
#include <rondo/sync/lock.hpp>

#include <optional>
#include <string>

namespace rondo::inline v0 {

/// What a stage does with an item of which f throws.
enum class on_error {
    stop, ///< the stream ends with the error; ordered: what came before it is given first
    skip, ///< nothing is given for it
    collect, ///< nothing is given for it; at the end all errors, the source's too, are thrown as one exception_group
};

struct stage_options {
    std::size_t width = 1;    ///< how many items at once
    bool ordered = true;      ///< results in the order of the items; else as they come
    std::size_t capacity = 0; ///< how many results may wait for the consumer, beside one in each worker
    on_error errors = on_error::stop;
};

struct concurrent_stage_tag {};

namespace detail {

template <class S, class F, class T>
struct workshop : pumped<T> {
    workshop(S&& from, F&& work, stage_options how)
        : pumped<T>(how.capacity), source(static_cast<S&&>(from)), f(std::move(work)), options(how) {
        turn->set();
    }
    S source;
    F f;
    stage_options options;
    lock asking; // the source is asked by one at a time
    std::shared_ptr<event> turn =
        std::make_shared<event>(); // when the item that was taken last has been given
    std::vector<std::exception_ptr> failures;
    bool ended = false;
};

template <class S, class F, class T>
task<> stage_worker(std::shared_ptr<workshop<S, F, T>> shop, pump_end<T> end) {
    std::exception_ptr error;
    try {
        for (;;) {
            std::optional<stream_value_t<S>> item;
            std::exception_ptr failed;
            std::shared_ptr<event> mine;
            auto after = std::make_shared<event>();
            {
                auto held = co_await shop->asking.acquire();
                if (shop->ended) break;
                try {
                    if (auto step = co_await shop->source.next())
                        item.emplace(static_cast<stream_item_t<S>>(*step));
                } catch (...) {
                    failed = std::current_exception();
                }
                if (!item) shop->ended = true;
                if (!item && !failed) break;
                mine = std::exchange(shop->turn, after);
            }
            std::optional<T> made;
            if (item) {
                try {
                    auto pending = shop->f(std::move(*item));
                    made.emplace(co_await std::move(pending));
                } catch (...) {
                    failed = std::current_exception();
                }
            }
            if (failed && is_cancelled(failed)) std::rethrow_exception(failed);
            if (shop->options.ordered) co_await mine->wait();
            if (failed && (!item || shop->options.errors == on_error::stop)) {
                shop->ended = true;
                std::rethrow_exception(failed);
            }
            if (failed && shop->options.errors == on_error::collect) shop->failures.push_back(failed);
            if (made) co_await shop->line.send(std::move(*made));
            after->set();
        }
    } catch (...) {
        error = std::current_exception();
    }
    if (error && is_cancelled(error)) std::rethrow_exception(std::move(error));
    if (error && !shop->line.closed()) end->fail(std::move(error));
    end.finish();
}

template <class T, class S, class F>
async_generator<T&&> stream_stage(S source, task_group* group, F f, stage_options options) {
    auto shop = std::make_shared<workshop<S, F, T>>(static_cast<S&&>(source), std::move(f), options);
    std::vector<join_handle<>> tasks;
    std::exception_ptr error;
    try {
        for (std::size_t i = 0; i != options.width; ++i)
            tasks.push_back(spawn_pump<T>(*group, shop, stage_worker<S, F, T>, shop));
        while (auto got = co_await shop->line.next()) co_yield std::move(*got);
    } catch (...) {
        error = std::current_exception();
    }
    try {
        co_await stop_pumps<T>(shop, tasks, std::move(error));
    } catch (...) {
        error = std::current_exception();
    }
    if (!shop->failures.empty() && (!error || error == shop->error)) {
        if (error) shop->failures.push_back(std::move(error));
        error = std::make_exception_ptr(exception_group("stage: some items failed", shop->failures));
    }
    co_await finish<S>(std::move(error), shop->source);
}

} // namespace detail

template <stream S, class F>
auto adapt(concurrent_stage_tag, S&& source, task_group* group, F f, stage_options options) {
    static_assert(std::is_invocable_v<F&, stream_value_t<S>>,
                  "stage(group, f): f cannot be called with an item of the stream");
    using called = std::invoke_result_t<F&, stream_value_t<S>>;
    static_assert(awaitable<called>, "stage(group, f): f is a coroutine; a plain function is for map(f)");
    using made = std::remove_cvref_t<await_result_t<called>>;
    static_assert(!std::is_void_v<made>, "stage(group, f): f gives nothing; let it give the item");
    return detail::stream_stage<made, S, F>(static_cast<S&&>(source), group, std::move(f), options);
}

/// `f(item)`, a coroutine, for `width` items at once, in tasks of `group`, which outlives the stream.
/// At most width items are under way, and capacity results wait. Throws: value_error, now, for a width of 0; from a step, as
/// options.errors says; what the source throws, ordered: after what came before it. Close: cancels the workers, waits for
/// them, and closes the source.
/// Example: `urls | stage(group, fetch, {.width = 8, .ordered = false, .errors = on_error::skip})`
template <class F>
auto stage(task_group& group, F f, stage_options options = {}) {
    if (options.width == 0) throw value_error("stage(group, f, options): width must be at least 1");
    return closure<concurrent_stage_tag, task_group*, F, stage_options>(concurrent_stage_tag{}, &group,
                                                                        std::move(f), options);
}

} // namespace rondo::inline v0
