// SPDX-License-Identifier: BSL-1.0
// Ping and pong talk by mailboxes, which the scheduler does not know: two traps, and what they mean, make them.
#include <rondo/gen/scheduler.hpp>

#include <fmt/format.h>

#include <deque>
#include <string>
#include <variant>

using namespace rondo;

struct mailbox;
struct receive {
    mailbox& box;
};
struct put {
    mailbox& box;
    std::string message;
};
using trap = std::variant<receive, put>;
using body = generator<trap, std::string>; // yields traps, is sent messages
using robin_type = round_robin<trap, std::string>;

struct mailbox {
    std::deque<std::string> messages;
    std::deque<robin_type::waiter> readers;
};

body player(std::string name, mailbox& own, mailbox& other, int rounds) {
    for (int i = 0; i < rounds; ++i) {
        std::string ball = *(co_yield receive{own});
        fmt::print("{} got {}\n", name, ball);
        put answer{other, name + " " + std::to_string(i + 1)}; // named: it owns something (g++ 12)
        co_yield answer;
    }
}

int main() {
    robin_type robin;
    mailbox left, right;
    robin.spawn(player("ping", left, right, 3), "ping");
    robin.spawn(player("pong", right, left, 2), "pong");
    left.messages.push_back("service");

    auto deliver = [](mailbox& box) { // the oldest message to whoever has waited longest
        while (!box.messages.empty() && !box.readers.empty()) {
            box.readers.front().resume(std::move(box.messages.front()));
            box.messages.pop_front();
            box.readers.pop_front();
        }
    };
    handlers traps{
        [&](const receive& wanted, robin_type::waiter who) {
            wanted.box.readers.push_back(who);
            deliver(wanted.box);
        },
        [&](const put& sent, robin_type::waiter who) {
            sent.box.messages.push_back(sent.message);
            deliver(sent.box);
            who.resume();
        },
    };
    robin.run(traps);

    robin.spawn(player("nobody's friend", right, left, 2),
                "loner"); // ping's last ball is in the box; then silence
    try {
        robin.run(traps);
    } catch (const rondo::runtime_error& error) {
        fmt::print("{}\n", error.what());
    }
}
