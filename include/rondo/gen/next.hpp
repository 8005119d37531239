// SPDX-License-Identifier: BSL-1.0
//
// Python's built-ins over whatever has `next()`: `next`, `prime`. These throw stop_iteration, as Python does;
// the member functions never do.
#pragma once

#include <rondo/base/stop_iteration.hpp>
#include <rondo/gen/generator.hpp>

namespace rondo::inline v0 {

namespace detail {
template <class Source>
[[noreturn]] void throw_stop(Source& source) {
    if constexpr (keeps_result<Source>) {
        using returned = typename Source::return_type;
        if constexpr (!std::is_void_v<returned>) throw stop_iteration<returned>(source.take_result());
    }
    throw stop_iteration<>();
}
} // namespace detail

/// The next value of `source`. Returns: as `*source.next()`: a reference for a generator, for a source that
/// makes its values the value. Throws: stop_iteration<R> with what the generator returned, the first time;
/// afterwards an empty one.
/// Lifetime: a reference holds until the source is advanced. Source: Python's next(iterator).
template <class Source>
    requires detail::puller<Source> || detail::keeps_result<Source>
decltype(auto) next(Source& source) {
    auto step = source.next();
    if (!step) detail::throw_stop(source);
    using item_type = decltype(step);
    if constexpr (requires { typename item_type::reference; }) {
        if constexpr (std::is_void_v<typename item_type::reference>) {
            return;
        } else if constexpr (std::is_rvalue_reference_v<decltype(*step)> ||
                             std::same_as<decltype(step), item<std::remove_reference_t<decltype(*step)>>>) {
            return std::remove_cvref_t<decltype(*step)>(*std::move(step)); // nobody else keeps it
        } else {
            return static_cast<decltype(*step)>(*step);
        }
    } else {
        return std::remove_cvref_t<decltype(*step)>(*std::move(step));
    }
}

/// The next value of `source`, by value, or `fallback` when there is none: then the generator's result stays
/// in it.
template <class Source, class Fallback>
    requires detail::puller<Source>
auto next(Source& source, Fallback&& fallback) -> std::remove_cvref_t<decltype(*source.next())> {
    using value = std::remove_cvref_t<decltype(*source.next())>;
    auto step = source.next();
    if (!step) return value(std::forward<Fallback>(fallback));
    return value(*std::move(step));
}

/// Advances a fresh generator to its first `co_yield`, so that it can be sent to, and hands it on.
/// Throws: stop_iteration when it ends before. Example: `auto sink = prime(printer());`
template <detail::keeps_result Generator>
Generator prime(Generator fresh) {
    if (!fresh.next()) detail::throw_stop(fresh);
    return fresh;
}

} // namespace rondo::inline v0
