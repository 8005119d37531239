// SPDX-License-Identifier: BSL-1.0
//
// Processes as fibers: a plain function that waits by await(), at any depth of calls, as a process of a simulation. What it
// calls need not know of coroutines: callbacks of a library, recursion, code that was written for threads.
//
//     env.process(sim::fiber(f, args…))  the process is a task that waits for a fiber; the fiber waits for events in its place
#pragma once

#include <rondo/fiber/await.hpp>
#include <rondo/fiber/spawn_fiber.hpp>
#include <rondo/sim/process.hpp>

#include <type_traits>

namespace rondo::inline v0::sim {

namespace detail {

/// While it lives, the fiber that runs is whom the process's waits and interrupts are about.
class RONDO_API in_place_of {
public:
    explicit in_place_of(process_core* who);
    in_place_of(const in_place_of&) = delete;
    ~in_place_of();

private:
    process_core* who_;
    body* fiber_;
};
/// The process that `me` is; null when it is a task of the kernel's.
RONDO_API process_core* process_that_is(body& me) noexcept;

template <class T, class Kept>
process_of<T> run_as_fiber(Kept kept) {
    body& me = co_await rondo::detail::this_body;
    process_core* const who = process_that_is(me);
    auto call = [&kept, who]() -> T {
        const in_place_of stands(who);
        return kept.call();
    };
    auto run = on_fiber(std::move(call));
    co_return co_await std::move(run);
}

} // namespace detail

/// A process that calls `f(args…)` on a stack of its own, where `await(event)` waits: `env.process(sim::fiber(f, args…))`.
/// It has a name, is interrupted and awaited as any other. Keeps copies of callable and arguments until it has ended;
/// std::ref lends. Awaited in a process, `co_await sim::fiber(f)`, the fiber stands for that process until f returns.
/// Returns, Throws: as f. Cost: a stack, from the thread's pool, and three allocations from the frame pool.
/// Example: `env.process(sim::fiber([&] { for (;;) await(env.timeout(1)); }));`
template <class F, class... Args>
auto fiber(F&& f, Args&&... args) {
    using kept = detail::called_with<std::decay_t<F>, std::decay_t<Args>...>;
    using result = decltype(std::declval<kept&>().call());
    static_assert(
        !detail::coroutine_to_run<std::remove_cvref_t<result>>,
        "sim::fiber(f, args...): f is a plain function that waits by await(); a coroutine is a process by "
        "env.process(f, args...)");
    return detail::run_as_fiber<std::remove_cv_t<result>>(
        kept{{static_cast<F&&>(f), static_cast<Args&&>(args)...}});
}

} // namespace rondo::inline v0::sim
