// SPDX-License-Identifier: BSL-1.0
#include <rondo/io/best_driver.hpp>

#include <rondo/core/loop.hpp>
#include <rondo/core/wait_fd.hpp>
#include <rondo/io/io_uring_driver.hpp>

#include <doctest/doctest.h>

#include <cerrno>
#include <cstdlib>
#include <string>
#include <thread>

#include <sys/resource.h>

using namespace rondo;

namespace {

// The environment as it was, afterwards.
class with_wish {
public:
    explicit with_wish(const char* wish) {
        if (const char* had = std::getenv("RONDO_DRIVER")) before_ = had;
        if (wish)
            ::setenv("RONDO_DRIVER", wish, 1);
        else
            ::unsetenv("RONDO_DRIVER");
    }
    with_wish(const with_wish&) = delete;
    ~with_wish() {
        if (before_.empty())
            ::unsetenv("RONDO_DRIVER");
        else
            ::setenv("RONDO_DRIVER", before_.c_str(), 1);
    }

private:
    std::string before_;
};

} // namespace

TEST_CASE("best_driver: gives a driver that a loop runs on, and that has a descriptor") {
    const std::unique_ptr<driver> io = best_driver();
    loop home({.io = io.get()});
    CHECK(home.descriptor() >= 0);
    CHECK_NOTHROW(home.run_until(wait_writable(1)));
}

TEST_CASE("best_driver: takes io_uring where it works, and epoll where not, and says why") {
    const with_wish none(nullptr);
    const std::string chosen = best_driver()->name();
    if (!io_uring_driver::works()) CHECK(chosen == "epoll");
    CHECK(explain_driver().find(io_uring_driver::how()) != std::string::npos);
    CHECK(explain_driver().find(chosen + ", ") == 0);
    if (io_uring_driver::works() && chosen == "epoll")
        CHECK(explain_driver().find("no memory for another ring: raise `ulimit -l`") != std::string::npos);
}

TEST_CASE("best_driver: RONDO_DRIVER forces one") {
    {
        const with_wish epoll("epoll");
        CHECK(std::string(best_driver()->name()) == "epoll");
        CHECK(explain_driver() == "epoll, because RONDO_DRIVER=epoll");
    }
    const with_wish uring("uring");
    std::string refused;
    try {
        std::unique_ptr<driver> io = best_driver();
        CHECK(std::string(io->name()) == "io_uring");
        io.reset(); // its ring is kept for the next
        CHECK(explain_driver() == "io_uring, because RONDO_DRIVER=uring");
        return;
    } catch (const error& e) { // where it is refused, and where there is no memory for another ring
        refused = e.what();
    }
    CHECK(refused.find("make an io_uring driver, because RONDO_DRIVER=uring: [errno ") == 0);
    if (!io_uring_driver::works()) CHECK(refused.find(io_uring_driver::how()) != refused.npos);
    CHECK(refused.find("unset RONDO_DRIVER, or set it to epoll") != refused.npos);
    CHECK(explain_driver() == "none: " + refused);
}

TEST_CASE("best_driver: without a descriptor left it is an error that says so, and not another driver") {
    const with_wish none(nullptr);
    static_cast<void>(io_uring_driver::works());
    if (RONDO_ASAN != 0) return; // its checks need descriptors
    rlimit before{};
    REQUIRE(::getrlimit(RLIMIT_NOFILE, &before) == 0);
    std::string refused;
    int number = 0;
    std::thread other([&] { // without a ring of an earlier loop
        const rlimit nothing{3, before.rlim_max};
        ::setrlimit(RLIMIT_NOFILE, &nothing);
        try {
            best_driver();
        } catch (const error& e) {
            number = e.number();
            refused = e.what();
        }
        ::setrlimit(RLIMIT_NOFILE, &before);
    });
    other.join();
    CHECK(number == EMFILE);
    CHECK(refused.find("raise `ulimit -n`") != std::string::npos);
}

TEST_CASE("best_driver: what RONDO_DRIVER cannot mean is an error that says what it can") {
    const with_wish wrong("kqueue");
    try {
        best_driver();
        FAIL("there is none of that name");
    } catch (const value_error& e) {
        CHECK(std::string(e.what()) == "RONDO_DRIVER is 'kqueue': set it to uring or epoll, or unset it");
    }
    CHECK_THROWS_AS(explain_driver(), value_error);
}
