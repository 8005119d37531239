// SPDX-License-Identifier: BSL-1.0
#include <rondo/io/best_driver.hpp>

#include <rondo/io/epoll_driver.hpp>

namespace rondo::inline v0 {

std::unique_ptr<driver> best_driver() { return std::make_unique<epoll_driver>(); }

} // namespace rondo::inline v0
