// SPDX-License-Identifier: BSL-1.0
#include <rondo/sync/errors.hpp>

namespace rondo::inline v0 {

channel_closed::~channel_closed() = default;
queue_full::~queue_full() = default;
queue_empty::~queue_empty() = default;
queue_shut_down::~queue_shut_down() = default;
broken_barrier::~broken_barrier() = default;
receiver_lagged::~receiver_lagged() = default;

receiver_lagged::receiver_lagged(std::uint64_t missed)
    : runtime_error("broadcast: this receiver was too slow, and missed " + std::to_string(missed) +
                    (missed == 1 ? " value" : " values") + "; it goes on with the oldest that is kept"),
      missed_(missed) {}

} // namespace rondo::inline v0
