// SPDX-License-Identifier: BSL-1.0
//
// System calls that fail although nothing is wrong, by `strace -e inject`: this room's suite passes all the same. Left out
// with a word where there is no strace, or tracing is refused.
#include <rondo/io/io_uring_driver.hpp>

#include <doctest/doctest.h>

#include <cerrno>
#include <filesystem>
#include <string>
#include <vector>

#include <fcntl.h>
#include <sys/wait.h>
#include <unistd.h>

namespace {

struct ending {
    int status;
    std::string said;
};

ending run(std::vector<std::string> words) {
    int ends[2];
    REQUIRE(::pipe2(ends, O_CLOEXEC) == 0);
    std::vector<char*> arguments;
    for (std::string& each : words) arguments.push_back(each.data());
    arguments.push_back(nullptr);
    const pid_t child = ::fork();
    if (child == 0) {
        ::dup2(ends[1], 1);
        ::dup2(ends[1], 2);
        ::execvp(arguments[0], arguments.data());
        ::_exit(127);
    }
    ::close(ends[1]);
    ending made{-1, {}};
    char part[4096];
    while (true) {
        const ssize_t got = ::read(ends[0], part, sizeof part);
        if (got == 0 || (got < 0 && errno != EINTR)) break;
        if (got > 0) made.said.append(part, static_cast<std::size_t>(got));
    }
    ::close(ends[0]);
    int status = 0;
    REQUIRE(::waitpid(child, &status, 0) == child);
    made.status = WIFEXITED(status) ? WEXITSTATUS(status) : -WTERMSIG(status);
    if (made.said.size() > 3000) made.said.erase(0, made.said.size() - 3000);
    return made;
}

bool can_trace() {
    const ending able = run({"strace", "-o", "/dev/null", "true"});
    if (able.status == 0) return true;
    MESSAGE("left out: no strace here, or tracing is refused: " << able.said);
    return false;
}

// `what`: as strace's inject takes it. LeakSanitizer cannot look while somebody else traces.
ending under(const std::string& what, const char* cases) {
    const char* const options = std::getenv("ASAN_OPTIONS");
    const std::string asan = "ASAN_OPTIONS=" + std::string(options ? options : "") + ":detect_leaks=0";
    return run(
        {"env", asan, "strace", "-f", "-q", "-o", "/dev/null", "-e",
         "trace=" + what.substr(0, what.find(':')), "-e", "inject=" + what, "--seccomp-bpf",
         std::filesystem::read_symlink("/proc/self/exe").string(),
         "--source-file=*tests/io/file_test.cpp,*tests/io/whole_file_test.cpp,*tests/io/read_files_test.cpp,"
         "*tests/io/file_writer_test.cpp,*tests/io/to_thread_test.cpp",
         std::string("--test-case=") + cases, "--test-case-exclude=*descriptor of the process*",
         "--no-version", "--no-breaks"});
}

} // namespace

TEST_CASE("kernel_faults: a ring that is busy, short of memory or interrupted is asked again") {
    if (!rondo::io_uring_driver::works() || !can_trace()) return;
    for (const std::string fault :
         {"io_uring_enter:error=EBUSY:when=20+7", "io_uring_enter:error=EAGAIN:when=20+5",
          "io_uring_enter:error=EINTR:when=20+3"}) {
        const ending made = under(fault, "*uring_world*");
        CAPTURE(fault);
        CAPTURE(made.said);
        CHECK(made.status == 0);
        CHECK(made.said.find("| 0 failed") != std::string::npos);
    }
}

TEST_CASE("kernel_faults: epoll goes on when it is interrupted, and without the calls of newer kernels") {
    if (!can_trace()) return;
    for (const std::string fault :
         {"epoll_pwait2:error=EINTR:when=2+3", "epoll_pwait2:error=ENOSYS", "preadv2,pwritev2:error=ENOSYS",
          "preadv2,pwritev2:error=EINTR:when=2+2"}) {
        const ending made = under(fault, "*epoll_world*");
        CAPTURE(fault);
        CAPTURE(made.said);
        CHECK(made.status == 0);
        CHECK(made.said.find("| 0 failed") != std::string::npos);
    }
}
