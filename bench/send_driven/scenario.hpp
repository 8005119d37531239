// SPDX-License-Identifier: BSL-1.0
//
// A coroutine that asks: it yields a request and is resumed with the reply to it. By turns it fetches a
// number, and stores it where it is added up; who drives it performs each request. A round trip is a request
// and its reply; ns a round trip.
//
// Not alike: `call`, `coroutine`, `boost_coroutine2`, `cpython`, `node` and `rust_genawaiter` perform a
// request on the spot and resume at once, `ring` and all others by way of a queue of who is ready: the loop's
// call_soon and a future for asyncio, a post for Asio, a task or goroutine that serves, with a channel there
// and one back, for Tokio and Go.
#pragma once

#include "../harness.hpp"

#include <cstdint>

namespace send_driven {

enum class kind { fetch, store };
struct request {
    kind what;
    long argument;
};

/// Who performs the requests.
class server {
public:
    /// Returns: the number for a fetch, nothing to speak of for a store.
    BENCH_NOINLINE long perform(const request& asked) {
        if (asked.what == kind::fetch) return 2 * asked.argument + 1;
        total_ += asked.argument;
        return 0;
    }
    long total() const { return total_; }

private:
    long total_ = 0;
};

/// The case of a peer: `drive(pairs)` makes so many fetches, a store after each, and gives the total.
template <class Drive>
void measure(bench::harness& run, Drive drive) {
    const auto body = [&](std::uint64_t n) {
        return static_cast<std::uint64_t>(drive(static_cast<long>((n + 1) / 2)));
    };
    const auto truth = [](std::uint64_t n) { return (n + 1) / 2 * ((n + 1) / 2); };
    run.measure("requests", "ns/round trip", body, truth, 2);
}

} // namespace send_driven
