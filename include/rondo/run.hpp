// SPDX-License-Identifier: BSL-1.0
//
// `rondo::run(main())`: a whole program on one loop. The loop has the best driver there is; what main leaves behind is
// ended, too; Ctrl-C cancels main, and an error that nobody catches is printed and ends the process.
//
//     Ctrl-C ─► handler: a flag, a wake ─► loop: main is cancelled ─► clean-up runs ─► run() throws keyboard_interrupt
#pragma once

#include <rondo/core/loop.hpp>

#include <exception>
#include <memory>

namespace rondo::inline v0 {

/// What run() throws after Ctrl-C has ended main. Deliberately no std::exception, as Python's KeyboardInterrupt is no
/// Exception. Uncaught, it ends the process with status 130.
struct RONDO_API keyboard_interrupt final {};

/// What run() takes from the caller instead of the machine; null: its own. The caller keeps them alive.
struct run_options {
    time_source* time = nullptr;
    driver* io = nullptr;
    oracle* chooser = nullptr;
    instrument* observer = nullptr;
    bool signals = true; ///< whether Ctrl-C and SIGPIPE are seen to
};

namespace detail {

/// The loop of one run(), its driver, and the signals meanwhile.
class RONDO_API program {
public:
    explicit program(const run_options& options);
    program(const program&) = delete;
    ~program();
    task_group& root() noexcept;
    /// Drives the loop until `main` has ended, ends what is left, and lets out what left main.
    void run(handle_base& main);

private:
    struct parts;
    std::unique_ptr<parts> parts_;
};

} // namespace detail

/// Runs `main`, a task or anything else that can be awaited or adopted, on a loop of its own, until it has ended; then
/// cancels what else runs, in order of creation, waits for it, and closes the async generators that are still suspended.
/// Returns: what main returns. Throws: what left main, the same object; task_cancelled when main was cancelled from inside;
/// keyboard_interrupt when Ctrl-C did it; deadlock_error; runtime_error when a loop runs on this thread already.
/// Uncaught, an error is printed with the tree of its group, and the process exits with status 1 by std::exit.
///
/// Signals, for the outermost run() of the process and until it returns: the first SIGINT cancels main, whose clean-up then
/// runs; the second ends the process at once. A main that returns a value all the same has survived: run() returns it.
/// SIGPIPE is ignored. Only dispositions that were the default are changed, and they are put back.
/// Threads: any; each run() has a loop of its own. Example: `int main() { rondo::run(main_task()); }`
template <class Main>
decltype(auto) run(Main&& main, const run_options& options = {}) {
    using type = std::remove_cvref_t<Main>;
    static_assert(detail::runnable_thing<type>,
                  "run(main): main is a task, or something else that can be awaited: call the "
                  "coroutine function, run(f(x)), and do not pass it");
    if constexpr (detail::runnable_thing<type>) {
        detail::program here(options);
        auto handle = here.root().spawn(static_cast<Main&&>(main));
        handle.set_name("main");
        here.run(handle);
        return detail::last_join<typename decltype(handle)::value_type>(std::move(handle)).take();
    }
}

} // namespace rondo::inline v0
