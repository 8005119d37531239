// SPDX-License-Identifier: BSL-1.0
#include "programs.hpp"

#include <rondo/core/task_group.hpp>
#include <rondo/stream/bridges.hpp>
#include <rondo/stream/merge.hpp>
#include <rondo/stream/per_item.hpp>
#include <rondo/stream/several.hpp>
#include <rondo/stream/sinks.hpp>
#include <rondo/stream/stage.hpp>
#include <rondo/stream/tee.hpp>
#include <rondo/stream/timed.hpp>

namespace testing_programs {

static task<int> plus_one(int n) { return value_after(1ms, n + 1); }
task<> streams_asked_by_one() {
    const auto odd = [](int n) { return n % 2 != 0; };
    auto joined = chain(numbers(), as_stream(std::vector<int>{3, 4})) | map(plus_one) | filterfalse(odd);
    auto sums = std::move(joined) | scan([](int a, int b) { return a + b; }, 0) | throttle(2ms);
    auto pairs = zip(std::move(sums), numbers() | map([](int) { return numbers(); }) | flatten()) |
                 enumerate() | take(2);
    co_await for_each(std::move(pairs) | window(2), [](const auto&) { return lasting_a_little(); });
    auto rings = emitted<int>([](emitter<int> to) { to(1), to(2), to.end(); });
    channel<int> line(2);
    co_await send_all(line, std::move(rings));
    line.close();
    co_await to<std::vector>(line);
}
task<> streams_with_tasks() {
    auto body = [](task_group& group) -> task<> {
        auto made = merge(group, numbers(), numbers()) | stage(group, plus_one, {.width = 2}) | take(4);
        auto [a, b] = tee(group, std::move(made), {.capacity = 5});
        co_await for_each(std::move(a) | window(group, 2, 2ms), [](const auto&) {});
        co_await for_each(std::move(b) | debounce(group, 1ms), [](int) {});
    };
    co_await with_task_group(body);
}

} // namespace testing_programs
