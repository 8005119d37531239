// SPDX-License-Identifier: BSL-1.0
//
// What the tests of fibers share, beside what they share with those of generators.
#pragma once

#include "base/death.hpp"
#include "gen/support.hpp"

#include <rondo/base/config.hpp>

#include RONDO_VALGRIND

#include <csignal>
#include <string>
#include <sys/wait.h>
#include <unistd.h>

namespace fiber_test {

/// How a child process ended, and what it wrote to standard error.
struct last_act {
    std::string said;
    int signal = 0; ///< that ended it; 0: none did
    int code = -1;  ///< of its exit
};

/// Runs `action` in a child process; one that comes to its end exits with 0.
template <class Action>
last_act in_child(Action action) {
    int ends[2];
    if (pipe(ends) != 0) return {};
    const pid_t child = fork();
    if (child == 0) {
        for (const int number : {SIGABRT, SIGSEGV}) std::signal(number, SIG_DFL); // not the test runner's
        stack_t none{};
        none.ss_flags = SS_DISABLE;
        sigaltstack(&none, nullptr);
        dup2(ends[1], STDERR_FILENO);
        action();
        _exit(0);
    }
    close(ends[1]);
    last_act act;
    char part[256];
    for (ssize_t got; (got = read(ends[0], part, sizeof part)) > 0;)
        act.said.append(part, static_cast<std::size_t>(got));
    close(ends[0]);
    int status = 0;
    waitpid(child, &status, 0);
    if (WIFSIGNALED(status)) act.signal = WTERMSIG(status);
    if (WIFEXITED(status)) act.code = WEXITSTATUS(status);
    return act;
}

/// Calls itself `depth` times, some 250 bytes of stack each, and is not a loop to any compiler.
[[gnu::noinline]] inline int descend(int depth) {
    volatile char here[200];
    here[depth % 200] = 1;
    const int below = depth == 0 ? 0 : descend(depth - 1);
    return below + here[depth % 200];
}

inline bool has(const std::string& text, const char* part) { return text.find(part) != std::string::npos; }

} // namespace fiber_test
