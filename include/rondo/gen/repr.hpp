// SPDX-License-Identifier: BSL-1.0
//
// How a generator prints: `<generator object NAME at 0x…>`, as Python's repr.
#pragma once

#include <rondo/gen/generator.hpp>

#include <iosfwd>
#include <string>

namespace rondo::inline v0 {

/// `<KIND object NAME at 0xADDR>`; without a name `<KIND object at 0xADDR>`.
RONDO_API std::string repr_object(const char* kind, const char* name, const void* address);

/// The text that Python prints for a generator; the name is what `set_name` gave, "generator" at first.
template <class Y, class S, class R>
std::string repr(const generator<Y, S, R>& g) {
    return repr_object("generator", g.name(), g.address());
}

template <class Char, class Traits, class Y, class S, class R>
std::basic_ostream<Char, Traits>& operator<<(std::basic_ostream<Char, Traits>& out,
                                             const generator<Y, S, R>& g) {
    return out << repr(g).c_str();
}

} // namespace rondo::inline v0
