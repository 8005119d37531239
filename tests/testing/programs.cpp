// SPDX-License-Identifier: BSL-1.0
#include "programs.hpp"

#include <rondo/core/adopt.hpp>
#include <rondo/core/anext.hpp>
#include <rondo/core/as_completed.hpp>
#include <rondo/core/asks.hpp>
#include <rondo/core/race.hpp>
#include <rondo/core/routine.hpp>
#include <rondo/core/task_group.hpp>
#include <rondo/core/task_local.hpp>
#include <rondo/core/wait.hpp>
#include <rondo/core/wait_fd.hpp>
#include <rondo/core/when_all.hpp>
#include <rondo/core/when_done.hpp>
#include <rondo/testing/sequencer.hpp>
#include <rondo/testing/settle.hpp>
#include <rondo/with/aclosing.hpp>
#include <rondo/with/async_contextmanager.hpp>
#include <rondo/with/async_exit_stack.hpp>
#include <rondo/with/async_with.hpp>

namespace testing_programs {
namespace {

task<> waits() {
    const witness here;
    co_await yield_now();
    co_await sleep(1ms);
    co_await sleep(0ms);
    co_await sleep_until(instant(3ms));
    for (int i = 0; i < 300; ++i) co_await checkpoint();
}
task<> calls() {
    const witness here;
    int sum = 0;
    for (int i = 0; i < 3; ++i) sum += co_await value_after(1ms, i);
    sum += co_await value_at_once(sum);
    co_await cleans_up();
}
task<> joins() {
    auto body = [](task_group& group) -> task<> {
        const witness here;
        auto one = group.spawn(value_after, 2ms, 1);
        auto two = group.spawn(value_at_once, 2);
        co_await one;
        co_await std::move(two);
        co_await std::move(one);
    };
    co_await with_task_group(body);
}
task<> groups() {
    auto inner = [](task_group& group) -> task<> {
        const witness here;
        group.spawn(lasting);
        group.spawn(fails_after, 2ms);
        group.spawn(cleans_up);
        co_await sleep(1h);
    };
    auto outer = [&](task_group& group) -> task<> {
        group.spawn(cleans_up);
        try {
            co_await with_task_group(inner);
        } catch (const exception_group&) {
            group.spawn(lasting);
            group.cancel();
        }
    };
    co_await with_task_group(outer);
}
task<> scopes() {
    const witness here;
    co_await move_on_after(2ms, lasting());
    try {
        co_await fail_after(1ms, cleans_up());
    } catch (const timeout_error&) {}
    cancel_scope scope{{.timeout = 5ms}};
    co_await scope.run(value_after(2ms, 1));
    co_await shield(fail_after(1s, value_after(1ms, 2)));
}
task<> races() {
    const witness here;
    co_await race(value_after(1ms, 1), value_after(2ms, 2), value_at_once(3));
    std::vector<task<int>> many;
    for (int i = 1; i < 4; ++i) many.push_back(value_after(i * 1ms, i));
    co_await race(std::move(many));
    co_await race(sleep(1ms), lasting());
    co_await when_any(fails_after(1ms), cleans_up());
}
task<> all() {
    const witness here;
    co_await when_all(value_after(1ms, 1), value_at_once(2), value_after(1ms, 3));
    co_await when_all_settled(fails_after(1ms), value_at_once(2));
    std::vector<task<int>> many;
    for (int i = 0; i < 3; ++i) many.push_back(value_after(i * 1ms, i));
    co_await when_all(std::move(many));
    std::vector<task<>> others;
    for (int i = 0; i < 2; ++i) others.push_back(fails_after(i * 1ms));
    co_await when_all_settled(std::move(others));
    try {
        co_await when_all(fails_after(1ms), lasting());
    } catch (const value_error&) {}
}
task<> waiting_for_several() {
    auto body = [](task_group& group) -> task<> {
        const witness here;
        std::vector<join_handle<int>> handles;
        for (int i = 0; i < 3; ++i) handles.push_back(group.spawn(value_after, 3ms - i * 1ms, i));
        co_await wait(handles, wait_for::first_completed);
        co_await wait(handles, wait_for::all, 10ms);
        completions<int> ended(handles);
        while (auto next = co_await ended.next()) next->result();
        std::vector<task<int>> more;
        for (int i = 0; i < 3; ++i) more.push_back(value_after(3ms - i * 1ms, i));
        auto given = as_completed(group, std::move(more), 1s);
        while (auto next = co_await given.next()) next->result();
        when_done(handles[0], [] {});
        co_await yield_now();
    };
    co_await with_task_group(body);
}
task<> locals() {
    static task_local<int> number(1);
    auto body = [](task_group& group) -> task<> {
        number.set(2);
        group.spawn(value_after, 1ms, *number);
        group.spawn(value_at_once, *number);
        co_return;
    };
    co_await with_task_group(body);
}
routine<int> by_yield() {
    const witness here;
    const int got = co_yield value_after(1ms, 1);
    co_yield sleep(1ms);
    co_return got;
}
generator<task<int>&&, int> by_send() {
    const witness here;
    co_yield value_after(1ms, 1);
    co_yield value_at_once(2);
}
generator<asks<sleep_op, task<int>>> by_asking() {
    const witness here;
    co_yield sleep(1ms);
    co_yield value_after(1ms, 1);
}
task<> other_bodies() {
    auto body = [](task_group& group) -> task<> {
        group.spawn(by_yield);
        group.spawn(by_send);
        group.spawn(by_asking);
        co_await by_yield();
        co_await adopt(by_send());
    };
    co_await with_task_group(body);
}
task<> iterates() {
    const witness here;
    auto all = numbers();
    while (auto step = co_await all.next()) co_await yield_now();
    auto some = numbers();
    co_await some.next();
    co_await some.close();
}
task<> in_turn(testing::sequencer& order, std::size_t position) {
    const witness here;
    auto mine = co_await order(position);
    co_await testing::settle();
}

async_generator<int, int> answers() {
    const witness here;
    int sent = 0;
    for (;;) {
        bool thrown = false;
        try {
            const std::optional<int> got = co_yield sent;
            sent = got.value_or(-1);
        } catch (const value_error&) {
            thrown = true;
        }
        if (thrown) co_await sleep(1ms);
        co_await yield_now();
    }
}
async_generator<int> delegates() {
    const witness here;
    co_await yield_now();
    co_yield from(numbers());
}
task<> asks_async_generators() {
    const witness here;
    auto all = answers();
    co_await all.next();
    co_await all.send(3);
    co_await all.throw_(value_error("thrown in"));
    co_await anext(all);
    co_await all.close();
    co_await to<std::vector>(delegates());
    auto part = delegates();
    co_await part.next();
    co_await part.next();
    co_await part.close();
    auto body = [](async_generator<int>& lent) -> task<> { co_await lent.next(); };
    co_await async_with(aclosing(numbers()), body);
    auto dropped = numbers(); // a task of the loop closes it
    co_await dropped.next();
}
async_contextmanager<int> lease() {
    const witness here;
    co_await sleep(1ms);
    std::exception_ptr error;
    try {
        co_yield 1;
    } catch (...) {
        error = std::current_exception();
    }
    co_await shield(sleep(1ms));
    if (error) std::rethrow_exception(std::move(error));
}
task<> managers() {
    const witness here;
    auto body = [](int) -> task<> { co_await sleep(1ms); };
    co_await async_with(lease(), body);
    auto many = [](async_exit_stack& stack) -> task<> {
        co_await stack.enter(lease());
        co_await stack.enter(lease());
        stack.callback(value_after, 1ms, 1);
        stack.callback(lasting_a_little);
        co_await sleep(1ms);
    };
    co_await async_with(async_exit_stack(), many);
}
task<> callbacks(loop& on) {
    static int called = 0; // outlives the run, as functions that were queued may
    struct cancels_at_end {
        explicit cancels_at_end(callback_handle of) : handle(std::move(of)) {}
        ~cancels_at_end() { handle.cancel(); }
        callback_handle handle;
    };
    const witness here;
    on.call_soon([] { ++called; });
    on.post([] { ++called; });
    const cancels_at_end soon(on.call_later(1ms, [] { ++called; }));
    const cancels_at_end never_called(on.call_later(1h, [] { ++called; }));
    co_await sleep(2ms);
    const remote_handle door = on.remote();
    door.post([] { ++called; });
    const int before = called;
    while (called == before) co_await yield_now();
}

task<> descriptors() {
    const witness here;
    const io_world& world = io_world::here();
    co_await wait_writable(world.empty.writer);
    co_await move_on_after(3ms, wait_readable(world.empty.reader));
    co_await race(wait_readable(world.file), sleep(1h));
    co_await race(sleep(2ms), wait_readable(world.empty.reader));
}

} // namespace

task<> sequences() {
    testing::sequencer order;
    auto body = [&](task_group& group) -> task<> {
        group.spawn(in_turn, std::ref(order), 2U);
        group.spawn(in_turn, std::ref(order), 0U);
        group.spawn(in_turn, std::ref(order), 1U);
        co_return;
    };
    co_await with_task_group(body);
}

const std::vector<program> programs{
    {"sleep, yield_now, checkpoint", waits},
    {"calls", calls},
    {"join handles", joins},
    {"groups", groups},
    {"scopes", scopes},
    {"race, when_any", races},
    {"when_all, when_all_settled", all},
    {"wait, completions, as_completed, when_done", waiting_for_several},
    {"task locals", locals},
    {"routine, adopted generators", other_bodies},
    {"async generators: next, close", iterates},
    {"async generators: send, throw_, anext, to, from, aclosing, dropped", asks_async_generators},
    {"async_with, async_contextmanager, async_exit_stack", managers},
    {"call_soon, call_later, post, remote", callbacks},
    {"wait_readable, wait_writable", descriptors},
    {"sequencer, settle", sequences},
    {"streams: per item, several, throttle, window, as_stream, emitted, sinks", streams_asked_by_one},
    {"streams: merge, stage, tee, window by time, debounce", streams_with_tasks},
};

} // namespace testing_programs
