// SPDX-License-Identifier: BSL-1.0
// A ticking clock, step 1: two objects with a next(), and a calendar that main keeps by hand.
#include <fmt/format.h>

#include <chrono>
#include <map>
#include <optional>
#include <string>

using std::chrono::milliseconds;
using namespace std::chrono_literals;

void show(milliseconds now, const std::string& sound) {
    fmt::print("{}.{} s  {}\n", now / 1s, now % 1s / 100ms, sound);
}

class bell {
public:
    bell(std::string sound, milliseconds period, int times)
        : sound_(std::move(sound)), period_(period), left_(times) {}

    /// To be called when the time that it asked for is over. Returns: when to call again; empty: never.
    std::optional<milliseconds> next(milliseconds now) {
        if (waiting_) {
            show(now, sound_);
            waiting_ = false;
            --left_;
        }
        if (left_ == 0) return {};
        waiting_ = true;
        return period_;
    }

private:
    std::string sound_;
    milliseconds period_;
    int left_;
    bool waiting_ = false;
};

int main() {
    bell pendulum("tick", 1000ms, 5), bird("cuckoo", 2500ms, 2);

    std::multimap<milliseconds, bell*> calendar{{0ms, &pendulum}, {0ms, &bird}};
    while (!calendar.empty()) {
        auto [now, due] = *calendar.begin();
        calendar.erase(calendar.begin());
        if (std::optional<milliseconds> wait = due->next(now)) calendar.emplace(now + *wait, due);
    }
    fmt::print("the clock stops\n");
}
