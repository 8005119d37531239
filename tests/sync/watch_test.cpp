// SPDX-License-Identifier: BSL-1.0
#include <rondo/sync/watch.hpp>

#include "support.hpp"

using namespace sync_test;

namespace {

task<> follow(watch<int>::watcher of, journal& said, std::string name) {
    try {
        for (;;) {
            const int now = co_await of.changed();
            said.push_back(name + std::to_string(now));
        }
    } catch (const channel_closed&) {
        said.push_back(name + "end");
    }
}

} // namespace

TEST_CASE("watch: all watchers are told of a change, and see the latest value only") {
    room w;
    journal said;
    watch<int> value(1);
    w.spawn(follow, value.subscribe(), std::ref(said), "a");
    w.spawn(follow, value.subscribe(), std::ref(said), "b");
    w.settle();
    CHECK(said.empty());
    CHECK(value.statistics().waiting == 2);
    value.set(2);
    value.set(3);
    w.settle();
    CHECK(joined(said) == "a3 | b3");
    value.modify([](int& v) { v *= 10; });
    value.close();
    w.settle();
    CHECK(joined(said) == "a3 | b3 | a30 | aend | b30 | bend");
    CHECK(value.statistics().changes == 3);
    CHECK(value.statistics().watchers == 0);
    CHECK(value.value() == 30);
}

TEST_CASE("watch: a watcher has seen what was there when it was made, or looked at") {
    watch<std::string> name("old");
    auto w = name.subscribe();
    CHECK_FALSE(w.has_changed());
    name.set("new");
    CHECK(w.has_changed());
    CHECK(w.look() == "new");
    CHECK_FALSE(w.has_changed());
}

TEST_CASE("watch: a change that throws is told of all the same; a closed one cannot be set") {
    watch<int> value(0);
    auto w = value.subscribe();
    CHECK(raised([&] {
              value.modify([](int& v) {
                  v = 5;
                  throw oops(1);
              });
          }) == "oops 1");
    CHECK(w.has_changed());
    value.close();
    CHECK(tells(raised([&] { value.set(1); }), "watch: the value cannot be set: it is closed"));
    CHECK(w.look() == 5);
    auto moved = std::move(w);
    CHECK(tells(raised([&] { static_cast<void>(w.changed()); }), "this watcher was moved from"));
    CHECK_FALSE(w.has_changed());
}

TEST_CASE("watch: a cancelled wait loses nothing: the change is still to be seen") {
    room w;
    watch<int> value(0);
    auto of = value.subscribe();
    journal said;
    auto once = [](watch<int>::watcher& at, journal& s) -> task<> {
        s.push_back(std::to_string(co_await at.changed()));
    };
    auto first = w.spawn(once, std::ref(of), std::ref(said));
    w.settle();
    CHECK(tells(w.on.report(), "waits for a watched value to change"));
    first.cancel();
    value.set(1);
    w.settle();
    CHECK(first.was_cancelled());
    CHECK(of.has_changed());
    w.spawn(once, std::ref(of), std::ref(said));
    w.settle();
    CHECK(joined(said) == "1");
}
