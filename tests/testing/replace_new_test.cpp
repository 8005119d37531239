// SPDX-License-Identifier: BSL-1.0
//
// The one source file of the tests that replaces operator new: the others only count.
#include <rondo/testing/replace_new.hpp>

#include <doctest/doctest.h>

#include <memory>
#include <new>

using rondo::testing::allocations;

namespace {

struct alignas(64) wide {
    char content[64];
};

// Not to be optimised away.
template <class T>
T* kept(T* pointer) {
    asm volatile("" : "+r"(pointer) : : "memory");
    return pointer;
}
template <class Action>
std::pair<std::size_t, std::size_t> counted(Action action) {
    const auto before = allocations();
    action();
    const auto after = allocations();
    return {after.made - before.made, after.freed - before.freed};
}

} // namespace

TEST_CASE("replace_new: every form of new and delete is counted, and pairs up") {
    using both = std::pair<std::size_t, std::size_t>;
    CHECK(counted([] { delete kept(new int(1)); }) == both{1, 1});
    CHECK(counted([] { delete[] kept(new int[3]); }) == both{1, 1});
    CHECK(counted([] { delete kept(new wide); }) == both{1, 1});
    CHECK(counted([] { delete[] kept(new wide[3]); }) == both{1, 1});
    CHECK(counted([] { delete kept(new (std::nothrow) int(1)); }) == both{1, 1});
    CHECK(counted([] { delete[] kept(new (std::nothrow) int[2]); }) == both{1, 1});
    CHECK(counted([] { ::operator delete(kept(::operator new(0))); }) == both{1, 1});
    CHECK(counted([] { delete kept(static_cast<int*>(nullptr)); }) == both{0, 0});
    CHECK(counted([] { static_cast<void>(kept(std::make_unique<int>(1).get())); }) == both{1, 1});
}

TEST_CASE("replace_new: over-aligned memory is aligned") {
    const std::unique_ptr<wide> one(new wide);
    CHECK(reinterpret_cast<std::uintptr_t>(one.get()) % 64 == 0);
}
