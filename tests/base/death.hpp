// SPDX-License-Identifier: BSL-1.0
//
// For the tests of contracts: does the program end, and with which words? The action runs in a child process, whose
// standard error is read.
#pragma once

#include <csignal>
#include <string>
#include <sys/wait.h>
#include <unistd.h>

/// What `action` wrote to standard error before it aborted; "" when it did not abort.
template <class Action>
std::string last_words(Action action) {
    int ends[2];
    if (pipe(ends) != 0) return "no pipe";
    const pid_t child = fork();
    if (child == 0) {
        std::signal(SIGABRT, SIG_DFL);
        dup2(ends[1], STDERR_FILENO);
        action();
        _exit(0);
    }
    close(ends[1]);
    std::string said;
    char part[256];
    for (ssize_t got; (got = read(ends[0], part, sizeof part)) > 0;)
        said.append(part, static_cast<std::size_t>(got));
    close(ends[0]);
    int status = 0;
    waitpid(child, &status, 0);
    return WIFSIGNALED(status) && WTERMSIG(status) == SIGABRT ? said : "";
}
