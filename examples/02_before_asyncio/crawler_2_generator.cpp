// SPDX-License-Identifier: BSL-1.0
// A crawler, step 2: a visit is a generator, and the part that fetches is one of its own, called by from().
#include "made_up_web.hpp"

#include <rondo/gen/from.hpp>
#include <rondo/gen/generator.hpp>

#include <deque>
#include <list>

using namespace rondo;

generator<milliseconds, void, page> fetch(std::string url) { // yields waits, returns a page
    co_yield connecting;
    const page& found = look_up(url);
    co_yield found.takes;
    co_return found;
}

generator<milliseconds> visit(std::string url, const milliseconds& now, notebook& notes,
                              std::deque<std::string>& frontier) {
    try {
        page found = co_yield from(fetch(url)); // its waits are ours
        notes.found(now, url, found);
        for (const std::string& link : found.links)
            if (notes.is_new(link)) frontier.push_back(link);
    } catch (const not_found& error) {
        notes.missing(now, error);
    }
}

int main() {
    notebook notes;
    notes.is_new("/");
    std::deque<std::string> frontier{"/"};
    std::list<generator<milliseconds>> visits;
    std::multimap<milliseconds, generator<milliseconds>*> calendar;
    milliseconds now = 0ms;
    while (true) {
        while (!frontier.empty()) { // start what was found
            visits.push_back(visit(frontier.front(), now, notes, frontier));
            frontier.pop_front();
            calendar.emplace(now, &visits.back());
        }
        if (calendar.empty()) break;
        generator<milliseconds>* due = calendar.begin()->second; // go on with who is due
        now = calendar.begin()->first;
        calendar.erase(calendar.begin());
        if (auto wait = due->next()) calendar.emplace(now + *wait, due);
    }
    notes.close(now);
}
