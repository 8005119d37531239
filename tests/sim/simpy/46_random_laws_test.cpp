// SPDX-License-Identifier: BSL-1.0
#include "twin.hpp"

#include <cmath>
#include <deque>
#include <numeric>

namespace {
struct job_shop {
    environment env;
    python_random random{std::string_view("a job shop")};
    std::deque<store<int>> stores;
};
struct law {
    const char* name;
    double (*draw)(python_random&);
    std::vector<double> times{};
};
} // namespace

static process machine(job_shop& shop, law& of, store<int>& from, store<int>* after) {
    for (;;) {
        const int job = co_await from.get();
        const double time = of.draw(shop.random);
        co_await shop.env.timeout(time);
        of.times.push_back(time);
        if (after)
            co_await after->put(job);
        else
            print("{:12.6f} job {} leaves", shop.env.now(), job);
    }
}
static process source(job_shop& shop, int jobs) {
    std::vector<int> order(static_cast<std::size_t>(jobs));
    std::iota(order.begin(), order.end(), 0);
    shop.random.shuffle(order);
    for (const int job : order) {
        co_await shop.env.timeout(shop.random.expovariate(0.5));
        co_await shop.stores.front().put(job);
    }
}

SIMPY_TWIN("46_random_laws") {
    job_shop shop;
    std::deque<law> laws;
    using random = python_random;
    laws.push_back({"uniform", [](random& r) { return r.uniform(0.5, 2); }});
    laws.push_back({"triangular", [](random& r) { return r.triangular(0.5, 3, 1); }});
    laws.push_back({"gauss", [](random& r) { return std::abs(r.gauss(1.5, 0.5)); }});
    laws.push_back({"normal", [](random& r) { return std::abs(r.normalvariate(1, 0.2)); }});
    laws.push_back({"beta", [](random& r) { return 2 * r.betavariate(2, 3); }});
    laws.push_back({"gamma", [](random& r) { return r.gammavariate(2.5, 0.5); }});
    laws.push_back({"small gamma", [](random& r) { return r.gammavariate(0.5, 1); }});
    laws.push_back({"integers", [](random& r) { return static_cast<double>(r.randrange(1, 8, 3)) / 4; }});
    for (std::size_t i = 0; i != laws.size(); ++i) shop.stores.emplace_back(shop.env, 3);
    for (std::size_t i = 0; i != laws.size(); ++i)
        shop.env.process(
            machine(shop, laws[i], shop.stores[i], i + 1 < laws.size() ? &shop.stores[i + 1] : nullptr));
    shop.env.process(source(shop, 30));
    shop.env.run();
    const double now = shop.env.now();
    for (const law& l : laws) {
        double total = 0;
        for (const double time : l.times) total += time;
        print("{:12.6f} {}: {} times, {:.12f} in all", now, l.name, l.times.size(), total);
    }
    std::vector<int> numbers(1000);
    std::iota(numbers.begin(), numbers.end(), 0);
    const std::vector<int> chosen = shop.random.sample(numbers, 8);
    print("{:12.6f} {}", now, joined(chosen));
    std::vector<int> again;
    for (int i = 0; i < 12; ++i) again.push_back(shop.random.choice(chosen));
    print("{:12.6f} {}", now, joined(again));
    const auto bits = shop.random.getrandbits(40);
    const double number = shop.random.random();
    print("{:12.6f} {} {:.17f} {}", now, bits, number, shop.random.randint(-5, 5));
    shop.env.close();
}
