// SPDX-License-Identifier: BSL-1.0
// A crawler, step 4: whatever a visit does to the world is a request. By hand a test plays the world; then the loop does.
#include "../02_before_asyncio/made_up_web.hpp"

#include <rondo/core/asks.hpp>
#include <rondo/core/sleep.hpp>
#include <rondo/core/task_group.hpp>
#include <rondo/run.hpp>

#include <functional>

using namespace rondo;

struct crawl { // what the visits share
    notebook& notes;
    time_source& time;
    task_group* group;
    milliseconds now() const { return time.now().time_since_epoch() / 1ms * 1ms; }
};
struct fetch { // the reply: a page
    explicit fetch(std::string wanted) : url(std::move(wanted)) {}
    std::string url;
};
struct follow { // no reply
    follow(crawl& by, std::string link) : in(by), url(std::move(link)) {}
    crawl& in;
    std::string url;
};
task<page> perform(fetch asked); // what they mean, to a loop
task<> perform(follow asked);

using visit_type = generator<asks<fetch, follow>>;

visit_type visit(crawl& all, std::string url) {
    try {
        page found = co_yield fetch(url); // each co_yield has the type of its own reply
        all.notes.found(all.now(), url, found);
        for (const std::string& link : found.links)
            if (all.notes.is_new(link)) co_yield follow(all, link);
    } catch (const not_found& error) {
        all.notes.missing(all.now(), error);
    }
}

void by_hand() {
    notebook notes;
    manual_time time;
    crawl all{notes, time, nullptr};
    visit_type one = visit(all, "/x");
    auto request = one.next();
    fmt::print("it fetches {}\n", request->get_if<fetch>()->url);
    page made_up{0ms, {"/y", "/x/z", "/y"}};
    for (request = one.send(made_up); request; request = one.next())
        fmt::print("it follows {}\n", request->get_if<follow>()->url);

    visit_type other = visit(all, "/q");
    other.next();
    other.throw_(not_found("no /q today"));
}

task<page> perform(fetch asked) {
    co_await sleep(connecting);
    const page& found = look_up(asked.url);
    co_await sleep(found.takes);
    co_return found;
}

task<> perform(follow asked) {
    asked.in.group->spawn(visit, std::ref(asked.in), asked.url);
    co_return;
}

task<> by_the_loop(time_source& time) {
    notebook notes;
    notes.is_new("/");
    crawl all{notes, time, nullptr};
    auto crawling = [&](task_group& group) -> task<> {
        all.group = &group;
        group.spawn(visit, std::ref(all), "/");
        co_return; // the group is left when the last visit has ended
    };
    co_await with_task_group(crawling);
    notes.close(all.now());
}

int main() {
    fmt::print("by hand\n");
    by_hand();
    fmt::print("by the loop\n");
    manual_time time;
    rondo::run(by_the_loop(time), {.time = &time});
}
