// SPDX-License-Identifier: BSL-1.0
#include <rondo/fiber/fiber_local.hpp>

#include <rondo/fiber/await.hpp>
#include <rondo/fiber/spawn_fiber.hpp>

#include "core/rows.hpp"

#include <memory>

using namespace core_test;

namespace {

fiber_local<int> count{10};
struct unmoved {
    unmoved() { ++alive; }
    unmoved(const unmoved&) = delete;
    ~unmoved() { --alive; }
    int value = 0;
    static inline int alive = 0;
};
fiber_local<unmoved> heavy;

} // namespace

TEST_CASE("fiber_local: each fiber has its own, from its first use to its end, and none is inherited") {
    world w;
    std::vector<int> seen;
    const auto use = [&](int add) {
        for (int i = 0; i < 3; ++i) {
            *count += add;
            await(yield_now());
        }
        heavy->value = add;
        CHECK(unmoved::alive > 0);
        seen.push_back(*count);
    };
    w.run(on_fiber([&] {
        *count = 5;
        await(with_task_group([&](task_group& group) -> task<> {
            spawn_fiber(group, use, 1);
            spawn_fiber(group, use, 100);
            co_return;
        }));
        CHECK(*count == 5);
    }));
    CHECK(seen == std::vector{13, 310});
    CHECK(unmoved::alive == 0);
}

TEST_CASE("fiber_local: a task has its own, too; outside it is an error by name") {
    world w;
    w.run([]() -> task<> {
        ++*count;
        co_await yield_now();
        CHECK(*count == 11);
    });
    CHECK(raised([] { ++*count; }) ==
          "fiber_local: neither a fiber nor a task runs here, whose own value this could be");
}
