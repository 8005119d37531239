// SPDX-License-Identifier: BSL-1.0
// Dining philosophers. Each takes the left fork, then the right one: nobody can eat, and the loop says who holds what.
// Mended: the one at the end of the table takes them the other way round, and there can be no circle.
#include <rondo/core/loop.hpp>
#include <rondo/core/sleep.hpp>
#include <rondo/core/task_group.hpp>
#include <rondo/core/this_task.hpp>
#include <rondo/core/time_source.hpp>
#include <rondo/sync/lock.hpp>

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <string>
#include <string_view>

using namespace rondo;

task<> dine(lock& first, lock& second, std::string name) {
    this_task().set_name(name);
    auto one = co_await first.acquire();
    co_await sleep(1ms); // thinks, with a fork in hand
    auto two = co_await second.acquire();
    fmt::print("{} eats with {} and {}\n", name, first.name(), second.name());
    co_await sleep(10ms);
}

task<> table(bool mended) {
    std::array<lock, 3> forks{lock("fork 0"), lock("fork 1"), lock("fork 2")};
    const std::array<std::string, 3> names{"Plato", "Hypatia", "Confucius"};
    auto body = [&](task_group& group) -> task<> {
        for (std::size_t seat = 0; seat != forks.size(); ++seat) {
            lock& left = forks[seat];
            lock& right = forks[(seat + 1) % forks.size()];
            const bool right_first = mended && seat + 1 == forks.size();
            group.spawn(dine, std::ref(right_first ? right : left), std::ref(right_first ? left : right),
                        names[seat]);
        }
        co_return;
    };
    co_await with_task_group(body);
}

void print_without_places(std::string_view report) {
    for (std::size_t end; !report.empty(); report.remove_prefix(std::min(end + 1, report.size()))) {
        end = std::min(report.find('\n'), report.size());
        const std::string_view line = report.substr(0, end);
        fmt::print("{}\n", line.substr(0, line.find(" (")));
    }
}

int main() {
    for (const bool mended : {false, true}) {
        manual_time time;
        loop on{{.time = &time}};
        try {
            on.run_until(table(mended));
            fmt::print("all have eaten\n");
        } catch (const deadlock_error& error) {
            print_without_places(error.what());
        }
    }
}
