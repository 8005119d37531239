// SPDX-License-Identifier: BSL-1.0
//
// Asio's experimental channel of numbers, for one thread.
#pragma once

#include "asio.hpp"

#include <boost/asio/experimental/channel.hpp>

namespace bench {

using asio_channel =
    asio::experimental::channel<asio::io_context::executor_type, void(boost::system::error_code, long)>;
inline const boost::system::error_code no_error{};

/// Starts a coroutine that nobody waits for but run_context(), which throws its error.
inline void spawn_on_context(asio::awaitable<void> body) {
    asio::co_spawn(context(), std::move(body), [](std::exception_ptr error) {
        if (error) std::rethrow_exception(error);
    });
}

} // namespace bench
