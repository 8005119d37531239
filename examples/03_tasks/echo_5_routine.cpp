// SPDX-License-Identifier: BSL-1.0
// An echoing pair, step 5: routines. What they may wait for stands in no type, and nobody drives them by hand.
#include "mailbox.hpp"

#include <rondo/core/routine.hpp>
#include <rondo/core/task_group.hpp>
#include <rondo/run.hpp>

#include <fmt/format.h>

#include <array>
#include <functional>

using namespace rondo;

const std::array words{"hello", "who is there?", "good night"};

routine<> wall(mailbox& in, mailbox& out) {
    for (int count = 1;; ++count) {
        std::string call = co_yield in.receive();
        fmt::print("echo {}: {}\n", count, call);
        out.put(call);
    }
}

routine<int> caller(mailbox& out, mailbox& in) {
    int heard = 0;
    for (const char* word : words) {
        fmt::print("Ann calls: {}\n", word);
        out.put(word);
        std::string echo = co_yield in.receive();
        ++heard;
    }
    co_return heard;
}

task<> both() {
    mailbox there, back;
    auto pair = [&](task_group& group) -> task<> {
        group.spawn(wall, std::ref(there), std::ref(back));
        int heard = co_await caller(there, back); // a call: nobody needs to be spawned for it
        fmt::print("Ann heard {} echoes\n", heard);
        group.cancel();
    };
    co_await with_task_group(pair);
}

int main() { rondo::run(both()); }
