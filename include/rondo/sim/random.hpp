// SPDX-License-Identifier: BSL-1.0
//
// Random variates: a law is a small value that knows its parameters, its mean and its variance, and draws from
// any source of 64 bits. It holds no state of a draw, so that one law serves many streams.
//
// All that is drawn hangs on the bits alone: the same seed gives the same numbers by every compiler, with every
// C library and on every machine that has IEEE doubles. Laws that say "by inversion" use one draw for each
// variate and rise with it: they keep common random numbers in step, and answer an antithetic stream with
// opposite variates. Parameters are checked when a law is made; a wrong one is a value_error that names law,
// parameter, value and what is allowed. NaN is never allowed.
#pragma once

#include <rondo/base/random.hpp>
#include <rondo/sim/random/bell.hpp>
#include <rondo/sim/random/bounded.hpp>
#include <rondo/sim/random/counts.hpp>
#include <rondo/sim/random/given.hpp>
#include <rondo/sim/random/lifetimes.hpp>
#include <rondo/sim/random/tails.hpp>

#include <concepts>
#include <type_traits>

namespace rondo::inline v0::sim {

/// What a model may draw from: its call gives a number (or a bool), and it is not changed by it.
/// Any callable of the user's that takes a random_stream is one, too.
template <class Law>
concept law = requires(const Law& l, random_stream& bits) {
    { l(bits) } -> std::convertible_to<double>;
};

/// What a law draws: double, std::int64_t, std::size_t or bool.
template <law Law>
using variate_t = decltype(std::declval<const Law&>()(std::declval<random_stream&>()));

static_assert(law<exponential> && law<discrete> && law<bernoulli>);

} // namespace rondo::inline v0::sim
