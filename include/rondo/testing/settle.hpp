// SPDX-License-Identifier: BSL-1.0
//
// Waiting, within a task, until everybody else waits: what a test needs who wants to look at a state that others reach.
#pragma once

#include <rondo/core/task.hpp>

namespace rondo::inline v0::testing {

/// Gives way until nobody else is ready and no timer is due; time does not move. Several that settle at once go on one
/// after the other, in the order in which they came, each when what those before it did has settled. Never ends while
/// somebody else never waits.
/// Suspends: at least once; a checkpoint. Source: trio.testing.wait_all_tasks_blocked.
RONDO_API task<> settle();

} // namespace rondo::inline v0::testing
