// SPDX-License-Identifier: BSL-1.0
//
// A random program, run by the library.
#pragma once

#include "program.hpp"

#include <rondo/base/unraisable.hpp>
#include <rondo/core/adopt.hpp>
#include <rondo/core/async_generator.hpp>
#include <rondo/core/cancel_scope.hpp>
#include <rondo/core/loop.hpp>
#include <rondo/core/race.hpp>
#include <rondo/core/routine.hpp>
#include <rondo/core/sleep.hpp>
#include <rondo/core/task.hpp>
#include <rondo/core/task_group.hpp>
#include <rondo/core/time_source.hpp>
#include <rondo/gen/generator.hpp>

namespace promises {

inline std::string name_of(const std::exception_ptr& error) {
    try {
        std::rethrow_exception(error);
    } catch (const rondo::cancelled&) {
        return "cancelled";
    } catch (const rondo::exception_group& group) {
        std::string all = "group[";
        for (const std::exception_ptr& inner : group.errors()) all += ' ' + name_of(inner);
        return all + " ]";
    } catch (const failed& e) {
        return e.text;
    } catch (const rondo::timeout_error&) {
        return "timeout";
    } catch (const rondo::task_cancelled&) {
        return "task_cancelled";
    } catch (const rondo::deadlock_error&) {
        return "deadlock";
    } catch (const std::exception& e) {
        return e.what();
    } catch (...) {
        return "something else";
    }
}

/// Permits, handed over one by one: the smallest thing to wait for that can lose something.
class permit_box {
public:
    class take_op {
    public:
        explicit take_op(permit_box& from) noexcept : from_(from) {}
        bool ready() noexcept { return from_.permits_ > 0 && from_.permits_-- > 0; }
        void start(rondo::waiter& who) noexcept { from_.takers_.push_back(who); }
        bool abort(rondo::waiter& who) noexcept {
            from_.takers_.erase(who);
            return true;
        }
        void take() const noexcept {}

    private:
        permit_box& from_;
    };
    take_op take() noexcept { return take_op(*this); }
    void give() noexcept {
        if (rondo::waiter* taker = takers_.pop_claimed())
            taker->unpark();
        else
            ++permits_;
    }
    int permits() const noexcept { return permits_; }

private:
    rondo::waiter_list takers_;
    int permits_ = 0;
};

inline rondo::generator<int> count_to(int n) {
    for (int i = 0; i < n; ++i) co_yield i;
}

class performance {
public:
    performance(rondo::loop& on, rondo::duration unit) : on_(on), unit_(unit) {}
    performance(const performance&) = delete;

    rondo::task<> main(const script& todo) {
        handles_.emplace_back();
        return body_of(todo, 1);
    }
    void let_go() { handles_.clear(); }

    outcome out;
    permit_box box;

private:
    template <class T>
    static T* known(const std::vector<T*>& all, int n) {
        return all.empty() ? nullptr : all[static_cast<std::size_t>(n) % all.size()];
    }
    void say(int task, const std::string& what) {
        out.log.push_back(line_of(on_.turns(), on_.now().time_since_epoch() / unit_, task, what));
    }
    rondo::duration units(int n) const { return n < 0 ? rondo::forever : n * unit_; }
    int new_task() {
        handles_.emplace_back();
        return static_cast<int>(handles_.size());
    }

    rondo::task<> body_of(const script& todo, int self) {
        say(self, "begins");
        try {
            co_await perform(todo, self);
        } catch (...) {
            say(self, "fails by " + name_of(std::current_exception()));
            throw;
        }
        say(self, "ends");
    }
    rondo::routine<> routine_of(const script& todo, int self) { co_yield body_of(todo, self); }
    rondo::generator<rondo::task<>&&> requests_of(const script& todo, int self) {
        co_yield body_of(todo, self);
    }
    rondo::task<int> arm_of(const script& todo, int self) {
        co_await body_of(todo, self);
        co_return self;
    }
    rondo::task<> perform(const script& todo, int self) {
        for (const action& one : todo.actions) {
            say(self, "does " + std::to_string(static_cast<int>(one.what)));
            if (at_once(one, self)) continue;
            co_await act(one, self);
        }
    }

    void cancel_task(int self, int n) {
        auto& target = handles_[static_cast<std::size_t>(n) % handles_.size()];
        if (target) say(self, target.cancel() ? "cancels" : "is late to cancel");
    }
    void cancel_scope(int n) {
        if (rondo::cancel_scope* scope = known(scopes_, n)) scope->cancel();
    }
    void call_back(int n, int m) {
        say(0, "is called back");
        switch (static_cast<callback_does>(m)) {
        case callback_does::give:
            return box.give();
        case callback_does::cancel_task:
            return cancel_task(0, n);
        case callback_does::cancel_scope:
            return cancel_scope(n);
        }
    }

    /// What needs no wait. Returns: whether it was that.
    bool at_once(const action& one, int self) {
        switch (one.what) {
        case verb::spawn: {
            rondo::task_group* into = one.n < 0 ? &on_.root() : known(groups_, one.n);
            if (!into) return true;
            const int made = new_task();
            auto& handle = handles_.back();
            switch (static_cast<body_kind>(one.m)) {
            case body_kind::task:
                handle = into->spawn(body_of(one.inside[0], made));
                break;
            case body_kind::routine:
                handle = into->spawn(routine_of(one.inside[0], made));
                break;
            case body_kind::adopted:
                handle = into->spawn(requests_of(one.inside[0], made));
                break;
            }
            if (one.n >= 0) children_[static_cast<std::size_t>(one.n) % groups_.size()].push_back(handle);
            return true;
        }
        case verb::cancel_task:
            cancel_task(self, one.n);
            return true;
        case verb::cancel_scope:
            cancel_scope(one.n);
            return true;
        case verb::reschedule:
            if (rondo::cancel_scope* scope = known(scopes_, one.n); scope && !scope->cancel_called())
                scope->reschedule_after(units(one.m));
            return true;
        case verb::cancel_group:
            if (rondo::task_group* group = known(groups_, one.n)) group->cancel();
            return true;
        case verb::give:
            for (int i = 0; i < one.n; ++i) box.give();
            return true;
        case verb::soon:
            on_.call_soon([this, &one] { call_back(one.n, one.m); });
            return true;
        case verb::later:
            on_.call_later(units(one.after), [this, &one] { call_back(one.n, one.m); });
            return true;
        case verb::fail:
            throw failed(one.n);
        default:
            return false;
        }
    }

    rondo::task<> act(const action& one, int self) {
        switch (one.what) {
        case verb::give_way:
            co_await rondo::yield_now();
            break;
        case verb::burst:
            for (int i = 0; i < one.n; ++i) co_await rondo::checkpoint();
            break;
        case verb::nap:
            co_await rondo::sleep(units(one.n));
            break;
        case verb::take:
            co_await box.take();
            break;
        case verb::call:
            co_await perform(one.inside[0], self);
            break;
        case verb::each:
            for (int item : count_to(one.n)) {
                say(self, "item " + std::to_string(item));
                co_await perform(one.inside[0], self);
            }
            break;
        case verb::source:
            co_await taking(one, self);
            break;
        case verb::join:
            co_await joining(one, self);
            break;
        case verb::attempt:
            co_await attempting(one, self);
            break;
        case verb::scoped:
            co_await scoping(one, self);
            break;
        case verb::limited:
            co_await limiting(one, self);
            break;
        case verb::grouped:
            co_await grouping(one, self);
            break;
        case verb::raced:
            co_await racing(one, self);
            break;
        default:
            break;
        }
    }
    rondo::async_generator<int> items_of(const action& one, int self) {
        for (int item = 0; item < one.n; ++item) {
            co_await perform(one.inside[0], self);
            bool closed = false;
            try {
                co_yield item;
            } catch (const rondo::generator_exit&) {
                closed = true;
            }
            if (closed) {
                co_await perform(one.inside[0], self);
                co_return;
            }
        }
    }
    rondo::task<> taking(const action& one, int self) {
        auto items = items_of(one, self);
        while (auto step = co_await items.next()) {
            say(self, "item " + std::to_string(*step));
            if (*step + 1 == one.m) co_await items.close();
        }
    }
    rondo::task<> joining(const action& one, int self) {
        rondo::join_handle<> target = handles_[static_cast<std::size_t>(one.n) % handles_.size()];
        if (!target || target.id() == static_cast<std::uint64_t>(self)) co_return;
        co_await target;
        say(self, "has joined");
    }
    rondo::task<> attempting(const action& one, int self) {
        std::string caught;
        try {
            co_await perform(one.inside[0], self);
        } catch (const rondo::cancelled&) {
            if (!one.flag) throw;
            caught = "cancelled";
        } catch (...) {
            caught = name_of(std::current_exception());
        }
        if (!caught.empty()) say(self, "catches " + caught);
    }
    rondo::task<> scoping(const action& one, int self) {
        rondo::cancel_scope scope{{.timeout = units(one.n), .shield = one.flag}};
        const place_of<rondo::cancel_scope> known_as(scopes_, &scope);
        const bool done = co_await scope.run(perform(one.inside[0], self));
        say(self, done ? "scope done" : scope.timed_out() ? "scope timed out" : "scope cut");
    }
    rondo::task<> limiting(const action& one, int self) {
        if (one.flag) {
            const bool done = co_await rondo::move_on_after(units(one.n), perform(one.inside[0], self));
            say(self, done ? "in time" : "moved on");
        } else {
            co_await rondo::fail_after(units(one.n), perform(one.inside[0], self));
        }
    }
    rondo::task<> grouping(const action& one, int self) {
        const place_of<rondo::task_group> known_as(groups_, nullptr);
        const all_ended_after check{*this, known_as.number};
        children_.emplace_back();
        auto body = [&](rondo::task_group& group) {
            groups_[known_as.number] = &group;
            return perform(one.inside[0], self);
        };
        const bool done = co_await rondo::with_task_group(body);
        say(self, done ? "group done" : "group cut");
    }
    rondo::task<> racing(const action& one, int self) {
        std::vector<rondo::task<int>> arms;
        for (const script& arm : one.inside) arms.push_back(arm_of(arm, new_task()));
        auto won = co_await rondo::race(std::move(arms));
        say(self, "won by " + std::to_string(won.which) + ", task " + std::to_string(won.first));
    }

    /// A place in a list of things that can be reached while they are there.
    template <class T>
    struct place_of {
        place_of(std::vector<T*>& in, T* what) : all(in), number(in.size()) { all.push_back(what); }
        place_of(const place_of&) = delete;
        ~place_of() { all[number] = nullptr; }
        std::vector<T*>& all;
        std::size_t number;
    };
    /// A group is left only when all its children have ended.
    struct all_ended_after {
        performance& in;
        std::size_t number;
        ~all_ended_after() {
            for (const auto& child : in.children_[number]) in.out.unkept += child.done() ? 0 : 1;
            in.children_[number].clear();
        }
    };

    rondo::loop& on_;
    rondo::duration unit_;                      // of time in the program
    std::vector<rondo::join_handle<>> handles_; // of task 1, 2, …; empty for main and for arms of races
    std::vector<rondo::cancel_scope*> scopes_;
    std::vector<rondo::task_group*> groups_;
    std::vector<std::vector<rondo::join_handle<>>> children_; // of each group
};

/// Runs `program` on a loop whose time jumps. `unit` is what it takes for a millisecond: in nanoseconds all its timers are
/// of one tick.
inline outcome perform(const script& program, rondo::oracle* chooser = nullptr,
                       rondo::instrument* observer = nullptr,
                       rondo::duration unit = rondo::duration(1'000'000)) {
    static thread_local int lost;
    lost = 0;
    const auto before = rondo::set_unraisable_hook([](const rondo::unraisable&) noexcept { ++lost; });
    rondo::manual_time time;
    outcome out;
    {
        rondo::loop on{{.time = &time, .chooser = chooser, .observer = observer}};
        performance run(on, unit);
        try {
            on.run_until(run.main(program));
            out.end = "ended";
        } catch (...) {
            out.end = name_of(std::current_exception());
            if (out.end.starts_with("deadlock")) out.end = "deadlock";
        }
        on.close();
        run.let_go();
        run.out.end = out.end;
        run.out.permits = run.box.permits();
        out = std::move(run.out);
    }
    out.lost = lost;
    rondo::set_unraisable_hook(before);
    return out;
}

} // namespace promises
