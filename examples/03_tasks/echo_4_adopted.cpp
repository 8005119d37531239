// SPDX-License-Identifier: BSL-1.0
// An echoing pair, step 4: generators that ask for their letters; first driven by hand, then, as they are, by the loop.
#include "mailbox.hpp"

#include <rondo/core/asks.hpp>
#include <rondo/core/task_group.hpp>
#include <rondo/run.hpp>

#include <fmt/format.h>

#include <array>
#include <functional>

using namespace rondo;

const std::array words{"hello", "who is there?", "good night"};

using talk = generator<asks<mailbox::receive_op>>; // a co_yield gives what that request gives: a string

talk wall(mailbox& in, mailbox& out) {
    for (int count = 1;; ++count) {
        std::string call = co_yield in.receive();
        fmt::print("echo {}: {}\n", count, call);
        out.put(call);
    }
}

talk caller(mailbox& out, mailbox& in) {
    int heard = 0;
    for (const char* word : words) {
        fmt::print("Ann calls: {}\n", word);
        out.put(word);
        std::string echo = co_yield in.receive();
        ++heard;
    }
    fmt::print("Ann heard {} echoes\n", heard);
}

void by_hand() {
    mailbox there, back;
    talk ann = caller(there, back), echo = wall(there, back);
    echo.next(); // to its first request
    for (auto request = ann.next(); request;) {
        echo.send(*there.try_receive());
        request = ann.send(*back.try_receive());
    }
}

task<> by_the_loop() {
    mailbox there, back;
    auto pair = [&](task_group& group) -> task<> {
        group.spawn(wall, std::ref(there), std::ref(back));
        co_await group.spawn(caller, std::ref(there), std::ref(back));
        group.cancel(); // the wall would wait for ever
    };
    co_await with_task_group(pair);
}

int main() {
    fmt::print("by hand\n");
    by_hand();
    fmt::print("by the loop\n");
    rondo::run(by_the_loop());
}
