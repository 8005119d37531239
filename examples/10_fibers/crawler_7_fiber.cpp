// SPDX-License-Identifier: BSL-1.0
// A crawler, step 7: plain functions. fetch() is what it would be without a loop: it returns the page.
#include "../02_before_asyncio/made_up_web.hpp"

#include <rondo/core/sleep.hpp>
#include <rondo/fiber/calling.hpp>
#include <rondo/fiber/spawn_fiber.hpp>
#include <rondo/run.hpp>

#include <functional>

using namespace rondo;

struct crawl { // what the visits share
    notebook& notes;
    time_source& time;
    task_group& group;
    milliseconds now() const { return time.now().time_since_epoch() / 1ms * 1ms; }
};

const page& fetch(const std::string& url) {
    await(sleep(connecting));
    const page& found = look_up(url);
    await(sleep(found.takes));
    return found;
}

void visit(crawl all, const std::string& url) {
    try {
        const page& found = fetch(url);
        all.notes.found(all.now(), url, found);
        for (const std::string& link : found.links)
            if (all.notes.is_new(link)) spawn_fiber(all.group, visit, all, link);
    } catch (const not_found& error) {
        all.notes.missing(all.now(), error);
    }
}

void crawling(time_source& time) {
    notebook notes;
    notes.is_new("/");
    with_fiber_group([&](task_group& group) { visit(crawl{notes, time, group}, "/"); });
    notes.close(time.now().time_since_epoch() / 1ms * 1ms);
}

int main() {
    manual_time time;
    rondo::run(on_fiber(crawling, std::ref(time)), {.time = &time});
}
