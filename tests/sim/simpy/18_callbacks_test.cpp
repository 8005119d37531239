// SPDX-License-Identifier: BSL-1.0
#include "twin.hpp"

static auto note(environment& env, std::string name) {
    return [&env, name](event<int>& e) {
        say(env, "{}: ok {} value {} processed {}", name, py(e.ok()), e.value(), py(e.processed()));
    };
}

static process waiter_of(environment& env, std::string name, event<int> of) {
    const int value = co_await of;
    say(env, "{} wakes with {}", name, value);
}

SIMPY_TWIN("18_callbacks") {
    environment env;
    event<int> bell = env.event<int>();
    bell.add_callback(note(env, "first"));
    env.process(waiter_of(env, "w1", bell));
    event<void> early = env.timeout(0);
    early.add_callback([&](event<void>&) { bell.add_callback(note(env, "third, behind w1")); });
    event<void> rung = env.timeout(2);
    rung.add_callback([&](event<void>&) { bell.succeed(8); });
    rung.add_callback([&](event<void>&) { say(env, "rung; bell triggered {}", py(bell.triggered())); });
    event<int> chained = env.event<int>();
    chained.add_callback(note(env, "chained"));
    bell.add_callback([&](event<int>& e) { chained.trigger(e); });
    bell.remove_callback(bell.add_callback(note(env, "removed")));
    env.run();
    bool refused = false;
    try {
        bell.add_callback(note(env, "late"));
    } catch (const rondo::runtime_error&) {
        refused = true;
    }
    say(env, "no list any more: {}", py(refused));
    event<int> broken = env.event<int>();
    event<int> heir = env.event<int>();
    heir.add_callback([](event<int>& e) { e.defuse(); });
    heir.add_callback([&](event<int>& e) {
        try {
            std::rethrow_exception(e.error());
        } catch (const std::exception& error) {
            say(env, "heir: ok {} error {}", py(e.ok()), error.what());
        }
    });
    broken.add_callback([&](event<int>& e) { heir.trigger(e); });
    broken.add_callback([](event<int>& e) { e.defuse(); });
    broken.fail(std::out_of_range("3"));
    env.run();
    say(env, "end");
}
