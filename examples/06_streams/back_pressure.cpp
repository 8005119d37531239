// SPDX-License-Identifier: BSL-1.0
// A pipeline with back-pressure: pages are fetched two at a time, and none is asked for before there is room for it.
#include <rondo/core/scheduler.hpp>
#include <rondo/core/sleep.hpp>
#include <rondo/core/task_group.hpp>
#include <rondo/core/time_source.hpp>
#include <rondo/run.hpp>
#include <rondo/stream/per_item.hpp>
#include <rondo/stream/stage.hpp>

#include <fmt/format.h>

#include <string>

using namespace rondo;

void say(const std::string& text) {
    fmt::print("{:3} ms  {}\n", scheduler::current()->now().time_since_epoch() / 1ms, text);
}

async_generator<int> page_numbers() {
    std::exception_ptr left;
    try {
        for (int page = 1;; ++page) {
            say(fmt::format("page {} is asked for", page));
            co_yield page;
        }
    } catch (...) {
        left = std::current_exception();
    }
    say("no more pages are wanted");
    std::rethrow_exception(left);
}

task<std::string> fetch(int page) {
    co_await sleep(page % 2 == 1 ? 30ms : 10ms); // the odd ones are slow
    co_return fmt::format("text of page {}", page);
}

task<> program() {
    auto body = [](task_group& group) -> task<> {
        auto texts = page_numbers() | stage(group, fetch, {.width = 2}) | take(4);
        while (auto text = co_await texts.next()) {
            say(*text);
            co_await sleep(20ms); // a slow reader
        }
    };
    co_await with_task_group(body);
}

int main() {
    manual_time time;
    rondo::run(program(), {.time = &time});
}
