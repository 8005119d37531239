// SPDX-License-Identifier: BSL-1.0
//
// The generator protocol, for whoever makes generators of another kind: the questions that a source is asked, and the
// answers that all kinds give alike. `fiber_generator` is built on it; `generator` is where it comes from.
#pragma once

#include <rondo/gen/detail/delegation.hpp>
#include <rondo/gen/detail/pull_iterator.hpp>
#include <rondo/gen/generator.hpp>

namespace rondo::inline v0::protocol {

// What a source can do: has next(); gives values; can be sent to, thrown at, closed; keeps what it returned.
using detail::closable;
using detail::keeps_result;
using detail::puller;
using detail::sendable;
using detail::stepper;
using detail::throwable;

/// The iterator of what has next(), ending at default_sentinel: for `begin()`.
using detail::pull_iterator;

/// Where a value of another source is found as a `Yield`: at its own address, or in a copy kept here.
using detail::yielded_value;

/// `result_of<Source>(source)`: what delegating to an exhausted source gives.
using detail::result_of;

/// Moves a result out, and leaves none.
using detail::take_from;

/// Stores the error being handled, as it leaves a generator's body: stop_iteration becomes runtime_error (PEP 479).
using detail::keep_escaped;

/// A generator_exit to throw in, and whether an error is one.
using detail::is_exit;
using detail::make_exit;

// The errors of the protocol, in the words that Python has for them.
using detail::throw_already_executing;
using detail::throw_ignored_exit;
using detail::throw_just_started;

} // namespace rondo::inline v0::protocol
