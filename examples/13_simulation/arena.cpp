// SPDX-License-Identifier: BSL-1.0
// A game world: heroes fight a dragon. Who is stunned is interrupted, who falls waits for the healer, and sound is an event.
#include <rondo/sim/environment.hpp>
#include <rondo/sim/random.hpp>
#include <rondo/sim/resource.hpp>

#include <fmt/format.h>

#include <algorithm>
#include <deque>
#include <string>

using namespace rondo;

struct fighter {
    std::string name;
    long health;
    long most;
    double swing; // seconds between blows
    long damage;
    sim::any_process self{};
};

struct arena {
    sim::environment env;
    sim::priority_resource healer{env};
    sim::event<std::string> over = env.event<std::string>();
    random_stream dice{4, 0, "dice"};
    fighter dragon{"the dragon", 160, 160, 3, 0};
    std::deque<fighter> heroes{
        {"Ada", 40, 40, 1.5, 6}, {"Barbara", 30, 30, 1, 4}, {"Grace", 50, 50, 2.5, 11}};
    int standing = 3;

    void say(const std::string& what) { fmt::print("{:5.1f}  {}\n", env.now(), what); }
    long roll(long most) {
        return 1 + static_cast<long>(uniform_below(dice, static_cast<std::uint64_t>(most)));
    }
};

sim::process recover(arena& in, fighter& me) {
    --in.standing;
    in.say(me.name + " falls");
    if (in.standing == 0) in.over.succeed("the dragon wins");
    auto turn = co_await in.healer.request({.priority = static_cast<int>(me.most)}); // the frail first
    co_await in.env.timeout(4);
    me.health = me.most / 2;
    ++in.standing;
    in.say(me.name + " stands again");
}

sim::process hero(arena& in, fighter& me) {
    while (!in.over.triggered()) {
        if (me.health <= 0) {
            co_await recover(in, me);
            continue;
        }
        const auto swing = co_await in.env.timeout(me.swing).or_interrupt();
        if (!swing) { // the tail struck first
            in.say(me.name + " is stunned");
            co_await in.env.timeout(2);
            continue;
        }
        if (me.health <= 0) continue;
        in.dragon.health -= in.roll(me.damage);
        if (in.dragon.health > 0 || in.over.triggered()) continue;
        in.say(me.name + " strikes the last blow");
        in.over.succeed("the heroes win");
    }
}

sim::process dragon(arena& in) {
    for (int blow = 1; !in.over.triggered(); ++blow) {
        co_await (in.env.timeout(in.dragon.swing) || in.over);
        if (in.over.triggered()) break;
        fighter& victim = in.heroes[uniform_below(in.dice, in.heroes.size())];
        if (blow % 3 == 0) { // its tail: whoever stands and swings is stunned
            in.say("the dragon's tail sweeps the arena");
            for (fighter& each : in.heroes)
                if (each.health > 0 && each.self.is_alive() && in.roll(2) == 1) each.self.interrupt();
        } else if (victim.health > 0) {
            victim.health -= 10 + in.roll(20);
            in.say(fmt::format("the dragon claws {}, who has {} left", victim.name,
                               std::max(victim.health, 0L)));
        }
    }
}

int main() {
    arena in;
    for (fighter& each : in.heroes) each.self = in.env.process(hero(in, each)).set_name(each.name);
    in.env.process(dragon(in));
    const std::string end = in.env.run(in.over);
    in.say(fmt::format("{}; the dragon has {} left", end, std::max(in.dragon.health, 0L)));
}
