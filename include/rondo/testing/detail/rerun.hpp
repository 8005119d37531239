// SPDX-License-Identifier: BSL-1.0
//
// One run of a program on a loop of its own, after which nothing may be left: what cancel_everywhere and fail_everywhere
// do again and again.
#pragma once

#include <rondo/core/awaitable.hpp>
#include <rondo/core/loop.hpp>
#include <rondo/testing/test_failure.hpp>

#include <utility>

namespace rondo::inline v0::testing {

/// How a program is rerun. The caller keeps the parts alive.
struct rerun_options {
    driver* io = nullptr;
    oracle* chooser = nullptr;
    std::size_t most_steps = 1'000'000; ///< a run that takes more never ends
    bool memory = true;                 ///< counts memory, if operator new is replaced (replace_new.hpp)
};

namespace detail {

/// The program, without its type: spawns main, and may look at the world after each run.
struct rerun_program {
    void* body;
    rondo::detail::handle_base (*spawn)(void* body, loop& on);
    void (*check)(void* checker);
    void* checker;
};

template <class F>
rondo::detail::handle_base spawn_main(void* body, loop& on) {
    F& make = *static_cast<F*>(body);
    if constexpr (std::is_invocable_v<F&, loop&>)
        return on.root().spawn(make(on));
    else
        return on.root().spawn(make());
}

template <class F, class Check>
rerun_program program_of(F& body, Check& check) {
    static_assert(
        std::is_invocable_v<F&> || std::is_invocable_v<F&, loop&>,
        "cancel_everywhere, fail_everywhere: pass a function that makes the task: [&] { return f(1); }");
    return {std::addressof(body), &spawn_main<F>, [](void* checker) { (*static_cast<Check*>(checker))(); },
            std::addressof(check)};
}

struct no_check {
    void operator()() const noexcept {}
};

RONDO_API std::size_t cancel_everywhere(const rerun_program& program, const rerun_options& options);
RONDO_API std::size_t fail_everywhere(const rerun_program& program, const rerun_options& options);

} // namespace detail
} // namespace rondo::inline v0::testing
