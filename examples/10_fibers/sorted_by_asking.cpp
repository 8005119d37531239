// SPDX-License-Identifier: BSL-1.0
// qsort() calls a comparison, and that one waits: for an answer from far away. Meanwhile the loop does other things.
#include <rondo/core/cancel_scope.hpp>
#include <rondo/core/sleep.hpp>
#include <rondo/fiber/calling.hpp>
#include <rondo/fiber/spawn_fiber.hpp>
#include <rondo/run.hpp>

#include <fmt/format.h>

#include <array>
#include <cstdlib>
#include <cstring>
#include <functional>

using namespace rondo;

using songs = std::array<const char*, 4>;

// Somebody whom we ask which of two he likes better: it takes him a second to listen to both.
task<bool> likes_better(const char* one, const char* other) {
    co_await sleep(1s);
    co_return std::strlen(one) < std::strlen(other); // short ones
}

int compare(const void* a, const void* b) { // called by qsort, which knows of nothing
    const char* one = *static_cast<const char* const*>(a);
    const char* other = *static_cast<const char* const*>(b);
    return await(likes_better(one, other)) ? -1 : 1;
}

songs sorted(songs list) {
    std::qsort(list.data(), list.size(), sizeof(char*), compare);
    return list;
}

task<> dots(int& seconds) {
    for (;; ++seconds) co_await sleep(1s);
}

void evening() {
    const songs list{"a long and winding rondo", "hum", "two bars", "the refrain"};
    int seconds = 0;
    with_fiber_group([&](task_group& group) {
        group.spawn(dots, std::ref(seconds)); // goes on all the time
        auto one = spawn_fiber(group, sorted, list);
        auto two = spawn_fiber(group, sorted, list); // two sorts at once, each in the middle of qsort
        for (const char* song : await(one)) fmt::print("{}\n", song);
        await(two);
        group.cancel();
    });
    fmt::print("both were sorted within {}\n", seconds < 10 ? "ten seconds" : "more");

    // A sort that is given up: cancelled is thrown through qsort, out of its callback.
    const auto in_time = await(move_on_after(1500ms, calling([&] { return sorted(list); })));
    fmt::print("{}\n", in_time ? "in time" : "given up after a second and a half");
}

int main() {
    manual_time time;
    rondo::run(on_fiber(evening), {.time = &time});
}
