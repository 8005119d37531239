// SPDX-License-Identifier: BSL-1.0
//
// Which items pass: `filter`, `filterfalse`, `takewhile`, `dropwhile`, `compress`. Items pass as the source
// gives them, by address or by value. A predicate is shown the item, and is asked once for each.
#pragma once

#include <rondo/gen/iter/closure.hpp>

namespace rondo::inline v0 {

struct filter_tag {};
struct filterfalse_tag {};
struct takewhile_tag {};
struct dropwhile_tag {};
struct compress_tag {};

namespace detail {
struct identity_type {
    template <class T>
    constexpr T&& operator()(T&& value) const noexcept {
        return static_cast<T&&>(value);
    }
};
} // namespace detail
/// What `filter(identity)` asks: is the item itself true? Python's filter(None, …).
inline constexpr detail::identity_type identity;

namespace detail {

template <class F, class Puller>
bool holds_for(F& predicate, item_t<Puller>& got) {
    auto&& shown = *got;
    return truth(call(predicate, shown));
}

template <bool Wanted, class F, class Puller>
class filter_adaptor : public stage_base<filter_adaptor<Wanted, F, Puller>> {
public:
    static constexpr const char* name = "<genexpr>";

    filter_adaptor(F predicate, Puller source)
        : predicate_(std::move(predicate)), source_(std::move(source)) {}

    item_t<Puller> next() {
        for (;;) {
            auto got = source_.next();
            if (!got || holds_for<F, Puller>(predicate_.get(), got) == Wanted) return got;
        }
    }

private:
    box<F> predicate_;
    Puller source_;
};

template <class F, class Puller>
class takewhile_adaptor : public stage_base<takewhile_adaptor<F, Puller>> {
public:
    static constexpr const char* name = "itertools.takewhile";

    takewhile_adaptor(F predicate, Puller source)
        : predicate_(std::move(predicate)), source_(std::move(source)) {}

    item_t<Puller> next() {
        if (failed_) return {};
        auto got = source_.next();
        if (!got || holds_for<F, Puller>(predicate_.get(), got)) return got;
        failed_ = true;
        return {};
    }

private:
    box<F> predicate_;
    Puller source_;
    bool failed_ = false;
};

template <class F, class Puller>
class dropwhile_adaptor : public stage_base<dropwhile_adaptor<F, Puller>> {
public:
    static constexpr const char* name = "itertools.dropwhile";

    dropwhile_adaptor(F predicate, Puller source)
        : predicate_(std::move(predicate)), source_(std::move(source)) {}

    item_t<Puller> next() {
        for (;;) {
            auto got = source_.next();
            if (started_ || !got) return got;
            if (holds_for<F, Puller>(predicate_.get(), got)) continue;
            started_ = true;
            return got;
        }
    }

private:
    box<F> predicate_;
    Puller source_;
    bool started_ = false;
};

template <class Puller, class Selectors>
class compress_adaptor : public stage_base<compress_adaptor<Puller, Selectors>> {
public:
    static constexpr const char* name = "itertools.compress";

    compress_adaptor(Puller source, Selectors selectors)
        : source_(std::move(source)), selectors_(std::move(selectors)) {}

    item_t<Puller> next() {
        for (;;) {
            auto got = source_.next();
            if (!got) return got;
            auto selector = selectors_.next();
            if (!selector) return {};
            if (truth(*selector)) return got;
        }
    }

private:
    Puller source_;
    Selectors selectors_;
};

template <class F, class Source>
constexpr bool check_predicate() {
    static_assert(callable<F>,
                  "filter(predicate, source) and its like: the predicate is a function of an item");
    static_assert(
        std::is_invocable_v<F&, shown_t<iterator_of_t<Source>>>,
        "filter(predicate, source) and its like: the predicate cannot be called with an item of the source");
    return true;
}

} // namespace detail

template <iterable Source, class F>
auto adapt(filter_tag, Source&& source, F predicate) {
    static_assert(detail::check_predicate<F, Source>());
    return detail::filter_adaptor<true, F, iterator_of_t<Source>>(std::move(predicate),
                                                                  iter(std::forward<Source>(source)));
}
template <iterable Source, class F>
auto adapt(filterfalse_tag, Source&& source, F predicate) {
    static_assert(detail::check_predicate<F, Source>());
    return detail::filter_adaptor<false, F, iterator_of_t<Source>>(std::move(predicate),
                                                                   iter(std::forward<Source>(source)));
}
template <iterable Source, class F>
auto adapt(takewhile_tag, Source&& source, F predicate) {
    static_assert(detail::check_predicate<F, Source>());
    return detail::takewhile_adaptor<F, iterator_of_t<Source>>(std::move(predicate),
                                                               iter(std::forward<Source>(source)));
}
template <iterable Source, class F>
auto adapt(dropwhile_tag, Source&& source, F predicate) {
    static_assert(detail::check_predicate<F, Source>());
    return detail::dropwhile_adaptor<F, iterator_of_t<Source>>(std::move(predicate),
                                                               iter(std::forward<Source>(source)));
}
template <iterable Source, class Selectors>
auto adapt(compress_tag, Source&& source, Selectors&& selectors) {
    static_assert(
        iterable<Selectors>,
        "compress(data, selectors): the selectors are a range, a generator or an object with next()");
    return detail::compress_adaptor<iterator_of_t<Source>, iterator_of_t<Selectors>>(
        iter(std::forward<Source>(source)), iter(std::forward<Selectors>(selectors)));
}

/// The items for which `predicate` is true; `filter(identity, source)`: those that are true themselves.
/// Source: Python's filter.
template <class F>
auto filter(F predicate) {
    static_assert(detail::callable<F>, "filter(predicate): the predicate is a function of an item");
    return detail::make_closure(filter_tag{}, std::move(predicate));
}
template <class F, class Source>
auto filter(F predicate, Source&& source) {
    detail::check_sources<Source>();
    return adapt(filter_tag{}, std::forward<Source>(source), std::move(predicate));
}

/// The items for which `predicate` is false. Source: itertools.filterfalse.
template <class F>
auto filterfalse(F predicate) {
    static_assert(detail::callable<F>, "filterfalse(predicate): the predicate is a function of an item");
    return detail::make_closure(filterfalse_tag{}, std::move(predicate));
}
template <class F, class Source>
auto filterfalse(F predicate, Source&& source) {
    detail::check_sources<Source>();
    return adapt(filterfalse_tag{}, std::forward<Source>(source), std::move(predicate));
}

/// The items before the first for which `predicate` is false. That one is consumed too. Source:
/// itertools.takewhile.
template <class F>
auto takewhile(F predicate) {
    static_assert(detail::callable<F>, "takewhile(predicate): the predicate is a function of an item");
    return detail::make_closure(takewhile_tag{}, std::move(predicate));
}
template <class F, class Source>
auto takewhile(F predicate, Source&& source) {
    detail::check_sources<Source>();
    return adapt(takewhile_tag{}, std::forward<Source>(source), std::move(predicate));
}

/// The items from the first for which `predicate` is false; the rest is not asked about. Source:
/// itertools.dropwhile.
template <class F>
auto dropwhile(F predicate) {
    static_assert(detail::callable<F>, "dropwhile(predicate): the predicate is a function of an item");
    return detail::make_closure(dropwhile_tag{}, std::move(predicate));
}
template <class F, class Source>
auto dropwhile(F predicate, Source&& source) {
    detail::check_sources<Source>();
    return adapt(dropwhile_tag{}, std::forward<Source>(source), std::move(predicate));
}

/// The items whose selector is true, until either ends. Source: itertools.compress.
template <iterable Selectors>
auto compress(Selectors selectors) {
    return detail::make_closure(compress_tag{}, std::move(selectors));
}
template <iterable Source, iterable Selectors>
auto compress(Source&& source, Selectors&& selectors) {
    return adapt(compress_tag{}, std::forward<Source>(source), std::forward<Selectors>(selectors));
}

} // namespace rondo::inline v0
