// SPDX-License-Identifier: BSL-1.0
// expect: a plain function that waits by await() is a process as env.process(sim::fiber(f, args...))
#include <rondo/sim/environment.hpp>

rondo::sim::process waits(double) { co_return; }

int main() {
    rondo::sim::environment env;
#ifdef RONDO_MUST_COMPILE
    env.process(waits, 1.0);
#else
    env.process([](double) { return 1; }, 1.0);
#endif
}
