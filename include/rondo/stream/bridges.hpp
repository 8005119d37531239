// SPDX-License-Identifier: BSL-1.0
//
// What becomes a stream that is none: `as_stream` makes one of a generator or a range, `emitted` of calls that somebody else
// makes. (A channel is a stream as it stands; on a fiber a plain function asks a stream by `await(source.next())`.)
#pragma once

#include <rondo/gen/iter/iterable.hpp>
#include <rondo/stream/stream.hpp>
#include <rondo/sync/channel.hpp>

#include <exception>
#include <memory>
#include <optional>
#include <type_traits>
#include <utility>

namespace rondo::inline v0 {

namespace detail {

template <class Source>
async_generator<value_of_t<Source>&&> stream_of(Source source) {
    auto items = iter(static_cast<Source&&>(source));
    while (auto step = items.next()) {
        value_of_t<Source> item(*std::move(step));
        co_yield std::move(item);
    }
}

} // namespace detail

/// The items of a generator or a range, as a stream of values. It never waits, and is no checkpoint: `stage(group, f)`, or
/// whatever else waits, gives the turns away. Closing it destroys the source that it owns, and so a generator's frame.
/// Lifetime: an lvalue source is borrowed, an rvalue kept. Example: `as_stream(range(10)) | map(fetch)`
template <iterable Source>
auto as_stream(Source&& source) {
    return detail::stream_of<Source>(static_cast<Source&&>(source));
}

/// What is done with an item for which there is no room.
enum class overflow {
    refuse,      ///< the emitter returns false
    drop_oldest, ///< the one that has waited longest is lost
    fail,        ///< the stream ends with a runtime_error, after what waits
};

struct emitted_options {
    std::size_t capacity = 16; ///< how many items may wait; `unbounded` is allowed
    overflow when_full = overflow::refuse;
};

namespace detail {

template <class T>
struct emission {
    explicit emission(emitted_options how) noexcept : line(how.capacity), options(how) {}
    void end(std::exception_ptr with) noexcept {
        if (line.closed()) return;
        error = std::move(with);
        line.close();
    }
    channel<T> line;
    emitted_options options;
    std::size_t dropped = 0;
    std::exception_ptr error;
};

} // namespace detail

/// The other end of `emitted`: whoever is given a copy calls it with each item. It never waits. It may outlive the stream, and
/// may be called while the stream is being asked. Threads: the loop's own; from another one, remote_handle::post.
template <class T>
class emitter {
public:
    /// Returns: whether the item will be given: false when it is refused, or the stream has ended or was closed.
    bool operator()(T item) const {
        if (of_->line.closed()) return false;
        if (of_->line.try_send(static_cast<T&&>(item))) return true;
        ++of_->dropped; // and the item is still here
        if (of_->options.when_full == overflow::drop_oldest) {
            if (!of_->line.try_receive()) return false; // a capacity of 0
            return of_->line.try_send(std::move(item));
        }
        if (of_->options.when_full == overflow::fail)
            end(std::make_exception_ptr(
                runtime_error("emitted: an item came, and no room was left; raise capacity, or ask faster")));
        return false;
    }
    /// The stream ends, after what waits: with `error` if there is one. Nothing happens when it has ended.
    void end(std::exception_ptr error = nullptr) const noexcept { of_->end(std::move(error)); }
    /// How many items found no room.
    std::size_t dropped() const noexcept { return of_->dropped; }

    explicit emitter(std::shared_ptr<detail::emission<T>> of) noexcept : of_(std::move(of)) {}

private:
    std::shared_ptr<detail::emission<T>> of_;
};

namespace detail {

struct no_subscription {};
template <class F, class E>
auto subscribed(F& subscribe, E to) {
    if constexpr (std::is_void_v<std::invoke_result_t<F&, E>>) {
        subscribe(std::move(to));
        return no_subscription();
    } else {
        return subscribe(std::move(to));
    }
}

template <class T, class F>
async_generator<T&&> stream_emitted(F subscribe, emitted_options options) {
    auto shared = std::make_shared<emission<T>>(options);
    struct closes_at_end {
        explicit closes_at_end(emission<T>& of) noexcept : line(of.line) {}
        closes_at_end(const closes_at_end&) = delete;
        ~closes_at_end() { line.close(); }
        channel<T>& line;
    };
    {
        const closes_at_end closing(*shared);
        [[maybe_unused]] const auto held = subscribed(subscribe, emitter<T>(shared));
        while (auto item = co_await shared->line.next()) co_yield std::move(*item);
    }
    if (shared->error) std::rethrow_exception(shared->error);
}

} // namespace detail

/// The items that an `emitter<T>` is called with. `subscribe(emitter)` is called at the first next(): it registers the emitter
/// with whatever calls back; what it returns is kept while the stream is open, and destroyed when that ends or is closed: let
/// it end the registration. What comes meanwhile waits, up to `capacity` items; then `when_full` decides.
/// Throws: what subscribe throws; what emitter::end was given, after what waits.
/// Example: `auto keys = emitted<char>([&](emitter<char> to) { return keyboard.on_key(to); });`
template <class T, class F>
auto emitted(F subscribe, emitted_options options = {}) {
    static_assert(std::is_invocable_v<F&, emitter<T>>,
                  "emitted<T>(subscribe): subscribe is called with an emitter<T>");
    return detail::stream_emitted<T, F>(std::move(subscribe), options);
}

} // namespace rondo::inline v0
