// SPDX-License-Identifier: BSL-1.0
// One mailbox, and four who read it: a routine, a task, a plain function, a generator of requests. One loop runs them all.
#include "../03_tasks/mailbox.hpp"

#include <rondo/core/adopt.hpp>
#include <rondo/core/asks.hpp>
#include <rondo/core/routine.hpp>
#include <rondo/core/sleep.hpp>
#include <rondo/fiber/await.hpp>
#include <rondo/fiber/spawn_fiber.hpp>
#include <rondo/run.hpp>

#include <fmt/format.h>

#include <functional>

using namespace rondo;

routine<> old_style(mailbox& in) { // may yield whatever can be awaited
    while (true) {
        std::string letter = co_yield in.receive();
        fmt::print("old style: {}\n", letter);
    }
}

task<> new_style(mailbox& in) { // the same, with await
    while (true) {
        std::string letter = co_await in.receive();
        fmt::print("new style: {}\n", letter);
    }
}

void third_style(mailbox& in) { // the same, as a plain function on a fiber
    while (true) {
        std::string letter = await(in.receive());
        fmt::print("third style: {}\n", letter);
    }
}

generator<asks<mailbox::receive_op>>
by_hand(mailbox& in) { // driven by send: by the loop, by a test, by your trampoline
    while (true) {
        std::string letter = co_yield in.receive();
        fmt::print("by hand: {}\n", letter);
    }
}

task<> post_office() {
    mailbox box;
    auto all_at_once = [&](task_group& group) -> task<> {
        group.spawn(old_style, std::ref(box));
        group.spawn(new_style, std::ref(box));
        spawn_fiber(group, third_style, std::ref(box));
        group.spawn(by_hand, std::ref(box));
        co_await yield_now(); // now all four wait
        for (int i = 1; i <= 8; ++i) {
            box.put(fmt::format("letter {}", i));
            co_await yield_now();
        }
        group.cancel();
    };
    co_await with_task_group(all_at_once);
}

int main() { rondo::run(post_office()); }
