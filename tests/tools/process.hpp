// SPDX-License-Identifier: BSL-1.0
//
// Another process: this binary as one of the programs of programs.hpp, with its output read and signals sent to it.
#pragma once

#include <doctest/doctest.h>

#include <cerrno>
#include <csignal>
#include <cstdlib>
#include <string>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <unistd.h>

struct ended {
    int status = -1; ///< the exit code; 1000 + the signal when it was killed
    std::string out;
    std::string err;
};

class process {
public:
    explicit process(const char* program) {
        REQUIRE(pipe(out_) == 0);
        REQUIRE(pipe(err_) == 0);
        // Not run by way of /proc/self: tools that interpret the tests are found there.
        char self[4096] = {};
        REQUIRE(readlink("/proc/self/exe", self, sizeof self - 1) > 0);
        id_ = fork();
        if (id_ != 0) {
            close(out_[1]);
            close(err_[1]);
            return;
        }
        prctl(PR_SET_PDEATHSIG, SIGKILL); // a program that hangs goes with the test
        setenv("RONDO_TEST_PROGRAM", program, 1);
        std::signal(SIGINT, SIG_DFL); // whatever we were started with
        std::signal(SIGPIPE, SIG_DFL);
        std::signal(SIGABRT, SIG_DFL);
        dup2(out_[1], STDOUT_FILENO);
        dup2(err_[1], STDERR_FILENO);
        for (const int each : {out_[0], out_[1], err_[0], err_[1]}) close(each);
        execl(self, self, static_cast<char*>(nullptr));
        _exit(99);
    }
    ~process() {
        close(out_[0]);
        close(err_[0]);
    }
    /// Reads its output until `text` is there.
    process& until(const std::string& text) {
        char part[256];
        while (seen_.find(text) == std::string::npos) {
            const ssize_t got = read(out_[0], part, sizeof part);
            if (got <= 0) break;
            seen_.append(part, static_cast<std::size_t>(got));
        }
        CHECK(seen_.find(text) != std::string::npos);
        return *this;
    }
    process& send(int signal) {
        kill(id_, signal);
        return *this;
    }
    ended end() {
        ended all;
        all.out = seen_ + rest(out_[0]);
        all.err = rest(err_[0]);
        int status = 0;
        while (waitpid(id_, &status, 0) < 0 && errno == EINTR) {}
        all.status = WIFEXITED(status) ? WEXITSTATUS(status) : 1000 + WTERMSIG(status);
        return all;
    }

private:
    static std::string rest(int from) {
        std::string all;
        char part[256];
        for (ssize_t got; (got = read(from, part, sizeof part)) > 0;)
            all.append(part, static_cast<std::size_t>(got));
        return all;
    }
    int out_[2];
    int err_[2];
    pid_t id_ = -1;
    std::string seen_;
};
