// SPDX-License-Identifier: BSL-1.0
//
// Cancellation may strike at any wait. Here it does: the program is run once as it is, and then again for each place at
// which it waited, or was about to go on, being cancelled there.
#pragma once

#include <rondo/testing/detail/rerun.hpp>

namespace rondo::inline v0::testing {

/// Runs the task that `body()`, or `body(loop&)`, makes: first undisturbed, then once for each step of each of its tasks,
/// cancelling the whole of it before the step, and once more after it, on virtual time. `check()` is called after each
/// run, when its loop has gone, to look at what the program shares with the test.
/// Returns: how many times it was cancelled. Throws: what leaves the undisturbed run; test_failure that names the place,
/// when a run does not end, ends in a deadlock, leaves a task, a timer or an operation behind, or (when operator new is
/// replaced, and options.memory) memory: so `body` may not store anything outside, or check() must give it back.
/// Example: `cancel_everywhere([&] { return transfer(from, to); }, [&] { CHECK(from + to == 100); });`
template <class F, class Check = detail::no_check>
    requires std::is_invocable_v<Check&>
std::size_t cancel_everywhere(F body, Check check = {}, rerun_options options = {}) {
    return detail::cancel_everywhere(detail::program_of(body, check), options);
}

} // namespace rondo::inline v0::testing
