// SPDX-License-Identifier: BSL-1.0
// A crawler, step 3: the scheduler keeps visits and queue. A visit starts others, and no frontier is left.
#include "made_up_web.hpp"

#include <rondo/gen/from.hpp>
#include <rondo/gen/scheduler.hpp>

using namespace rondo;

struct sleep_for { // the request
    milliseconds length;
};
using robin_type = round_robin<sleep_for>;

generator<sleep_for, void, page> fetch(std::string url) {
    co_yield sleep_for{connecting};
    const page& found = look_up(url);
    co_yield sleep_for{found.takes};
    co_return found;
}

generator<sleep_for> visit(robin_type& robin, const milliseconds& now, notebook& notes, std::string url) {
    try {
        page found = co_yield from(fetch(url));
        notes.found(now, url, found);
        for (const std::string& link : found.links)
            if (notes.is_new(link)) robin.spawn(visit(robin, now, notes, link));
    } catch (const not_found& error) {
        notes.missing(now, error);
    }
}

int main() {
    notebook notes;
    notes.is_new("/");
    milliseconds now = 0ms;
    robin_type robin;
    robin.spawn(visit(robin, now, notes, "/"));

    std::multimap<milliseconds, robin_type::waiter> sleepers;
    auto sleeps = [&](sleep_for asked, auto who) { sleepers.emplace(now + asked.length, who); };
    auto wake_next = [&] { // nobody is ready: time jumps
        if (sleepers.empty()) return false;
        now = sleepers.begin()->first;
        sleepers.begin()->second.resume();
        sleepers.erase(sleepers.begin());
        return true;
    };
    robin.run(sleeps, wake_next);
    notes.close(now);
}
