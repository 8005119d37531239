// SPDX-License-Identifier: BSL-1.0
// A bank for a day: customers come every 4 minutes or so, and stay for 7. Draws the line at two counters, as SVG.
#include <rondo/plot/svg.hpp>
#include <rondo/sim/environment.hpp>
#include <rondo/sim/monitor.hpp>
#include <rondo/sim/random.hpp>
#include <rondo/sim/resource.hpp>

#include <fmt/format.h>

#include <string>
#include <utility>
#include <vector>

using namespace rondo;

// What the monitor saw, as a chart.
void draw(const sim::monitor& line, double until) {
    std::vector<double> times, waiting;
    for (const sim::monitored& then : line.history()) {
        times.push_back(then.time);
        waiting.push_back(then.waiting);
    }
    const std::string subtitle = fmt::format("{} customers, who waited {:.1f} minutes, {:.0f} at the most",
                                             line.waits().count(), line.waits().mean(), line.waits().max());
    plot::chart chart({.title = "The line at the bank",
                       .subtitle = subtitle,
                       .x = {.label = "time", .unit = plot::time_unit::minutes},
                       .y = {.label = "waiting"},
                       .height = 280});
    chart.step("", std::move(times), std::move(waiting), until);
    chart.rule_y("on average", line.waiting().mean());
    fmt::print("{}\n", plot::to_svg(chart, {.theme = plot::theme::light}));
}

// [bank]
sim::process customer(sim::environment& env, sim::resource& counters, random_stream& random) {
    auto turn = co_await counters.request(); // a lease: given back at the end of its scope
    co_await env.timeout(sim::exponential(7)(random));
}
sim::process arrivals(sim::environment& env, sim::resource& counters, random_stream& random) {
    for (;; co_await env.timeout(sim::exponential(4)(random))) env.process(customer(env, counters, random));
}
int main() {
    sim::environment env; // in minutes
    sim::resource counters(env, 2);
    sim::monitor line(counters, {.history = true});
    random_stream random(42);
    env.process(arrivals(env, counters, random));
    env.run(480);
    draw(line, env.now());
}
// [/bank]
