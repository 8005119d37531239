// SPDX-License-Identifier: BSL-1.0
//
// The same generator, adopted by the loop: each request goes through the queue of who is ready.
#include "scenario.hpp"

#include <rondo/core/adopt.hpp>
#include <rondo/core/loop.hpp>
#include <rondo/core/sleep.hpp>

namespace {

using send_driven::kind;

send_driven::server* performs = nullptr;

struct asked {
    kind what;
    long argument;
    using reply_type = long;
};

/// A request as the loop performs it: in the next turn.
struct in_next_turn {
    asked wanted;
    bool ready() const noexcept { return false; }
    void start(rondo::waiter& who) noexcept {
        if (who.claim()) who.unpark();
    }
    bool abort(rondo::waiter&) const noexcept { return false; }
    long take() const { return performs->perform({wanted.what, wanted.argument}); }
};
in_next_turn perform(const asked& wanted) { return {wanted}; }

BENCH_NOINLINE rondo::generator<asked, long> fetch_and_store(long pairs) {
    for (long i = 0; i < pairs; ++i) {
        const long number = *(co_yield asked{kind::fetch, i});
        co_yield asked{kind::store, number};
    }
}

} // namespace

int main(int argc, char** argv) {
    bench::harness run(argc, argv, "send_driven", "rondo_adopted", RONDO_VERSION_STRING);
    rondo::loop loop;
    send_driven::measure(run, [&](long pairs) {
        send_driven::server here;
        performs = &here;
        loop.run_until(rondo::adopt(fetch_and_store(pairs)));
        return here.total();
    });
    return run.finish();
}
