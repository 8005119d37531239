// SPDX-License-Identifier: BSL-1.0
//
// What consumes a source and keeps all of it: `list`, `to<C>`, `sorted`, `join`; and `reversed`. What is kept
// are values: a tuple of references becomes a tuple of values.
#pragma once

#include <rondo/gen/iter/closure.hpp>
#include <rondo/gen/iter/filter.hpp>

#include <algorithm>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace rondo::inline v0 {

struct list_tag {};
template <class Container>
struct to_tag {};
template <template <class...> class Container>
struct to_template_tag {};
struct sorted_tag {};
struct reversed_tag {};
struct join_tag {};

namespace detail {

/// The value that a container keeps of an item: a map keeps pairs, of tuples too.
template <class Value, class Passed>
Value keep(Passed&& passed) {
    if constexpr (std::constructible_from<Value, Passed>) {
        return static_cast<Value>(std::forward<Passed>(passed));
    } else {
        static_assert(
            requires { requires std::tuple_size<std::remove_cvref_t<Passed>>::value == 2; },
            "to<Container>(source): the items do not convert to what the container holds");
        return std::apply(
            [](auto&& first, auto&& second) {
                return Value(std::forward<decltype(first)>(first), std::forward<decltype(second)>(second));
            },
            std::forward<Passed>(passed));
    }
}

template <class Container, class Source>
Container collected(Source&& source) {
    using value = typename Container::value_type;
    Container kept;
    if constexpr (requires { kept.reserve(std::ranges::size(source)); }) {
        kept.reserve(static_cast<std::size_t>(std::ranges::size(source)));
    }
    auto from = iter(std::forward<Source>(source));
    while (auto got = from.next()) {
        if constexpr (requires(value v) { kept.push_back(std::move(v)); }) {
            kept.push_back(keep<value>(*std::move(got)));
        } else if constexpr (requires {
                                 kept.insert_or_assign(keep<value>(*std::move(got)).first,
                                                       keep<value>(*std::move(got)).second);
                             }) {
            auto entry = keep<std::pair<typename Container::key_type, typename Container::mapped_type>>(
                *std::move(got));
            kept.insert_or_assign(std::move(entry.first), std::move(entry.second));
        } else if constexpr (requires(value v) { kept.insert(std::move(v)); }) {
            kept.insert(keep<value>(*std::move(got)));
        } else {
            kept.push(keep<value>(*std::move(got)));
        }
    }
    return kept;
}

template <template <class...> class Container, class Value>
struct container_of {
    using type = Container<Value>;
};
template <class T>
inline constexpr bool pair_like = false;
template <class A, class B>
inline constexpr bool pair_like<std::pair<A, B>> = true;
template <class A, class B>
inline constexpr bool pair_like<std::tuple<A, B>> = true;
template <template <class...> class Container, class Value>
    requires pair_like<Value> && requires {
        typename Container<std::tuple_element_t<0, Value>, std::tuple_element_t<1, Value>>::mapped_type;
    }
struct container_of<Container, Value> {
    using type = Container<std::tuple_element_t<0, Value>, std::tuple_element_t<1, Value>>;
};

template <class Range>
class reversed_adaptor : public stage_base<reversed_adaptor<Range>> {
    using indexed_range =
        std::bool_constant<std::ranges::random_access_range<Range> && std::ranges::sized_range<Range>>;

public:
    static constexpr const char* name = "reversed";

    explicit reversed_adaptor(Range&& range) : range_(std::forward<Range>(range)) {}

    typename range_item<Range>::type next() {
        if (ended_) return {};
        auto& range = range_.get();
        if (!at_) at_.emplace(std::ranges::next(std::ranges::begin(range), std::ranges::end(range)));
        if (*at_ == std::ranges::begin(range)) {
            ended_ = true;
            return {};
        }
        return range_item<Range>::at(--*at_);
    }

private:
    std::conditional_t<std::is_lvalue_reference_v<Range>, box<Range>, heap_box<Range>> range_;
    std::optional<std::ranges::iterator_t<Range>> at_;
    bool ended_ = false;
};

} // namespace detail

template <iterable Source>
auto adapt(list_tag, Source&& source) {
    return detail::collected<std::vector<value_of_t<Source>>>(std::forward<Source>(source));
}

/// All items, in a vector. Source: Python's list(iterable).
template <class Source>
auto list(Source&& source) {
    detail::check_sources<Source>();
    return adapt(list_tag{}, std::forward<Source>(source));
}
inline auto list() { return detail::make_closure(list_tag{}); }

template <iterable Source, class Container>
Container adapt(to_tag<Container>, Source&& source) {
    return detail::collected<Container>(std::forward<Source>(source));
}
template <iterable Source, template <class...> class Container>
auto adapt(to_template_tag<Container>, Source&& source) {
    return detail::collected<typename detail::container_of<Container, value_of_t<Source>>::type>(
        std::forward<Source>(source));
}

/// All items, in a container: `to<std::set<int>>(source)`, `to<std::set>(source)`; in a map by pairs, where
/// the last of equal keys stays. Source: Python's set(…), dict(…).
template <class Container, class Source>
Container to(Source&& source) {
    detail::check_sources<Source>();
    return adapt(to_tag<Container>{}, std::forward<Source>(source));
}
template <class Container>
auto to() {
    return detail::make_closure(to_tag<Container>{});
}
template <template <class...> class Container, class Source>
auto to(Source&& source) {
    detail::check_sources<Source>();
    return adapt(to_template_tag<Container>{}, std::forward<Source>(source));
}
template <template <class...> class Container>
auto to() {
    return detail::make_closure(to_template_tag<Container>{});
}

template <iterable Source, class Key = detail::identity_type>
auto adapt(sorted_tag, Source&& source, Key key = {}, bool reverse = false) {
    using value = value_of_t<Source>;
    static_assert(detail::callable<Key> && std::is_invocable_v<Key&, value&>,
                  "sorted(source, key): key is a function of an item");
    auto items = detail::collected<detail::pool_t<value>>(std::forward<Source>(source));
    if constexpr (std::same_as<Key, detail::identity_type> && std::is_integral_v<value> &&
                  !std::same_as<value, bool>) {
        reverse ? std::sort(items.rbegin(), items.rend()) : std::sort(items.begin(), items.end());
        return items;
    } else {
        // Sorted are the positions: so the key is asked once for each item, and equal items keep their order,
        // reversed or not, without std::stable_sort, which uses what the standard has deprecated.
        using asked = detail::called_t<Key, value&>;
        std::vector<detail::item_for_t<asked>> keys;
        std::vector<std::size_t> order;
        keys.reserve(items.size());
        order.reserve(items.size());
        for (value& one : items) {
            keys.push_back(detail::made<asked>(detail::call(key, one)));
            order.push_back(order.size());
        }
        std::sort(order.begin(), order.end(), [&](std::size_t a, std::size_t b) {
            const auto& x = *keys[reverse ? b : a];
            const auto& y = *keys[reverse ? a : b];
            return x < y || (a < b && !(y < x));
        });
        std::vector<value> ordered;
        ordered.reserve(items.size());
        for (std::size_t position : order) ordered.push_back(std::move(items[position]));
        return ordered;
    }
}

/// All items in ascending order of themselves or of `key(item)`, descending if `reverse`, in a vector; equal
/// ones keep their order. `key` is asked once for each. Source: Python's sorted.
template <iterable Source, class Key = detail::identity_type>
auto sorted(Source&& source, Key key = {}, bool reverse = false) {
    return adapt(sorted_tag{}, std::forward<Source>(source), std::move(key), reverse);
}
template <class Key = detail::identity_type>
    requires detail::option<Key>
auto sorted(Key key = {}, bool reverse = false) {
    return detail::make_closure(sorted_tag{}, std::move(key), reverse);
}

template <iterable Source>
auto adapt(reversed_tag, Source&& source) {
    static_assert(
        std::ranges::bidirectional_range<Source>,
        "reversed(x): x is a sequence that can be walked backwards; keep the items first: reversed(list(x))");
    return detail::reversed_adaptor<Source>(std::forward<Source>(source));
}

/// The items of a sequence from the last to the first. Source: Python's reversed.
template <class Source>
auto reversed(Source&& source) {
    detail::check_sources<Source>();
    return adapt(reversed_tag{}, std::forward<Source>(source));
}
inline auto reversed() { return detail::make_closure(reversed_tag{}); }

template <iterable Source>
std::string adapt(join_tag, Source&& source, std::string_view separator) {
    static_assert(std::convertible_to<passed_of_t<Source>, std::string_view> ||
                      std::same_as<value_of_t<Source>, char>,
                  "join(separator, source): the items are texts: map numbers to texts first");
    std::string joined;
    bool first = true;
    auto from = iter(std::forward<Source>(source));
    while (auto got = from.next()) {
        if (!first) joined += separator;
        first = false;
        if constexpr (std::same_as<value_of_t<Source>, char>) {
            joined += *got;
        } else {
            auto&& text = *got;
            joined += std::string_view(text);
        }
    }
    return joined;
}

/// The texts of the source, with `separator` between them. Source: Python's separator.join(source).
template <iterable Source>
std::string join(std::string_view separator, Source&& source) {
    return adapt(join_tag{}, std::forward<Source>(source), separator);
}
/// Lifetime: the separator is kept inside.
inline auto join(std::string separator) { return detail::make_closure(join_tag{}, std::move(separator)); }

} // namespace rondo::inline v0
