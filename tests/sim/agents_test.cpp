// SPDX-License-Identifier: BSL-1.0
#include <rondo/sim/agents.hpp>

#include <doctest/doctest.h>

#include <limits>
#include <string>

using namespace rondo;

namespace {

std::string log;
struct talker {
    char name;
    int lives = 1000;
    bool act() {
        log += name;
        return --lives > 0;
    }
};
// Two that swap: it works when both decide before one acts.
struct neighbour {
    explicit neighbour(int v) : value(v) {}
    neighbour* other = nullptr;
    int value, next = 0;
    void decide() { next = other->value; }
    void act() { value = next; }
};

} // namespace

TEST_CASE("agents: all act at every tick, in the order of their making") {
    log.clear();
    sim::environment env;
    sim::agents<talker> all(env, {.tick = 0.5});
    for (const char name : {'a', 'b', 'c'}) all.add(talker{name});
    env.run(1.75);
    CHECK(log == "abcabcabc"); // at 0.5, 1 and 1.5
    CHECK(all.ticks() == 3);
    CHECK(all.size() == 3);
}

TEST_CASE("agents: one that says it is done goes, and its place is closed") {
    log.clear();
    sim::environment env;
    sim::agents<talker> all(env);
    all.add(talker{'a'});
    all.add(talker{'b', 2});
    all.add(talker{'c'});
    env.run(4.5);
    CHECK(log == "abcabcacac");
    CHECK(all.size() == 2);
    CHECK(all[1].name == 'c');
    all.remove(all[0]);
    env.run(5.5);
    CHECK(log == "abcabcacacc");
    CHECK_FALSE(all.empty());
}

TEST_CASE("agents: one that is made in a tick acts from the next on, one that is removed acts no more") {
    struct parent {
        sim::agents<parent>* all;
        int depth;
        void act(double now) {
            log += std::to_string(depth);
            if (now == 1 && depth == 0) {
                all->add(parent{all, 1});
                all->remove((*all)[1]); // its turn would come in this tick
            }
        }
    };
    log.clear();
    sim::environment env;
    sim::agents<parent> all(env);
    all.add(parent{&all, 0});
    all.add(parent{&all, 9});
    env.run(2.5);
    CHECK(log == "001");
    CHECK(all.size() == 2);
}

TEST_CASE("agents: together, all decide before one acts") {
    sim::environment env;
    sim::agents<neighbour> pair(env);
    neighbour& left = pair.add(1);
    neighbour& right = pair.add(2);
    left.other = &right;
    right.other = &left;
    env.run(1.5);
    CHECK(left.value == 2);
    CHECK(right.value == 1);
}

TEST_CASE("agents: shuffled, each tick has an order of its own, the same for the same stream") {
    const auto order = [](std::uint64_t seed) {
        log.clear();
        sim::environment env;
        sim::agents<talker> all(env, {.shuffled = true, .order = random_stream(seed)});
        for (char name = 'a'; name <= 'h'; ++name) all.add(talker{name});
        env.run(5.5);
        return log;
    };
    const std::string first = order(1);
    CHECK(first == order(1));
    CHECK(first != order(2));
    CHECK(first.substr(0, 8) != first.substr(8, 8));
    for (std::size_t tick = 0; tick != 5; ++tick) {
        std::string one = first.substr(8 * tick, 8);
        std::sort(one.begin(), one.end());
        CHECK(one == "abcdefgh");
    }
}

TEST_CASE("agents: ticks are multiples, and watchers are told after each") {
    sim::environment env(100.0);
    sim::agents<talker> all(env, {.tick = 0.1});
    std::vector<double> times;
    all.after_tick([&](double now) { times.push_back(now); });
    env.run(200);
    REQUIRE(times.size() >= 999);
    CHECK(times[999 - 1] == doctest::Approx(199.9).epsilon(1e-14));
}

TEST_CASE("agents: a tick that is no time is refused; what an agent throws leaves the run") {
    sim::environment env;
    for (const double tick :
         {0.0, -1.0, std::numeric_limits<double>::quiet_NaN(), std::numeric_limits<double>::infinity()})
        CHECK_THROWS_AS(sim::agents<talker>(env, {.tick = tick}), value_error);
    struct fails {
        void act() { throw value_error("the fuel is out"); }
    };
    sim::agents<fails> all(env);
    all.add();
    CHECK_THROWS_WITH_AS(env.run(), "the fuel is out", value_error);
}
