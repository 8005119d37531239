// SPDX-License-Identifier: BSL-1.0
//
// ns-3's simulator as an event loop: the same models as `closures`, its calendar and its events.
#pragma once

#include "sim.hpp"

#include <ns3/core-module.h>

#include <utility>

namespace bench::sim {

class ns3_loop {
public:
    struct clock {
        operator double() const { return static_cast<double>(ns3::Simulator::Now().GetTimeStep()); }
    } now;

    ns3_loop() = default;
    ns3_loop(const ns3_loop&) = delete;
    ~ns3_loop() { ns3::Simulator::Destroy(); }

    template <class What>
    void after(double delay, What what) {
        ns3::Simulator::Schedule(ns3::TimeStep(static_cast<std::uint64_t>(delay)), std::move(what));
    }
    void run() { ns3::Simulator::Run(); }
};

} // namespace bench::sim
