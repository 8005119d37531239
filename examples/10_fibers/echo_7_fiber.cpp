// SPDX-License-Identifier: BSL-1.0
// An echoing pair, step 7: plain functions. No word of coroutines is left; what waits is a call.
#include "../03_tasks/mailbox.hpp"

#include <rondo/fiber/calling.hpp>
#include <rondo/fiber/spawn_fiber.hpp>
#include <rondo/run.hpp>

#include <fmt/format.h>

#include <array>
#include <functional>

using namespace rondo;

const std::array words{"hello", "who is there?", "good night"};

void wall(mailbox& in, mailbox& out) {
    for (int count = 1;; ++count) {
        std::string call = await(in.receive());
        fmt::print("echo {}: {}\n", count, call);
        out.put(call);
    }
}

int caller(mailbox& out, mailbox& in) {
    int heard = 0;
    for (const char* word : words) {
        fmt::print("Ann calls: {}\n", word);
        out.put(word);
        await(in.receive());
        ++heard;
    }
    return heard;
}

void both() {
    mailbox there, back;
    with_fiber_group([&](task_group& group) {
        spawn_fiber(group, wall, std::ref(there), std::ref(back));
        fmt::print("Ann heard {} echoes\n", caller(there, back));
        group.cancel();
    });
}

int main() { rondo::run(on_fiber(both)); }
