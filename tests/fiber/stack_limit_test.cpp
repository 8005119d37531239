// SPDX-License-Identifier: BSL-1.0
//
// As many stacks as the kernel allows, and one more.
#include <rondo/core/loop.hpp>
#include <rondo/core/sleep.hpp>
#include <rondo/fiber/await.hpp>
#include <rondo/fiber/fiber_generator.hpp>
#include <rondo/fiber/spawn_fiber.hpp>
#include <rondo/fiber/stack.hpp>

#include "fiber/support.hpp"

#include <cstdio>
#include <fstream>
#include <sys/mman.h>
#include <sys/resource.h>
#include <vector>

using namespace fiber_test;
using rondo::fiber_generator;
using rondo::fiber_stack;

namespace {

long allowed_maps() {
    long allowed = 0;
    std::ifstream("/proc/sys/vm/max_map_count") >> allowed;
    return allowed;
}

// Takes up to `most` maps: neighbours that differ in what they allow are a map each.
std::vector<void*> take_maps(std::size_t most) {
    std::vector<void*> taken;
    taken.reserve(most);
    for (int protection = PROT_NONE; taken.size() < most; protection ^= PROT_READ) {
        void* page = mmap(nullptr, 4096, protection, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
        if (page == MAP_FAILED) break;
        taken.push_back(page);
    }
    return taken;
}

void leave_maps(int spare) {
    std::vector<void*> taken = take_maps(static_cast<std::size_t>(allowed_maps()));
    for (int i = 0; i < spare; ++i) {
        munmap(taken.back(), 4096);
        taken.pop_back();
    }
}

// Says which error comes, in a process of its own.
template <class Action>
std::string error_of(Action action) {
    return in_child([&] {
               try {
                   action();
               } catch (const rondo::stack_limit_error& e) {
                   std::fprintf(stderr, "stack_limit_error %ld %d %s", e.limit(), e.code().value(), e.what());
               } catch (const rondo::stack_error& e) {
                   std::fprintf(stderr, "stack_error %d %s", e.code().value(), e.what());
               } catch (const std::exception& e) {
                   std::fprintf(stderr, "other %s", e.what());
               }
           })
        .said;
}

} // namespace

TEST_CASE(
    "stack: one more than the kernel allows is an error by name, which says the limit and how to raise it") {
    if (RONDO_TSAN != 0 || RUNNING_ON_VALGRIND) return; // they need maps of their own, or die
    const long allowed = allowed_maps();
    REQUIRE(allowed > 0);
    if (allowed > 200000) return; // already raised: more than a test should take
    const std::string said = error_of([] {
        std::vector<fiber_stack> stacks;
        stacks.reserve(1000);
        rondo::stack_pool::trim();
        stacks.emplace_back(std::size_t{10000});
        leave_maps(100);
        try {
            for (int i = 0; i < 1000; ++i) stacks.emplace_back(std::size_t{10000});
        } catch (const rondo::stack_limit_error&) {
            const auto room = take_maps(20);
            std::fprintf(stderr, "room for %zu to handle it, ", room.size());
            for (void* page : room) munmap(page, 4096);
        }
        stacks.emplace_back(std::size_t{10000}); // but for no stack
    });
    CAPTURE(said);
    CHECK(has(said, "room for 20 to handle it, stack_limit_error"));
    CHECK(has(said, ("stack_limit_error " + std::to_string(allowed) + " 12 no stack").c_str()));
    CHECK(has(said, ("vm.max_map_count = " + std::to_string(allowed)).c_str()));
    CHECK(has(said, ("sysctl -w vm.max_map_count=" + std::to_string(4 * allowed)).c_str()));
    CHECK(has(said, "fibers are alive on this thread"));
    CHECK_FALSE(has(said, " 0 fibers are alive")); // some fitted
}

TEST_CASE("spawn_fiber: one more than the kernel allows is the same error, and those that are alive go on") {
    if (RONDO_ASAN != 0 || RONDO_TSAN != 0 || RUNNING_ON_VALGRIND || allowed_maps() > 200000) return;
    const std::string said = error_of([] {
        rondo::manual_time time;
        rondo::loop on{{.time = &time}};
        rondo::stack_pool::trim();
        int spawned = 0, ended = 0;
        const auto wait = [&] {
            rondo::await(rondo::sleep(std::chrono::seconds(1)));
            ++ended;
        };
        rondo::spawn_fiber(on.root(), {.stack_bytes = 10000}, wait);
        leave_maps(100);
        std::string refused;
        try {
            for (spawned = 1; spawned < 1000; ++spawned)
                rondo::spawn_fiber(on.root(), {.stack_bytes = 10000}, wait);
        } catch (const rondo::stack_limit_error& e) {
            refused = e.what();
        }
        on.run_until_idle();
        std::fprintf(stderr, "%s; %s", spawned > 10 && spawned == ended ? "all ended" : "some are missing",
                     refused.c_str());
    });
    CAPTURE(said);
    CHECK(
        has(said, "all ended; no stack for another fiber: the kernel allows a process vm.max_map_count = "));
}

TEST_CASE("stack: at the limit, free stacks of another size make room") {
    if (RONDO_TSAN != 0 || RUNNING_ON_VALGRIND || allowed_maps() > 200000) return;
    const std::string said = error_of([] {
        rondo::stack_pool::trim();
        { std::vector<fiber_stack> kept(20); }
        leave_maps(0);
        std::vector<fiber_stack> stacks;
        stacks.reserve(10);
        for (int i = 0; i < 10; ++i) stacks.emplace_back(std::size_t{1} << 20);
        std::fprintf(stderr, "ten fitted");
    });
    CHECK(said == "ten fitted");
}

TEST_CASE("stack: no memory for another reason is a stack_error that says what was asked") {
    const std::string huge = error_of([] { fiber_stack stack(~std::size_t{0} - 5); });
    CHECK(has(huge, "stack_error 12 fiber stack: more bytes than can be addressed"));
    if (RONDO_ASAN != 0 || RONDO_TSAN != 0 || RUNNING_ON_VALGRIND) return; // have limits of their own
    const std::string limited = error_of([] {
        const rlimit gigabyte{std::size_t{1} << 30, std::size_t{1} << 30};
        setrlimit(RLIMIT_AS, &gigabyte);
        fiber_generator<int> g([](auto& yield) { yield(1); }, {.stack_bytes = std::size_t{2} << 30});
    });
    CAPTURE(limited);
    CHECK(has(limited, "stack_error 12 no stack for another fiber: mmap of 21475"));
    CHECK(has(limited, "ulimit -v"));
}

TEST_CASE("fiber_generator: 30,000 are alive at once, each in the middle of its body") {
    // ThreadSanitizer knows at most some 8,000 threads, and counts fibers; valgrind searches its stacks at each switch.
    const std::size_t count = RONDO_TSAN != 0 || RUNNING_ON_VALGRIND ? 1000 : 30000;
    std::vector<fiber_generator<std::size_t>> all;
    for (std::size_t n = 0; n < count; ++n) {
        all.emplace_back([n](auto& yield) {
            yield(n);
            yield(2 * n);
        });
    }
    std::size_t sum = 0;
    for (auto& g : all) sum += *g.next();
    CHECK(sum == count * (count - 1) / 2);
    CHECK(rondo::stack_pool::statistics().alive >= count);
    for (auto& g : all) sum += *g.next();
    CHECK(sum == 3 * (count * (count - 1) / 2));
    for (auto& g : all) CHECK_FALSE(g.next());
    CHECK(rondo::stack_pool::statistics().kept_bytes <= rondo::stack_pool::statistics().limit_bytes);
}
