// SPDX-License-Identifier: BSL-1.0
// An emergency department: three grades of urgency, doctors in shifts, and patients who leave when it takes too long.
#include <rondo/sim/environment.hpp>
#include <rondo/sim/random.hpp>
#include <rondo/sim/statistics.hpp>
#include <rondo/sim/store.hpp>

#include <fmt/format.h>

#include <memory>

using namespace rondo;

struct patient {
    int grade; // 1 is the most urgent
    double came;
    bool seen = false, left = false;
};
using waiting = sim::priority_item<std::shared_ptr<patient>>;

const char* const grades[] = {"", "immediate", "urgent", "can wait"};
const double minutes[] = {0, 45, 25, 15};
const double patience[] = {0, 1e6, 400, 200};

struct department {
    sim::environment env; // in minutes
    sim::priority_store<waiting> room{env};
    random_stream arrivals{5, 0, "arrivals"}, treatments{5, 0, "treatments"};
    sim::tally waits[4];
    int left[4] = {};
    sim::level<double> doctors{0.0};
};

sim::process visit(department& at, int grade) {
    auto me = std::make_shared<patient>();
    me->grade = grade;
    me->came = at.env.now();
    waiting entry{grade * 1'000'000 + static_cast<int>(at.env.now()),
                  me}; // by grade, then first come, first served
    co_await at.room.put(std::move(entry));
    co_await at.env.timeout(sim::exponential(patience[grade])(at.arrivals));
    if (me->seen) co_return;
    me->left = true;
    ++at.left[grade];
}

sim::process arrivals(department& at) {
    for (;;) {
        const double hour = static_cast<double>(static_cast<int>(at.env.now() / 60) % 24);
        co_await at.env.timeout(sim::exponential(hour < 8 ? 20 : 9)(at.arrivals));
        const double kind = uniform01(at.arrivals);
        at.env.process(visit(at, kind < 0.1 ? 1 : kind < 0.45 ? 2 : 3));
    }
}

// Comes at the same hour every day. Who is treated when the shift ends is not left alone.
sim::process doctor(department& at, double hour, double hours) {
    for (double begins = hour * 60;; begins += 24 * 60) {
        co_await at.env.timeout(begins - at.env.now());
        at.doctors.add(at.env.now(), +1);
        const sim::event<> end = at.env.timeout(hours * 60);
        while (!end.processed()) {
            auto next = at.room.get();
            co_await (next || end);
            if (!next.triggered()) break; // the shift is over, and the claim is withdrawn
            const std::shared_ptr<patient> who = next.as_event().value().item;
            if (who->left) continue;
            who->seen = true;
            at.waits[who->grade].add(at.env.now() - who->came);
            const double mean = minutes[who->grade];
            co_await at.env.timeout(sim::lognormal::of_moments(mean, mean / 2)(at.treatments));
        }
        at.doctors.add(at.env.now(), -1);
    }
}

int main() {
    department at;
    at.env.process(arrivals(at));
    at.env.process(doctor(at, 0, 12)).set_name("night and morning");
    at.env.process(doctor(at, 12, 12)).set_name("afternoon and evening");
    at.env.process(doctor(at, 8, 10)).set_name("day");
    at.env.process(doctor(at, 14, 8)).set_name("late");
    at.env.run(60 * 24 * 7);

    fmt::print("{:10} {:>5} {:>6} {:>6} {:>6}\n", "", "seen", "wait", "most", "left");
    for (int grade = 1; grade <= 3; ++grade)
        fmt::print("{:10} {:5} {:6.1f} {:6.1f} {:6}\n", grades[grade], at.waits[grade].count(),
                   at.waits[grade].mean(), at.waits[grade].max(), at.left[grade]);
    fmt::print("{:.2f} doctors on average\n", at.doctors.mean(at.env.now()));
}
