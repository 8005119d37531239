// SPDX-License-Identifier: BSL-1.0
//
// Who overflowed its stack? Without this a fiber that calls too deeply ends the program by a plain SIGSEGV, in its guard.
// With it the program first says which fiber that was, how large its stack is, and what to raise. Off until asked for: the
// handler of a signal belongs to the program.
#pragma once

#include <rondo/base/config.hpp>

namespace rondo::inline v0 {

/// From now on a fiber that overflows its stack is named on standard error; then the program ends as it would have without
/// (or the handler that was there before, a crash reporter's or a sanitizer's, is called). All other faults go to the
/// previous handler unseen.
/// Throws: std::system_error when there is no memory for the handler's own stack.
/// Threads: the handler is the process's, and stays; the stack that it runs on is the calling thread's: call it on each
/// thread that runs fibers. A thread that has an alternate signal stack already keeps that. Cost: none to a switch.
RONDO_API void install_overflow_handler();

} // namespace rondo::inline v0
