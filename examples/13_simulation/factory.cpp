// SPDX-License-Identifier: BSL-1.0
// A factory out of blocks: frames and wheels are made into bicycles, which are inspected; one in ten goes back to be mended,
// the others leave in boxes of four. The queue before the inspection is short, and stops the assembly when it is full.
#include <rondo/sim/blocks.hpp>

#include <fmt/format.h>

using namespace rondo;
using namespace rondo::sim::blocks;

struct bicycle {
    std::uint64_t number;
    double begun; // when its frame was there
};

int main() {
    sim::environment env; // in minutes
    const random_streams streams(2);
    const auto law = [&](const char* purpose, auto of) { return sampling(of, streams(purpose)); };

    sink<std::vector<bicycle>> shipped(env,
                                       [](const std::vector<bicycle>& box) { return box.front().begun; });
    batch<bicycle> boxes(shipped, 4);
    queue<bicycle> to_inspect(env, 3);
    delay<bicycle> repair(env, to_inspect, law("repair", sim::uniform(20, 40)));
    branch<bicycle> verdict({&boxes, &repair}, by_weights({0.9, 0.1}, streams("verdict")));
    server<bicycle> inspectors(env, to_inspect, verdict, law("inspection", sim::triangular(5, 8, 15)),
                               {.servers = 2});

    queue<> frames(env), wheels(env);
    assemble<bicycle, entity, entity> assembly(
        env, to_inspect, [](entity frame, entity) { return bicycle{frame.number, frame.created}; }, frames,
        wheels);
    source<> frame_shop(env, frames, law("frames", sim::exponential(6)));
    source<> wheel_shop(env, wheels, law("wheels", sim::exponential(5.5)));

    for (int day = 1; day <= 5; ++day) {
        env.run(480 * day);
        fmt::print("day {}: {:3} bicycles put together, {:3} boxes left, {:2} frames and {:2} wheels wait\n",
                   day, assembly.made(), shipped.count(), frames.size(), wheels.size());
    }
    fmt::print("inspectors busy {:.0f} %, mended {}, being mended {:.1f} on average\n",
               100 * inspectors.utilization(), verdict.counts()[1], repair.inside().mean());
    fmt::print("from frame to box {:.0f} minutes, {:.0f} at the most\n", shipped.stays().mean(),
               shipped.stays().max());
}
