// SPDX-License-Identifier: BSL-1.0
#include <rondo/sim/blocks.hpp>

#include <doctest/doctest.h>

#include <memory>
#include <string>

using namespace rondo;
using namespace rondo::sim::blocks;
using sim::environment;

namespace {
auto every(double length) {
    return [length](const auto&...) { return length; };
}
} // namespace

TEST_CASE("blocks: from a source through a queue and a server to a sink, by hand") {
    environment env;
    sink<> out(env);
    queue<> line(env);
    server<> desk(env, line, out, every(3));
    source<> in(env, line, every(2)); // at 2, 4, 6 …; served until 5, 8, 11 …
    env.run(20.5);
    CHECK(in.made() == 10);
    CHECK(out.count() == 6);          // at 5, 8, 11, 14, 17, 20
    CHECK(out.stays().mean() == 5.5); // 3, 4, 5, 6, 7, 8
    CHECK(line.size() == 3);          // 10 came, 6 left, one is served
    CHECK(desk.utilization() == doctest::Approx(18.5 / 20.5));
    CHECK(desk.served() == 6);
    CHECK(line.entered() == 10);
}

TEST_CASE("blocks: a source may begin at once, and end") {
    environment env;
    sink<> out(env);
    source<> in(env, out, every(5), {.limit = 3, .at_once = true});
    env.run();
    CHECK(env.now() == 10);
    CHECK(out.count() == 3);
    source<> none(env, out, every(5), {.limit = 0});
    env.run();
    CHECK(none.made() == 0);
}

TEST_CASE("blocks: a full queue stops what stands before it, and nothing is lost") {
    environment env;
    sink<> out(env);
    queue<> second(env, 1);
    server<> slow(env, second, out, every(10));
    queue<> first(env, 2);
    server<> quick(env, first, second, every(1));
    source<> in(env, first, every(1));
    env.run(100.5);
    // One with the slow server, one before it, one that the quick one holds, two before that, one that the source holds.
    CHECK(out.count() == 9); // at 12, 22, …, 92
    CHECK(in.made() == 9 + 6);
    CHECK(quick.utilization() > 0.97); // blocked is busy
    CHECK(slow.busy().max() == 1);
}

TEST_CASE("blocks: servers work side by side, each on what it got") {
    environment env;
    std::vector<std::string> left;
    sink<std::string> out(env, [&](const std::string& item) {
        left.push_back(item);
        return 0.0;
    });
    queue<std::string> line(env);
    auto by_length = [](const std::string& item) { return static_cast<double>(item.size()); };
    server<std::string> desks(env, line, out, by_length, {.servers = 2});
    const std::vector<std::string> items{"aaaa", "b", "cc", "d"};
    source<std::string> in(env, line, every(0), [&](std::uint64_t n, double) { return items[n - 1]; },
                           {.limit = 4});
    env.run();
    CHECK(left == std::vector<std::string>{"b", "cc", "aaaa", "d"});
    CHECK(desks.busy().max() == 2);
    CHECK(env.now() == 4);
}

TEST_CASE("blocks: a delay keeps any number at once") {
    environment env;
    sink<> out(env);
    delay<> road(env, out, every(7));
    source<> in(env, road, every(1), {.limit = 5});
    env.run();
    CHECK(env.now() == 12);
    CHECK(out.stays().min() == 7);
    CHECK(out.stays().max() == 7);
    CHECK(road.inside().max() == 5);
}

TEST_CASE("blocks: a branch sends each one way; a way that there is not is an error") {
    environment env;
    sink<> even(env), odd(env);
    branch<> fork({&even, &odd}, [](const entity& e) { return e.number % 2; });
    source<> in(env, fork, every(1), {.limit = 7});
    env.run();
    CHECK(even.count() == 3);
    CHECK(odd.count() == 4);
    CHECK(fork.counts() == std::vector<std::uint64_t>{3, 4});

    branch<> wrong({&even}, [](const entity&) { return 2; });
    CHECK_THROWS_WITH_AS(static_cast<void>(wrong.accept({})),
                         "branch: way 2 was chosen: there are 1, counted from 0", value_error);
    CHECK_THROWS_WITH_AS((branch<>({}, [](const entity&) { return 0; })), "branch: there is no way to go",
                         value_error);
}

TEST_CASE("blocks: a branch by weights takes about the shares that they say") {
    environment env;
    sink<> a(env), b(env);
    branch<> fork({&a, &b}, by_weights({1, 3}, random_stream(1)));
    source<> in(env, fork, every(1), {.limit = 4000});
    env.run();
    CHECK(a.count() + b.count() == 4000);
    CHECK(b.count() == doctest::Approx(3000).epsilon(0.05));
}

TEST_CASE("blocks: a batch waits for as many as it is of") {
    environment env;
    std::vector<std::vector<std::uint64_t>> groups;
    sink<std::vector<entity>> out(env, [&](const std::vector<entity>& items) {
        groups.emplace_back();
        for (const entity& e : items) groups.back().push_back(e.number);
        return items.front().created;
    });
    batch<> three(out, 3);
    source<> in(env, three, every(2), {.limit = 8});
    env.run();
    CHECK(groups == std::vector<std::vector<std::uint64_t>>{{1, 2, 3}, {4, 5, 6}});
    CHECK(three.held() == 2);
    CHECK(out.stays().mean() == 4);
    CHECK_THROWS_WITH_AS(batch<>(out, 0), "batch: the size is 0: at least 1", value_error);
}

TEST_CASE("blocks: an assembly takes one of each, and waits for what is late") {
    struct bicycle {
        std::uint64_t frame, wheel;
        double created;
    };
    environment env;
    std::vector<bicycle> made;
    sink<bicycle> shop(env, [&](const bicycle& b) {
        made.push_back(b);
        return b.created;
    });
    queue<> frames(env);
    queue<std::unique_ptr<entity>> wheels(env); // things that are only moved
    assemble put_together(
        env, static_cast<inlet<bicycle>&>(shop),
        [](entity frame, std::unique_ptr<entity> wheel) {
            return bicycle{frame.number, wheel->number, wheel->created};
        },
        frames, wheels);
    source<> of_frames(env, frames, every(1), {.limit = 5});
    source<std::unique_ptr<entity>> of_wheels(
        env, wheels, every(4),
        [](std::uint64_t n, double now) { return std::make_unique<entity>(entity{n, now}); }, {.limit = 2});
    env.run();
    CHECK(put_together.made() == 2);
    REQUIRE(made.size() == 2);
    CHECK(made[1].frame == 2);
    CHECK(made[1].wheel == 2);
    CHECK(shop.stays().max() == 0); // made when the wheel came
    CHECK(frames.size() == 2);      // one is in hand
}

TEST_CASE("blocks: M/M/2 out of blocks is near the formula, and statistics can be reset") {
    environment env({.order = sim::order_policy::native});
    const random_streams streams(3);
    sink<> out(env);
    queue<> line(env);
    server<> desks(env, line, out, sampling(sim::exponential(1), streams("service")), {.servers = 2});
    source<> in(env, line, sampling(sim::exponential(0.625), streams("arrivals")));
    env.run(1000);
    out.reset();
    line.reset();
    desks.reset();
    env.run(60'000);
    CHECK(out.stays().mean() == doctest::Approx(1 / (1 - 0.64)).epsilon(0.05)); // 1 / (μ (1 - ρ²))
    CHECK(desks.utilization() == doctest::Approx(0.8).epsilon(0.02));
    CHECK(line.watch().content().mean() ==
          doctest::Approx(1.6 * (1 / (1 - 0.64) - 1)).epsilon(0.1)); // L = λ W
}

TEST_CASE("blocks: a negative time is an error that names it; blocks may go before their environment") {
    environment env;
    {
        sink<> out(env);
        source<> in(env, out, every(-1));
        CHECK_THROWS_AS(env.run(), value_error);
    }
    {
        sink<> out(env);
        queue<> line(env, 1);
        server<> desk(env, line, out, every(3), {.servers = 2});
        source<> in(env, line, every(1));
        env.run(10);
    }
    sink<> out(env);
    queue<> line(env);
    CHECK_THROWS_WITH_AS(server<>(env, line, out, every(1), {.servers = 0}),
                         "server: it has no servers: at least 1", value_error);
    CHECK_THROWS_AS(queue<>(env, 0), value_error);
}
