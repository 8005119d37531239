// SPDX-License-Identifier: BSL-1.0
//
// Real children, joined by pipes, so that their order is forced and nothing waits for the clock.
#include <rondo/base/error.hpp>
#include <rondo/base/errors.hpp>
#include <rondo/core/cancel_scope.hpp>
#include <rondo/core/loop.hpp>
#include <rondo/core/sleep.hpp>
#include <rondo/core/task_group.hpp>
#include <rondo/io/best_driver.hpp>
#include <rondo/io/epoll_driver.hpp>
#include <rondo/os/process.hpp>

#include <doctest/doctest.h>

#include <cerrno>
#include <csignal>
#include <cstdio>
#include <dirent.h>
#include <fcntl.h>
#include <string>
#include <sys/wait.h>
#include <unistd.h>

using namespace rondo;

namespace {

using words = std::vector<std::string>;
// Made by functions, and not in braces within a co_await, which g++ 12 gets wrong.
words shell(const std::string& text) { return {"sh", "-c", text}; }
words program(const std::string& name) { return {name}; }
spawn_options piped(bool in, bool out, bool own_group = false) {
    spawn_options how;
    if (in) how.input = stdio::pipe;
    if (out) how.output = stdio::pipe;
    how.own_group = own_group;
    return how;
}
process_options fed(std::string text) {
    process_options how;
    how.input = std::move(text);
    return how;
}
process_options limited(std::size_t bytes) {
    process_options how;
    how.most_output = bytes;
    return how;
}
process_options until(duration deadline, duration grace = 2s) {
    process_options how;
    how.deadline = deadline;
    how.grace = grace;
    return how;
}
process_options setting(const std::string& name, const std::string& value) {
    process_options how;
    how.environment.emplace_back(name, value);
    return how;
}

// Pipes, files and handles of processes: a thread keeps its ring for the next loop.
int open_descriptors() {
    int count = 0;
    DIR* const all = ::opendir("/proc/self/fd");
    while (const dirent* one = ::readdir(all)) {
        char target[100] = {};
        const std::string path = std::string("/proc/self/fd/") + one->d_name;
        if (::readlink(path.c_str(), target, sizeof target - 1) < 0) continue;
        const std::string_view what(target);
        count += what.find("io_uring") == what.npos && what.find("eventfd") == what.npos ? 1 : 0;
    }
    ::closedir(all);
    return count;
}
bool has_children() { return ::waitpid(-1, nullptr, WNOHANG) != -1 || errno != ECHILD; }

// Runs a task by both drivers, and sees that nothing is left.
template <class F>
void on_both(F f) {
    for (const int round :
         {0, 1, 2, 3}) { // what is made once for all, as a ring, is there from the second on
        const bool best = round % 2 != 0;
        CAPTURE(best);
        const int before = open_descriptors();
        {
            const std::unique_ptr<driver> io = best ? best_driver() : std::make_unique<epoll_driver>();
            loop on({.io = io.get()});
            on.run_until(f());
        }
        CHECK(open_descriptors() == before);
        CHECK_FALSE(has_children());
    }
}

task<std::string> read_all(const file& from) {
    std::string text;
    std::array<std::byte, 100> room{};
    for (;;) {
        const std::size_t got = co_await from.read(room);
        if (got == 0) co_return text;
        text.append(reinterpret_cast<const char*>(room.data()), got);
    }
}

std::string message_of(words command, spawn_options how = {}) {
    try {
        process child = spawn(std::move(command), how);
    } catch (const std::exception& error) {
        return error.what();
    }
    return "nothing";
}

} // namespace

TEST_CASE("process: its streams are files; it is waited for any number of times") {
    on_both([]() -> task<> {
        process child = spawn(program("cat"), piped(true, true));
        const std::string text = "to and fro";
        co_await child.input.write_all(std::as_bytes(std::span(text)));
        CHECK_FALSE(child.ended());
        co_await child.input.close();
        std::string back = co_await read_all(child.output);
        CHECK(back == text);
        const exit_status how = co_await child.wait();
        CHECK(how.ok());
        const exit_status again = co_await child.wait();
        CHECK(again == how);
        child.terminate(); // nothing: it has ended
        CHECK(child.ended()->text() == "exit code 0");
    });
}

TEST_CASE("process: how it ended: a code, or a signal") {
    on_both([]() -> task<> {
        process seven = spawn(shell("exit 7"));
        const exit_status code = co_await seven.wait();
        CHECK(code == exit_status{.code = 7});
        process killed = spawn(program("cat"), piped(true, false));
        killed.kill();
        const exit_status by_signal = co_await killed.wait();
        CHECK(by_signal.signal == SIGKILL);
        CHECK(by_signal.code == 137);
        CHECK(by_signal.text() == "ended by SIGKILL");
    });
}

TEST_CASE("process: stop terminates, and kills who does not listen") {
    on_both([]() -> task<> {
        process willing = spawn(program("cat"), piped(true, false));
        const exit_status first = co_await willing.stop();
        CHECK(first.signal == SIGTERM);
        process stubborn =
            spawn(shell("trap '' TERM; echo deaf; while :; do read x; done"), piped(true, true));
        std::array<std::byte, 5> said{};
        std::size_t got = 0;
        while (got < 5) got += co_await stubborn.output.read(std::span(said).subspan(got)); // the trap is set
        const exit_status second = co_await stubborn.stop(1ms);
        CHECK(second.signal == SIGKILL);
    });
}

TEST_CASE("process: one that is dropped is killed, with its group, and reaped") {
    on_both([]() -> task<> {
        file outlives;
        {
            process child = spawn(shell("cat & wait"), piped(true, true, true));
            outlives = std::move(child.output);
        }
        std::string rest = co_await read_all(
            outlives); // the end comes when nobody holds the pipe: the grandchild is gone, too
        CHECK(rest.empty());
    });
}

TEST_CASE("process: it inherits three descriptors, no ignored and no blocked signals") {
    const int leaky = ::open("/dev/null", O_RDONLY); // without O_CLOEXEC
    void (*const before)(int) = std::signal(SIGPIPE, SIG_IGN);
    sigset_t blocked, old;
    sigemptyset(&blocked);
    sigaddset(&blocked, SIGUSR1);
    ::sigprocmask(SIG_BLOCK, &blocked, &old);
    on_both([]() -> task<> {
        finished_process list =
            co_await run_process(shell("ls /proc/self/fd | tr '\\n' ' '; cat /proc/self/status"));
        CHECK(list.output.find("0 1 2 3 Name") == 0); // 3 is ls's own
        const auto mask = [&](const char* name) {
            const std::size_t at = list.output.find(name) + std::string_view(name).size();
            return std::stoull(list.output.substr(at, 18), nullptr, 16) &
                   0x7fffffff; // 32 and 33 are the C library's own
        };
        CHECK(mask("SigBlk:") == 0);
        CHECK(mask("SigIgn:") == 0);
    });
    ::sigprocmask(SIG_SETMASK, &old, nullptr);
    std::signal(SIGPIPE, before);
    ::close(leaky);
}

TEST_CASE("process: directory and environment") {
    ::setenv("RONDO_INHERITED", "yes", 1);
    on_both([]() -> task<> {
        process_options at_root = setting("RONDO_SET", "a b");
        at_root.directory = std::string(1, '/'); // g++ 12 takes the literal for endless
        finished_process some = co_await run_process(shell("pwd; echo $RONDO_INHERITED $RONDO_SET"), at_root);
        CHECK(some.output == "/\nyes a b\n");
        finished_process other =
            co_await run_process(shell("echo $RONDO_INHERITED"), setting("RONDO_INHERITED", "no"));
        CHECK(other.output == "no\n");
        process_options bare = setting("ONLY", "this");
        bare.clear_environment = true;
        finished_process none = co_await run_process(program("/usr/bin/env"), bare);
        CHECK(none.output == "ONLY=this\n");
    });
    ::unsetenv("RONDO_INHERITED");
}

TEST_CASE("process: what cannot be started is an error that says what and where") {
    CHECK(message_of({}) == "spawn: there is no program to start: the command is empty");
    CHECK(message_of({"no_such_program", "a b"}).find("spawn(no_such_program 'a b'): not found in PATH") !=
          std::string::npos);
    CHECK(message_of({"/no/such/program"}).find("spawn(/no/such/program)") != std::string::npos);
    CHECK(message_of({"true"}, {.directory = "/no/such/place"}).find("spawn(true, in /no/such/place)") !=
          std::string::npos);
    CHECK(message_of({"/etc/passwd"}).find("Permission denied") != std::string::npos);
    CHECK(message_of({std::string("a\0b", 3)}) == "spawn: the argument 'a…' contains a NUL");
    CHECK(message_of({"true"}, {.input = stdio::from(-1)}) ==
          "spawn: a standard stream was to be a file that is not open");
    CHECK(message_of({"true"}, {.environment = {{"A=B", "c"}}}) ==
          "spawn: 'A=B' is no name of an environment variable");
    CHECK_FALSE(has_children());
}

TEST_CASE("run_process: what it wrote, and how it ended; that it failed is no error until it is asked for") {
    on_both([]() -> task<> {
        finished_process got =
            co_await run_process(shell("cat; echo wrong >&2; echo at the end >&2; exit 3"), fed("in"));
        CHECK(got.output == "in");
        CHECK(got.error == "wrong\nat the end\n");
        CHECK(got.status.code == 3);
        CHECK_FALSE(got.ok());
        CHECK_THROWS_WITH_AS(
            got.check(),
            "'sh -c cat; echo wrong >&2; echo at the end >&2; exit 3' failed: exit code 3: at the end",
            process_error);
        finished_process fine = co_await run_process(program("true"));
        CHECK(fine.check().output.empty());
        process_options merged;
        merged.merge_error = true;
        finished_process both = co_await run_process(shell("echo a; echo b >&2; echo c"), merged);
        CHECK(both.output == "a\nb\nc\n");
        CHECK(both.error.empty());
    });
}

TEST_CASE("run_process: more than a pipe holds goes both ways at once, and who reads nothing is no error") {
    on_both([]() -> task<> {
        const std::string much(1 << 20, 'x');
        finished_process through = co_await run_process(program("cat"), fed(much));
        CHECK(through.output == much);
        finished_process deaf = co_await run_process(program("true"), fed(much));
        CHECK(deaf.ok());
    });
}

TEST_CASE("run_process: who writes more than it may is killed") {
    on_both([]() -> task<> {
        bool refused = false;
        try {
            co_await run_process(program("yes"), limited(100'000));
        } catch (const runtime_error& error) {
            refused = true;
            CHECK(std::string(error.what()) ==
                  "run_process(yes): it wrote more than 100000 bytes to its output: allow more "
                  "(most_output), or let it write to a file");
        }
        CHECK(refused);
    });
}

TEST_CASE("run_process: at its deadline it is terminated, then killed, with its children") {
    on_both([]() -> task<> {
        finished_process late =
            co_await run_process(shell("echo begun; cat /dev/zero | cat > /dev/null"), until(50ms));
        CHECK(late.timed_out);
        CHECK(late.status.signal == SIGTERM);
        CHECK_FALSE(late.ok());
        finished_process deaf =
            co_await run_process(shell("trap '' TERM; while :; do :; done"), until(50ms, 1ms));
        CHECK(deaf.timed_out);
        CHECK(deaf.status.signal == SIGKILL);
        finished_process in_time = co_await run_process(program("true"), until(1h));
        CHECK(in_time.ok());
    });
}

TEST_CASE("run_process: cancelled, it is killed and reaped") {
    on_both([]() -> task<> {
        bool ended = true;
        auto forever = [&]() -> task<> {
            co_await run_process(shell("cat /dev/zero > /dev/null & cat /dev/zero > /dev/null"));
            ended = false;
        };
        co_await move_on_after(20ms, forever());
        CHECK(ended);
        CHECK_FALSE(has_children());
    });
}

TEST_CASE("run_pipeline: each reads what the one before it writes") {
    on_both([]() -> task<> {
        std::vector<words> commands;
        commands.push_back({"printf", "b\\na\\nc\\na\\n"});
        commands.push_back({"sort"});
        commands.push_back({"uniq", "-c"});
        finished_process got = co_await run_pipeline(std::move(commands));
        CHECK(got.check().output == "      2 a\n      1 b\n      1 c\n");
        std::vector<words> fails;
        fails.push_back(shell("echo said >&2; exit 4"));
        fails.push_back({"cat"});
        finished_process failed = co_await run_pipeline(std::move(fails), fed("not read"));
        CHECK(failed.status.code == 4); // although the last one is content
        CHECK(failed.error == "said\n");
        std::vector<words> early;
        early.push_back({"yes"});
        early.push_back({"head", "-n", "2"});
        finished_process ends = co_await run_pipeline(std::move(early));
        CHECK(ends.output == "y\ny\n");
        CHECK(ends.status.signal == SIGPIPE); // as a shell has it with pipefail
        bool refused = false;
        try {
            std::vector<words> no_commands;
            co_await run_pipeline(std::move(no_commands));
        } catch (const value_error&) {
            refused = true;
        }
        CHECK(refused);
    });
}
