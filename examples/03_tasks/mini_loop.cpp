// SPDX-License-Identifier: BSL-1.0
// A loop kernel of one's own: thirty lines, on nothing but generators. They sleep, wait for each other, return results.
#include "mini_loop.hpp"

#include <fmt/format.h>

#include <array>

using namespace mini;
using namespace std::chrono_literals;

coroutine download(loop& on, std::string name, milliseconds takes) {
    fmt::print("{:3} ms  {} begins\n", on.now() / 1ms, name);
    wake_up later = on.sleep(takes); // named: it owns something (g++ 12)
    co_yield later;
    co_return name + ": 200 OK";
}

coroutine main_coroutine(loop& on) {
    std::array jobs{&on.spawn(download(on, "fast", 20ms)), &on.spawn(download(on, "slow", 70ms))};
    for (job* each : jobs) {
        wake_up ended = on.join(*each);
        co_yield ended;
        fmt::print("{:3} ms  {}\n", on.now() / 1ms, *each->body.result());
    }
    co_return {};
}

int main() {
    loop here;
    here.spawn(main_coroutine(here));
    here.run();
}
