// SPDX-License-Identifier: BSL-1.0
// needs: boost/asio.hpp
//
// A request is an asynchronous operation: it is performed, and who asked goes on by a post.
#include "../asio.hpp"
#include "scenario.hpp"

namespace {

namespace asio = bench::asio;
using send_driven::kind;
using send_driven::request;
using send_driven::server;

template <class Token>
auto async_ask(server& performs, request asked, Token&& token) {
    const auto start = [](auto handler, server* by, request what) {
        const long reply = by->perform(what);
        asio::post(bench::context(), asio::append(std::move(handler), reply));
    };
    return asio::async_initiate<Token, void(long)>(start, token, &performs, asked);
}

BENCH_NOINLINE asio::awaitable<long> fetch_and_store(server& performs, long pairs) {
    for (long i = 0; i < pairs; ++i) {
        const long number = co_await async_ask(performs, {kind::fetch, i}, asio::deferred);
        co_await async_ask(performs, {kind::store, number}, asio::deferred);
    }
    co_return performs.total();
}

} // namespace

int main(int argc, char** argv) {
    bench::harness run(argc, argv, "send_driven", "boost_asio", BOOST_LIB_VERSION);
    send_driven::measure(run, [](long pairs) {
        server performs;
        return bench::run_on_context(fetch_and_store(performs, pairs));
    });
    return run.finish();
}
