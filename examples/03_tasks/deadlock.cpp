// SPDX-License-Identifier: BSL-1.0
// A deadlock: two tasks that wait for each other. The loop notices, and says who waits for what, and where.
#include "mailbox.hpp"

#include <rondo/base/scope_exit.hpp>
#include <rondo/core/task_group.hpp>
#include <rondo/run.hpp>

#include <fmt/format.h>

#include <functional>
#include <regex>
#include <string>

using namespace rondo;

task<> polite(mailbox& in, mailbox& out) { // waits to be greeted, then greets
    std::string greeting = co_await in.receive();
    out.put("good morning");
}

task<> meeting() {
    mailbox left, right;
    auto both = [&](task_group& group) -> task<> {
        group.spawn(polite, std::ref(left), std::ref(right)).set_name("Chip");
        group.spawn(polite, std::ref(right), std::ref(left)).set_name("Dale");
        co_return;
    };
    scope_exit bye = [] { fmt::print("the meeting is over\n"); };
    co_await with_task_group(both);
}

int main() {
    try {
        rondo::run(meeting());
    } catch (const deadlock_error& error) {
        fmt::print("{}", std::regex_replace(error.what(), std::regex("\\(.*/"), "(")); // without the folders
    }
}
