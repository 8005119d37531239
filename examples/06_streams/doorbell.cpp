// SPDX-License-Identifier: BSL-1.0
// A library that calls back becomes a stream, which two readers share: one answers the door, one keeps the book.
#include <rondo/core/scheduler.hpp>
#include <rondo/core/sleep.hpp>
#include <rondo/core/task_group.hpp>
#include <rondo/core/time_source.hpp>
#include <rondo/run.hpp>
#include <rondo/stream/bridges.hpp>
#include <rondo/stream/per_item.hpp>
#include <rondo/stream/sinks.hpp>
#include <rondo/stream/tee.hpp>
#include <rondo/stream/timed.hpp>

#include <fmt/format.h>

#include <functional>
#include <string>

using namespace rondo;

/// Somebody else's: it knows nothing of coroutines.
class doorbell {
public:
    void on_ring(std::function<void(std::string)> call) { call_ = std::move(call); }
    void off() { call_ = nullptr; }
    void ring(std::string who) const {
        if (call_) call_(std::move(who));
    }

private:
    std::function<void(std::string)> call_;
};

/// Registers the emitter, and ends that when it goes.
struct registration {
    registration(doorbell& at, emitter<std::string> to) : bell(&at) {
        bell->on_ring([to](std::string who) { to(std::move(who)); });
    }
    registration(registration&& other) noexcept : bell(std::exchange(other.bell, nullptr)) {}
    ~registration() {
        if (bell) bell->off();
    }
    doorbell* bell;
};

void say(const std::string& text) {
    fmt::print("{:3} ms  {}\n", scheduler::current()->now().time_since_epoch() / 1ms, text);
}

task<> visitors(doorbell& bell) {
    for (const char* who : {"postman", "child", "child", "child", "aunt"}) {
        co_await sleep(10ms);
        bell.ring(who);
    }
}

task<> answers(async_generator<std::string&&> rings) {
    auto one_at_a_time = std::move(rings) | throttle(25ms);
    co_await for_each(std::move(one_at_a_time), [](const std::string& who) { say("open to the " + who); });
}

task<> program() {
    doorbell bell;
    auto body = [&](task_group& group) -> task<> {
        auto rings = emitted<std::string>([&](emitter<std::string> to) { return registration(bell, to); });
        auto [door, book] = tee(group, std::move(rings) | take(5), {.capacity = 4});
        group.spawn(visitors, std::ref(bell));
        group.spawn(answers, std::move(door));
        auto noted = [](std::string who) { say("  noted: " + who); };
        co_await for_each(std::move(book), noted);
    };
    co_await with_task_group(body);
    bell.ring("nobody hears this");
}

int main() {
    manual_time time;
    rondo::run(program(), {.time = &time});
}
