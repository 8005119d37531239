// SPDX-License-Identifier: BSL-1.0
//
// What a task of the model may wait for, and how it comes to wait.
#pragma once

#include "model_world.hpp"

namespace promises {

class model_waits : public model_world {
protected:
    // Every wait but the one for a group's children looks for cancellation first.
    static bool refused(task& t) {
        if (!pending(t)) return false;
        t.error = "cancelled";
        return true;
    }
    void park(task& t, wait_for what) {
        arm_deadlines(t);
        t.now = state::parked;
        t.waits = what;
    }
    void give_way(task& t) {
        arm_deadlines(t);
        wake(t);
        t.waits = wait_for::way;
    }
    // What was there already: goes on at once, unless the step has had its share.
    bool within_budget(task& t) {
        if (--t.budget != 0) return true;
        give_way(t);
        return false;
    }
    void burst(task& t) {
        while (t.left_of_burst > 0) {
            if (refused(t)) {
                t.left_of_burst = 0;
                return;
            }
            --t.left_of_burst;
            if (!within_budget(t)) return;
        }
    }
    void joined(task& t) {
        task& target = *std::exchange(t.joins, nullptr);
        if (target.failed()) {
            target.error_seen = true;
            t.error = target.error;
        } else if (!target.error.empty()) {
            t.error = "task_cancelled";
        } else {
            say(t.id, "has joined");
        }
    }

    void nap(task& t, int length) {
        if (refused(t)) return;
        park(t, wait_for::time);
        if (length == 0) return wake(t);
        if (length < 0) return;
        t.napping = true;
        t.nap = {now + length, sequence++};
        timers[t.nap] = {&t, nullptr, nullptr};
    }
    void take(task& t) {
        if (refused(t)) return;
        if (permits > 0) {
            --permits;
            within_budget(t);
        } else {
            park(t, wait_for::permit);
            takers.push_back(&t);
        }
    }
    void give() {
        if (takers.empty()) {
            ++permits;
        } else {
            wake(*takers.front());
            takers.erase(takers.begin());
        }
    }
    void join(task& t, task* target) {
        if (!target || target == &t || refused(t)) return;
        t.joins = target;
        if (target->now == state::ended) {
            if (within_budget(t)) joined(t);
        } else {
            park(t, wait_for::task);
            target->joiners.push_back(&t);
        }
    }
    void cancel_one(int by, int n) {
        task* target = with_handle(n);
        if (!target) return;
        const bool late = target->now == state::ended;
        if (!late) model_world::cancel_task(*target);
        say(by, late ? "is late to cancel" : "cancels");
    }

    // ---- by number

    template <class T>
    static T* known(const std::vector<T*>& all, int n) {
        return all.empty() ? nullptr : all[static_cast<std::size_t>(n) % all.size()];
    }
    task* with_handle(int n) {
        task& found = *tasks[static_cast<std::size_t>(n) % tasks.size()];
        return found.has_handle ? &found : nullptr;
    }
};

} // namespace promises
