// SPDX-License-Identifier: BSL-1.0
//
// What `source | stage` means. A stage is an inert value: a tag that says which, and its arguments. `|` looks
// for `adapt(tag, source, args...)`; this room has one for every iterable source, and another room gives the
// same stages a meaning for its own sources by overloading `adapt`. Stages compose: `stage | stage` is a
// stage.
#pragma once

#include <rondo/gen/iter/detail/call.hpp>
#include <rondo/gen/iter/iterable.hpp>

#include <concepts>
#include <tuple>
#include <type_traits>
#include <utility>

namespace rondo::inline v0 {

/// A stage that waits for its source: `map(f)` is a `closure<map_tag, F>`. Also callable: `stage(source)` is
/// `source | stage`.
template <class Tag, class... Args>
class closure {
public:
    using tag = Tag;

    closure(const closure&) = default;
    closure(closure&&) = default;
    closure& operator=(const closure&) = default;
    closure& operator=(closure&&) = default;
    ~closure() = default;
    template <class... Given>
        requires(sizeof...(Given) == sizeof...(Args)) && (std::constructible_from<Args, Given &&> && ...)
    constexpr explicit closure(Tag, Given&&... given) : args(std::forward<Given>(given)...) {}

    template <class Source>
    decltype(auto) operator()(Source&& source) const& {
        return std::forward<Source>(source) | *this;
    }
    template <class Source>
    decltype(auto) operator()(Source&& source) && {
        return std::forward<Source>(source) | std::move(*this);
    }

    std::tuple<Args...> args;
};

struct composed_tag {};

namespace detail {
template <class T>
inline constexpr bool is_closure = false;
template <class Tag, class... Args>
inline constexpr bool is_closure<closure<Tag, Args...>> = true;

template <class Source, class Stage>
inline constexpr bool adapts = false;
template <class Source, class Tag, class... Args>
inline constexpr bool adapts<Source, closure<Tag, Args...>> =
    requires { adapt(Tag{}, std::declval<Source>(), std::declval<Args>()...); };

template <class Tag, class... Args>
closure<Tag, std::decay_t<Args>...> make_closure(Tag tag, Args&&... args) {
    return closure<Tag, std::decay_t<Args>...>(tag, std::forward<Args>(args)...);
}
} // namespace detail

/// A stage: a closure, whatever its tag.
template <class T>
concept stage_value = detail::is_closure<std::remove_cvref_t<T>>;

/// `source | stage`: what the function that made the stage gives for this source. `stage | stage`: a stage
/// that is both, the left one first. Lifetime: a source lvalue is borrowed, an rvalue kept; the stage's
/// arguments are copied or moved.
template <class Source, stage_value Stage>
decltype(auto) operator|(Source&& source, Stage&& stage) {
    using tag = typename std::remove_cvref_t<Stage>::tag;
    if constexpr (stage_value<Source>) {
        return detail::make_closure(composed_tag{}, std::forward<Source>(source), std::forward<Stage>(stage));
    } else if constexpr (iterable<Source> || std::same_as<tag, composed_tag> ||
                         detail::adapts<Source, std::remove_cvref_t<Stage>>) {
        return std::apply(
            [&](auto&&... args) -> decltype(auto) {
                return adapt(tag{}, std::forward<Source>(source), std::forward<decltype(args)>(args)...);
            },
            std::forward<Stage>(stage).args);
    } else {
        static_assert(iterable<Source>,
                      "source | stage: the source is a range, a generator or an object with next()");
    }
}

template <class Source, class First, class Second>
decltype(auto) adapt(composed_tag, Source&& source, First&& first, Second&& second) {
    return (std::forward<Source>(source) | std::forward<First>(first)) | std::forward<Second>(second);
}

} // namespace rondo::inline v0
