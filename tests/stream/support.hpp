// SPDX-License-Identifier: BSL-1.0
//
// What the tests of this room share: sources that wait between their items, and tell what becomes of them.
#pragma once

#include "core/rows.hpp"

#include <rondo/core/anext.hpp>
#include <rondo/core/async_generator.hpp>
#include <rondo/core/cancel_scope.hpp>
#include <rondo/stream/stream.hpp>
#include <rondo/testing/allocations.hpp>
#include <rondo/testing/cancel_everywhere.hpp>
#include <rondo/testing/fail_everywhere.hpp>
#include <rondo/testing/shuffled.hpp>

namespace stream_test {

using namespace core_test;

/// first, first + 1, … last, one each `pace`; what cleans up waits, and says so.
inline async_generator<int> numbers(int first, int last, journal* said = nullptr, std::string name = "source",
                                    duration pace = 1ms) {
    std::exception_ptr error;
    try {
        for (int n = first; n <= last; ++n) {
            co_await sleep(pace);
            co_yield n;
        }
    } catch (...) {
        error = std::current_exception();
    }
    if (error) co_await shield(sleep(1ms));
    if (said) said->push_back(name + (error ? " closed" : " ended"));
    if (error) std::rethrow_exception(std::move(error));
}

/// All items, as a vector.
template <class S>
auto all_of(world& w, S s) {
    using value = stream_value_t<S>;
    std::vector<value> all;
    auto collect = [&]() -> task<> {
        while (auto step = co_await s.next()) all.push_back(static_cast<stream_item_t<S>>(*step));
    };
    w.run(collect());
    return all;
}
/// Takes `count` items, and closes.
template <class S>
task<> take_and_close(S s, int count) {
    for (int i = 0; i < count; ++i) {
        auto step = co_await s.next();
        if (!step) break;
    }
    co_await s.close();
}

/// Cancelled at each of its waits, refused each of its allocations, and run in many orders, it ends and leaves nothing.
inline void holds_everywhere(task<> (*program)(), std::size_t waits, std::size_t allocations,
                             std::uint64_t orders = 10) {
    const lost_errors lost;
    CHECK(rondo::testing::cancel_everywhere(program) >= waits);
    if (rondo::testing::allocations_are_counted()) // valgrind and TSan have an operator new of their own
        CHECK(rondo::testing::fail_everywhere(program) >= allocations);
    for (std::uint64_t seed = 1; seed <= orders; ++seed) {
        CAPTURE(seed);
        rondo::testing::shuffled chance(seed);
        rondo::testing::cancel_everywhere(program, [] {}, {.chooser = &chance});
    }
}

} // namespace stream_test
