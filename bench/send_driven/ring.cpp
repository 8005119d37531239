// SPDX-License-Identifier: BSL-1.0
//
// Floor: a bare coroutine that goes through a ring of handles after each of its requests.
#include "asker.hpp"

int main(int argc, char** argv) {
    bench::harness run(argc, argv, "send_driven", "ring", "-");
    send_driven::measure(run, [](long pairs) {
        send_driven::server performs;
        std::size_t mask = bench::opaque(std::size_t{1023}), head = 0, tail = 0;
        std::vector<send_driven::asker::handle> ring(mask + 1);
        const send_driven::asker asks = send_driven::fetch_and_store(pairs);
        ring[tail++ & mask] = asks.frame;
        while (head != tail) {
            const send_driven::asker::handle next = ring[head++ & mask];
            next.resume();
            if (next.done()) continue;
            next.promise().reply = performs.perform(*next.promise().asked);
            ring[tail++ & mask] = next;
        }
        return performs.total();
    });
    return run.finish();
}
