// SPDX-License-Identifier: BSL-1.0
//
// `round_robin<Trap, Answer>`: the scheduler of the time before event loops: tasks are generators, and a task
// that wants something of the world yields a *trap*, an object of the user's, to a *handler*, a function of
// the user's. The handler answers at once, or keeps the *waiter* that it is given and answers when it can.
// The scheduler itself knows turns, and who waits for whom to end; sleeping, mailboxes, new tasks are traps,
// written by whoever needs them.
//
//     ready ──► task ──co_yield trap──► handler(trap, waiter) ──waiter.resume(answer)──► ready, for the next turn
//
// A turn runs exactly the tasks that were ready when it began, in the order in which they became so; what
// becomes ready meanwhile runs in the next turn. The promises in full: docs/scheduling.md.
#pragma once

#include <rondo/gen/generator.hpp>

#include <cstdint>
#include <deque>
#include <map>
#include <string>
#include <variant>
#include <vector>

namespace rondo::inline v0 {

/// Tasks are numbered from 1, in the order in which they were spawned.
using task_number = std::uint64_t;

/// Several functions as one, told apart by their arguments: a handler for each kind of trap.
/// Example: `robin.run(handlers{[&](sleep_for s, waiter w) { … }, [&](receive& r, waiter w) { … }});`
template <class... F>
struct handlers : F... {
    using F::operator()...;
};
template <class... F>
handlers(F...) -> handlers<F...>;

namespace detail {

[[noreturn]] RONDO_API void throw_deadlock(const std::vector<std::string>& names);
[[noreturn]] RONDO_API void throw_not_waiting(task_number task);
[[noreturn]] RONDO_API void throw_cannot_join(task_number joiner, task_number task);
[[noreturn]] RONDO_API void throw_already_running();

struct no_handler {}; // of tasks whose traps say nothing

template <class... Kind>
std::variant<Kind...>* as_variant(std::variant<Kind...>* trap) {
    return trap;
}
template <class... Kind>
const std::variant<Kind...>* as_variant(const std::variant<Kind...>* trap) {
    return trap;
}

/// Calls `handle` with the trap if it takes it whole, else with what is in it: it is, or derives from, a
/// variant.
template <class Handler, class Trap, class Waiter>
void handle_trap(Handler& handle, Trap&& trap, const Waiter& who) {
    constexpr bool whole = std::is_invocable_v<Handler&, Trap, const Waiter&>;
    constexpr bool variant = requires { as_variant(std::addressof(trap)); };
    static_assert(whole || variant, "round_robin: the handler takes (trap, waiter)");
    if constexpr (whole) {
        handle(std::forward<Trap>(trap), who);
    } else if constexpr (variant) {
        auto one_kind = [&](auto&& kind) {
            constexpr bool known = std::is_invocable_v<Handler&, decltype(kind), const Waiter&>;
            static_assert(
                known, "round_robin: the handler takes (kind, waiter) for each kind of trap in the variant");
            if constexpr (known) handle(std::forward<decltype(kind)>(kind), who);
        };
        auto& kinds = *as_variant(std::addressof(trap));
        if constexpr (std::is_lvalue_reference_v<Trap>) {
            std::visit(one_kind, kinds);
        } else {
            std::visit(one_kind, std::move(kinds));
        }
    }
}

} // namespace detail

/// Runs generators as tasks, in exact round robin. A task gives way by a `co_yield`: of a `Trap`, which the
/// handler then interprets; of `nothing` when Trap is void, and it is ready again at once. The `co_yield`
/// gives the answer of the waiter, as `std::optional<Answer>`. `Trap` is as a generator's Yield:
/// `round_robin<trap&&>` runs `generator<trap&&>`, and its handler may move from the trap. An error that
/// leaves a task is thrown at the co_yield of each task that joined it; when there is none, out of run().
/// What is left when the scheduler is destroyed is dropped, in the order of spawning.
/// Lifetime: waiters point to the scheduler, which does not move. Threads: one.
/// Cost: a task is a node in a map beside its frame; a step is O(log tasks).
template <class Trap = void, class Answer = void>
class round_robin {
public:
    using body_type = generator<Trap, Answer>;

    /// A task that waits in one trap, to be answered once, now or later: a handler may keep it wherever it
    /// likes. A value: copies stand for the same wait. One that is dropped leaves the task waiting.
    class waiter {
    public:
        task_number task() const noexcept { return number_; }
        /// Whether the task still waits in this trap: not answered, not ended.
        bool waiting() const noexcept { return find() != nullptr; }

        /// Makes the task ready: its co_yield gives nothing. Throws: value_error when it does not wait here
        /// any more.
        void resume() const { static_cast<void>(wake()); }
        /// The same: its co_yield gives `answer`.
        template <class A = Answer>
            requires(!std::is_void_v<Answer>) && std::convertible_to<A, Answer>
        void resume(A&& answer) const {
            Answer converted(std::forward<A>(answer));
            wake().answer.emplace(std::move(converted));
        }
        /// The same: its co_yield throws `error`.
        void throw_ptr(std::exception_ptr error) const {
            expects(error != nullptr, "throw_ptr needs an exception");
            wake().error = std::move(error);
        }
        template <class E>
            requires(!std::same_as<std::remove_cvref_t<E>, std::exception_ptr>)
        void throw_(E&& error) const {
            throw_ptr(std::make_exception_ptr(std::forward<E>(error)));
        }

    private:
        friend round_robin;
        waiter(round_robin& robin, task_number number, std::uint64_t trap)
            : robin_(&robin), number_(number), trap_(trap) {}

        auto* find() const noexcept {
            auto found = robin_->tasks_.find(number_);
            return found != robin_->tasks_.end() && found->second.trap == trap_ ? &found->second : nullptr;
        }
        auto& wake() const {
            auto* waiting = find();
            if (!waiting) detail::throw_not_waiting(number_);
            robin_->ready_.push_back(waiting);
            waiting->trap = 0;
            return *waiting;
        }

        round_robin* robin_;
        task_number number_;
        std::uint64_t trap_;
    };

    round_robin() = default;
    round_robin(const round_robin&) = delete;
    round_robin& operator=(const round_robin&) = delete;
    ~round_robin() {
        while (!tasks_.empty()) tasks_.extract(tasks_.begin());
    }

    /// Adds a task, which is ready: its first run is in the next turn, after what became ready before.
    /// Returns: its number. The name is for messages; "task N" when empty.
    task_number spawn(body_type body, std::string name = {}) {
        const task_number number = ++spawned_;
        if (name.empty()) name = "task " + std::to_string(number);
        task& added = tasks_.try_emplace(number, number, std::move(name), std::move(body)).first->second;
        ready_.push_back(&added);
        return number;
    }

    /// Makes `who` ready when the task ends: with no answer, or with its error thrown at who's trap. A task
    /// that has ended already makes it ready at once: its error is gone, it left run().
    /// Throws: value_error when there is no such task, or it is who itself.
    void join(task_number number, waiter who) {
        if (number == 0 || number > spawned_ || number == who.task())
            detail::throw_cannot_join(who.task(), number);
        auto found = tasks_.find(number);
        if (found == tasks_.end()) {
            who.resume();
        } else {
            found->second.joiners.push_back(who);
        }
    }

    /// Runs one turn: what is ready now, each once, in the order in which it became ready; `handle(trap,
    /// waiter)`, or, when the trap is a variant, `handle(kind, waiter)`, is called for each trap. What handle
    /// throws is thrown at the trap.
    /// Returns: whether anything was ready. Throws: the error of a task that nobody joined; the next call
    /// goes on with the same turn. value_error when called from inside a task or a handler.
    template <class Handler>
    bool turn(Handler&& handle) {
        if (running_) detail::throw_already_running();
        if (left_in_turn_ == 0) {
            left_in_turn_ = ready_.size();
            turns_ += left_in_turn_ != 0;
        }
        if (left_in_turn_ == 0) return false;
        struct running {
            bool& flag;
            explicit running(bool& running_now) : flag(running_now) { flag = true; }
            ~running() { flag = false; }
        } now(running_);
        while (left_in_turn_ > 0) {
            --left_in_turn_;
            task& next = *ready_.front();
            ready_.pop_front();
            step(next, handle);
        }
        return true;
    }
    bool turn()
        requires std::is_void_v<Trap>
    {
        return turn(detail::no_handler());
    }

    /// Runs turns until all tasks have ended. When nobody is ready, `when_idle()` is called, which makes
    /// somebody ready (the next sleeper) and says so, or returns false.
    /// Throws: as turn; runtime_error that names who waits when nobody is ready, and idle cannot help.
    template <class Handler, class Idle>
    void run(Handler&& handle, Idle&& when_idle) {
        for (;;) {
            while (turn(handle)) {}
            if (tasks_.empty()) return;
            if (!when_idle() && ready_.empty()) throw_deadlock();
        }
    }
    template <class Handler>
    void run(Handler&& handle) {
        run(handle, [] { return false; });
    }
    void run()
        requires std::is_void_v<Trap>
    {
        run(detail::no_handler());
    }

    std::size_t alive() const noexcept { return tasks_.size(); } ///< tasks that have not ended
    std::size_t ready() const noexcept { return ready_.size(); } ///< those of them that wait for nothing
    std::uint64_t turns() const noexcept { return turns_; }      ///< turns begun so far
    /// The name of a task, "" when it has ended.
    std::string name(task_number number) const {
        auto found = tasks_.find(number);
        return found == tasks_.end() ? std::string() : found->second.name;
    }

private:
    using answer_type = std::conditional_t<std::is_void_v<Answer>, bool, std::optional<Answer>>;

    struct task {
        task(task_number own_number, std::string own_name, body_type own_body)
            : number(own_number), name(std::move(own_name)), body(std::move(own_body)) {}
        task_number number;
        std::string name;
        body_type body;
        std::uint64_t trap = 0; ///< which of its traps it waits in; 0: ready or running
        std::uint64_t traps = 0;
        answer_type answer{};
        std::exception_ptr error; ///< to be thrown at the trap instead
        std::vector<waiter> joiners;
    };

    auto advance(task& now) {
        if (now.error) return now.body.throw_ptr(std::exchange(now.error, nullptr));
        if constexpr (!std::is_void_v<Answer>) {
            if (now.answer) return now.body.send(*std::exchange(now.answer, std::nullopt));
        }
        return now.body.next();
    }

    template <class Handler>
    void step(task& now, Handler& handle) {
        typename body_type::step_type trap;
        try {
            trap = advance(now);
        } catch (...) {
            return end(now, std::current_exception());
        }
        if (!trap) return end(now, nullptr);
        now.trap = ++now.traps;
        const waiter who(*this, now.number, now.trap);
        if constexpr (std::is_void_v<Trap>) {
            who.resume();
        } else {
            try {
                detail::handle_trap(handle, *std::move(trap), who);
            } catch (...) {
                if (!who.waiting()) throw;
                who.throw_ptr(std::current_exception());
            }
        }
    }

    void end(task& ended, const std::exception_ptr& error) {
        auto gone = tasks_.extract(ended.number);
        bool told = false;
        for (const waiter& joiner : gone.mapped().joiners) {
            if (!joiner.waiting()) continue; // the handler answered it by other means
            error ? joiner.throw_ptr(error) : joiner.resume();
            told = true;
        }
        if (error && !told) std::rethrow_exception(error);
    }

    [[noreturn]] void throw_deadlock() const {
        std::vector<std::string> names;
        names.reserve(tasks_.size());
        for (const auto& [number, waiting] : tasks_) names.push_back(waiting.name);
        detail::throw_deadlock(names);
    }

    std::map<task_number, task> tasks_;
    std::deque<task*> ready_;
    std::size_t left_in_turn_ = 0;
    task_number spawned_ = 0;
    std::uint64_t turns_ = 0;
    bool running_ = false;
};

} // namespace rondo::inline v0
