// SPDX-License-Identifier: BSL-1.0
#include "twin.hpp"

namespace {
using labelled = priority_item<int>;
struct soup {
    explicit soup(environment& e) : env(e) {}
    void tell(const std::string& text) {
        const std::string line = fmt::format("{:.3f} {}", env.now(), text);
        ++lines;
        for (const char letter : line)
            digest = static_cast<std::uint64_t>(
                (static_cast<unsigned __int128>(digest) * 131 + static_cast<unsigned char>(letter)) %
                2305843009213693951U);
        if (lines <= 60 || lines % 100 == 0) print("{}", line);
    }
    double amount() { return static_cast<double>(random.randrange(1, 8)); }
    environment& env;
    python_random random{7};
    resource plain{env, 2};
    priority_resource priority{env, 2};
    preemptive_resource preemptive{env, 2};
    container tank{env, 20, 10};
    store<int> things{env, 4};
    filter_store<int> filtered{env, 6};
    priority_store<labelled> heap{env, 5};
    int lines = 0;
    std::uint64_t digest = 0;
};
} // namespace

static process client(soup& all, int number) {
    environment& env = all.env;
    for (;;) {
        const auto die = all.random.randrange(9);
        const double stay = static_cast<double>(all.random.randrange(1, 5)) / 4;
        try {
            if (die == 0) {
                auto turn = all.plain.request();
                const condition_value got = co_await (turn || env.timeout(stay));
                all.tell(fmt::format("{} plain {}; {} wait", number, py(got.contains(turn.as_event())),
                                     all.plain.queue_length()));
                co_await env.timeout(0.25);
            } else if (die == 1) {
                const int urgency = static_cast<int>(all.random.randrange(3));
                auto turn = all.priority.request({.priority = urgency});
                co_await turn;
                all.tell(
                    fmt::format("{} priority {}; {} wait", number, urgency, all.priority.queue_length()));
                co_await env.timeout(stay);
            } else if (die == 2) {
                const int urgency = static_cast<int>(all.random.randrange(4));
                const bool rude = all.random.randrange(3) > 0;
                auto turn = all.preemptive.request({.priority = urgency, .preempt = rude});
                co_await turn;
                all.tell(
                    fmt::format("{} preemptive {}; {} wait", number, urgency, all.preemptive.queue_length()));
                co_await env.timeout(stay);
                all.tell(fmt::format("{} kept it", number));
            } else if (die == 3 || die == 4) {
                const double amount = all.amount();
                auto wish = die == 3 ? all.tank.get(amount) : all.tank.put(amount);
                const condition_value got = co_await (wish || env.timeout(stay));
                all.tell(fmt::format("{} {} {}; level {:g}", number, die == 3 ? "drinks" : "pours",
                                     py(got.contains(wish.as_event())), all.tank.level()));
            } else if (die == 5) {
                event<void> put = all.things.put(number).detach();
                co_await (put || env.timeout(stay));
                all.tell(fmt::format("{} stored; {} in store", number, all.things.size()));
                auto wish = all.things.get();
                const condition_value got = co_await (wish || env.timeout(2));
                const bool has = got.contains(wish.as_event());
                all.tell(fmt::format("{} fetched {}", number,
                                     has ? std::to_string(wish.as_event().value()) : "none"));
            } else if (die == 6) {
                const int thing = static_cast<int>(all.random.randrange(100));
                {
                    auto offer = all.filtered.put(thing);
                    condition both = offer && env.timeout(0);
                    const condition_value got = co_await (both || env.timeout(stay));
                    all.tell(fmt::format("{} put {}: {}", number, thing, py(got.contains(offer.as_event()))));
                }
                const int wanted = static_cast<int>(all.random.randrange(4));
                auto wish = all.filtered.get([wanted](const int& item) { return item % 4 == wanted; });
                const condition_value got = co_await (wish || env.timeout(stay));
                const bool has = got.contains(wish.as_event());
                all.tell(fmt::format("{} filters {}: {}", number, wanted,
                                     has ? std::to_string(wish.as_event().value()) : "none"));
            } else if (die == 7) {
                if (all.heap.size() < 5) {
                    labelled one = {static_cast<int>(all.random.randrange(3)), number};
                    event<void> put = all.heap.put(one).detach();
                    co_await put;
                }
                auto wish = all.heap.get();
                const condition_value got = co_await (wish || env.timeout(stay));
                if (got.contains(wish.as_event()))
                    all.tell(fmt::format("{} heap {} of {}", number, wish.as_event().value().priority,
                                         wish.as_event().value().item));
            } else {
                co_await env.timeout(stay);
            }
        } catch (const interrupted& i) {
            if (const auto* cause = i.cause_as<int>())
                all.tell(fmt::format("{} is disturbed {}", number, *cause));
            else
                all.tell(fmt::format("{} is preempted, had it since {:.3f}", number,
                                     i.cause_as<preempted>()->usage_since));
        }
    }
}

static process disturber(soup& all, std::vector<process_handle<>> clients) {
    for (int number = 0; number < 80; ++number) {
        co_await all.env.timeout(static_cast<double>(all.random.randrange(1, 8)) / 4);
        clients[static_cast<std::size_t>(all.random.randrange(static_cast<std::int64_t>(clients.size())))]
            .interrupt(number);
    }
}

SIMPY_TWIN("48_soup_of_resources") {
    environment env;
    soup all(env);
    std::vector<process_handle<>> clients;
    for (int number = 0; number < 10; ++number) clients.push_back(env.process(client(all, number)));
    env.process(disturber(all, clients));
    env.run(150);
    print("{:.3f} {} lines, digest {}; used {} {} {}, level {:g}, stored {} {} {}", env.now(), all.lines,
          all.digest, all.plain.count(), all.priority.count(), all.preemptive.count(), all.tank.level(),
          all.things.size(), all.filtered.size(), all.heap.size());
    env.close();
}
