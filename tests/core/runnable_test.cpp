// SPDX-License-Identifier: BSL-1.0
#include <rondo/core/runnable.hpp>

#include "core/rows.hpp"

using namespace core_test;

TEST_CASE("runnable: the scheduler knows of it a function to call, and nothing else") {
    struct counts : runnable {
        counts() noexcept
            : runnable([](runnable& self, scheduler&) noexcept { ++static_cast<counts&>(self).calls; }) {}
        int calls = 0;
    } one;
    loop on;
    on.enlist();
    on.make_ready(one);
    CHECK_FALSE(on.idle());
    on.turn();
    CHECK(one.calls == 1);
    CHECK(on.idle());
    CHECK(one.resume_point == nullptr);
    on.discharge();
}
