// SPDX-License-Identifier: BSL-1.0
// An async generator that is left in the middle: with aclosing its clean-up is done when the block ends, else soon after.
#include <rondo/core/async_generator.hpp>
#include <rondo/core/scheduler.hpp>
#include <rondo/core/sleep.hpp>
#include <rondo/run.hpp>
#include <rondo/with/aclosing.hpp>
#include <rondo/with/async_with.hpp>

#include <fmt/format.h>

#include <string>

using namespace rondo;

void say(const std::string& text) {
    fmt::print("{:4} ms  {}\n", scheduler::current()->now().time_since_epoch() / 1ms, text);
}

async_generator<int> rows(std::string table) { // waits for each row, and at its end, too
    std::exception_ptr error;
    try {
        for (int row = 1;; ++row) {
            co_await sleep(10ms);
            co_yield row;
        }
    } catch (...) {
        error = std::current_exception(); // generator_exit, when it is closed
    }
    co_await sleep(5ms);
    say("the cursor of " + table + " is closed");
    std::rethrow_exception(error);
}

task<> program() {
    auto first_two = [](async_generator<int>& cursor) -> task<> {
        while (auto row = co_await cursor.next()) {
            say(fmt::format("row {}", *row));
            if (*row == 2) break;
        }
    };
    co_await async_with(aclosing(rows("users")), first_two);
    say("the block has ended");

    {
        auto cursor = rows("orders");
        co_await first_two(cursor);
    } // dropped in the middle: a task of the loop closes it
    say("dropped");
    co_await sleep(20ms);
    say("the program has ended");
}

int main() {
    manual_time time;
    rondo::run(program(), {.time = &time});
}
