// SPDX-License-Identifier: BSL-1.0
#include <rondo/run.hpp>

#include <rondo/base/unraisable.hpp>
#include <rondo/io/best_driver.hpp>

#include <atomic>
#include <csignal>
#include <cstdio>
#include <cstdlib>
#include <thread>
#include <typeinfo>

namespace rondo::inline v0 {

namespace {

// ---- Signals. One run() of the process has them at a time: the first that came.

constinit std::atomic<bool> signals_are_taken = false;
constinit std::atomic<detail::door*> bell = nullptr;
constinit std::atomic<int> handlers_running = 0;

extern "C" void rondo_on_interrupt(int number) {
    handlers_running.fetch_add(1);
    if (detail::door* rings = bell.load()) {
        rings->interrupt();
    } else { // no run() is left: somebody put back what had been there when he came. It stood for the default.
        struct sigaction now{};
        now.sa_handler = SIG_DFL;
        sigemptyset(&now.sa_mask);
        ::sigaction(number, &now, nullptr);
        ::raise(number); // it comes when this handler is over
    }
    handlers_running.fetch_sub(1);
}

class signal_watch {
public:
    explicit signal_watch(loop& home) : mine_(!signals_are_taken.exchange(true)) {
        if (!mine_) return;
        bell.store(&home.doorbell());
        // The handler is gone after the first: the second Ctrl-C finds the default.
        replace(SIGINT, &rondo_on_interrupt, static_cast<int>(SA_RESETHAND | SA_RESTART), had_interrupt_,
                interrupt_);
        replace(SIGPIPE, SIG_IGN, 0, had_pipe_, pipe_);
    }
    signal_watch(const signal_watch&) = delete;
    ~signal_watch() { end(); }

    void end() noexcept {
        if (!std::exchange(mine_, false)) return;
        if (had_interrupt_) restore(SIGINT, &rondo_on_interrupt, interrupt_);
        if (had_pipe_) restore(SIGPIPE, SIG_IGN, pipe_);
        bell.store(nullptr);
        while (handlers_running.load() != 0) std::this_thread::yield(); // on another thread, and nearly done
        signals_are_taken.store(false);
    }

private:
    // A program that handles or ignores a signal by itself knows why.
    static void replace(int signal, void (*by)(int), int flags, bool& done,
                        struct sigaction& before) noexcept {
        if (::sigaction(signal, nullptr, &before) != 0) return;
        if ((before.sa_flags & SA_SIGINFO) != 0 || before.sa_handler != SIG_DFL) return;
        struct sigaction now{};
        now.sa_handler = by;
        now.sa_flags = flags;
        sigemptyset(&now.sa_mask);
        done = ::sigaction(signal, &now, nullptr) == 0;
    }

    // Unless somebody has put something else there since, who knows why as well. The first Ctrl-C put the default there.
    static void restore(int signal, void (*ours)(int), const struct sigaction& before) noexcept {
        struct sigaction now{};
        if (::sigaction(signal, nullptr, &now) != 0 || (now.sa_flags & SA_SIGINFO) != 0) return;
        if (now.sa_handler == ours || now.sa_handler == SIG_DFL) ::sigaction(signal, &before, nullptr);
    }

    bool mine_;
    bool had_interrupt_ = false;
    bool had_pipe_ = false;
    struct sigaction interrupt_{};
    struct sigaction pipe_{};
};

// ---- What leaves run() and is caught by nobody. When no handler is found nothing is unwound: `leaving`, in the frame that
// throws, is still there when the program is terminated, and gone once anybody has caught the error.

struct leaving {
    explicit leaving(const std::exception_ptr& what) noexcept : error(what), outer(innermost) {
        innermost = this;
    }
    leaving(const leaving&) = delete;
    ~leaving() { innermost = outer; }
    const std::exception_ptr& error;
    leaving* outer;
    static constinit thread_local leaving* innermost;
};
constinit thread_local leaving* leaving::innermost = nullptr;

constinit std::atomic<std::terminate_handler> terminate_before = nullptr;

[[noreturn]] void leave(int status) {
    std::fflush(nullptr);
    std::exit(status);
}

void print_error(const std::exception_ptr& error) noexcept {
    std::fflush(stdout);
    try {
        std::rethrow_exception(error);
    } catch (const exception_group& group) {
        std::fprintf(stderr, "rondo: main failed: %s", group.tree().c_str());
    } catch (...) {
        char text[2048];
        describe(error, text, sizeof text);
        std::fprintf(stderr, "rondo: main failed: %s\n", text);
    }
}

[[noreturn]] void on_terminate() {
    const std::exception_ptr error = std::current_exception();
    if (error) {
        const std::type_info* type = error.__cxa_exception_type();
        if (type && *type == typeid(keyboard_interrupt)) leave(130);
        if (leaving::innermost && leaving::innermost->error == error) {
            print_error(error);
            leave(1);
        }
    }
    if (const std::terminate_handler before = terminate_before.load()) before();
    std::abort();
}

[[noreturn]] RONDO_NOINLINE void let_out(const std::exception_ptr& error) {
    if (std::get_terminate() != &on_terminate) terminate_before.store(std::set_terminate(&on_terminate));
    const leaving mark(error);
    std::rethrow_exception(error);
}

} // namespace

// ---- The program

struct detail::program::parts {
    explicit parts(const run_options& options)
        : made(options.io ? nullptr : best_driver()),
          home({options.time, options.io ? options.io : made.get(), options.chooser, options.observer}) {
        if (options.signals) signals.emplace(home);
    }
    std::unique_ptr<driver> made;
    loop home;
    std::optional<signal_watch> signals;
    handle_base* main = nullptr;
    bool interrupted = false;
};

detail::program::program(const run_options& options) {
    if (scheduler::current())
        throw runtime_error(
            "run: a loop runs on this thread already: in a task co_await main, or spawn it in a group");
    parts_ = std::make_unique<parts>(options);
    parts_->home.on_interrupt(
        [](void* with) {
            auto& here = *static_cast<parts*>(with);
            here.interrupted = true;
            if (here.main) here.main->cancel();
        },
        parts_.get());
}

detail::program::~program() = default;

task_group& detail::program::root() noexcept { return parts_->home.root(); }

void detail::program::run(handle_base& main) {
    parts& here = *parts_;
    here.main = &main;
    std::exception_ptr error;
    bool ended = false;
    try {
        here.home.run_until_done(main);
        ended = main.done();
        if (!ended)
            error = std::make_exception_ptr(runtime_error("run: the loop was stopped before main ended"));
    } catch (...) {
        error = std::current_exception(); // a deadlock, or the driver's end
    }
    if (ended) {
        error = main.error();
        if (main.was_cancelled()) {
            error = here.interrupted ? std::make_exception_ptr(keyboard_interrupt())
                                     : std::make_exception_ptr(task_cancelled("main was cancelled"));
        }
    }
    const bool before = here.interrupted;
    here.home.close();
    here.main = nullptr;
    // Ctrl-C while the rest was being ended: nothing is left to cancel, but it is not forgotten.
    if (!error && here.interrupted && !before) error = std::make_exception_ptr(keyboard_interrupt());
    here.signals.reset();
    if (error) let_out(error);
}

} // namespace rondo::inline v0
