// SPDX-License-Identifier: BSL-1.0
// needs: boost_context
//
// A pull_type gives requests; the reply comes back in a variable that both sides see.
#include "scenario.hpp"

#include <boost/coroutine2/coroutine.hpp>
#include <boost/version.hpp>

namespace {

using send_driven::kind;
using send_driven::request;
using coroutine = boost::coroutines2::coroutine<request>;

BENCH_NOINLINE void fetch_and_store(coroutine::push_type& ask, const long& reply, long pairs) {
    for (long i = 0; i < pairs; ++i) {
        ask(request{kind::fetch, i});
        ask(request{kind::store, reply});
    }
}

} // namespace

int main(int argc, char** argv) {
    bench::harness run(argc, argv, "send_driven", "boost_coroutine2", BOOST_LIB_VERSION);
    send_driven::measure(run, [](long pairs) {
        send_driven::server performs;
        long reply = 0;
        for (coroutine::pull_type asks(
                 [&](coroutine::push_type& ask) { fetch_and_store(ask, reply, pairs); });
             asks; asks())
            reply = performs.perform(asks.get());
        return performs.total();
    });
    return run.finish();
}
