// SPDX-License-Identifier: BSL-1.0
//
// Which driver a loop gets when nobody chooses: io_uring where the machine allows it, and epoll otherwise, as in many
// containers. The environment may force one.
#pragma once

#include <rondo/core/driver.hpp>

#include <memory>
#include <string>

namespace rondo::inline v0 {

/// Makes the best driver that this machine allows; `RONDO_DRIVER=uring` or `epoll` in the environment forces one. Where
/// io_uring works, and there is no memory for another ring (`ulimit -l`), it is epoll, too. With `RONDO_LOG` set, the choice
/// and its reason are printed on standard error, once.
/// Throws: rondo::error when the system has no descriptor left, or the forced one cannot be had; value_error when
/// RONDO_DRIVER is neither.
RONDO_API std::unique_ptr<driver> best_driver();

/// What best_driver() would make now, and why: "io_uring, with SINGLE_ISSUER and DEFER_TASKRUN (Linux 6.1)".
/// "none: …" with the error where best_driver() throws one.
/// Throws: value_error when RONDO_DRIVER is neither uring nor epoll.
RONDO_API std::string explain_driver();

} // namespace rondo::inline v0
