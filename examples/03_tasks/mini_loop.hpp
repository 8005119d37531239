// SPDX-License-Identifier: BSL-1.0
//
// A loop kernel in a few lines: a queue of who is ready, a calendar of who sleeps, and a turn. What a coroutine yields is
// a function that says who is to wake it, and when.
#pragma once

#include <rondo/gen/generator.hpp>

#include <chrono>
#include <deque>
#include <functional>
#include <map>
#include <memory>
#include <string>
#include <utility>
#include <vector>

namespace mini {

using std::chrono::milliseconds;

struct job;
using wake_up = std::function<void(job&)>;
using coroutine = rondo::generator<wake_up, void, std::string>; // yields wake-ups, returns a string

struct job {
    coroutine body;
    std::vector<job*> joiners;
};

class loop {
public:
    milliseconds now() const { return now_; }

    job& spawn(coroutine body) {
        jobs_.push_back(std::make_unique<job>());
        jobs_.back()->body = std::move(body);
        ready_.push_back(jobs_.back().get());
        return *jobs_.back();
    }
    wake_up sleep(milliseconds length) {
        return [this, until = now_ + length](job& who) { calendar_.emplace(until, &who); };
    }
    wake_up join(job& other) {
        return [this, &other](job& who) {
            if (other.body.result())
                ready_.push_back(&who);
            else
                other.joiners.push_back(&who);
        };
    }
    void run() {
        while (true) {
            for (std::size_t left = ready_.size(); left > 0; --left) { // a turn: exactly who is ready now
                job& next = *ready_.front();
                ready_.pop_front();
                if (auto wakes = next.body.next())
                    (*wakes)(next);
                else
                    ready_.insert(ready_.end(), next.joiners.begin(), next.joiners.end()); // it has ended
            }
            if (!ready_.empty()) continue;
            if (calendar_.empty()) return;
            now_ = calendar_.begin()->first; // nobody is ready: time jumps
            ready_.push_back(calendar_.begin()->second);
            calendar_.erase(calendar_.begin());
        }
    }

private:
    std::deque<job*> ready_;
    std::multimap<milliseconds, job*> calendar_; // of equal times, the first to fall asleep first
    std::vector<std::unique_ptr<job>> jobs_;
    milliseconds now_{};
};

} // namespace mini
