// SPDX-License-Identifier: BSL-1.0
//
// A slice of a source by position: `islice`, and its short forms `take(n)`, `drop(n)`; `nth(n)`. Never asks
// for more than it needs: `islice(source, 3)` takes three, and lets the source go as soon as it has ended.
#pragma once

#include <rondo/base/errors.hpp>
#include <rondo/gen/iter/closure.hpp>

#include <algorithm>
#include <cstddef>
#include <limits>
#include <optional>

namespace rondo::inline v0 {

struct islice_tag {};
struct nth_tag {};

/// A position in a slice: a number, or std::nullopt for Python's None.
using slice_bound = std::optional<std::ptrdiff_t>;

namespace detail {

/// Checked bounds. Without a stop: the largest number.
class slice_bounds {
public:
    explicit slice_bounds(slice_bound last)
        : stop(last.value_or(std::numeric_limits<std::ptrdiff_t>::max())) {
        if (stop < 0) throw value_error("stop argument for islice() must be nullopt or a number from 0");
    }
    slice_bounds(slice_bound first, slice_bound last, slice_bound by)
        : start(first.value_or(0)), stop(last.value_or(std::numeric_limits<std::ptrdiff_t>::max())),
          step(by.value_or(1)) {
        if (start < 0 || stop < 0)
            throw value_error("indices for islice() must be nullopt or numbers from 0");
        if (step < 1) throw value_error("step for islice() must be nullopt or a positive number");
    }

    std::ptrdiff_t start = 0;
    std::ptrdiff_t stop;
    std::ptrdiff_t step = 1;
};

template <class Puller>
class islice_adaptor : public stage_base<islice_adaptor<Puller>> {
public:
    static constexpr const char* name = "itertools.islice";

    islice_adaptor(Puller source, slice_bounds bounds)
        : source_(std::move(source)), bounds_(bounds), wanted_(bounds.start) {}

    item_t<Puller> next() {
        if (!source_) return {};
        releaser release{source_};
        for (; taken_ < wanted_; ++taken_) {
            if (!source_->next()) return {};
        }
        if (taken_ >= bounds_.stop) return {};
        auto got = source_->next();
        if (!got) return got;
        ++taken_;
        wanted_ = bounds_.stop - wanted_ > bounds_.step ? wanted_ + bounds_.step : bounds_.stop;
        release.armed = false;
        return got;
    }

private:
    // Whatever ends the slice, an error too, lets the source go.
    struct releaser {
        std::optional<Puller>& source;
        bool armed = true;
        ~releaser() {
            if (armed) source.reset();
        }
    };

    std::optional<Puller> source_;
    slice_bounds bounds_;
    std::ptrdiff_t taken_ = 0;
    std::ptrdiff_t wanted_;
};

} // namespace detail

template <iterable Source>
auto adapt(islice_tag, Source&& source, detail::slice_bounds bounds) {
    return detail::islice_adaptor<iterator_of_t<Source>>(iter(std::forward<Source>(source)), bounds);
}

/// The items at the positions start, start + step, … before stop. std::nullopt stands for Python's None.
/// Throws: value_error, now, when start or stop is negative or step is not positive.
/// Lifetime: the source is released as soon as the slice is exhausted. Source: itertools.islice.
inline auto islice(slice_bound stop) {
    return detail::make_closure(islice_tag{}, detail::slice_bounds(stop));
}
inline auto islice(slice_bound start, slice_bound stop, slice_bound step = 1) {
    return detail::make_closure(islice_tag{}, detail::slice_bounds(start, stop, step));
}
template <iterable Source>
auto islice(Source&& source, slice_bound stop) {
    return adapt(islice_tag{}, std::forward<Source>(source), detail::slice_bounds(stop));
}
template <iterable Source>
auto islice(Source&& source, slice_bound start, slice_bound stop, slice_bound step = 1) {
    return adapt(islice_tag{}, std::forward<Source>(source), detail::slice_bounds(start, stop, step));
}

/// The first `count` items: exactly so many are taken. Throws: value_error when count is negative.
inline auto take(std::ptrdiff_t count) { return islice(count); }
template <iterable Source>
auto take(Source&& source, std::ptrdiff_t count) {
    return islice(std::forward<Source>(source), count);
}

/// All but the first `count` items. Throws: value_error when count is negative.
inline auto drop(std::ptrdiff_t count) { return islice(count, std::nullopt); }
template <iterable Source>
auto drop(Source&& source, std::ptrdiff_t count) {
    return islice(std::forward<Source>(source), count, std::nullopt);
}

template <iterable Source>
std::optional<value_of_t<Source>> adapt(nth_tag, Source&& source, std::ptrdiff_t position) {
    auto slice = islice(iter(std::forward<Source>(source)), position, std::nullopt);
    auto got = slice.next();
    if (!got) return std::nullopt;
    return std::optional<value_of_t<Source>>(*std::move(got));
}

/// The item at a position, or nothing when the source is shorter. Takes no more than it needs. Source: the
/// recipes.
/// Throws: value_error when position is negative.
inline auto nth(std::ptrdiff_t position) { return detail::make_closure(nth_tag{}, position); }
template <iterable Source>
auto nth(Source&& source, std::ptrdiff_t position) {
    return adapt(nth_tag{}, std::forward<Source>(source), position);
}
/// The same, with a value for when the source is shorter.
template <iterable Source, class Fallback>
value_of_t<Source> nth(Source&& source, std::ptrdiff_t position, Fallback&& fallback) {
    auto got = adapt(nth_tag{}, std::forward<Source>(source), position);
    if (!got) return value_of_t<Source>(std::forward<Fallback>(fallback));
    return *std::move(got);
}

} // namespace rondo::inline v0
