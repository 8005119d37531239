// SPDX-License-Identifier: BSL-1.0
//
// The model as events that call closures. Loop is one of `after(delay, what)` and `now`.
#pragma once

#include "../sim.hpp"

namespace bench::sim {

template <class Loop>
struct holder {
    Loop* on;
    lcg bits;
    std::uint64_t left;
    std::uint64_t* sum;
    void wait() {
        const double delay = exponential(bits);
        on->after(delay, [self = *this]() mutable {
            *self.sum += whole(self.on->now);
            if (--self.left != 0) self.wait();
        });
    }
};

template <class Loop>
std::uint64_t holds(std::uint64_t many, std::uint64_t each) {
    Loop loop;
    std::uint64_t sum = 0;
    for (std::uint32_t i = 0; i != many; ++i) holder<Loop>{&loop, {i + 1}, each, &sum}.wait();
    loop.run();
    return sum;
}

} // namespace bench::sim
