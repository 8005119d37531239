// SPDX-License-Identifier: BSL-1.0
//
// Several items of one source at a time: `batched`, `grouper`, `pairwise`, `sliding_window`, and
// `accumulate`, which folds as it goes. What has to be remembered is kept by value.
#pragma once

#include <rondo/base/errors.hpp>
#include <rondo/gen/iter/closure.hpp>

#include <concepts>
#include <cstddef>
#include <optional>
#include <vector>

namespace rondo::inline v0 {

struct batched_tag {};
struct grouper_tag {};
struct pairwise_tag {};
struct sliding_window_tag {};
struct accumulate_tag {};

/// What `grouper` does with a last group that is too short.
enum class incomplete {
    fill,   ///< fills it up
    strict, ///< throws value_error
    ignore, ///< drops it
};

namespace detail {

inline std::size_t checked_size(std::ptrdiff_t size, const char* message) {
    if (size < 1) throw value_error(message);
    return static_cast<std::size_t>(size);
}

/// What a batch does with fewer than n items: hands them on, throws, drops them, or fills up with `fill`.
enum class short_batch { keep, strict, ignore, fill };

template <class Puller>
class batched_adaptor : public stage_base<batched_adaptor<Puller>> {
    using value = kept_t<Puller>;

public:
    static constexpr const char* name = "itertools.batched";

    batched_adaptor(Puller source, std::size_t size, short_batch mode, std::optional<value> fill = {})
        : source_(std::move(source)), size_(size), mode_(mode), fill_(std::move(fill)) {}

    item<std::vector<value>> next() {
        item<std::vector<value>> batch(std::in_place);
        while (batch->size() < size_) {
            auto got = source_.next();
            if (!got) break;
            if (batch->empty()) batch->reserve(size_);
            batch->push_back(static_cast<value>(*std::move(got)));
        }
        if (batch->empty()) return {};
        if (batch->size() < size_ && mode_ != short_batch::keep) {
            if (mode_ == short_batch::strict) throw value_error("batched(): incomplete batch");
            if (mode_ == short_batch::ignore) return {};
            if constexpr (std::copy_constructible<value>) batch->resize(size_, *fill_);
        }
        return batch;
    }

private:
    Puller source_;
    std::size_t size_;
    short_batch mode_;
    std::optional<value> fill_;
};

template <class Puller>
class pairwise_adaptor : public stage_base<pairwise_adaptor<Puller>> {
    using value = kept_t<Puller>;

public:
    static constexpr const char* name = "itertools.pairwise";

    explicit pairwise_adaptor(Puller source) : source_(std::move(source)) {}

    item<std::pair<value, value>> next() {
        if (!source_) return {};
        if (!last_) {
            auto first = source_->next();
            if (first) last_.emplace(*std::move(first));
        }
        auto got = last_ ? source_->next() : item_t<Puller>();
        if (!got) {
            source_.reset();
            return {};
        }
        value newest(*std::move(got));
        item<std::pair<value, value>> pair(std::in_place, *std::move(last_), newest);
        last_.emplace(std::move(newest));
        return pair;
    }

private:
    std::optional<Puller> source_;
    std::optional<value> last_;
};

template <class Puller>
class sliding_window_adaptor : public stage_base<sliding_window_adaptor<Puller>> {
    using value = kept_t<Puller>;

public:
    static constexpr const char* name = "sliding_window";

    sliding_window_adaptor(Puller source, std::size_t size) : source_(std::move(source)), size_(size) {}

    item<const std::vector<value>&> next() {
        while (window_.size() < size_ - 1) {
            auto got = source_.next();
            if (!got) return {};
            window_.push_back(static_cast<value>(*std::move(got)));
        }
        auto got = source_.next();
        if (!got) return {};
        if (window_.size() == size_) window_.erase(window_.begin());
        window_.push_back(static_cast<value>(*std::move(got)));
        return item<const std::vector<value>&>(std::addressof(window_));
    }

private:
    Puller source_;
    std::size_t size_;
    std::vector<value> window_;
};

struct plus_function {
    template <class A, class B>
    auto operator()(const A& a, const B& b) const {
        return a + b;
    }
};

template <class Puller, class F, class Total>
class accumulate_adaptor : public stage_base<accumulate_adaptor<Puller, F, Total>> {
public:
    static constexpr const char* name = "itertools.accumulate";

    accumulate_adaptor(Puller source, F function, std::optional<Total> initial)
        : source_(std::move(source)), function_(std::move(function)), total_(std::move(initial)),
          has_initial_(total_) {}

    item<const Total&> next() {
        if (has_initial_) {
            has_initial_ = false;
        } else {
            auto got = source_.next();
            if (!got) return {};
            if (!total_) {
                total_.emplace(*std::move(got));
            } else {
                const Total& so_far = *total_;
                auto more = static_cast<Total>(call(function_.get(), so_far, *std::move(got)));
                total_.emplace(std::move(more));
            }
        }
        return item<const Total&>(std::addressof(*total_));
    }

private:
    Puller source_;
    box<F> function_;
    std::optional<Total> total_;
    bool has_initial_;
};

} // namespace detail

template <iterable Source>
auto adapt(batched_tag, Source&& source, std::ptrdiff_t size, bool strict) {
    const std::size_t checked = detail::checked_size(size, "n must be at least one");
    return detail::batched_adaptor<iterator_of_t<Source>>(iter(std::forward<Source>(source)), checked,
                                                          strict ? detail::short_batch::strict
                                                                 : detail::short_batch::keep);
}

/// The items in vectors of `size`; the last may be shorter, or, if `strict`, throws.
/// Throws: value_error "n must be at least one", now; "batched(): incomplete batch" instead of a last one
/// that is too short.
/// Source: itertools.batched.
template <iterable Source>
auto batched(Source&& source, std::ptrdiff_t size, bool strict = false) {
    return adapt(batched_tag{}, std::forward<Source>(source), size, strict);
}
inline auto batched(std::ptrdiff_t size, bool strict = false) {
    static_cast<void>(detail::checked_size(size, "n must be at least one"));
    return detail::make_closure(batched_tag{}, size, strict);
}

template <iterable Source>
auto adapt(grouper_tag, Source&& source, std::ptrdiff_t size, incomplete mode) {
    using value = value_of_t<Source>;
    const std::size_t checked = detail::checked_size(size, "grouper(): n must be at least one");
    std::optional<value> fill;
    if (mode == incomplete::fill) {
        if constexpr (std::default_initializable<value>) {
            fill.emplace();
        } else {
            throw type_error("grouper(): the items have no default value: say what to fill up with");
        }
    }
    const detail::short_batch modes[] = {detail::short_batch::fill, detail::short_batch::strict,
                                         detail::short_batch::ignore};
    return detail::batched_adaptor<iterator_of_t<Source>>(iter(std::forward<Source>(source)), checked,
                                                          modes[static_cast<int>(mode)], std::move(fill));
}
template <iterable Source, class Fill>
auto adapt(grouper_tag, Source&& source, std::ptrdiff_t size, Fill fill) {
    const std::size_t checked = detail::checked_size(size, "grouper(): n must be at least one");
    return detail::batched_adaptor<iterator_of_t<Source>>(iter(std::forward<Source>(source)), checked,
                                                          detail::short_batch::fill,
                                                          value_of_t<Source>(std::move(fill)));
}

/// The items in vectors of `size`, all of that size: a last one that is too short is filled up with `fill` (a
/// default value when none is given), or by `incomplete::strict` throws, or by `incomplete::ignore` is
/// dropped.
/// Throws: value_error when size is less than one, or an incomplete batch is forbidden. Source: the recipes.
template <iterable Source, class Fill = incomplete>
auto grouper(Source&& source, std::ptrdiff_t size, Fill fill = Fill()) {
    return adapt(grouper_tag{}, std::forward<Source>(source), size, std::move(fill));
}
template <class Fill = incomplete>
auto grouper(std::ptrdiff_t size, Fill fill = Fill()) {
    return detail::make_closure(grouper_tag{}, size, std::move(fill));
}

template <iterable Source>
auto adapt(pairwise_tag, Source&& source) {
    static_assert(std::copy_constructible<value_of_t<Source>>,
                  "pairwise(source): an item stands in two pairs, and is copied");
    return detail::pairwise_adaptor<iterator_of_t<Source>>(iter(std::forward<Source>(source)));
}

/// (a, b), (b, c), (c, d), …; nothing of fewer than two items. Source: itertools.pairwise.
template <class Source>
auto pairwise(Source&& source) {
    detail::check_sources<Source>();
    return adapt(pairwise_tag{}, std::forward<Source>(source));
}
inline auto pairwise() { return detail::make_closure(pairwise_tag{}); }

template <iterable Source>
auto adapt(sliding_window_tag, Source&& source, std::ptrdiff_t size) {
    const std::size_t checked = detail::checked_size(size, "sliding_window(): n must be at least one");
    return detail::sliding_window_adaptor<iterator_of_t<Source>>(iter(std::forward<Source>(source)), checked);
}

/// Every `size` items in a row, as a vector; nothing of fewer. Throws: value_error when size is less than
/// one, now.
/// Lifetime: the vector is reused: it holds until the next step. Source: the recipes.
template <iterable Source>
auto sliding_window(Source&& source, std::ptrdiff_t size) {
    return adapt(sliding_window_tag{}, std::forward<Source>(source), size);
}
inline auto sliding_window(std::ptrdiff_t size) {
    static_cast<void>(detail::checked_size(size, "sliding_window(): n must be at least one"));
    return detail::make_closure(sliding_window_tag{}, size);
}

template <iterable Source, class F = detail::plus_function>
auto adapt(accumulate_tag, Source&& source, F function = {}) {
    using total = value_of_t<Source>;
    static_assert(detail::callable<F> && std::is_invocable_v<F&, const total&, passed_of_t<Source>>,
                  "accumulate(source, f): f is a function of the total and an item");
    return detail::accumulate_adaptor<iterator_of_t<Source>, F, total>(iter(std::forward<Source>(source)),
                                                                       std::move(function), std::nullopt);
}
template <iterable Source, class F, class Total>
auto adapt(accumulate_tag, Source&& source, F function, Total initial) {
    static_assert(detail::callable<F> && std::is_invocable_v<F&, const Total&, passed_of_t<Source>>,
                  "accumulate(source, f, initial): f is a function of the total and an item");
    return detail::accumulate_adaptor<iterator_of_t<Source>, F, Total>(
        iter(std::forward<Source>(source)), std::move(function), std::move(initial));
}

/// The running totals: a, f(a, b), f(f(a, b), c), …; f adds if it is not given. The first item passes
/// unchanged; `initial`, when there is one, comes first, and gives the totals its type. Source:
/// itertools.accumulate.
template <iterable Source, class... Options>
    requires(sizeof...(Options) <= 2)
auto accumulate(Source&& source, Options... options) {
    return adapt(accumulate_tag{}, std::forward<Source>(source), std::move(options)...);
}
template <class... Options>
    requires(sizeof...(Options) <= 2) && (detail::option<Options> && ...)
auto accumulate(Options... options) {
    return detail::make_closure(accumulate_tag{}, std::move(options)...);
}

} // namespace rondo::inline v0
