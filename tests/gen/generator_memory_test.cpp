// SPDX-License-Identifier: BSL-1.0
//
// Allocations: one for a generator, from the frame pool, and none for an item; a range in from() needs no frame.
// Under AddressSanitizer, where the pool steps aside, its allocation hook counts; elsewhere the pool's own figures tell.
#include <rondo/base/frame_pool.hpp>
#include <rondo/gen/from.hpp>
#include <rondo/gen/generator.hpp>

#include "gen/support.hpp"

#include <list>

extern "C" [[gnu::weak]] int __sanitizer_install_malloc_and_free_hooks(void (*)(const volatile void*,
                                                                                std::size_t),
                                                                       void (*)(const volatile void*));

using namespace gen_test;
using rondo::from;
using rondo::generator;

namespace {

thread_local long allocations = 0;
thread_local bool counting = false;

bool can_count() {
    static const bool installed = __sanitizer_install_malloc_and_free_hooks != nullptr &&
                                  __sanitizer_install_malloc_and_free_hooks(
                                      [](const volatile void*, std::size_t) { allocations += counting; },
                                      [](const volatile void*) {}) != 0;
    return installed;
}

template <class Action>
long allocated_by(Action action) {
    allocations = 0;
    counting = true;
    action();
    counting = false;
    return allocations;
}

// Bytes of frames that `action` used and gave back; 0 where the pool keeps nothing.
template <class Action>
std::size_t frames_of(Action action) {
    rondo::trim_frame_pool();
    action();
    return rondo::frame_pool_stats().kept_bytes;
}

// Made in a function of its own, so that no compiler leaves the frame out.
[[gnu::noinline]] generator<int, int> count(int to) {
    for (int n = 0; n < to; ++n) co_yield n;
}
[[gnu::noinline]] generator<int, int> over_vector(const ints& all) { co_yield from(all); }
[[gnu::noinline]] generator<int, int> over_list(const std::list<int>& all) { co_yield from(all); }
[[gnu::noinline]] generator<int, int> nested(int depth, int to) {
    if (depth == 0) {
        co_yield from(count(to));
    } else {
        co_yield from(nested(depth - 1, to));
    }
}

long sum(generator<int, int> g) {
    long total = 0;
    while (auto step = g.next()) total += *step;
    return total;
}

} // namespace

TEST_CASE("generator: one allocation for a generator, none for an item") {
    const ints vector(1000, 1);
    const std::list<int> list(1000, 1);
    long total = 0;
    if (can_count()) {
        CHECK(allocated_by([&] { total += sum(count(1)); }) == 1);
        CHECK(allocated_by([&] { total += sum(count(1000)); }) == 1);
        CHECK(allocated_by([&] { total += sum(over_vector(vector)); }) == 1);
        CHECK(allocated_by([&] { total += sum(over_list(list)); }) == 1);
        CHECK(allocated_by([&] { total += sum(nested(9, 1000)); }) == 11);
        CHECK(allocated_by([&] {
                  auto g = count(1000);
                  g.next();
                  for (int i = 0; i < 500; ++i) total += *g.send(i);
                  g = generator<int, int>();
              }) == 1);
    }
    // In the pool: as many bytes for a thousand items as for one; a range costs no second frame.
    const std::size_t one = frames_of([&] { total += sum(count(1)); });
    CHECK(frames_of([&] { total += sum(count(1000)); }) == one);
    CHECK(frames_of([&] { total += sum(over_vector(vector)); }) ==
          frames_of([&] { total += sum(over_vector(ints())); }));
    const std::size_t two = frames_of([&] { total += sum(nested(0, 1000)); });
    const std::size_t four = frames_of([&] { total += sum(nested(2, 1000)); });
    CHECK(four - two == 2 * (two - one));
    CHECK(total > 0);
}

TEST_CASE("generator: a frame that was freed is used again") {
    const std::size_t once = frames_of([] { sum(count(3)); });
    const std::size_t often = frames_of([] {
        for (int i = 0; i < 100; ++i) sum(count(3));
    });
    CHECK(often == once);
}
