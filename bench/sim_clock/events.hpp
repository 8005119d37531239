// SPDX-License-Identifier: BSL-1.0
//
// The model as events that call closures. Loop is one of `after(delay, what)` and `now`.
#pragma once

#include "../sim.hpp"

namespace bench::sim {

template <class Loop>
struct clock {
    Loop* on;
    std::uint64_t left;
    std::uint64_t* sum;
    void wait() {
        on->after(1, [self = *this]() mutable {
            if (--self.left == 0)
                *self.sum += whole(self.on->now);
            else
                self.wait();
        });
    }
};

template <class Loop>
std::uint64_t clocks(std::uint64_t many, std::uint64_t each) {
    Loop loop;
    std::uint64_t sum = 0;
    for (std::uint64_t i = 0; i != many; ++i) clock<Loop>{&loop, each, &sum}.wait();
    loop.run();
    return sum;
}

template <class Loop>
std::uint64_t hold(std::uint64_t many) {
    Loop loop;
    std::uint64_t sum = 0;
    for (std::uint64_t i = 0; i != many; ++i) clock<Loop>{&loop, 1, &sum}.wait();
    bench::all_alive();
    loop.run();
    return sum;
}

} // namespace bench::sim
