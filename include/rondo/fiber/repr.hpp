// SPDX-License-Identifier: BSL-1.0
//
// How a fiber_generator prints: `<fiber_generator object NAME at 0x…>`, as a generator does.
#pragma once

#include <rondo/fiber/fiber_generator.hpp>
#include <rondo/gen/repr.hpp>

#include <iosfwd>
#include <string>

namespace rondo::inline v0 {

/// The text for a fiber_generator; the name is that of its options, or what `set_name` gave.
template <class Y, class S, class R>
std::string repr(const fiber_generator<Y, S, R>& g) {
    return repr_object("fiber_generator", g.name(), g.address());
}

template <class Char, class Traits, class Y, class S, class R>
std::basic_ostream<Char, Traits>& operator<<(std::basic_ostream<Char, Traits>& out,
                                             const fiber_generator<Y, S, R>& g) {
    return out << repr(g).c_str();
}

} // namespace rondo::inline v0
