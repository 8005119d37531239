// SPDX-License-Identifier: BSL-1.0
// Looking into a run: a monitor, a trace, a fingerprint, and who waits for what when nothing is left to happen.
#include <rondo/sim/environment.hpp>
#include <rondo/sim/fingerprint.hpp>
#include <rondo/sim/monitor.hpp>
#include <rondo/sim/resource.hpp>
#include <rondo/sim/trace.hpp>

#include <fmt/format.h>

#include <algorithm>
#include <string>

using namespace rondo;

sim::process eats(sim::environment& env, sim::resource& left, sim::resource& right) {
    co_await env.timeout(1);
    auto one = co_await left.request();
    co_await env.timeout(1);
    auto other = co_await right.request();
    co_await env.timeout(5);
}

int main() {
    sim::environment env;
    sim::resource fork(env), knife(env);
    sim::monitor watch(fork, {.history = true});
    sim::fingerprint print(env);
    std::string perfetto; // or an output_file, to be opened at ui.perfetto.dev
    sim::chrome_trace trace(env, perfetto, {.unit = plot::time_unit::minutes});
    trace.watch(fork, "fork");

    env.process(eats(env, fork, knife)).set_name("Ludwig");
    env.run(1.5);
    env.process(eats(env, knife, fork)).set_name("Bertrand");
    env.run();
    trace.finish();

    fmt::print("the fork was used {:.0f} % of the time\n", 100 * watch.utilization());
    for (const sim::monitored& then : watch.history())
        fmt::print("at {}: {} wait, {} used\n", then.time, then.waiting, then.content);
    fmt::print("{} events, fingerprint {}\n", print.events(), print.text());
    fmt::print("{} lines for Perfetto\n", std::count(perfetto.begin(), perfetto.end(), '\n'));
    env.process(eats(env, fork, knife)).set_name("Ludwig");
    env.process(eats(env, knife, fork)).set_name("Bertrand");
    env.run(); // each holds what the other one wants
    const std::string who = env.report();
    fmt::print("at {} nobody can go on:\n", env.now());
    for (std::size_t at = 0; at < who.size();
         at = who.find('\n', at) + 1) { // without the places in the source
        const std::string line = who.substr(at, who.find('\n', at) - at);
        const std::size_t why = line.find(" of a");
        fmt::print("{}{}\n", line.substr(0, std::min(line.find(" ("), why)),
                   line.substr(why, line.find(", at ") - why));
    }
}
