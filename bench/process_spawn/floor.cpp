// SPDX-License-Identifier: BSL-1.0
#include "scenario.hpp"

#include <spawn.h>
#include <sys/wait.h>
#include <unistd.h>

namespace {

int ended(pid_t child) {
    int status = 0;
    waitpid(child, &status, 0);
    return WIFEXITED(status) ? WEXITSTATUS(status) : -1;
}

pid_t started(const char* program, const char* argument, posix_spawn_file_actions_t* actions) {
    char* const words[] = {const_cast<char*>(program), const_cast<char*>(argument), nullptr};
    pid_t child = -1;
    return posix_spawnp(&child, program, actions, nullptr, words, environ) == 0 ? child : -1;
}

std::uint64_t run_echo() {
    int ends[2];
    if (pipe(ends) != 0) return 0;
    posix_spawn_file_actions_t actions;
    posix_spawn_file_actions_init(&actions);
    posix_spawn_file_actions_adddup2(&actions, ends[1], STDOUT_FILENO);
    posix_spawn_file_actions_addclose(&actions, ends[0]);
    posix_spawn_file_actions_addclose(&actions, ends[1]);
    const pid_t child = started("echo", "x", &actions);
    posix_spawn_file_actions_destroy(&actions);
    close(ends[1]);
    std::uint64_t bytes = 0;
    char block[64];
    for (ssize_t got = 0; (got = read(ends[0], block, sizeof block)) > 0;)
        bytes += static_cast<std::uint64_t>(got);
    close(ends[0]);
    return ended(child) == 0 ? bytes : 0;
}

} // namespace

int main(int argc, char** argv) {
    bench::harness run(argc, argv, "process_spawn", "floor", "-");
    process_spawn::measure(run, [] { return ended(started("true", nullptr, nullptr)); }, run_echo);
    return run.finish();
}
