// SPDX-License-Identifier: BSL-1.0
//
// Stacks: guarded, kept for reuse within a limit, measured.
#include <rondo/fiber/stack.hpp>

#include "fiber/support.hpp"

#include <algorithm>
#include <cstdint>
#include <cstring>
#include <set>
#include <sys/mman.h>
#include <thread>
#include <vector>

using namespace fiber_test;
using rondo::fiber_stack;
using rondo::stack_pool;

namespace {

// Each test begins and ends with an empty pool of the usual limit.
struct fresh_pool {
    std::size_t limit = stack_pool::statistics().limit_bytes;
    fresh_pool() { stack_pool::trim(); }
    ~fresh_pool() {
        stack_pool::limit(limit);
        stack_pool::trim();
    }
};

bool is_mapped(std::byte* page) {
    unsigned char resident = 0;
    return mincore(page, 4096, &resident) == 0;
}

// Writes one word so deep below the top that the depth is `bytes`.
void touch(const fiber_stack& stack, std::size_t bytes) {
    *reinterpret_cast<volatile std::uint64_t*>(stack.top() - bytes) = 1;
}

} // namespace

TEST_CASE("stack: holds the bytes asked for, rounded up, and all of them can be used") {
    fresh_pool pool;
    for (const std::size_t bytes : {std::size_t{0}, std::size_t{1}, std::size_t{4096}, std::size_t{100000},
                                    rondo::default_stack_bytes, std::size_t{1} << 20}) {
        CAPTURE(bytes);
        fiber_stack stack(bytes);
        CHECK(stack.bytes() >= bytes);
        CHECK(stack.bytes() < bytes + 2 * 4096 + 64);
        CHECK(reinterpret_cast<std::uintptr_t>(stack.low()) % 4096 == 0);
        CHECK(reinterpret_cast<std::uintptr_t>(stack.top()) % 64 == 0);
        std::memset(stack.low(), 7, stack.bytes());
        CHECK(*stack.low() == std::byte{7});
    }
}

TEST_CASE("stack: below it lies a guard, which ends the program") {
    fiber_stack stack(10000);
    CHECK(stack.guards(stack.low() - 1));
    CHECK(stack.guards(stack.low() - 16384));
    CHECK_FALSE(stack.guards(stack.low() - 16385));
    CHECK_FALSE(stack.guards(stack.low()));
    for (const int depth : {1, 16384}) {
        const last_act act = in_child([&] { *reinterpret_cast<volatile char*>(stack.low() - depth) = 1; });
        CHECK(act.signal == SIGSEGV);
    }
    CHECK(in_child([&] { *reinterpret_cast<volatile char*>(stack.low()) = 1; }).code == 0);
}

TEST_CASE("stack: the tops of sixteen in a row lie in sixteen places of a page") {
    fresh_pool pool;
    std::vector<fiber_stack> stacks;
    std::set<std::uintptr_t> places;
    for (int i = 0; i < 16; ++i)
        places.insert(reinterpret_cast<std::uintptr_t>(stacks.emplace_back().top()) % 4096);
    CHECK(places.size() == 16);
    CHECK(*places.rbegin() - *places.begin() == 15 * 128);
}

TEST_CASE("stack: one that was given back is the next of its size, and of no other") {
    fresh_pool pool;
    std::byte* top = fiber_stack(50000).top();
    CHECK(stack_pool::statistics().kept == 1);
    {
        fiber_stack other(200000);
        CHECK(other.top() != top);
        CHECK(stack_pool::statistics().kept == 1);
        fiber_stack same(50001); // rounded up to the same pages
        CHECK(same.top() == top);
        CHECK(stack_pool::statistics().kept == 0);
    }
    CHECK(stack_pool::statistics().kept == 2);
}

TEST_CASE("stack: moves, and is given back once") {
    fresh_pool pool;
    const std::size_t alive = stack_pool::statistics().alive;
    fiber_stack a(10000);
    fiber_stack b(10000);
    std::byte* const top = a.top();
    b = std::move(a);
    CHECK(b.top() == top);
    CHECK(stack_pool::statistics().alive == alive + 1);
    fiber_stack c = std::move(b);
    CHECK(c.top() == top);
    CHECK(stack_pool::statistics().alive == alive + 1);
    fiber_stack d(c.release());
    CHECK(d.top() == top);
    CHECK(stack_pool::statistics().alive == alive + 1);
}

TEST_CASE("stack: more sizes than the pool has bins are unmapped, the others kept") {
    fresh_pool pool;
    {
        std::vector<fiber_stack> stacks;
        for (std::size_t n = 1; n <= 10; ++n) stacks.emplace_back(n * 8192);
    }
    CHECK(stack_pool::statistics().kept == 8);
    CHECK(stack_pool::statistics().kept_bytes == stack_pool::statistics().mapped_bytes);
}

TEST_CASE("stack_pool: the limit holds, trim and lowering it give back") {
    fresh_pool pool;
    { fiber_stack one(10000); }
    const std::size_t each = stack_pool::statistics().kept_bytes;
    CHECK(each >= 10000 + 16384);
    stack_pool::limit(3 * each);
    {
        std::vector<fiber_stack> stacks;
        for (int i = 0; i < 5; ++i) stacks.emplace_back(std::size_t{10000});
    }
    CHECK(stack_pool::statistics().kept == 3);
    CHECK(stack_pool::statistics().kept_bytes == 3 * each);
    CHECK(stack_pool::trim() == 3 * each);
    CHECK(stack_pool::trim() == 0);
    { fiber_stack one(10000); }
    stack_pool::limit(0);
    CHECK(stack_pool::statistics().kept == 0);
    { fiber_stack one(10000); }
    CHECK(stack_pool::statistics().kept == 0);
    CHECK(stack_pool::statistics().mapped_bytes == 0);
}

TEST_CASE("stack_pool: statistics count what is alive, what was, and what is kept") {
    std::thread([] {
        CHECK(stack_pool::statistics().alive == 0);
        {
            std::vector<fiber_stack> stacks(5);
            stacks.pop_back();
            stacks.pop_back();
            const auto now = stack_pool::statistics();
            CHECK(now.alive == 3);
            CHECK(now.peak_alive == 5);
            CHECK(now.kept == 2);
            CHECK(now.mapped_bytes * 2 == now.kept_bytes * 5);
            CHECK(now.limit_bytes == std::size_t{256} << 20);
        }
        CHECK(stack_pool::statistics().alive == 0);
        CHECK(stack_pool::statistics().peak_alive == 5);
        CHECK(stack_pool::statistics().kept == 5);
    }).join();
}

TEST_CASE("stack: the high-water mark is the deepest byte that was written, and takes no memory") {
    fresh_pool pool;
    const std::size_t precision = RUNNING_ON_VALGRIND ? 4096 : 8;
    fiber_stack stack(std::size_t{1} << 20);
    CHECK(stack.high_water() < precision);
    const auto before = stack_pool::statistics();
    for (const std::size_t depth : {std::size_t{8}, std::size_t{4000}, std::size_t{300000}, stack.bytes()}) {
        touch(stack, depth);
        CHECK(stack.high_water() >= depth);
        CHECK(stack.high_water() < depth + precision);
    }
    const auto after = stack_pool::statistics();
    if (before.resident_bytes == before.mapped_bytes - 16384)
        return; // a kernel that calls all memory resident: gVisor
    CHECK(after.resident_bytes <= before.resident_bytes + 4 * 4096); // a page for each touch
    CHECK(after.resident_bytes > before.resident_bytes);
}

TEST_CASE("stack_pool: the high-water mark is that of all stacks, also of those unmapped since") {
    std::thread([] {
        { touch(fiber_stack(100000), 70000); }
        touch(fiber_stack(100000), 30000); // the same one again
        fiber_stack other(200000);
        touch(other, 50000);
        const auto is_deep = [](std::size_t depth) { return depth >= 70000 && depth < 70000 + 4096; };
        CHECK(is_deep(stack_pool::statistics().high_water_bytes));
        stack_pool::trim();
        CHECK(is_deep(stack_pool::statistics().high_water_bytes));
        touch(other, 120000);
        CHECK(stack_pool::statistics().high_water_bytes >= 120000);
    }).join();
}

TEST_CASE("stack_pool: what a thread kept is unmapped when it ends") {
    std::vector<std::byte*> pages;
    std::thread([&] {
        std::vector<fiber_stack> stacks(100);
        for (const fiber_stack& stack : stacks) pages.push_back(stack.low());
        CHECK(std::ranges::count_if(pages, is_mapped) == 100);
        stacks.clear();
        CHECK(stack_pool::statistics().kept == 100);
        CHECK(std::ranges::count_if(pages, is_mapped) == 100);
    }).join();
    CHECK(std::ranges::count_if(pages, is_mapped) < 50); // others may have taken some of the room since
}

TEST_CASE("stack: given back on another thread than took it: the program ends, and says so") {
    const std::string said = last_words([] {
        fiber_stack stack(10000);
        std::thread([&] { fiber_stack here(std::move(stack)); }).join();
    });
    CHECK(has(said, "a fiber's stack was given back on another thread than took it"));
}
