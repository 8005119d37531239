// SPDX-License-Identifier: BSL-1.0
//
// Sources out of nothing much: `count`, `cycle`, `repeat`, and `iter_until`, which calls a function until it
// answers a sentinel. The first three may go on for ever: take from them with islice, zip or takewhile.
#pragma once

#include <rondo/base/stop_iteration.hpp>
#include <rondo/gen/iter/closure.hpp>

#include <concepts>
#include <cstddef>
#include <cstdint>
#include <optional>

namespace rondo::inline v0 {

struct cycle_tag {};

namespace detail {

template <class T>
class count_iterator : public stage_base<count_iterator<T>> {
public:
    static constexpr const char* name = "itertools.count";

    count_iterator(T start, T step) : next_(std::move(start)), step_(std::move(step)) {}

    item<T> next() {
        item<T> got(std::in_place, next_);
        if constexpr (std::integral<T>) {
            using modulo = std::make_unsigned_t<T>; // overflow wraps
            next_ = static_cast<T>(static_cast<modulo>(next_) + static_cast<modulo>(step_));
        } else {
            next_ = next_ + step_;
        }
        return got;
    }

private:
    T next_;
    T step_;
};

template <class Puller>
class cycle_adaptor : public stage_base<cycle_adaptor<Puller>> {
    using value = kept_t<Puller>;

public:
    static constexpr const char* name = "itertools.cycle";

    explicit cycle_adaptor(Puller source) : source_(std::move(source)) {}

    item<const value&> next() {
        if (source_) {
            if (auto got = source_->next()) {
                kept_.push_back(value(*std::move(got)));
                return last();
            }
            source_.reset();
        }
        if (kept_.empty()) return {};
        if (at_ == kept_.size()) at_ = 0;
        const value& again = kept_[at_++];
        return item<const value&>(std::addressof(again));
    }

private:
    item<const value&> last() const noexcept {
        const value& kept = kept_.back();
        return item<const value&>(std::addressof(kept));
    }

    std::optional<Puller> source_;
    pool_t<value> kept_;
    std::size_t at_ = 0;
};

template <class T>
class repeat_iterator : public stage_base<repeat_iterator<T>> {
public:
    static constexpr const char* name = "itertools.repeat";

    repeat_iterator(T value, std::optional<std::ptrdiff_t> times) : value_(std::move(value)), times_(times) {}

    item<const T&> next() {
        if (times_) {
            if (*times_ <= 0) return {};
            --*times_;
        }
        return item<const T&>(std::addressof(value_.get()));
    }

private:
    box<T> value_;
    std::optional<std::ptrdiff_t> times_;
};

template <class F, class Sentinel>
class until_iterator : public stage_base<until_iterator<F, Sentinel>> {
    using result = called_t<F>;

public:
    static constexpr const char* name = "callable_iterator";

    until_iterator(F function, Sentinel sentinel)
        : function_(std::move(function)), sentinel_(std::move(sentinel)) {}

    item_for_t<result> next() {
        if (ended_) return {};
        try {
            auto got = made<result>(call(function_.get()));
            if (!(*got == sentinel_.get())) return got;
        } catch (const stop_iteration_base&) {
            // The function ran out: that ends it too, as in Python.
        }
        ended_ = true;
        return {};
    }

private:
    box<F> function_;
    box<Sentinel> sentinel_;
    bool ended_ = false;
};

} // namespace detail

/// start, start + step, … for ever. Integers are 64 bits wide whatever is given, and wrap; others add as they
/// do.
/// Source: itertools.count.
template <class Start = std::int64_t, class Step = std::int64_t>
auto count(Start start = 0, Step step = 1) {
    if constexpr (std::integral<Start> && std::integral<Step>) {
        using number = std::common_type_t<std::int64_t, Start>;
        return detail::count_iterator<number>(static_cast<number>(start), static_cast<number>(step));
    } else {
        using number = std::common_type_t<Start, Step>;
        return detail::count_iterator<number>(static_cast<number>(std::move(start)),
                                              static_cast<number>(std::move(step)));
    }
}

template <iterable Source>
auto adapt(cycle_tag, Source&& source) {
    return detail::cycle_adaptor<iterator_of_t<Source>>(iter(std::forward<Source>(source)));
}

/// The items of the source, over and over. It is read once, and what it gave is kept. Of nothing: nothing.
/// Source: itertools.cycle.
template <class Source>
auto cycle(Source&& source) {
    detail::check_sources<Source>();
    return adapt(cycle_tag{}, std::forward<Source>(source));
}
inline auto cycle() { return detail::make_closure(cycle_tag{}); }

/// `value`, for ever or `times` times (never, when negative). Source: itertools.repeat.
template <class T>
auto repeat(T value) {
    return detail::repeat_iterator<T>(std::move(value), std::nullopt);
}
template <class T>
auto repeat(T value, std::ptrdiff_t times) {
    return detail::repeat_iterator<T>(std::move(value), times);
}

/// What `function()` answers, until it answers `sentinel` (or throws stop_iteration). Source: Python's
/// iter(f, sentinel).
/// Example: `for (int block : iter_until([&] { return read(); }, 0)) …`
template <class F, class Sentinel>
auto iter_until(F function, Sentinel sentinel) {
    static_assert(detail::callable<F> && std::is_invocable_v<F&>,
                  "iter_until(f, sentinel): f is called without arguments");
    return detail::until_iterator<F, Sentinel>(std::move(function), std::move(sentinel));
}

} // namespace rondo::inline v0
