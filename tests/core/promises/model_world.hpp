// SPDX-License-Identifier: BSL-1.0
//
// What a model of the kernel consists of: who is ready, in a list; timers, in a map by (deadline, sequence); and scopes,
// whose cancellation is looked up from the inside out, each time, by its definition. Slow, and meant to be read.
#pragma once

#include "program.hpp"

#include <algorithm>
#include <map>
#include <memory>
#include <vector>

namespace promises {

class model_world {
public:
    virtual ~model_world() = default;

protected:
    struct task;
    struct group;
    struct scope {
        task* host = nullptr;   // null: the root's
        scope* outer = nullptr; // of the same task
        bool shield = false, called = false, timed_out = false, armed = false;
        long deadline = -1;
        std::pair<long, long> key{}; // among the timers
    };
    struct group {
        model_world::scope scope{};
        std::vector<task*> children{}; // that have not ended
        std::vector<std::string> failures{};
        bool cut = false;   // the wait for the last child was cancelled from further out
        bool apart = false; // errors of children do not concern it
        task* waiting = nullptr;
    };
    enum class part { plain, each, source, attempt, scoped, limited, grouped, raced };
    struct frame {
        part kind;
        const action* made_by;
        const script* todo;
        std::size_t at = 0;
        int item = 0;
        bool leaving = false; // a group whose body has ended
        bool closing = false; // a source
        std::shared_ptr<model_world::scope> scope{};
        std::shared_ptr<model_world::group> group{};
        std::size_t number = 0; // among scopes or groups
        std::string error{};
        std::vector<task*> arms{};

        model_world::scope* own_scope() const { return group ? &group->scope : scope.get(); }
    };
    enum class state { ready, running, parked, ended };
    enum class wait_for { nothing, way, time, permit, task, children, winner };
    struct task {
        int id;
        const script* todo;
        group* in;
        bool has_handle;
        state now = state::ready;
        wait_for waits = wait_for::nothing;
        std::vector<frame> frames{};
        bool started = false, whole = false, dropped = false, refused = false, error_seen = false,
             napping = false;
        std::pair<long, long> nap{};
        int budget = 0, left_of_burst = 0, winner = -1;
        task* joins = nullptr;
        std::vector<task*> joiners{};
        std::string error{}; // that unwinds it, or has ended it
        bool failed() const { return now == state::ended && !error.empty() && error != "cancelled"; }
    };
    struct entry { // of the queue
        task* who;
        const action* callback;
    };
    struct timer {
        task* sleeper;
        model_world::scope* scope;
        const action* callback;
    };

    virtual void step(task& t) = 0;
    virtual void call_back(const action& what) = 0;

    // ---- scopes, by definition

    static scope* innermost(const task& t) {
        for (auto f = t.frames.rbegin(); f != t.frames.rend(); ++f)
            if (scope* s = f->own_scope()) return s;
        return nullptr;
    }
    static bool around(const task& t) { return t.whole || effective(t.in->scope); }
    static bool outer_effective(const scope& s) {
        if (s.shield || !s.host) return false;
        return s.outer ? effective(*s.outer) : around(*s.host);
    }
    static bool effective(const scope& s) { return s.called || outer_effective(s); }
    static bool pending(const task& t) {
        const scope* s = innermost(t);
        return s ? effective(*s) : around(t);
    }

    void enter(task& t, scope& s, int timeout) {
        s.host = &t;
        s.outer = innermost(t);
        if (timeout < 0) return;
        s.deadline = now + timeout;
        if (timeout == 0) s.called = s.timed_out = true;
    }
    void cancel(scope& s) {
        if (s.called) return;
        s.called = true;
        disarm(s);
        for (task* child : std::vector<task*>(root.children)) deliver(*child);
    }
    void cancel_task(task& t) {
        t.whole = true;
        for (task* child : std::vector<task*>(root.children)) deliver(*child);
    }
    // Everybody who waits and may not any more, a parent before its children, these in order of creation.
    void deliver(task& t) {
        if (t.now == state::parked && t.waits != wait_for::children && pending(t)) {
            forget_wait(t);
            t.refused = true;
            wake(t);
        }
        for (const frame& f : t.frames)
            if (f.group)
                for (task* child : std::vector<task*>(f.group->children)) deliver(*child);
    }
    void forget_wait(task& t) {
        if (std::exchange(t.napping, false)) timers.erase(t.nap);
        std::erase(takers, &t);
        if (t.joins) std::erase(t.joins->joiners, &t);
        t.joins = nullptr;
        if (t.waits == wait_for::winner)
            for (task* arm : t.frames.back().arms) std::erase(arm->joiners, &t);
    }

    // ---- time

    void disarm(scope& s) {
        if (std::exchange(s.armed, false)) timers.erase(s.key);
    }
    void arm(scope& s) {
        s.armed = true;
        s.key = {s.deadline, sequence++};
        timers[s.key] = {nullptr, &s, nullptr};
    }
    // When a task stops, the deadlines around it are armed that are not yet, the innermost first.
    void arm_deadlines(task& t) {
        for (auto f = t.frames.rbegin(); f != t.frames.rend(); ++f)
            if (scope* s = f->own_scope(); s && s->deadline >= 0 && !s->armed && !s->called) arm(*s);
    }
    void reschedule(scope& s, int timeout) {
        if (s.called) return;
        disarm(s);
        s.deadline = now + timeout;
        if (timeout == 0) {
            s.timed_out = true;
            cancel(s);
        } else if (s.host->now != state::running) {
            arm(s);
        }
    }
    // Moves on to the next timer, and fires what is due. False: there is none.
    bool wait() {
        while (ready.empty()) {
            if (timers.empty()) return false;
            now = std::max(now, timers.begin()->first.first);
            while (!timers.empty() && timers.begin()->first.first <= now) fire();
        }
        return true;
    }
    void fire() {
        const timer due = timers.begin()->second;
        timers.erase(timers.begin());
        if (due.callback) {
            ready.push_back({nullptr, due.callback});
        } else if (due.scope) {
            due.scope->armed = false;
            due.scope->timed_out = true;
            cancel(*due.scope);
        } else {
            due.sleeper->napping = false;
            wake(*due.sleeper);
        }
    }

    // ---- turns

    void wake(task& t) {
        t.now = state::ready;
        ready.push_back({&t, nullptr});
    }
    void take_turn() {
        ++turn;
        for (const entry& next : std::exchange(ready, {})) {
            if (next.callback)
                call_back(*next.callback);
            else
                step(*next.who);
        }
    }
    void close() {
        cancel(root.scope);
        while (!root.children.empty()) {
            if (ready.empty() && !wait()) abandon_one();
            take_turn();
        }
        take_turn();
    }
    // Level by level; the last that can be, goes.
    void abandon_one() {
        std::vector<task*> all = root.children;
        for (std::size_t i = 0; i < all.size(); ++i)
            for (const frame& f : all[i]->frames)
                if (f.group) {
                    const auto& children = f.group->children;
                    all.insert(all.end(), children.begin(), children.end());
                }
        const auto last = std::find_if(all.rbegin(), all.rend(),
                                       [](const task* t) { return t->waits != wait_for::children; });
        forget_wait(**last);
        (*last)->dropped = true;
        wake(**last);
    }
    void say(int id, const std::string& what) { out.log.push_back(line_of(turn, now, id, what)); }

    outcome out;
    group root;
    std::vector<std::unique_ptr<task>> tasks; // in order of creation
    std::vector<scope*> scopes;               // null: left
    std::vector<group*> groups;
    std::vector<entry> ready;
    std::map<std::pair<long, long>, timer> timers;
    std::vector<task*> takers;
    int permits = 0;
    std::uint64_t turn = 0;
    long now = 0;
    long sequence = 0;
};

} // namespace promises
