// SPDX-License-Identifier: BSL-1.0
// An epidemic on a grid of 100,000: whoever falls ill is a process, and meets neighbours at random until it is well again.
#include <rondo/sim/environment.hpp>
#include <rondo/sim/random.hpp>

#include <fmt/format.h>

#include <string>
#include <vector>

using namespace rondo;

enum class health : char { susceptible, ill, immune };

struct world {
    static constexpr std::size_t width = 400, height = 250;
    sim::environment env{{.order = sim::order_policy::native}}; // in days
    std::vector<health> people = std::vector<health>(width * height);
    random_stream chance{11, 0, "epidemic"};
    std::size_t ill = 0, immune = 0;
};

// One of the eight around; the grid's edges meet.
std::size_t neighbour(world& in, std::size_t of) {
    const std::uint64_t which = uniform_below(in.chance, 8);
    const std::uint64_t step = which < 4 ? which : which + 1; // 0 to 8 without 4, the middle
    const std::size_t x = (of % world::width + world::width + step % 3 - 1) % world::width;
    const std::size_t y = (of / world::width + world::height + step / 3 - 1) % world::height;
    return y * world::width + x;
}

sim::process illness(world& in, std::size_t who) {
    in.people[who] = health::ill;
    ++in.ill;
    const double well_again = in.env.now() + sim::gamma(4, 1.5)(in.chance);
    for (;;) {
        const double until_meeting = sim::exponential(0.9)(in.chance);
        if (in.env.now() + until_meeting >= well_again) break;
        co_await in.env.timeout(until_meeting);
        const std::size_t met = neighbour(in, who);
        if (in.people[met] == health::susceptible) in.env.process(illness(in, met));
    }
    co_await in.env.timeout(well_again - in.env.now());
    in.people[who] = health::immune;
    --in.ill;
    ++in.immune;
}

int main() {
    world in;
    for (std::size_t i = 0; i < 5; ++i) in.env.process(illness(in, i * 20'003));
    fmt::print("day    ill immune\n");
    for (int day = 20; day <= 200; day += 20) {
        in.env.run(day);
        fmt::print("{:3} {:6} {:6} {}\n", day, in.ill, in.immune, std::string(in.ill / 150, '#'));
    }
    in.env.run();
    fmt::print("over on day {:.0f}: {} never fell ill\n", in.env.now(), in.people.size() - in.immune);
}
