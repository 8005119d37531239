// SPDX-License-Identifier: BSL-1.0
//
// Several sources side by side: `zip`, `zip_strict`, `zip_longest`, and `enumerate`. An item is a tuple (for
// enumerate a pair) that holds by reference what lives in its source, until that is advanced, and by value
// what is computed.
#pragma once

#include <rondo/gen/iter/closure.hpp>
#include <rondo/gen/iter/detail/several.hpp>

#include <cstddef>
#include <optional>

namespace rondo::inline v0 {

struct enumerate_tag {};

namespace detail {

template <bool Strict, class... Pullers>
class zip_adaptor : public stage_base<zip_adaptor<Strict, Pullers...>> {
public:
    static constexpr const char* name = "zip";

    explicit zip_adaptor(Pullers... sources) : sources_(std::move(sources)...) {}

    item<std::tuple<element_t<Pullers>...>> next() {
        using result = item<std::tuple<element_t<Pullers>...>>;
        if constexpr (sizeof...(Pullers) == 0) {
            return {};
        } else {
            return ask_all<Strict, result>(
                sources_, "zip", [](auto&... got) { return result(std::in_place, *std::move(got)...); });
        }
    }

private:
    std::tuple<Pullers...> sources_;
};

/// `Fill` is what stands for an item of a source that has ended; without one the items are optionals.
template <class Fill>
struct longest_member {
    template <class Puller>
    using type = kept_t<Puller>;
};
template <>
struct longest_member<std::nullopt_t> {
    template <class Puller>
    using type = std::optional<kept_t<Puller>>;
};

template <class Fill, class... Pullers>
class zip_longest_adaptor : public stage_base<zip_longest_adaptor<Fill, Pullers...>> {
    using result = std::tuple<typename longest_member<Fill>::template type<Pullers>...>;

public:
    static constexpr const char* name = "itertools.zip_longest";

    explicit zip_longest_adaptor(Fill fill, Pullers... sources)
        : fill_(std::move(fill)), sources_(std::move(sources)...) {}

    item<result> next() {
        return std::apply([&](auto&... source) { return ask(source...); }, sources_);
    }

private:
    item<result> ask(std::optional<Pullers>&... sources) {
        bool any = false;
        // A braced list is evaluated in order.
        std::tuple<item_t<Pullers>...> got{ask_one(sources, any)...};
        if (!any) return {};
        return std::apply(
            [&](auto&... got) {
                return item<result>(std::in_place,
                                    member<typename longest_member<Fill>::template type<Pullers>>(got)...);
            },
            got);
    }
    template <class Puller>
    static item_t<Puller> ask_one(std::optional<Puller>& source, bool& any) {
        if (!source) return {};
        auto got = source->next();
        if (got) {
            any = true;
        } else {
            source.reset();
        }
        return got;
    }
    template <class Member, class Item>
    Member member(Item& got) const {
        if (got) return Member(*std::move(got));
        return Member(fill_);
    }

    Fill fill_;
    std::tuple<std::optional<Pullers>...> sources_;
};

template <class Count, class Puller>
class enumerate_adaptor : public stage_base<enumerate_adaptor<Count, Puller>> {
public:
    static constexpr const char* name = "enumerate";

    enumerate_adaptor(Puller source, Count start) : source_(std::move(source)), count_(start) {}

    item<std::pair<Count, element_t<Puller>>> next() {
        auto got = source_.next();
        if (!got) return {};
        return item<std::pair<Count, element_t<Puller>>>(std::in_place, count_++, *std::move(got));
    }

private:
    Puller source_;
    Count count_;
};

template <class T>
class fill_value {
public:
    explicit fill_value(T given) : value(std::move(given)) {}
    T value;
};
template <class T>
inline constexpr bool is_fill = false;
template <class T>
inline constexpr bool is_fill<fill_value<T>> = true;

} // namespace detail

/// One item from each source, as a tuple, asked in order, until the first ends. What was already taken from
/// those before it is lost. Lifetime: source lvalues are borrowed, rvalues kept; a reference in the tuple
/// holds until the next step.
/// Source: Python's zip. Example: `for (auto&& [name, age] : zip(names, ages)) …`
template <class... Sources>
auto zip(Sources&&... sources) {
    detail::check_sources<Sources...>();
    return detail::zip_adaptor<false, iterator_of_t<Sources>...>(iter(std::forward<Sources>(sources))...);
}

/// zip of sources that must end together.
/// Throws: value_error "zip() argument 2 is shorter than argument 1" once one ends before the others. Source:
/// PEP 618.
template <class... Sources>
auto zip_strict(Sources&&... sources) {
    detail::check_sources<Sources...>();
    return detail::zip_adaptor<true, iterator_of_t<Sources>...>(iter(std::forward<Sources>(sources))...);
}

/// What zip_longest puts where a source has ended: `zip_longest(fillvalue('-'), a, b)`.
template <class T>
auto fillvalue(T value) {
    return detail::fill_value<T>(std::move(value));
}

/// One item from each source, until the last ends; a source that has ended is released. The members are
/// optionals, empty where it has ended; with `fillvalue(x)` first they are values, x where it has ended.
/// Source: itertools.zip_longest.
template <iterable... Sources>
auto zip_longest(Sources&&... sources) {
    return detail::zip_longest_adaptor<std::nullopt_t, iterator_of_t<Sources>...>(
        std::nullopt, iter(std::forward<Sources>(sources))...);
}
template <class Fill, iterable... Sources>
    requires(!iterable<Fill>)
auto zip_longest(Fill fill, Sources&&... sources) {
    if constexpr (detail::is_fill<Fill>) {
        return detail::zip_longest_adaptor<decltype(fill.value), iterator_of_t<Sources>...>(
            std::move(fill.value), iter(std::forward<Sources>(sources))...);
    } else {
        return detail::zip_longest_adaptor<Fill, iterator_of_t<Sources>...>(
            std::move(fill), iter(std::forward<Sources>(sources))...);
    }
}

template <iterable Source, std::integral Start>
auto adapt(enumerate_tag, Source&& source, Start start) {
    using count = std::common_type_t<std::ptrdiff_t, Start>;
    return detail::enumerate_adaptor<count, iterator_of_t<Source>>(iter(std::forward<Source>(source)),
                                                                   static_cast<count>(start));
}

/// Pairs (n, item), n counting from `start`. Source: Python's enumerate.
/// Example: `for (auto&& [n, line] : enumerate(lines, 1)) …`
template <std::integral Start = std::ptrdiff_t>
auto enumerate(Start start = 0) {
    return detail::make_closure(enumerate_tag{}, start);
}
template <iterable Source, std::integral Start = std::ptrdiff_t>
auto enumerate(Source&& source, Start start = 0) {
    return adapt(enumerate_tag{}, std::forward<Source>(source), start);
}

} // namespace rondo::inline v0
