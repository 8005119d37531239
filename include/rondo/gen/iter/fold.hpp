// SPDX-License-Identifier: BSL-1.0
//
// What consumes a source and gives one value: `sum`, `min`, `max`, `reduce`, `any`, `all`, `contains`,
// `unpack`. Each takes only what it needs. As a function, `sum(source)`, or as the last stage, `source |
// sum()`.
#pragma once

#include <rondo/base/errors.hpp>
#include <rondo/gen/iter/closure.hpp>
#include <rondo/gen/iter/filter.hpp>

#include <array>
#include <cstddef>
#include <optional>
#include <string>
#include <string_view>

namespace rondo::inline v0 {

struct sum_tag {};
struct min_tag {};
struct max_tag {};
struct reduce_tag {};
struct any_tag {};
struct all_tag {};
struct contains_tag {};
template <std::size_t N>
struct unpack_tag {};

namespace detail {

template <class T>
using added_t = std::remove_cvref_t<decltype(std::declval<T>() + std::declval<T>())>;

template <class Puller, class Total>
Total add_up(Puller source, Total total) {
    while (auto got = source.next()) total = static_cast<Total>(std::move(total) + *std::move(got));
    return total;
}

/// The first item whose key is beyond all others by `Before`, or nothing.
template <bool Largest, class Puller, class Key>
std::optional<kept_t<Puller>> extreme(Puller source, Key& key) {
    auto got = source.next();
    if (!got) return std::nullopt;
    std::optional<kept_t<Puller>> best(*std::move(got));
    using key_type = kept_as_t<called_t<Key, kept_t<Puller>&>>;
    if constexpr (std::same_as<Key, identity_type>) {
        while (auto other = source.next()) {
            auto&& value = *other;
            if (Largest ? *best < value : value < *best) best.emplace(*std::move(other));
        }
    } else {
        key_type best_key(call(key, *best));
        while (auto other = source.next()) {
            auto&& value = *other;
            key_type other_key(call(key, value));
            if (!(Largest ? best_key < other_key : other_key < best_key)) continue;
            best.emplace(*std::move(other));
            best_key = std::move(other_key);
        }
    }
    return best;
}

template <bool Largest, class Source, class Key>
value_of_t<Source> extreme_or_throw(Source&& source, Key key) {
    auto best = extreme<Largest>(iter(std::forward<Source>(source)), key);
    if (!best)
        throw value_error(Largest ? "max() iterable argument is empty" : "min() iterable argument is empty");
    return *std::move(best);
}

template <class T, class Source>
concept key_of = callable<T> && std::is_invocable_v<T&, value_of_t<Source>&>;

template <bool Largest, class Source, class Option>
value_of_t<Source> extreme_with(Source&& source, Option option) {
    if constexpr (key_of<Option, Source>) {
        return extreme_or_throw<Largest>(std::forward<Source>(source), std::move(option));
    } else {
        static_assert(std::constructible_from<value_of_t<Source>, Option>,
                      "min(source, x), max(source, x): x is a key function of an item, or the answer when "
                      "there is none");
        identity_type key;
        auto best = extreme<Largest>(iter(std::forward<Source>(source)), key);
        return best ? *std::move(best) : value_of_t<Source>(std::move(option));
    }
}

template <bool Largest, class Source, class Key, class Fallback>
value_of_t<Source> extreme_with(Source&& source, Key key, Fallback fallback) {
    static_assert(key_of<Key, Source>, "min(source, key, fallback), max: key is a function of an item");
    auto best = extreme<Largest>(iter(std::forward<Source>(source)), key);
    return best ? *std::move(best) : value_of_t<Source>(std::move(fallback));
}

} // namespace detail

template <iterable Source>
auto adapt(sum_tag, Source&& source) {
    return detail::add_up(iter(std::forward<Source>(source)), detail::added_t<value_of_t<Source>>{});
}
template <iterable Source, class Start>
auto adapt(sum_tag, Source&& source, Start start) {
    return detail::add_up(iter(std::forward<Source>(source)), std::move(start));
}

/// The sum of the items, from `start` or from a value-initialised one. Its type is that of `item + item`, or
/// of start: give a wider start where it could overflow: `sum(source, 0LL)`. Source: Python's sum.
inline auto sum() { return detail::make_closure(sum_tag{}); }
template <class Start>
    requires detail::option<Start>
auto sum(Start start) {
    return detail::make_closure(sum_tag{}, std::move(start));
}
template <iterable Source, class... Start>
    requires(sizeof...(Start) <= 1)
auto sum(Source&& source, Start... start) {
    return adapt(sum_tag{}, std::forward<Source>(source), std::move(start)...);
}

template <iterable Source>
value_of_t<Source> adapt(min_tag, Source&& source) {
    return detail::extreme_or_throw<false>(std::forward<Source>(source), identity);
}
template <iterable Source, class... Options>
value_of_t<Source> adapt(min_tag, Source&& source, Options... options) {
    return detail::extreme_with<false>(std::forward<Source>(source), std::move(options)...);
}
template <iterable Source>
value_of_t<Source> adapt(max_tag, Source&& source) {
    return detail::extreme_or_throw<true>(std::forward<Source>(source), identity);
}
template <iterable Source, class... Options>
value_of_t<Source> adapt(max_tag, Source&& source, Options... options) {
    return detail::extreme_with<true>(std::forward<Source>(source), std::move(options)...);
}

/// The smallest item, the first of equals: `min(source)`, `min(source, key)`, `min(source, fallback)`,
/// `min(source, key, fallback)`. Throws: value_error "min() iterable argument is empty" when it is, and there
/// is no fallback.
/// Source: Python's min.
template <iterable Source, class... Options>
    requires(sizeof...(Options) <= 2)
value_of_t<Source> min(Source&& source, Options... options) {
    return adapt(min_tag{}, std::forward<Source>(source), std::move(options)...);
}
template <class... Options>
    requires(sizeof...(Options) <= 2) && (detail::option<Options> && ...)
auto min(Options... options) {
    return detail::make_closure(min_tag{}, std::move(options)...);
}

/// The largest item, the first of equals; the same forms as `min`. Source: Python's max.
template <iterable Source, class... Options>
    requires(sizeof...(Options) <= 2)
value_of_t<Source> max(Source&& source, Options... options) {
    return adapt(max_tag{}, std::forward<Source>(source), std::move(options)...);
}
template <class... Options>
    requires(sizeof...(Options) <= 2) && (detail::option<Options> && ...)
auto max(Options... options) {
    return detail::make_closure(max_tag{}, std::move(options)...);
}

template <iterable Source, class F, class Start>
Start adapt(reduce_tag, Source&& source, F function, Start total) {
    static_assert(std::is_invocable_v<F&, Start, passed_of_t<Source>>,
                  "reduce(f, source): f is a function of the total and an item");
    auto from = iter(std::forward<Source>(source));
    while (auto got = from.next()) {
        Start more(detail::call(function, std::move(total), *std::move(got)));
        total = std::move(more);
    }
    return total;
}
template <iterable Source, class F>
value_of_t<Source> adapt(reduce_tag, Source&& source, F function) {
    auto from = iter(std::forward<Source>(source));
    auto got = from.next();
    if (!got) throw type_error("reduce() of empty iterable with no initial value");
    return adapt(reduce_tag{}, from, std::move(function), value_of_t<Source>(*std::move(got)));
}

/// f(f(f(start, a), b), c): starts with the first item when no start is given.
/// Throws: type_error "reduce() of empty iterable with no initial value". Source: functools.reduce.
template <class F, iterable Source, class... Start>
    requires(sizeof...(Start) <= 1)
auto reduce(F function, Source&& source, Start... start) {
    static_assert(detail::callable<F>, "reduce(f, source): f is a function of the total and an item");
    return adapt(reduce_tag{}, std::forward<Source>(source), std::move(function), std::move(start)...);
}
template <class F, class... Start>
    requires(sizeof...(Start) <= 1) && (detail::option<Start> && ...)
auto reduce(F function, Start... start) {
    static_assert(detail::callable<F>, "reduce(f): f is a function of the total and an item");
    return detail::make_closure(reduce_tag{}, std::move(function), std::move(start)...);
}

template <iterable Source>
bool adapt(any_tag, Source&& source) {
    auto from = iter(std::forward<Source>(source));
    while (auto got = from.next()) {
        if (detail::truth(*got)) return true;
    }
    return false;
}
template <iterable Source>
bool adapt(all_tag, Source&& source) {
    auto from = iter(std::forward<Source>(source));
    while (auto got = from.next()) {
        if (!detail::truth(*got)) return false;
    }
    return true;
}

/// Whether an item is true; stops at the first. Of nothing: false. Source: Python's any.
template <class Source>
bool any(Source&& source) {
    detail::check_sources<Source>();
    return adapt(any_tag{}, std::forward<Source>(source));
}
inline auto any() { return detail::make_closure(any_tag{}); }

/// Whether every item is true; stops at the first that is not. Of nothing: true. Source: Python's all.
template <class Source>
bool all(Source&& source) {
    detail::check_sources<Source>();
    return adapt(all_tag{}, std::forward<Source>(source));
}
inline auto all() { return detail::make_closure(all_tag{}); }

namespace detail {
template <class T>
concept text = std::convertible_to<T, std::string_view>;
template <class Source, class Value>
concept text_in_text = text<Source> && text<Value>;
} // namespace detail

template <class Source, class Value>
    requires iterable<Source> || detail::text_in_text<Source, Value>
bool adapt(contains_tag, Source&& source, const Value& value) {
    if constexpr (detail::text_in_text<Source, const Value&>) {
        return std::string_view(source).find(std::string_view(value)) != std::string_view::npos;
    } else {
        auto from = iter(std::forward<Source>(source));
        while (auto got = from.next()) {
            if (*got == value) return true;
        }
        return false;
    }
}

/// Whether `value` is among the items: stops behind the first that is equal. In a text: whether it stands in
/// it. `contains(value)` is a stage, and a predicate: `lines | filter(contains("ERROR"))`. Source: Python's
/// in.
template <class Source, class Value>
    requires iterable<Source> || detail::text_in_text<Source, Value>
bool contains(Source&& source, const Value& value) {
    return adapt(contains_tag{}, std::forward<Source>(source), value);
}
template <class Value>
auto contains(Value value) {
    return detail::make_closure(contains_tag{}, std::move(value));
}

template <iterable Source, std::size_t N>
std::array<value_of_t<Source>, N> adapt(unpack_tag<N>, Source&& source) {
    using value = value_of_t<Source>;
    auto from = iter(std::forward<Source>(source));
    std::array<std::optional<value>, N> got;
    for (std::size_t n = 0; n < N; ++n) {
        auto one = from.next();
        if (!one) {
            throw value_error("not enough values to unpack (expected " + std::to_string(N) + ", got " +
                              std::to_string(n) + ")");
        }
        got[n].emplace(*std::move(one));
    }
    if (from.next()) throw value_error("too many values to unpack (expected " + std::to_string(N) + ")");
    return [&]<std::size_t... I>(std::index_sequence<I...>) {
        return std::array<value, N>{*std::move(got[I])...};
    }(std::make_index_sequence<N>{});
}

/// Exactly N items: `auto [a, b, c] = unpack<3>(source);`
/// Throws: value_error when there are fewer or more; of more, one has been taken. Source: Python's a, b, c =
/// source.
template <std::size_t N, iterable Source>
std::array<value_of_t<Source>, N> unpack(Source&& source) {
    return adapt(unpack_tag<N>{}, std::forward<Source>(source));
}
template <std::size_t N>
auto unpack() {
    return detail::make_closure(unpack_tag<N>{});
}

} // namespace rondo::inline v0
