// SPDX-License-Identifier: BSL-1.0
//
// A function of each item: `map`, `starmap`, `genexp`. Each gives an iterator that calls the function when it
// is asked, once for each item, and keeps going after an error. `f` gets what nobody else keeps as an rvalue;
// what it returns by reference is handed on by address.
#pragma once

#include <rondo/gen/iter/closure.hpp>
#include <rondo/gen/iter/detail/several.hpp>
#include <rondo/gen/iter/filter.hpp>

#include <optional>
#include <tuple>

namespace rondo::inline v0 {

struct map_tag {};
struct starmap_tag {};

namespace detail {

/// The answer of a function, with the item that it was made of kept when it may refer to that.
template <class F, class Puller>
class map_adaptor : public stage_base<map_adaptor<F, Puller>> {
    using result = called_t<F, passed_t<Puller>>;
    static constexpr bool holds =
        std::is_lvalue_reference_v<result> && std::is_rvalue_reference_v<passed_t<Puller>>;
    struct nothing_held {};

public:
    static constexpr const char* name = "<genexpr>";

    map_adaptor(F function, Puller source) : function_(std::move(function)), source_(std::move(source)) {}

    item_for_t<result> next() {
        if constexpr (holds) {
            held_ = source_.next();
            if (!held_) return {};
            return made<result>(call(function_.get(), *std::move(held_)));
        } else {
            auto got = source_.next();
            if (!got) return {};
            return made<result>(call(function_.get(), *std::move(got)));
        }
    }

private:
    box<F> function_;
    Puller source_;
    [[no_unique_address]] std::conditional_t<holds, item_t<Puller>, nothing_held> held_;
};

/// map over several sources: asks them in order, and ends with the first that ends.
template <bool Strict, class F, class... Pullers>
class map_several : public stage_base<map_several<Strict, F, Pullers...>> {
    using result = called_t<F, passed_t<Pullers>...>;

public:
    static constexpr const char* name = "<genexpr>";

    map_several(F function, Pullers... sources)
        : function_(std::move(function)), sources_(std::move(sources)...) {}

    item_for_t<result> next() {
        return ask_all<Strict, item_for_t<result>>(sources_, "map", [&](auto&... got) {
            if constexpr (holds) {
                held_.emplace(std::move(got)...);
                return std::apply(
                    [&](auto&... kept) { return made<result>(call(function_.get(), *std::move(kept)...)); },
                    *held_);
            } else {
                return made<result>(call(function_.get(), *std::move(got)...));
            }
        });
    }

private:
    static constexpr bool holds =
        std::is_lvalue_reference_v<result> && (std::is_rvalue_reference_v<passed_t<Pullers>> || ...);
    struct nothing_held {};

    box<F> function_;
    std::tuple<Pullers...> sources_;
    [[no_unique_address]] std::conditional_t<holds, std::optional<std::tuple<item_t<Pullers>...>>,
                                             nothing_held> held_;
};

template <class F, class Puller>
class starmap_adaptor : public stage_base<starmap_adaptor<F, Puller>> {
    using result = decltype(std::apply(std::declval<F&>(), std::declval<passed_t<Puller>>()));

public:
    static constexpr const char* name = "<genexpr>";

    starmap_adaptor(F function, Puller source) : function_(std::move(function)), source_(std::move(source)) {}

    item_for_t<result> next() {
        got_ = source_.next();
        if (!got_) return {};
        return made<result>(std::apply(function_.get(), *std::move(got_)));
    }

private:
    box<F> function_;
    Puller source_;
    item_t<Puller> got_; // the answer may refer to it
};

template <bool Strict, class F, class... Sources>
auto make_map(F function, Sources&&... sources) {
    static_assert(callable<F>, "map(f, source): f is a function of an item");
    static_assert((iterable<Sources> && ...),
                  "map(f, source): the source is a range, a generator or an object with next()");
    static_assert(std::is_invocable_v<F&, passed_of_t<Sources>...>,
                  "map(f, source): f cannot be called with an item of the source");
    static_assert(!std::is_void_v<called_t<F, passed_of_t<Sources>...>>,
                  "map(f, source): f returns nothing; for its effects alone write a loop");
    if constexpr (sizeof...(Sources) == 1) {
        return map_adaptor<F, iterator_of_t<Sources>...>(std::move(function),
                                                         iter(std::forward<Sources>(sources))...);
    } else {
        return map_several<Strict, F, iterator_of_t<Sources>...>(std::move(function),
                                                                 iter(std::forward<Sources>(sources))...);
    }
}

} // namespace detail

template <iterable Source, class F>
auto adapt(map_tag, Source&& source, F function) {
    return detail::make_map<false>(std::move(function), std::forward<Source>(source));
}

/// `f` of each item; `map(f, a, b)` of one item from each, asked in order, until the first source ends.
/// Lifetime: a source lvalue is borrowed, an rvalue kept. Cost: one call of f for each item, when it is asked
/// for.
/// Source: Python's map. Example: `auto squares = range(10) | map([](int x) { return x * x; });`
template <class F>
auto map(F function) {
    static_assert(detail::callable<F>, "map(f): f is a function of an item");
    return detail::make_closure(map_tag{}, std::move(function));
}
template <class F, class... Sources>
    requires(sizeof...(Sources) > 0)
auto map(F function, Sources&&... sources) {
    return detail::make_map<false>(std::move(function), std::forward<Sources>(sources)...);
}

/// map over several sources that must end together.
/// Throws: value_error "map() argument 3 is shorter than argument 2" once one ends before the others. Source:
/// Python 3.14.
template <class F, class... Sources>
    requires(sizeof...(Sources) > 0)
auto map_strict(F function, Sources&&... sources) {
    return detail::make_map<true>(std::move(function), std::forward<Sources>(sources)...);
}

template <iterable Source, class F>
auto adapt(starmap_tag, Source&& source, F function) {
    using item = passed_of_t<Source>;
    static_assert(
        requires { std::tuple_size<std::remove_cvref_t<item>>::value; },
        "starmap(f, source): the items of the source are tuples, pairs or arrays");
    return detail::starmap_adaptor<F, iterator_of_t<Source>>(std::move(function),
                                                             iter(std::forward<Source>(source)));
}

/// `f` of the members of each item, a tuple, a pair or an array. Source: itertools.starmap.
template <class F>
auto starmap(F function) {
    static_assert(detail::callable<F>, "starmap(f): f is a function of the members of an item");
    return detail::make_closure(starmap_tag{}, std::move(function));
}
template <class F, class Source>
auto starmap(F function, Source&& source) {
    static_assert(detail::callable<F>, "starmap(f, source): f is a function of the members of an item");
    detail::check_sources<Source>();
    return adapt(starmap_tag{}, std::forward<Source>(source), std::move(function));
}

/// Python's `(f(x) for x in source if pred(x))`. The source is taken now, nothing is asked of it.
template <class F, iterable Source>
auto genexp(F function, Source&& source) {
    return map(std::move(function), std::forward<Source>(source));
}
template <class F, iterable Source, class Predicate>
auto genexp(F function, Source&& source, Predicate predicate) {
    return map(std::move(function), filter(std::move(predicate), std::forward<Source>(source)));
}

} // namespace rondo::inline v0
