// SPDX-License-Identifier: BSL-1.0
// expect: round_robin: the handler takes (kind, waiter) for each kind of trap in the variant
#include <rondo/gen/scheduler.hpp>

struct sleep_for {};
struct receive {};
using trap = std::variant<sleep_for, receive>;
using waiter = rondo::round_robin<trap>::waiter;

int main() {
    rondo::round_robin<trap> robin;
    robin.run(rondo::handlers{
        [](sleep_for, waiter who) { who.resume(); },
#ifdef RONDO_MUST_COMPILE
        [](receive, waiter who) { who.resume(); },
#endif
    });
}
