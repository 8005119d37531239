// SPDX-License-Identifier: BSL-1.0
//
// Other processes: started without a fork of this one's memory, waited for without a thread, never left as zombies, and given
// no descriptor but the three that are meant for them.
//
//     spawn(argv) ──► process ── input, output, error: files ──► wait() ──► exit_status
//     run_process(argv) ──► all of that: what it wrote, how it ended, and a deadline
#pragma once

#include <rondo/base/time.hpp>
#include <rondo/core/task.hpp>
#include <rondo/io/file.hpp>

#include <cstddef>
#include <optional>
#include <stdexcept>
#include <string>
#include <utility>
#include <vector>

namespace rondo::inline v0 {

/// How a process ended.
struct RONDO_API exit_status {
    int code = 0;   ///< what it returned; 128 + signal, as a shell says, when a signal ended it
    int signal = 0; ///< the signal that ended it, or 0
    bool dumped_core = false;
    bool ok() const noexcept { return code == 0; }
    /// "exit code 3", "ended by SIGKILL".
    std::string text() const;
    friend bool operator==(const exit_status&, const exit_status&) = default;
};

/// What a child's standard stream is.
class stdio {
public:
    enum class kind { inherit, null, pipe, descriptor };
    constexpr stdio(kind k) noexcept : kind_(k) {}
    /// An open descriptor: the child gets a copy of it. Lifetime: until spawn returns.
    static constexpr stdio from(int descriptor) noexcept { return stdio(kind::descriptor, descriptor); }
    static stdio from(const file& open) noexcept { return from(open.descriptor()); }
    static const stdio inherit; ///< this process's own
    static const stdio null;    ///< /dev/null
    static const stdio pipe;    ///< process::input, output or error is the other end
    constexpr kind what() const noexcept { return kind_; }
    constexpr int descriptor() const noexcept { return descriptor_; }

private:
    constexpr stdio(kind k, int descriptor) noexcept : kind_(k), descriptor_(descriptor) {}
    kind kind_;
    int descriptor_ = -1;
};
inline constexpr stdio stdio::inherit{stdio::kind::inherit};
inline constexpr stdio stdio::null{stdio::kind::null};
inline constexpr stdio stdio::pipe{stdio::kind::pipe};

struct spawn_options {
    stdio input = stdio::inherit;
    stdio output = stdio::inherit;
    stdio error = stdio::inherit;
    std::string directory = {};                                        ///< where it starts; "": here
    std::vector<std::pair<std::string, std::string>> environment = {}; ///< set beside what is inherited
    bool clear_environment = false;                                    ///< inherits none of it
    bool own_group = false; ///< a process group of its own: signals then go to its children as well
};

class process;
RONDO_API process spawn(std::vector<std::string> command, const spawn_options& how);

/// A child. Dropped before it was waited for, it is killed, with its group when it has one, and reaped.
/// Threads: the loop's. Cost: two descriptors and more for pipes.
class RONDO_API process {
public:
    process(process&& other) noexcept;
    process& operator=(process&& other) noexcept;
    ~process();

    int id() const noexcept { return id_; }
    file input;  ///< writes to it, when that was to be a pipe; closed, it is the end for the child
    file output; ///< what it writes
    file error;

    /// Waits until it has ended, and reaps it; any number of times. Suspends: until then. Cancel: it goes on running.
    /// Throws: rondo::error (ECHILD) when somebody else has reaped it, as one who ignores SIGCHLD does.
    task<exit_status> wait();
    /// What wait() gave; empty before.
    const std::optional<exit_status>& ended() const noexcept { return status_; }
    /// Sends a signal, to its group when it has one of its own; nothing when it has been waited for.
    void send_signal(int number) const;
    void terminate() const; ///< SIGTERM
    void kill() const;      ///< SIGKILL
    /// Terminates it; kills it when it has not ended after `grace`; waits for it.
    task<exit_status> stop(duration grace = std::chrono::seconds(5));

private:
    friend process spawn(std::vector<std::string> command, const spawn_options& how);
    process(int id, bool own_group) noexcept : id_(id), own_group_(own_group) {}
    void end() noexcept;
    bool reap(int flags);

    int id_ = -1;
    int handle_ = -1; // a pidfd; -1: this kernel has none
    bool own_group_ = false;
    std::optional<exit_status> status_;
};

/// Starts a program: `command[0]` is looked for in PATH unless it has a slash. All signals are as by default in it.
/// With a pipe to its input, this process ignores SIGPIPE from then on, unless it handles that by itself: writing to a child
/// that reads no more is rondo::error (EPIPE).
/// Throws: value_error for an empty command, or a NUL in it; rondo::error that names the program, and the directory.
/// Blocks: about a millisecond, until the program has begun. Example: `process cat = spawn({"cat"}, {.input = stdio::pipe});`
RONDO_API process spawn(std::vector<std::string> command, const spawn_options& how = {});

struct process_options {
    std::string input = {};                ///< what it reads, and then the end; nothing: the end at once
    std::size_t most_output = 64u << 20;   ///< bytes, of output and of error each: who writes more is killed
    std::optional<duration> deadline = {}; ///< then it is terminated, and killed after `grace`
    duration grace = std::chrono::seconds(2);
    bool merge_error = false; ///< error goes where output does
    std::string directory = {};
    std::vector<std::pair<std::string, std::string>> environment = {};
    bool clear_environment = false;
};

/// What a program did.
struct RONDO_API finished_process {
    std::string command;
    exit_status status;
    std::string output, error;
    bool timed_out = false; ///< the deadline ended it
    bool ok() const noexcept { return status.ok() && !timed_out; }
    /// Itself. Throws: process_error unless ok().
    const finished_process& check() const&;
    finished_process check() &&;
};

/// A program failed: which, how, and the end of what it said.
class RONDO_API process_error : public std::runtime_error {
public:
    explicit process_error(const finished_process& of);
    ~process_error() override;
    const exit_status& status() const noexcept { return status_; }

private:
    exit_status status_;
};

/// Runs a program to its end, in a group of its own, and gives what it wrote. That it fails is no error: see check().
/// Throws: as spawn; runtime_error when it writes more than it may. Cancel: it is killed with its children, and reaped.
/// Example: `std::vector<std::string> log{"git", "log"};  auto got = co_await run_process(log);  use(got.check().output);`
RONDO_API task<finished_process> run_process(std::vector<std::string> command, process_options how);
RONDO_API task<finished_process> run_process(std::vector<std::string> command);

/// Runs programs side by side, each reading what the one before it writes, over pipes that this process has no part in.
/// `input` goes to the first, output is the last one's, error is everybody's. status is that of the last one that failed, or
/// of the last. Otherwise as run_process.
RONDO_API task<finished_process> run_pipeline(std::vector<std::vector<std::string>> commands,
                                              process_options how);
RONDO_API task<finished_process> run_pipeline(std::vector<std::vector<std::string>> commands);

} // namespace rondo::inline v0
