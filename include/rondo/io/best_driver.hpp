// SPDX-License-Identifier: BSL-1.0
//
// Which driver a loop gets when nobody chooses.
#pragma once

#include <rondo/core/driver.hpp>

#include <memory>

namespace rondo::inline v0 {

/// Makes the best driver that this machine allows: today always epoll. Throws: rondo::error when the system has no
/// descriptor left.
RONDO_API std::unique_ptr<driver> best_driver();

} // namespace rondo::inline v0
