// SPDX-License-Identifier: BSL-1.0
//
// Memory may run out at any allocation. Here it does: the program is run again and again, and each time the next
// allocation is refused, until a run asks for no more.
#pragma once

#include <rondo/testing/detail/rerun.hpp>

namespace rondo::inline v0::testing {

/// Runs the task that `body()`, or `body(loop&)`, makes, loop and all, on virtual time: the n-th allocation of the n-th run
/// throws std::bad_alloc. The frame pool keeps nothing meanwhile, so that each frame is an allocation. `check()` is called
/// after each run, when its loop has gone.
/// Returns: how many allocations were refused. Requires: operator new is replaced (replace_new.hpp).
/// Throws: what leaves the last run, in which nothing was refused; test_failure that names the allocation, as
/// cancel_everywhere. What goes to the unraisable hook meanwhile is dropped.
template <class F, class Check = detail::no_check>
    requires std::is_invocable_v<Check&>
std::size_t fail_everywhere(F body, Check check = {}, rerun_options options = {}) {
    return detail::fail_everywhere(detail::program_of(body, check), options);
}

} // namespace rondo::inline v0::testing
