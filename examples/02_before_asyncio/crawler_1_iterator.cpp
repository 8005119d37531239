// SPDX-License-Identifier: BSL-1.0
// A crawler, step 1: a visit is an object with a next(): its phase, its page and its error are kept by hand.
#include "made_up_web.hpp"

#include <deque>
#include <list>
#include <optional>

class visit {
public:
    visit(std::string url, notebook& notes, std::deque<std::string>& frontier)
        : url_(std::move(url)), notes_(notes), frontier_(frontier) {}

    /// To be called when the time that it asked for is over. Returns: when to call again; empty: never.
    std::optional<milliseconds> next(milliseconds now) {
        switch (phase_) {
        case phase::created:
            phase_ = phase::connecting;
            return connecting;
        case phase::connecting:
            try {
                page_ = &look_up(url_);
            } catch (const not_found& error) {
                notes_.missing(now, error);
                break;
            }
            phase_ = phase::reading;
            return page_->takes;
        case phase::reading:
            notes_.found(now, url_, *page_);
            for (const std::string& link : page_->links)
                if (notes_.is_new(link)) frontier_.push_back(link);
            break;
        case phase::ended:
            break;
        }
        phase_ = phase::ended;
        return {};
    }

private:
    enum class phase { created, connecting, reading, ended };
    phase phase_ = phase::created;
    const page* page_ = nullptr;
    std::string url_;
    notebook& notes_;
    std::deque<std::string>& frontier_;
};

int main() {
    notebook notes;
    notes.is_new("/");
    std::deque<std::string> frontier{"/"};
    std::list<visit> visits;
    std::multimap<milliseconds, visit*> calendar;
    milliseconds now = 0ms;
    while (true) {
        while (!frontier.empty()) { // start what was found
            visits.emplace_back(frontier.front(), notes, frontier);
            frontier.pop_front();
            calendar.emplace(now, &visits.back());
        }
        if (calendar.empty()) break;
        visit* due = calendar.begin()->second; // go on with who is due
        now = calendar.begin()->first;
        calendar.erase(calendar.begin());
        if (std::optional<milliseconds> wait = due->next(now)) calendar.emplace(now + *wait, due);
    }
    notes.close(now);
}
