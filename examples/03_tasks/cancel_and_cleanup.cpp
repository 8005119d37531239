// SPDX-License-Identifier: BSL-1.0
// Cancellation: thrown at the next wait, again at each, until the scope is left. Clean-up that waits needs a shield.
#include <rondo/base/scope_exit.hpp>
#include <rondo/core/cancel_scope.hpp>
#include <rondo/core/cancelled.hpp>
#include <rondo/core/scheduler.hpp>
#include <rondo/core/sleep.hpp>
#include <rondo/core/task_group.hpp>
#include <rondo/run.hpp>

#include <fmt/format.h>

#include <exception>
#include <string>

using namespace rondo;

void say(const std::string& text) {
    fmt::print("{:4} ms  {}\n", scheduler::current()->now().time_since_epoch() / 1ms, text);
}

task<> log_out() {
    co_await sleep(20ms);
    say("logged out");
}

task<> session() {
    scope_exit plain = [] { say("clean-up that does not wait: a scope_exit"); };
    std::exception_ptr error;
    try {
        while (true) {
            co_await sleep(40ms);
            say("working");
        }
    } catch (...) {
        error = std::current_exception(); // one cannot wait here: D1 of the differences
    }
    co_await shield(fail_after(1s, log_out())); // a limit, so that clean-up ends
    std::rethrow_exception(error);
}

task<> stubborn() { // refuses to be cancelled, and only loses time
    for (int i = 1; i <= 3; ++i) {
        try {
            co_await sleep(1s);
        } catch (const cancelled&) {
            say(fmt::format("stubborn: no! ({})", i));
        }
    }
    say("stubborn: all right");
}

task<int> finishes(cancel_scope& scope) { // asked to stop, but it needs no further wait
    scope.cancel("enough");
    co_return 7;
}

task<> boss() {
    auto work = [](task_group& group) -> task<> {
        join_handle<> one = group.spawn(session);
        group.spawn(stubborn);
        co_await sleep(100ms);
        one.cancel(); // that task alone
        co_await sleep(50ms);
        group.cancel();     // what is left
        co_await sleep(1h); // the body, too
    };
    bool to_the_end = co_await with_task_group(work);
    say(fmt::format("the group {}", to_the_end ? "came to its end" : "was cancelled, quietly"));

    cancel_scope scope;
    std::optional<int> result = co_await scope.run(finishes(scope));
    say(fmt::format("cancelled: {}, because of '{}'; result: {}", scope.cancel_called(), scope.reason(),
                    *result));
}

int main() {
    manual_time time;
    rondo::run(boss(), {.time = &time});
}
