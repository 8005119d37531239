// SPDX-License-Identifier: BSL-1.0
//
// Several sources at once: asking all of them in order, and one item type for sources of different types.
#pragma once

#include <rondo/base/errors.hpp>
#include <rondo/gen/iter/detail/items.hpp>

#include <concepts>
#include <cstddef>
#include <string>
#include <tuple>
#include <utility>

namespace rondo::inline v0::detail {

[[noreturn]] inline void throw_uneven(const char* what, std::size_t argument, bool shorter) {
    std::string text = std::string(what) + "() argument " + std::to_string(argument + 1);
    text += shorter ? " is shorter than argument" : " is longer than argument";
    throw value_error(text + (argument == 1 ? " 1" : "s 1-" + std::to_string(argument)));
}

/// The first of several sources has ended: throws unless the others have too.
template <class... Pullers>
void expect_all_ended(std::tuple<Pullers...>& sources, const char* what) {
    [&]<std::size_t... I>(std::index_sequence<I...>) {
        const auto look = [&](std::size_t i, auto& source) {
            if (source.next()) throw_uneven(what, i, false);
        };
        ((I > 0 ? look(I, std::get<I>(sources)) : void()), ...);
    }(std::index_sequence_for<Pullers...>{});
}

/// Asks each source, in order. Returns: what `done` makes of the items; an empty Result when a source has
/// ended. Strict: throws unless they end together.
template <bool Strict, class Result, class... Pullers, class Done, class... Got>
Result ask_all(std::tuple<Pullers...>& sources, const char* what, Done&& done, Got&... got) {
    constexpr std::size_t asked = sizeof...(Got);
    if constexpr (asked == sizeof...(Pullers)) {
        return done(got...);
    } else {
        auto one = std::get<asked>(sources).next();
        if (one) return ask_all<Strict, Result>(sources, what, done, got..., one);
        if constexpr (Strict) {
            if constexpr (asked > 0) throw_uneven(what, asked, true);
            expect_all_ended(sources, what);
        }
        return {};
    }
}

/// The common type of what several sources give: a common reference when all hand out addresses, else a
/// common value.
template <class... Passed>
struct common_item {
    static_assert(
        requires { typename std::common_type_t<kept_as_t<Passed>...>; },
        "the items of these sources have no common type: map them to one");
    using type = item<std::common_type_t<kept_as_t<Passed>...>>;
};
template <class... Passed>
    requires(std::is_lvalue_reference_v<Passed> && ...) &&
            std::is_lvalue_reference_v<std::common_reference_t<Passed...>>
struct common_item<Passed...> {
    using type = item<std::common_reference_t<Passed...>>;
};
template <class Passed, class... Same>
    requires(std::same_as<Passed, Same> && ...) && (!std::is_lvalue_reference_v<Passed>)
struct common_item<Passed, Same...> {
    using type = item<std::remove_cvref_t<Passed>>;
};
template <class... Pullers>
using common_item_t = typename common_item<passed_t<Pullers>...>::type;

template <class Item>
inline constexpr bool by_address = false;
template <class Ref>
    requires std::is_reference_v<Ref>
inline constexpr bool by_address<item<Ref>> = true;

/// An item as a wider one.
template <class To, class From>
To converted(From&& got) {
    if constexpr (std::same_as<To, std::remove_cvref_t<From>>) {
        return std::forward<From>(got);
    } else if constexpr (by_address<To>) {
        return To(std::addressof(*got));
    } else {
        return To(std::in_place, *std::forward<From>(got));
    }
}

} // namespace rondo::inline v0::detail
