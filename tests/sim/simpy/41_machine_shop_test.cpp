// SPDX-License-Identifier: BSL-1.0
#include "twin.hpp"

#include <algorithm>
#include <deque>

namespace {
struct shop {
    environment env;
    python_random random{42};
    preemptive_resource repairman{env, 1};
    std::vector<double> finished;
};
struct machine {
    shop& of;
    std::string name;
    int parts = 0;
    int breakdowns = 0;
    bool broken = false;
    process_handle<> works{};
};
} // namespace

static process working(machine& m) {
    environment& env = m.of.env;
    for (;;) {
        double left = std::max(0.0, m.of.random.normalvariate(10.0, 2.0));
        while (left > 0) {
            const double began = env.now();
            try {
                co_await env.timeout(left);
                left = 0;
            } catch (const interrupted&) {
                m.broken = true;
                left -= env.now() - began;
            }
            if (m.broken) {
                auto help = m.of.repairman.request({.priority = 1});
                co_await help;
                co_await env.timeout(30.0);
            }
            m.broken = false;
        }
        ++m.parts;
    }
}
static process breaking(machine& m) {
    for (;;) {
        co_await m.of.env.timeout(m.of.random.expovariate(1 / 300.0));
        if (m.broken) continue;
        ++m.breakdowns;
        m.works.interrupt();
    }
}
static process other_jobs(shop& s) {
    for (;;) {
        double left = 30.0;
        while (left > 0) {
            auto turn = s.repairman.request({.priority = 2});
            co_await turn;
            const double began = s.env.now();
            try {
                co_await s.env.timeout(left);
                left = 0;
            } catch (const interrupted&) {
                left -= s.env.now() - began;
            }
        }
        s.finished.push_back(s.env.now());
    }
}

SIMPY_TWIN("41_machine_shop") {
    shop s;
    std::deque<machine> machines;
    for (int number = 0; number < 10; ++number) {
        machine& m = machines.emplace_back(machine{s, fmt::format("machine {}", number)});
        m.works = s.env.process(working(m));
        s.env.process(breaking(m));
    }
    s.env.process(other_jobs(s));
    s.env.run(7 * 24 * 60.0);
    for (const machine& m : machines)
        print("{:9.3f} {}: {} parts, {} breakdowns, broken now: {}", s.env.now(), m.name, m.parts,
              m.breakdowns, py(m.broken));
    print("{:9.3f} {} other jobs, the last at {:.6f}", s.env.now(), s.finished.size(), s.finished.back());
    s.env.close();
}
