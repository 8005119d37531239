// SPDX-License-Identifier: BSL-1.0
#include <rondo/io/best_driver.hpp>

#include <rondo/core/loop.hpp>
#include <rondo/core/wait_fd.hpp>

#include <doctest/doctest.h>

#include <string>

using namespace rondo;

TEST_CASE("best_driver: gives a driver that a loop runs on, and that has a descriptor") {
    const std::unique_ptr<driver> io = best_driver();
    loop home({.io = io.get()});
    CHECK(std::string(io->name()) == "epoll");
    CHECK(home.descriptor() >= 0);
    CHECK_NOTHROW(home.run_until(wait_writable(1)));
}
