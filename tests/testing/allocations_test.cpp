// SPDX-License-Identifier: BSL-1.0
#include <rondo/testing/allocations.hpp>

#include <rondo/base/frame_pool.hpp>

#include <doctest/doctest.h>

#include <memory>
#include <new>
#include <string>

using namespace rondo::testing;

namespace {
// A compiler may leave out a pair of new and delete that nobody sees.
const void* volatile seen = nullptr;
} // namespace

TEST_CASE("allocations: blocks taken and given back are counted, of this thread") {
    REQUIRE(allocations_are_counted());
    const allocation_counts before = allocations();
    allocation_counts within = before;
    {
        const std::string text(100, 'x');
        seen = text.data();
        within = allocations();
    }
    const allocation_counts after = allocations();
    CHECK(within.made == before.made + 1);
    CHECK(within.freed == before.freed);
    CHECK(after.made == before.made + 1);
    CHECK(after.freed == before.freed + 1);
}

TEST_CASE("allocations: the n-th from here is refused, and those after it are given") {
    const refused_allocation refuse(2);
    const auto first = std::make_unique<std::string>();
    seen = first.get();
    CHECK_FALSE(refuse.happened());
    bool refused = false;
    try {
        const auto second = std::make_unique<std::string>();
        seen = second.get();
    } catch (const std::bad_alloc&) {
        refused = true;
    }
    CHECK(refused);
    CHECK(refuse.happened());
    CHECK(*std::make_unique<int>(3) == 3);
}

TEST_CASE("allocations: nothing is refused once the guard has gone") {
    { const refused_allocation refuse(1); }
    CHECK(*std::make_unique<int>(3) == 3);
}

TEST_CASE("allocations: while every frame counts, none comes from the pool") {
    rondo::deallocate_frame(rondo::allocate_frame(100), 100);
    const auto limit = rondo::frame_pool_stats().limit_bytes;
    {
        const every_frame_counts no_pool;
        CHECK(rondo::frame_pool_stats().kept_bytes == 0);
        const allocation_counts before = allocations();
        void* frame = rondo::allocate_frame(100);
        CHECK(allocations().made == before.made + 1);
        rondo::deallocate_frame(frame, 100);
        CHECK(allocations().freed == before.freed + 1);
    }
    CHECK(rondo::frame_pool_stats().limit_bytes == limit);
}
