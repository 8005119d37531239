// SPDX-License-Identifier: BSL-1.0
//
// How the iterators of this room print: as Python's do. What Python writes as a generator expression, map and
// filter, is `<generator object <genexpr> at 0x…>`; the others are `<itertools.islice object at 0x…>`; a
// range is `range(0, 10)`.
#pragma once

#include <rondo/gen/iter/detail/call.hpp>
#include <rondo/gen/iter/range.hpp>
#include <rondo/gen/repr.hpp>

#include <concepts>
#include <iosfwd>
#include <string>

namespace rondo::inline v0 {

/// The text that Python prints for an iterator of its kind.
template <class Iterator>
    requires std::derived_from<Iterator, detail::stage_base<Iterator>>
std::string repr(const Iterator& iterator) {
    const bool expression = Iterator::name[0] == '<';
    return repr_object(expression ? "generator" : Iterator::name, expression ? Iterator::name : "",
                       &iterator);
}

/// `range(0, 10)`, `range(0, 10, 2)`.
template <class T>
std::string repr(const arithmetic_range<T>& numbers) {
    std::string text = "range(" + std::to_string(numbers.start()) + ", " + std::to_string(numbers.stop());
    if (numbers.step() != 1) text += ", " + std::to_string(numbers.step());
    return text + ")";
}

template <class Char, class Traits, class Iterator>
    requires std::derived_from<Iterator, detail::stage_base<Iterator>>
std::basic_ostream<Char, Traits>& operator<<(std::basic_ostream<Char, Traits>& out,
                                             const Iterator& iterator) {
    return out << repr(iterator).c_str();
}

template <class Char, class Traits, class T>
std::basic_ostream<Char, Traits>& operator<<(std::basic_ostream<Char, Traits>& out,
                                             const arithmetic_range<T>& numbers) {
    return out << repr(numbers).c_str();
}

} // namespace rondo::inline v0
