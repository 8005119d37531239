// SPDX-License-Identifier: BSL-1.0
// A game world with a fixed tick: entities are tasks that act once a tick, some join late, and the game has a deadline.
#include <rondo/core/cancel_scope.hpp>
#include <rondo/core/sleep.hpp>
#include <rondo/core/task_group.hpp>
#include <rondo/core/waiter.hpp>
#include <rondo/run.hpp>

#include <fmt/format.h>

#include <algorithm>
#include <functional>
#include <string>

using namespace rondo;

/// The heartbeat: all who await next() go on together, in the order in which they asked.
class ticker {
public:
    struct next_op {
        ticker* of;
        bool ready() const { return false; }
        void start(waiter& who) { of->waiting_.push_back(who); }
        bool abort(waiter& who) {
            of->waiting_.erase(who);
            return true;
        }
        int take() const { return of->tick_; }
    };
    next_op next() { return {this}; }
    void beat() {
        ++tick_;
        while (waiter* who = waiting_.pop_claimed()) who->unpark();
    }

private:
    int tick_ = 0;
    waiter_list waiting_;
};

struct world {
    ticker heart;
    int treasure = 12;
};

task<int> miner(world& here, std::string name, int strength) {
    int gold = 0;
    while (here.treasure > 0) {
        int tick = co_await here.heart.next();
        int dug = std::min(strength, here.treasure);
        here.treasure -= dug;
        gold += dug;
        if (dug > 0) fmt::print("{:2}  {} digs {}, {} are left\n", tick, name, dug, here.treasure);
    }
    co_return gold;
}

task<> dragon(world& here) {
    for (int tick = 0; tick < 4;) tick = co_await here.heart.next();
    fmt::print(" 4  the dragon brings 5\n");
    here.treasure += 5;
}

task<> play(world& here, time_source& time) {
    auto game = [&](task_group& group) -> task<> {
        auto ann = group.spawn(miner, std::ref(here), "Ann", 2);
        group.spawn(dragon, std::ref(here));
        auto late = [&]() -> task<int> { // spawn keeps the lambda until it has ended
            co_await sleep(90ms);
            fmt::print("    Bob joins\n");
            co_return co_await miner(here, "Bob", 3);
        };
        auto bob = group.spawn(late);
        const instant begin = time.now();
        for (int tick = 1; !ann.done() || !bob.done(); ++tick) {
            co_await sleep_until(begin + tick * 40ms); // a fixed step: what a tick costs does not add up
            here.heart.beat();
        }
        fmt::print("Ann has {}, Bob has {}\n", ann.result(), bob.result());
    };
    co_await with_task_group(game);
}

int main() {
    manual_time time;
    world first, second;
    second.treasure = 1000;
    auto both = [&]() -> task<> {
        co_await play(first, time);
        bool ended = co_await move_on_after(200ms, play(second, time));
        fmt::print("{}\n", ended ? "played to the end" : "time is up");
    };
    rondo::run(both(), {.time = &time});
}
