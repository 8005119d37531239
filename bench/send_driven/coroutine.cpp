// SPDX-License-Identifier: BSL-1.0
//
// Floor: a bare coroutine, its requests performed on the spot.
#include "asker.hpp"

int main(int argc, char** argv) {
    bench::harness run(argc, argv, "send_driven", "coroutine", "-");
    send_driven::measure(run, [](long pairs) {
        send_driven::server performs;
        const send_driven::asker asks = send_driven::fetch_and_store(pairs);
        for (asks.frame.resume(); !asks.frame.done(); asks.frame.resume())
            asks.frame.promise().reply = performs.perform(*asks.frame.promise().asked);
        return performs.total();
    });
    return run.finish();
}
