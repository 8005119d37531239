// SPDX-License-Identifier: BSL-1.0
// How a program ends: by Ctrl-C, after clean-up, with status 130; by an error that nobody catches, printed, with 1.
#include <rondo/base/scope_exit.hpp>
#include <rondo/core/cancel_scope.hpp>
#include <rondo/core/sleep.hpp>
#include <rondo/core/task_group.hpp>
#include <rondo/run.hpp>

#include <fmt/format.h>

#include <csignal>
#include <cstdio>
#include <exception>
#include <stdexcept>
#include <string>

#include <sys/wait.h>
#include <unistd.h>

using namespace rondo;

task<> client(std::string name) {
    scope_exit plain = [&] { fmt::print("{} has let go\n", name); };
    std::exception_ptr error;
    try {
        co_await sleep(1h);
    } catch (...) {
        error = std::current_exception();
    }
    co_await shield(sleep(20ms)); // says goodbye, which takes a while
    fmt::print("{} has said goodbye\n", name);
    std::rethrow_exception(error);
}

task<> server() {
    auto clients = [](task_group& group) -> task<> {
        group.spawn(client, "Ann");
        group.spawn(client, "Bob");
        co_await sleep(1s);
        std::raise(SIGINT); // as if somebody had pressed Ctrl-C
        co_await sleep(1h);
    };
    co_await with_task_group(clients);
}

task<> step(std::string what) {
    co_await sleep(5ms);
    throw std::runtime_error(what + " failed");
}

task<> job() {
    auto steps = [](task_group& group) -> task<> {
        group.spawn(step, "reading");
        group.spawn(step, "writing");
        co_return;
    };
    co_await with_task_group(steps);
}

/// Runs a whole program in a process of its own. What it says on standard error is shown, too.
void watch(const std::string& name, task<> (*program)()) {
    fmt::print("--- {}\n", name);
    std::fflush(stdout);
    const pid_t child = fork();
    if (child == 0) {
        dup2(STDOUT_FILENO, STDERR_FILENO);
        manual_time time;
        rondo::run(program(), {.time = &time}); // no handler around it
        std::exit(0);
    }
    int status = 0;
    waitpid(child, &status, 0);
    fmt::print("status {}\n", WEXITSTATUS(status));
}

int main() {
    watch("Ctrl-C", server);
    watch("an error", job);
}
