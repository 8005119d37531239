// SPDX-License-Identifier: BSL-1.0
//
// What the peers on Boost.Asio have in common: an io_context for one thread, without locks.
#pragma once

#include <boost/asio.hpp>
#include <boost/version.hpp>

#include <cstdint>
#include <exception>

namespace bench {

namespace asio = boost::asio;

inline asio::io_context& context() {
    static asio::io_context only(BOOST_ASIO_CONCURRENCY_HINT_UNSAFE);
    return only;
}

/// Runs until nothing is left to do.
inline void run_context() {
    context().restart();
    context().run();
}

/// Runs a coroutine and all that it starts. Returns: what it gives.
inline std::uint64_t run_on_context(asio::awaitable<long> main) {
    long answer = 0;
    asio::co_spawn(context(), std::move(main), [&answer](std::exception_ptr error, long given) {
        if (error) std::rethrow_exception(error);
        answer = given;
    });
    run_context();
    return static_cast<std::uint64_t>(answer);
}

} // namespace bench
