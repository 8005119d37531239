// SPDX-License-Identifier: BSL-1.0
#include <rondo/sync/channel.hpp>

#include "support.hpp"

using namespace sync_test;

namespace {

task<> send_range(sender<int> to, int first, int last) {
    for (int n = first; n <= last; ++n) co_await to.send(n);
}
task<> collect(receiver<int> from, journal& said, std::string name) {
    while (auto got = co_await from.next()) said.push_back(name + std::to_string(*got));
    said.push_back(name + "end");
}

} // namespace

TEST_CASE("channel halves: the last sender to go closes the channel; each message goes to one receiver") {
    room w;
    journal said;
    {
        auto [to, from] = open_channel<int>();
        w.spawn(send_range, to.clone(), 1, 2);
        w.spawn(send_range, std::move(to), 11, 12);
        w.spawn(collect, from.clone(), std::ref(said), "a");
        w.spawn(collect, std::move(from), std::ref(said), "b");
        CHECK_FALSE(to);
    }
    w.settle();
    CHECK(joined(said) == "a1 | a11 | a2 | aend | b12 | bend");
}

TEST_CASE("channel halves: without a receiver nothing can be sent, and who waits is told; what was buffered "
          "is destroyed") {
    room w;
    auto [to, from] = open_channel<std::shared_ptr<int>>(1);
    auto value = std::make_shared<int>(1);
    CHECK(to.try_send(value));
    auto waits = w.spawn(
        [](sender<std::shared_ptr<int>>& at, std::shared_ptr<int> v) -> task<> { co_await at.send(v); },
        std::ref(to), value);
    w.settle();
    from.close();
    from.close();
    w.settle();
    CHECK(raised([&] { waits.result(); }) == "channel: nothing can be sent: no receiver is left");
    CHECK(raised([&] { to.try_send(value); }) == "channel: nothing can be sent: no receiver is left");
    CHECK(to.statistics().buffered == 0);
    CHECK(to.statistics().received == 0);
    CHECK(value.use_count() == 1);
}

TEST_CASE("channel halves: what is buffered outlives its senders") {
    room w;
    journal said;
    auto [to, from] = open_channel<int>(unbounded);
    for (int n = 1; n <= 3; ++n) CHECK(to.try_send(n));
    to.close();
    CHECK(from.statistics().closed);
    CHECK(from.try_receive() == 1);
    w.spawn(collect, std::move(from), std::ref(said), "");
    w.settle();
    CHECK(joined(said) == "2 | 3 | end");
}

TEST_CASE("channel halves: using an end that is closed or moved from is an error by name") {
    auto [to, from] = open_channel<int>(1);
    sender<int> moved = std::move(to);
    CHECK(raised([&] { static_cast<void>(to.send(1)); }) ==
          "sender::send: this end was closed, or moved from");
    CHECK(tells(raised([&] { to.try_send(1); }), "sender::try_send: this end was closed"));
    CHECK(tells(raised([&] { static_cast<void>(to.clone()); }), "sender::clone: this end was closed"));
    CHECK(moved.try_send(1));
    from.close();
    CHECK(
        tells(raised([&] { static_cast<void>(from.receive()); }), "receiver::receive: this end was closed"));
    CHECK(tells(raised([&] { static_cast<void>(from.next()); }), "receiver::next: this end was closed"));
    CHECK(tells(raised([&] { from.try_receive(); }), "receiver::try_receive: this end was closed"));
    CHECK(tells(raised([&] { static_cast<void>(from.clone()); }), "receiver::clone: this end was closed"));
    CHECK(tells(raised([&] { static_cast<void>(from.statistics()); }), "receiver::statistics"));
}
