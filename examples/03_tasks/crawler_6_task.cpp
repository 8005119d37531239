// SPDX-License-Identifier: BSL-1.0
// A crawler, step 6: tasks. What a function is to plain code, a task is to code that waits.
#include "../02_before_asyncio/made_up_web.hpp"

#include <rondo/core/sleep.hpp>
#include <rondo/core/task_group.hpp>
#include <rondo/run.hpp>

#include <functional>

using namespace rondo;

struct crawl { // what the visits share
    notebook& notes;
    time_source& time;
    task_group& group;
    milliseconds now() const { return time.now().time_since_epoch() / 1ms * 1ms; }
};

task<page> fetch(std::string url) {
    co_await sleep(connecting);
    const page& found = look_up(url);
    co_await sleep(found.takes);
    co_return found;
}

task<> visit(crawl all, std::string url) {
    try {
        page found = co_await fetch(url);
        all.notes.found(all.now(), url, found);
        for (const std::string& link : found.links)
            if (all.notes.is_new(link)) all.group.spawn(visit, all, link);
    } catch (const not_found& error) {
        all.notes.missing(all.now(), error);
    }
}

task<> crawling(time_source& time) {
    notebook notes;
    notes.is_new("/");
    auto start = [&](task_group& group) -> task<> {
        group.spawn(visit, crawl{notes, time, group}, "/");
        co_return; // the group is left when the last visit has ended
    };
    co_await with_task_group(start);
    notes.close(time.now().time_since_epoch() / 1ms * 1ms);
}

int main() {
    manual_time time;
    rondo::run(crawling(time), {.time = &time});
}
