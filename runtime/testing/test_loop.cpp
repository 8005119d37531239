// SPDX-License-Identifier: BSL-1.0
#include <rondo/testing/test_loop.hpp>

#include <rondo/base/assert.hpp>
#include <rondo/testing/test_failure.hpp>

namespace rondo::inline v0::testing {

bool test_loop::mock_time::skip_to(instant deadline) noexcept {
    if (!jumps) return false;
    if (deadline > time) time = deadline;
    return true;
}

test_loop::test_loop(test_parts parts)
    : loop_({.time = &time_, .io = parts.io, .chooser = parts.chooser, .observer = parts.observer}) {}

std::size_t test_loop::settle(std::size_t most_turns) {
    std::size_t turns = 0;
    while (loop_.run_once()) {
        if (++turns == most_turns)
            throw test_failure("settle: after " + std::to_string(turns) +
                               " turns there are still tasks ready:\n" + loop_.report());
    }
    return turns;
}

void test_loop::advance(duration length) {
    expects(length >= duration::zero(), "test_loop::advance: time does not go back");
    settle();
    const instant end = saturating_add(time_.time, length);
    for (duration next; (next = loop_.timeout()) != forever && next <= end - time_.time;) {
        time_.time += next;
        settle();
    }
    time_.time = end;
    settle();
}

} // namespace rondo::inline v0::testing
