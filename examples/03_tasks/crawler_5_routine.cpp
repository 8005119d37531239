// SPDX-License-Identifier: BSL-1.0
// A crawler, step 5: routines. Fetching is a call with a result again, and to follow a link is to spawn.
#include "../02_before_asyncio/made_up_web.hpp"

#include <rondo/core/routine.hpp>
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

routine<page> fetch(std::string url) {
    co_yield sleep(connecting);
    const page& found = look_up(url);
    co_yield sleep(found.takes);
    co_return found;
}

routine<> visit(crawl all, std::string url) {
    try {
        page found = co_yield fetch(url);
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
