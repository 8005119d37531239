// SPDX-License-Identifier: BSL-1.0
//
// A random program, run by a model that knows no coroutine: a task is a stack of scripts and how far each is.
#pragma once

#include "model_waits.hpp"

namespace promises {

class model final : model_waits {
public:
    explicit model(const script& program) {
        root.apart = true;
        spawn(root, program, false);
    }

    outcome run() {
        task& main = *tasks.front();
        while (main.now != state::ended && out.end.empty()) {
            if (ready.empty() && !wait())
                out.end = "deadlock";
            else
                take_turn();
        }
        if (out.end.empty()) {
            main.error_seen = true;
            out.end = main.error.empty()          ? "ended"
                      : main.error == "cancelled" ? "task_cancelled"
                                                  : main.error;
        }
        close();
        for (const auto& one : tasks) out.lost += one->failed() && !one->error_seen ? 1 : 0;
        out.permits = permits;
        return std::move(out);
    }

private:
    task& spawn(group& in, const script& todo, bool has_handle) {
        tasks.push_back(
            std::make_unique<task>(task{static_cast<int>(tasks.size()) + 1, &todo, &in, has_handle}));
        in.children.push_back(tasks.back().get());
        ready.push_back({tasks.back().get(), nullptr});
        return *tasks.back();
    }

    void step(task& t) override {
        t.now = state::running;
        t.budget = 128;
        const wait_for waited = std::exchange(t.waits, wait_for::nothing);
        if (t.dropped) {
            for (const frame& f : t.frames) out.lost += f.group ? 1 : 0; // it was left open
            while (!t.frames.empty()) pop(t);
            t.error = "cancelled";
            return end(t);
        }
        if (!std::exchange(t.started, true)) {
            if (pending(t)) {
                t.error = "cancelled";
                return end(t);
            }
            say(t.id, "begins");
            t.frames.push_back({part::plain, nullptr, t.todo});
        } else if (std::exchange(t.refused, false)) {
            t.left_of_burst = 0;
            t.error = "cancelled";
        } else {
            after_wait(t, waited);
        }
        while (t.now == state::running) {
            if (t.frames.empty()) {
                say(t.id, t.error.empty() ? "ends" : "fails by " + t.error);
                end(t);
            } else if (!t.error.empty()) {
                unwind(t);
            } else {
                go_on(t);
            }
        }
    }
    void end(task& t) {
        t.now = state::ended;
        for (task* joiner : std::exchange(t.joiners, {})) {
            if (joiner->waits == wait_for::winner) {
                auto& arms = joiner->frames.back().arms;
                joiner->winner = static_cast<int>(std::find(arms.begin(), arms.end(), &t) - arms.begin());
                for (task* arm : arms) std::erase(arm->joiners, joiner);
            }
            wake(*joiner);
        }
        std::erase(t.in->children, &t);
        if (t.failed() && !t.in->apart) {
            t.in->failures.push_back(t.error);
            t.error_seen = true;
            cancel(t.in->scope);
        }
        if (t.in->children.empty() && t.in->waiting) {
            t.in->cut = outer_effective(t.in->scope);
            wake(*std::exchange(t.in->waiting, nullptr));
        }
    }
    void pop(task& t) {
        frame& f = t.frames.back();
        if (f.kind == part::scoped) scopes[f.number] = nullptr;
        if (f.kind == part::grouped) groups[f.number] = nullptr;
        if (scope* s = f.own_scope()) disarm(*s);
        t.frames.pop_back();
    }

    // ---- the ends of waits

    void after_wait(task& t, wait_for what) {
        if (what == wait_for::winner) {
            frame& race = t.frames.back();
            task& first = *race.arms[static_cast<std::size_t>(t.winner)];
            first.error_seen = true;
            leave_group(t, first.error == "cancelled" ? "task_cancelled" : first.error);
        } else if (t.joins) {
            joined(t);
        } else {
            burst(t);
        }
    }
    // ---- the ends of parts

    void unwind(task& t) {
        frame& f = t.frames.back();
        const bool cut = t.error == "cancelled";
        switch (f.kind) {
        case part::attempt:
            if (cut && !f.made_by->flag) break;
            pop(t);
            say(t.id, "catches " + t.error);
            t.error.clear();
            return;
        case part::scoped:
        case part::limited: {
            const bool ends_here = cut && f.scope->called && !outer_effective(*f.scope);
            if (!ends_here) break;
            t.error.clear();
            if (f.kind == part::scoped)
                say(t.id, f.scope->timed_out ? "scope timed out" : "scope cut");
            else if (f.made_by->flag)
                say(t.id, "moved on");
            else
                t.error = "timeout";
            return pop(t);
        }
        case part::grouped:
        case part::raced:
            return leave_group(t, std::exchange(t.error, {}));
        default:
            break;
        }
        pop(t);
    }
    // The body of a group has ended, or its race is decided.
    void leave_group(task& t, std::string error) {
        frame& f = t.frames.back();
        f.leaving = true;
        f.error = std::move(error);
        if (!f.error.empty() || f.kind == part::raced) cancel(f.group->scope);
    }
    void left_group(task& t) {
        frame f = t.frames.back();
        if (f.kind == part::grouped && f.error.empty() && f.group->cut) f.error = "cancelled";
        const bool cut = f.error == "cancelled";
        const bool ends_here = cut && f.group->scope.called && !outer_effective(f.group->scope);
        pop(t);
        if (!f.group->failures.empty() || (!f.error.empty() && !cut && f.kind == part::grouped)) {
            t.error = "group[";
            for (const std::string& one : f.group->failures) t.error += ' ' + one;
            if (!f.error.empty() && !cut) t.error += ' ' + f.error;
            t.error += " ]";
        } else if (cut) {
            if (ends_here)
                say(t.id, "group cut");
            else
                t.error = "cancelled";
        } else if (f.kind == part::raced) {
            t.error = f.error;
            if (t.error.empty())
                say(t.id, "won by " + std::to_string(t.winner) + ", task " +
                              std::to_string(f.arms[static_cast<std::size_t>(t.winner)]->id));
        } else {
            say(t.id, "group done");
        }
    }
    void ended(task& t) {
        frame& f = t.frames.back();
        switch (f.kind) {
        case part::each:
            if (++f.item == f.made_by->n) break;
            f.at = 0;
            return say(t.id, "item " + std::to_string(f.item));
        case part::source:
            if (f.closing) break;
            say(t.id, "item " + std::to_string(f.item));
            f.closing = ++f.item == f.made_by->m;
            if (f.item == f.made_by->n && !f.closing) break;
            f.at = 0;
            return;
        case part::scoped:
            say(t.id, "scope done");
            break;
        case part::limited:
            if (f.made_by->flag) say(t.id, "in time");
            break;
        case part::grouped:
            return leave_group(t, {});
        default:
            break;
        }
        pop(t);
    }

    // ---- actions

    void go_on(task& t) {
        frame& f = t.frames.back();
        if (f.leaving) {
            if (f.group->children.empty()) return left_group(t);
            park(t, wait_for::children);
            f.group->waiting = &t;
        } else if (f.kind == part::raced) {
            if (refused(t)) return;
            park(t, wait_for::winner);
            for (task* arm : f.arms) arm->joiners.push_back(&t);
        } else if (f.at == f.todo->actions.size()) {
            ended(t);
        } else {
            const action& next = f.todo->actions[f.at++];
            say(t.id, "does " + std::to_string(static_cast<int>(next.what)));
            act(t, next);
        }
    }
    frame& push(task& t, part kind, const action& one) {
        t.frames.push_back({kind, &one, one.inside.empty() ? nullptr : &one.inside[0]});
        return t.frames.back();
    }
    void act(task& t, const action& one) {
        switch (one.what) {
        case verb::give_way:
            if (!refused(t)) give_way(t);
            break;
        case verb::burst:
            t.left_of_burst = one.n;
            return burst(t);
        case verb::nap:
            return nap(t, one.n);
        case verb::take:
            return take(t);
        case verb::join:
            return join(t, with_handle(one.n));
        case verb::call:
            push(t, part::plain, one);
            break;
        case verb::attempt:
            push(t, part::attempt, one);
            break;
        case verb::each:
            if (one.n == 0) break;
            say(t.id, "item 0");
            push(t, part::each, one);
            break;
        case verb::source:
            if (one.n != 0) push(t, part::source, one);
            break;
        case verb::scoped:
        case verb::limited:
            return enter_scope(t, one);
        case verb::grouped:
        case verb::raced:
            return enter_group(t, one);
        case verb::spawn:
            if (one.n < 0)
                spawn(root, one.inside[0], true);
            else if (group* into = known(groups, one.n))
                spawn(*into, one.inside[0], true);
            break;
        case verb::cancel_task:
            return cancel_one(t.id, one.n);
        case verb::cancel_scope:
            if (scope* s = known(scopes, one.n)) cancel(*s);
            break;
        case verb::reschedule:
            if (scope* s = known(scopes, one.n)) reschedule(*s, one.m);
            break;
        case verb::cancel_group:
            if (group* g = known(groups, one.n)) cancel(g->scope);
            break;
        case verb::give:
            for (int i = 0; i < one.n; ++i) give();
            break;
        case verb::fail:
            t.error = "e" + std::to_string(one.n);
            break;
        case verb::soon:
            ready.push_back({nullptr, &one});
            break;
        case verb::later:
            if (one.after == 0)
                ready.push_back({nullptr, &one});
            else
                timers[{now + one.after, sequence++}] = {nullptr, nullptr, &one};
            break;
        }
    }
    void enter_scope(task& t, const action& one) {
        auto made = std::make_shared<scope>();
        made->shield = one.what == verb::scoped && one.flag;
        enter(t, *made, one.n);
        frame& f = push(t, one.what == verb::scoped ? part::scoped : part::limited, one);
        f.scope = made;
        f.number = scopes.size();
        if (one.what == verb::scoped) scopes.push_back(made.get());
    }
    void enter_group(task& t, const action& one) {
        auto made = std::make_shared<group>();
        enter(t, made->scope, -1);
        frame& f = push(t, one.what == verb::raced ? part::raced : part::grouped, one);
        f.group = made;
        f.number = groups.size();
        if (one.what == verb::grouped) {
            groups.push_back(made.get());
        } else {
            made->apart = true;
            for (const script& arm : one.inside) f.arms.push_back(&spawn(*made, arm, false));
        }
    }
    void call_back(const action& what) override {
        say(0, "is called back");
        switch (static_cast<callback_does>(what.m)) {
        case callback_does::give:
            return give();
        case callback_does::cancel_task:
            return cancel_one(0, what.n);
        case callback_does::cancel_scope:
            if (scope* s = known(scopes, what.n)) cancel(*s);
        }
    }
};

} // namespace promises
