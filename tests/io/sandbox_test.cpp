// SPDX-License-Identifier: BSL-1.0
//
// The suite of room io again, in children of this program that may do less: io_uring is refused as containers refuse it, or
// there are few descriptors, little memory to lock and no privileges.
#include <rondo/io/best_driver.hpp>
#include <rondo/io/io_uring_driver.hpp>

#include <rondo/core/loop.hpp>
#include <rondo/core/sleep.hpp>

#include <doctest/doctest.h>

#include <cerrno>
#include <cstddef>
#include <filesystem>
#include <string>
#include <vector>

#include <fcntl.h>
#include <linux/audit.h>
#include <linux/filter.h>
#include <linux/seccomp.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

using namespace rondo;

namespace {

constexpr unsigned first_of_uring = 425; // io_uring_setup, io_uring_enter, io_uring_register
constexpr unsigned last_of_uring = 427;

/// From here on, for this process and its children, io_uring answers `number`. `from`: the first call that does.
bool forbid_uring(int number, unsigned from = first_of_uring) {
    const auto refusal = static_cast<unsigned>(SECCOMP_RET_ERRNO) | static_cast<unsigned>(number);
    sock_filter rules[] = {
        {BPF_LD | BPF_W | BPF_ABS, 0, 0, offsetof(seccomp_data, nr)},
        {BPF_JMP | BPF_JGE | BPF_K, 0, 2, from},
        {BPF_JMP | BPF_JGT | BPF_K, 1, 0, last_of_uring},
        {BPF_RET | BPF_K, 0, 0, refusal},
        {BPF_RET | BPF_K, 0, 0, SECCOMP_RET_ALLOW},
    };
    const sock_fprog program{std::size(rules), rules};
    return ::prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) == 0 &&
           ::prctl(PR_SET_SECCOMP, SECCOMP_MODE_FILTER, &program) == 0;
}

struct ending {
    int status;
    std::string said;
};

/// Runs `prepare` in a child, and there `program` with these words. In the child only calls that are safe after fork().
template <class Prepare>
ending run_program(const std::string& program, std::vector<std::string> words, Prepare prepare) {
    int ends[2];
    REQUIRE(::pipe2(ends, O_CLOEXEC) == 0);
    std::vector<char*> arguments;
    for (std::string& each : words) arguments.push_back(each.data());
    arguments.push_back(nullptr);
    ::unsetenv("RONDO_DRIVER");
    const pid_t child = ::fork();
    if (child == 0) {
        ::dup2(ends[1], 1);
        ::dup2(ends[1], 2);
        if (prepare()) ::execv(program.c_str(), arguments.data());
        ::_exit(42);
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

std::string this_program() { return std::filesystem::read_symlink("/proc/self/exe").string(); }

/// This program on those files of the suite.
template <class Prepare>
ending run_suite(const char* files, Prepare prepare) {
    return run_program("/proc/self/exe",
                       {"rondo_tests", std::string("--source-file=") + files, "--no-version"}, prepare);
}

constexpr const char* suite =
    "*tests/io/drivers_test.cpp,*tests/io/machine_test.cpp,*tests/io/file_test.cpp,"
    "*tests/io/file_stream_*test.cpp,*tests/io/whole_file_test.cpp,*tests/io/to_thread_test.cpp,"
    "*tests/io/best_driver_test.cpp,*tests/io/io_uring_driver_test.cpp";

} // namespace

TEST_CASE("sandbox: where io_uring is refused the suite passes all the same, by epoll") {
    for (const int number : {EPERM, ENOSYS}) {
        const ending made = run_suite(suite, [number] { return forbid_uring(number); });
        CAPTURE(number);
        CAPTURE(made.said);
        CHECK(made.status == 0);
        CHECK(made.said.find("no rings here: set-up is refused: ") !=
              std::string::npos); // it was seen to be refused
    }
}

TEST_CASE("sandbox: with RONDO_LOG one line says which driver was taken and why") {
    const auto prepare = [] { return ::setenv("RONDO_LOG", "1", 1) == 0 && forbid_uring(EPERM); };
    const ending made = run_suite("*tests/io/best_driver_test.cpp", prepare);
    CAPTURE(made.said);
    CHECK(made.status == 0);
    const std::string line =
        "rondo: I/O driver: epoll, because io_uring set-up is refused: Operation not permitted\n";
    const std::size_t at = made.said.find(line);
    REQUIRE(at != std::string::npos);
    CHECK(made.said.find("rondo: I/O driver: ", at + 1) == std::string::npos);
}

TEST_CASE("sandbox: where rings are granted and then refused to be used the suite passes by epoll") {
    if (!io_uring_driver::works()) return;
    const ending made = run_suite(suite, [] { return forbid_uring(EPERM, first_of_uring + 1); });
    CAPTURE(made.said);
    CHECK(made.status == 0);
    CHECK(made.said.find("no rings here: ") != std::string::npos);
}

TEST_CASE("sandbox: the suite passes with 32 descriptors, 64 KiB of memory to lock, and no privileges") {
    // Not the tests that open hundreds of pipes.
    constexpr const char* some = "*tests/io/drivers_test.cpp,*tests/io/file_test.cpp,"
                                 "*tests/io/file_stream_*test.cpp,*tests/io/whole_file_test.cpp,"
                                 "*tests/io/to_thread_test.cpp,*tests/io/best_driver_test.cpp";
    const auto limited = [] {
        const rlimit descriptors{32, 32};
        const rlimit locked{65536, 65536};
        if (::setrlimit(RLIMIT_NOFILE, &descriptors) != 0 || ::setrlimit(RLIMIT_MEMLOCK, &locked) != 0)
            return false;
        if (::getuid() != 0) return true;
        // The environment's directory for temporary files may be another's, and so may this one.
        ::unsetenv("TMPDIR");
        if (::chdir("/tmp") != 0) return false;
        if (::setresgid(65534, 65534, 65534) != 0) return errno == EPERM; // root in name only
        return ::setresuid(65534, 65534, 65534) == 0;
    };
    const ending made = run_suite(some, limited);
    CAPTURE(made.said);
    CHECK(made.status == 0);
    CHECK(made.said.find("| 0 failed") != std::string::npos);
    CHECK(made.said.find("test cases: 0 ") == std::string::npos);
}

TEST_CASE("sandbox: the suite passes under gVisor, which knows no io_uring, and not all of Linux") {
    const std::string timeout = "/usr/bin/timeout";
    const auto sandboxed = [](const char* limit, std::vector<std::string> what) {
        std::vector<std::string> words{"timeout",           "-s", "KILL", limit, "runsc", "--network=none",
                                       "--platform=ptrace", "do"};
        words.insert(words.end(), what.begin(), what.end());
        return words;
    };
    const auto nothing = [] { return true; };
    const ending able = run_program(timeout, sandboxed("10", {"/bin/true"}), nothing);
    if (able.status != 0) {
        MESSAGE("left out: no runsc here that works (Debian: runsc), or not as this user: " << able.said);
        return;
    }
    // Left out: blocking pipes, of which it tells too early that they are writable; O_TMPFILE, which it does not know; and
    // FIFOs, which end there before anybody has opened them.
    const ending made = run_program(
        timeout,
        sandboxed("120", {this_program(), std::string("--source-file=*epoll_driver_test.cpp,") + suite,
                          "--test-case-exclude=*blocking*,*temporary*,*FIFO*"}),
        nothing);
    CAPTURE(made.said);
    CHECK(made.status == 0);
    CHECK(made.said.find("| 0 failed") != std::string::npos);
}
