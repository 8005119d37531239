// SPDX-License-Identifier: BSL-1.0
// A ticking clock, step 2: two generators that yield how long they want to wait. Main keeps the calendar.
#include <rondo/gen/generator.hpp>

#include <fmt/format.h>

#include <chrono>
#include <map>
#include <string>

using namespace rondo;
using std::chrono::milliseconds;
using namespace std::chrono_literals;

void show(milliseconds now, const std::string& sound) {
    fmt::print("{}.{} s  {}\n", now / 1s, now % 1s / 100ms, sound);
}

generator<milliseconds> bell(const milliseconds& now, std::string sound, milliseconds period, int times) {
    for (int i = 0; i < times; ++i) {
        co_yield period;
        show(now, sound);
    }
}

int main() {
    milliseconds now = 0ms;
    auto pendulum = bell(now, "tick", 1000ms, 5);
    auto bird = bell(now, "cuckoo", 2500ms, 2);

    std::multimap<milliseconds, generator<milliseconds>*> calendar{{0ms, &pendulum}, {0ms, &bird}};
    while (!calendar.empty()) {
        generator<milliseconds>* due = calendar.begin()->second;
        now = calendar.begin()->first;
        calendar.erase(calendar.begin());
        if (auto wait = due->next()) calendar.emplace(now + *wait, due);
    }
    fmt::print("the clock stops\n");
}
