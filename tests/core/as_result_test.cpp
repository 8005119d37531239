// SPDX-License-Identifier: BSL-1.0
#include <rondo/core/as_result.hpp>

#include <rondo/core/cancel_scope.hpp>
#include <rondo/core/driver.hpp>
#include <rondo/core/loop.hpp>
#include <rondo/core/wait_fd.hpp>

#include <doctest/doctest.h>

#include <cerrno>

using namespace rondo;

namespace {

class driver_that_says : public driver {
public:
    void submit(op& one) noexcept override { waiting.push_back(one); }
    bool cancel(op&) noexcept override { return false; }
    void poll(op_list& done, instant) override {
        while (op* one = waiting.pop_front()) {
            one->result = answer;
            done.push_back(*one);
        }
    }
    void wake() noexcept override {}
    std::size_t outstanding() const noexcept override { return 0; }
    const char* name() const noexcept override { return "says"; }
    std::int64_t answer = 1;
    op_list waiting;
};

} // namespace

TEST_CASE("as_result: gives what was refused as a value, and success as one") {
    manual_time time;
    driver_that_says io;
    loop home({.time = &time, .io = &io});
    static_assert(std::is_same_v<await_result_t<decltype(as_result(wait_readable(1)))>, result<void>>);
    CHECK(home.run_until(as_result(wait_readable(1))).has_value());
    io.answer = -EBADF;
    const result<void> got = home.run_until(as_result(wait_readable(1)));
    CHECK_FALSE(got);
    CHECK(got.error().number == EBADF);
    CHECK(got.error().text().find("wait_readable(1): [errno 9]") == 0);
}

TEST_CASE("as_result: borrows an lvalue, describes itself as what it wraps, and lets cancellation through") {
    manual_time time;
    driver_that_says io;
    loop home({.time = &time, .io = &io});
    auto wait = wait_writable(2);
    auto main = [&]() -> task<> {
        auto wrapped = as_result(wait);
        std::string text;
        wrapped.describe(text);
        CHECK(text == "wait_writable(2)");
        CHECK(co_await wrapped);
        cancel_scope scope;
        scope.cancel();
        CHECK_FALSE(co_await scope.run(as_result(wait)));
    };
    home.run_until(main());
}
