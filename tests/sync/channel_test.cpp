// SPDX-License-Identifier: BSL-1.0
#include <rondo/sync/channel.hpp>

#include <rondo/core/asks.hpp>
#include <rondo/core/race.hpp>
#include <rondo/core/routine.hpp>

#include "support.hpp"

using namespace sync_test;

namespace {

task<> send_all(channel<int>& to, journal& said, int first, int last) {
    for (int n = first; n <= last; ++n) {
        co_await to.send(n);
        said.push_back("sent " + std::to_string(n));
    }
}
task<> receive_all(channel<int>& from, journal& said, std::string name) {
    while (auto got = co_await from.next()) said.push_back(name + std::to_string(*got));
    said.push_back(name + "end");
}
task<> receive_one(channel<int>& from, journal& said, std::string name) {
    try {
        const int got = co_await from.receive();
        said.push_back(name + std::to_string(got));
    } catch (const channel_closed&) {
        said.push_back(name + "closed");
    }
}

} // namespace

TEST_CASE("channel: without a buffer what is sent has a taker: sending waits for the one who receives") {
    room w;
    journal said;
    channel<int> meet;
    w.spawn(send_all, std::ref(meet), std::ref(said), 1, 2);
    w.settle();
    CHECK(said.empty());
    CHECK(meet.statistics().waiting_senders == 1);
    CHECK_FALSE(meet.try_send(9));
    CHECK(meet.try_receive() == 1);
    w.settle();
    CHECK(joined(said) == "sent 1");
    w.spawn(receive_one, std::ref(meet), std::ref(said), "got ");
    w.settle();
    CHECK(joined(said) == "sent 1 | got 2 | sent 2");
    CHECK(meet.statistics().sent == 2);
    CHECK(meet.statistics().peak == 0);
}

TEST_CASE(
    "L37: a full channel makes senders wait in order; what is free goes to the oldest, not to a newcomer") {
    room w;
    journal said;
    channel<int> line(2);
    w.spawn(send_all, std::ref(line), std::ref(said), 1, 3);
    w.spawn(send_all, std::ref(line), std::ref(said), 10, 10);
    w.settle();
    CHECK(joined(said) == "sent 1 | sent 2");
    CHECK(line.statistics().buffered == 2);
    CHECK(line.statistics().waiting_senders == 2);
    CHECK(line.try_receive() == 1); // 3 moves up at once
    CHECK_FALSE(line.try_send(99));
    for (int wanted : {2, 3, 10}) CHECK(line.try_receive() == wanted);
    CHECK(line.try_receive() == std::nullopt);
    w.settle();
    CHECK(line.statistics().peak == 2);
    CHECK(line.statistics().received == 4);
}

TEST_CASE("L36: receivers that wait are handed one message each, in the order of waiting") {
    room w;
    journal said;
    channel<int> line(10);
    for (const char* name : {"a", "b", "c"}) w.spawn(receive_all, std::ref(line), std::ref(said), name);
    w.settle();
    for (int n = 0; n < 6; ++n) CHECK(line.try_send(n));
    CHECK(line.statistics().buffered == 3); // the first three went to the three who waited
    w.settle();
    CHECK(joined(said) == "a0 | a3 | a4 | a5 | b1 | c2");
    line.close();
    w.settle();
    CHECK(joined(said) == "a0 | a3 | a4 | a5 | b1 | c2 | aend | bend | cend");
}

TEST_CASE("L38: a cancelled receiver loses nothing: the message goes to the next, or it has it already and "
          "keeps it") {
    room w;
    journal said;
    channel<int> meet;
    auto a = w.spawn(receive_one, std::ref(meet), std::ref(said), "a");
    auto b = w.spawn(receive_one, std::ref(meet), std::ref(said), "b");
    w.settle();
    a.cancel(); // first cancelled, then sent
    CHECK(meet.try_send(1));
    b.cancel(); // first sent, then cancelled
    w.settle();
    CHECK(a.was_cancelled());
    CHECK(joined(said) == "b1");
}

TEST_CASE("L38: a cancelled sender has not sent; one whose message was taken in the same turn has") {
    room w;
    journal said;
    channel<int> meet;
    auto a = w.spawn(send_all, std::ref(meet), std::ref(said), 1, 1);
    auto b = w.spawn(send_all, std::ref(meet), std::ref(said), 2, 2);
    w.settle();
    a.cancel();
    CHECK(meet.try_receive() == 2);
    b.cancel();
    w.settle();
    CHECK(joined(said) == "sent 2");
    CHECK(meet.try_receive() == std::nullopt);
    CHECK(meet.statistics().sent == 1);
}

TEST_CASE("channel: what was not sent is still in the awaitable") {
    room w;
    channel<std::unique_ptr<int>> meet;
    w.run([&]() -> task<> {
        auto sending = meet.send(new int(5));
        CHECK_FALSE(co_await move_on_after(1ms, sending));
        CHECK(*sending.message() == 5);
    });
}

TEST_CASE("channel: closed, it gives what is buffered and then its end; sending is an error by name") {
    room w;
    journal said;
    channel<int> line(1);
    w.spawn(send_all, std::ref(line), std::ref(said), 1, 2);
    w.settle();
    auto sender_ends = w.spawn(send_all, std::ref(line), std::ref(said), 3, 3);
    w.settle();
    const lost_errors lost;
    line.close();
    line.close();
    CHECK(line.closed());
    w.settle();
    CHECK(raised([&] { sender_ends.result(); }) == "channel: nothing can be sent: it is closed");
    CHECK(raised([&] { line.try_send(4); }) == "channel: nothing can be sent: it is closed");
    CHECK(raised([&] { w.run(line.send(4)); }) == "channel: nothing can be sent: it is closed");
    w.spawn(receive_one, std::ref(line), std::ref(said), "got ");
    w.spawn(receive_one, std::ref(line), std::ref(said), "got ");
    w.settle();
    CHECK(joined(said) == "sent 1 | got 1 | got closed");
    CHECK(raised([&] { line.try_receive(); }) == "channel: nothing can be received: it is closed, and empty");
    CHECK(tells(raised([&] { static_cast<void>(w.run(line.receive())); }), "closed, and empty"));
    CHECK(line.statistics().closed);
}

TEST_CASE("channel: who waits to receive is told when it is closed, in the order of waiting") {
    room w;
    journal said;
    channel<int> meet;
    for (const char* name : {"a ", "b "}) w.spawn(receive_one, std::ref(meet), std::ref(said), name);
    w.spawn(receive_all, std::ref(meet), std::ref(said), "c ");
    w.settle();
    meet.close();
    w.settle();
    CHECK(joined(said) == "a closed | b closed | c end");
}

TEST_CASE("channel: unbounded, sending never waits, and the peak is kept") {
    world w;
    channel<int> wide(unbounded);
    w.run([&]() -> task<> {
        for (int n = 0; n < 1000; ++n) co_await wide.send(n);
        for (int n = 0; n < 1000; ++n) {
            const int got = co_await wide.receive();
            CHECK(got == n);
        }
    });
    CHECK(wide.statistics().peak == 1000);
    CHECK(wide.statistics().buffered == 0);
}

TEST_CASE("channel: send builds the message from its parts; move-only messages go through") {
    world w;
    struct message {
        message(int i, std::string t) : id(i), text(std::move(t)) {}
        int id;
        std::string text;
    };
    channel<message> inbox(1);
    channel<std::unique_ptr<int>> owned(1);
    w.run([&]() -> task<> {
        co_await inbox.send(7, "seven");
        const message got = co_await inbox.receive();
        CHECK(got.id == 7);
        CHECK(got.text == "seven");
        co_await owned.send(std::make_unique<int>(3));
        auto back = co_await owned.receive();
        CHECK(*back == 3);
    });
}

TEST_CASE("channel: send and receive are checkpoints, and count, also when they need not wait") {
    room w;
    channel<int> line(1000);
    auto runner = w.spawn(
        [](channel<int>& at) -> task<> {
            for (int n = 0; n < 200; ++n) co_await at.send(n);
        },
        std::ref(line));
    w.turn();
    CHECK_FALSE(runner.done()); // it gave way
    CHECK(line.size() == body::step_budget);
    runner.cancel();
    w.settle();
    CHECK(runner.was_cancelled());
    CHECK(line.size() == body::step_budget);
}

TEST_CASE("channel: a race takes from one of two only, and a sender cannot deliver to one that has lost") {
    room w;
    journal said;
    channel<int> a, b;
    auto racer = [](channel<int>& one, channel<int>& two, journal& s) -> task<> {
        auto won = co_await race(one.receive(), two.receive());
        s.push_back(std::to_string(won.which) + ":" + std::to_string(won.first));
    };
    w.spawn(racer, std::ref(a), std::ref(b), std::ref(said));
    w.settle();
    CHECK(b.try_send(2));
    CHECK_FALSE(a.try_send(1)); // the race is over
    w.settle();
    CHECK(joined(said) == "1:2");
    CHECK(a.statistics().waiting_receivers == 0);
}

TEST_CASE("channel: a routine and a generator of requests receive from it, too") {
    world w;
    journal said;
    channel<int> meet;
    auto old_style = [](channel<int>& in, journal& s) -> routine<> {
        int message = co_yield in.receive();
        s.push_back("routine " + std::to_string(message));
    };
    auto by_hand = [](channel<int>& in, journal& s) -> generator<asks<channel<int>::receive_op, sleep_op>> {
        int message = co_yield in.receive();
        co_yield sleep(1ms);
        s.push_back("generator " + std::to_string(message));
    };
    w.run([&]() -> task<> {
        auto body = [&](task_group& group) -> task<> {
            group.spawn(old_style, std::ref(meet), std::ref(said));
            group.spawn(by_hand, std::ref(meet), std::ref(said));
            for (int i = 1; i <= 2; ++i) co_await meet.send(i);
        };
        co_await with_task_group(body);
    });
    CHECK(joined(said) == "routine 1 | generator 2");
}

TEST_CASE("channel: the deadlock report tells what it is, and how full") {
    world a, b, c;
    channel<int> meet, line(1), wide(unbounded);
    CHECK(tells(deadlock_of(a, [](channel<int>& at) -> task<> { co_await at.send(1); }(meet)),
                "waits for a channel of int, to send (no buffer)"));
    CHECK(line.try_send(1));
    CHECK(tells(deadlock_of(b, line.send(1)), "a channel of int, to send (1 of 1 buffered)"));
    CHECK(tells(
        deadlock_of(c, [](channel<int>& at) -> task<> { static_cast<void>(co_await at.receive()); }(wide)),
        "a channel of int, to receive (0 buffered, without a limit)"));
}
