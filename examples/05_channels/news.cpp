// SPDX-License-Identifier: BSL-1.0
// A broadcast: everybody who listens gets every value, and the sender waits for nobody. Who is too slow is told how much
// it has missed. Beside it a watch, of which only the latest value counts.
#include <rondo/core/scheduler.hpp>
#include <rondo/core/sleep.hpp>
#include <rondo/core/task_group.hpp>
#include <rondo/core/time_source.hpp>
#include <rondo/run.hpp>
#include <rondo/sync/broadcast.hpp>
#include <rondo/sync/watch.hpp>

#include <fmt/format.h>

#include <string>

using namespace rondo;

void say(const std::string& text) {
    fmt::print("{:3} ms  {}\n", scheduler::current()->now().time_since_epoch() / 1ms, text);
}

task<> reads(broadcast<std::string>::receiver news, std::string name, duration pace) {
    for (bool more = true; more;) {
        try {
            auto page = co_await news.next();
            more = page.has_value();
            say(name + (more ? " reads " + *page : " has read it all"));
        } catch (const receiver_lagged& lag) {
            say(fmt::format("{} has missed {}", name, lag.missed()));
        }
        co_await sleep(pace);
    }
}

task<> watches(watch<int>::watcher temperature) {
    try {
        for (;;) {
            const int now = co_await temperature.changed();
            say(fmt::format("it is {} degrees", now));
            co_await sleep(25ms);
        }
    } catch (const channel_closed&) {
        say("no more degrees");
    }
}

task<> program() {
    broadcast<std::string> news{2};
    watch<int> temperature{18};
    auto body = [&](task_group& group) -> task<> {
        group.spawn(reads, news.subscribe(), "Ann", 1ms);
        group.spawn(reads, news.subscribe(), "Bob", 25ms);
        group.spawn(watches, temperature.subscribe());
        for (int page = 1; page <= 5; ++page) {
            news.send(fmt::format("page {}", page));
            temperature.set(18 + page);
            co_await sleep(10ms);
        }
        news.close();
        temperature.close();
    };
    co_await with_task_group(body);
}

int main() {
    manual_time time;
    rondo::run(program(), {.time = &time});
}
