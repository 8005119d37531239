// SPDX-License-Identifier: BSL-1.0
//
// `tee(group, source)`: one stream read by several. A task of `group` asks the source, and each reader keeps what it has not
// seen yet, up to `capacity` items: the slowest reader holds the others back, and memory stays bounded.
//
//     source ──► pump ──┬──► [ at most capacity items ] ──► reader 0
//                       └──► [ at most capacity items ] ──► reader 1
#pragma once

#include <rondo/gen/iter/tee.hpp>
#include <rondo/stream/detail/pump.hpp>
#include <rondo/sync/event.hpp>

#include <array>
#include <deque>
#include <optional>

namespace rondo::inline v0 {

struct tee_options {
    std::size_t capacity = 1; ///< how many items may wait for a reader
};

namespace detail {

/// What readers and pump share.
template <class S, std::size_t N>
struct teed {
    using value = stream_value_t<S>;
    struct reader {
        std::deque<value> items;
        event news;         // an item, or the end
        bool waits = false; // and has nothing
        bool open = true;
    };

    teed(S&& from, task_group& in, std::size_t most)
        : source(static_cast<S&&>(from)), group(in), capacity(most) {}

    /// Whether a reader wants an item that none has, and all have room for it.
    bool wanted() const noexcept {
        bool any = false;
        for (const reader& one : readers) {
            if (one.open && one.items.size() >= capacity) return false;
            any = any || one.waits;
        }
        return any;
    }
    void give(value&& item) {
        reader* last = nullptr;
        for (reader& one : readers) {
            if (!one.open) continue;
            if constexpr (N > 1) {
                if (last) last->items.push_back(std::as_const(item));
            }
            last = &one;
        }
        if (last) last->items.push_back(std::move(item));
        tell();
    }
    void end(std::exception_ptr with) noexcept {
        if (!error) error = std::move(with);
        ended = true;
        tell();
    }
    void tell() noexcept {
        for (reader& one : readers) {
            one.waits = false;
            one.news.set();
        }
    }
    void leave(std::size_t which) noexcept {
        reader& mine = readers[which];
        if (!std::exchange(mine.open, false)) return;
        mine.waits = false;
        mine.items.clear();
        --open;
        asked.set(); // nobody waits for its room
        if (open > 0) return;
        leaving = true;
        if (pump && !pump.done()) pump.cancel();
    }

    pump_source<S> source; // the pump's, once that runs
    task_group& group;
    std::size_t capacity, open = N;
    std::array<reader, N> readers;
    event asked; // something has changed for the pump
    join_handle<> pump;
    std::exception_ptr error;
    bool ended = false, leaving = false, told = false;
    bool cut = false; // error is that the pump went without the readers
};

/// The pump's hold: however it goes, the readers are told.
template <class S, std::size_t N>
class teed_end {
public:
    explicit teed_end(std::shared_ptr<teed<S, N>> of) noexcept : of_(std::move(of)) {}
    teed_end(teed_end&&) noexcept = default;
    teed_end& operator=(teed_end&&) = delete;
    ~teed_end() {
        if (!of_ || of_->ended) return;
        of_->cut = !of_->leaving;
        of_->end(of_->cut ? cut_off_error() : nullptr);
    }
    teed<S, N>* operator->() const noexcept { return of_.get(); }

private:
    std::shared_ptr<teed<S, N>> of_;
};

/// A reader's hold: one that is dropped does not hold the others back.
template <class S, std::size_t N>
class teed_reader {
public:
    teed_reader(std::shared_ptr<teed<S, N>> of, std::size_t which) noexcept
        : of_(std::move(of)), which_(which) {}
    teed_reader(teed_reader&&) noexcept = default;
    teed_reader& operator=(teed_reader&&) = delete;
    ~teed_reader() {
        if (of_) of_->leave(which_);
    }
    teed<S, N>& all() const noexcept { return *of_; }
    typename teed<S, N>::reader& mine() const noexcept { return of_->readers[which_]; }
    void leave() const noexcept { of_->leave(which_); }
    /// The first of them starts the pump.
    void start() const;

private:
    std::shared_ptr<teed<S, N>> of_;
    std::size_t which_;
};

template <class S, std::size_t N>
task<> tee_pump(teed_end<S, N> to) {
    using held = pump_source<S>;
    held source(static_cast<held&&>(to->source));
    std::exception_ptr error;
    try {
        for (;;) {
            while (!to->wanted()) {
                to->asked.clear();
                co_await to->asked.wait();
            }
            auto step = co_await source.next();
            if (!step) break;
            to->give(stream_value_t<S>(static_cast<stream_item_t<S>>(*step)));
        }
    } catch (...) {
        error = std::current_exception();
    }
    const bool stopped = error && is_cancelled(error);
    std::exception_ptr closing;
    if constexpr (closed_and_awaited<
                      held>) { // here, not by a task: to have no memory for that would drop the source
        try {
            static_cast<void>(co_await shield(source.close()));
        } catch (...) {
            closing = std::current_exception();
        }
    }
    if (closing || !stopped) to->end(closing ? std::move(closing) : std::move(error));
    if (stopped) throw cancelled();
}

template <class S, std::size_t N>
void teed_reader<S, N>::start() const {
    if (of_->pump || of_->ended) return;
    try {
        of_->pump = of_->group.spawn(tee_pump<S, N>, teed_end<S, N>(of_));
    } catch (...) {
        of_->error = std::current_exception();
        of_->end(nullptr);
        throw;
    }
}

/// A reader waits for news.
template <class Reader>
class waiting_reader {
public:
    explicit waiting_reader(Reader& who, event& asked) noexcept : who_(who) {
        who_.news.clear();
        who_.waits = true;
        asked.set();
    }
    waiting_reader(const waiting_reader&) = delete;
    ~waiting_reader() { who_.waits = false; }

private:
    Reader& who_;
};

template <class S, std::size_t N>
async_generator<stream_value_t<S>&&> tee_items(teed_reader<S, N> hold) {
    auto& all = hold.all();
    auto& mine = hold.mine();
    std::exception_ptr error;
    try {
        hold.start();
        for (;;) {
            if (!mine.items.empty()) {
                stream_value_t<S> item(std::move(mine.items.front()));
                mine.items.pop_front();
                all.asked.set(); // there is room
                co_yield std::move(item);
            } else if (all.ended) {
                break;
            } else {
                const waiting_reader waits(mine, all.asked);
                co_await mine.news.wait();
            }
        }
        error = all.error;
    } catch (...) {
        error = std::current_exception();
    }
    const bool last = all.open == 1;
    hold.leave();
    if (last && all.pump && !all.pump.done()) {
        std::vector<join_handle<>> pumps(1, all.pump);
        co_await shield(wait(std::move(pumps)));
    }
    if (last && all.error && !all.told && !(error && all.cut)) error = all.error;
    if (error && error == all.error) all.told = true;
    if (error) std::rethrow_exception(std::move(error));
}

} // namespace detail

/// N streams, each giving all items of one: `auto [a, b] = tee(group, source);`. The source is asked when a reader wants an item
/// that none has had, and each has room for it: a reader that is behind by `capacity` items holds the others back until it
/// takes one, is closed, or dropped. So do not read one to its end before another: read them in tasks of their own, or in turn.
/// Nothing is asked before the first next(), which spawns the task that asks in `group`; that outlives the readers.
/// Throws: value_error, now, for a capacity of 0; to each reader what the source throws, after the items before it.
/// Close: a reader that is closed is not waited for; the last one cancels the task, and closes the source.
/// Lifetime: a source lvalue is borrowed and left open; a wait of its that is cancelled may have been lost.
/// Cost: an item is copied for each reader but one.
template <std::size_t N = 2, stream S>
auto tee(task_group& group, S&& source, tee_options options = {}) {
    static_assert(N > 0, "tee<N>(group, source): N is at least 1");
    static_assert(N == 1 || std::copy_constructible<stream_value_t<S>>,
                  "tee(group, source): the items are copied, one for each reader");
    if (options.capacity == 0) throw value_error("tee(group, source, options): capacity must be at least 1");
    auto all = std::make_shared<detail::teed<S, N>>(static_cast<S&&>(source), group, options.capacity);
    return [&]<std::size_t... I>(std::index_sequence<I...>) {
        return std::array<async_generator<stream_value_t<S>&&>, N>{
            detail::tee_items<S, N>(detail::teed_reader<S, N>(all, I))...};
    }(std::make_index_sequence<N>());
}

} // namespace rondo::inline v0
