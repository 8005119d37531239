// SPDX-License-Identifier: BSL-1.0
#include <rondo/os/process.hpp>

#include <rondo/base/error.hpp>
#include <rondo/base/errors.hpp>
#include <rondo/core/cancel_scope.hpp>
#include <rondo/core/wait_fd.hpp>
#include <rondo/io/to_thread.hpp>
#include <rondo/os/signals.hpp>

#include "pipe_ends.hpp"

#include <array>
#include <cerrno>
#include <csignal>
#include <fcntl.h>
#include <spawn.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

extern "C" char** environ;

namespace rondo::inline v0 {

namespace {

constexpr int by_handle = 3; // P_PIDFD

std::string shown(const std::vector<std::string>& command) {
    std::string text;
    for (const std::string& word : command) {
        if (!text.empty()) text += ' ';
        const bool plain = !word.empty() && word.find_first_of(" \t\n'\"\\$") == std::string::npos;
        text += plain ? word : "'" + word + "'";
    }
    return text;
}

void expect_no_nul(const std::string& text, const char* what) {
    if (text.find('\0') != std::string::npos)
        throw value_error("spawn: " + std::string(what) + " '" + text.c_str() + "…' contains a NUL");
}

std::vector<std::string> environment_of(const spawn_options& how) {
    std::vector<std::string> all;
    for (const auto& [name, value] : how.environment) {
        if (name.empty() || name.find('=') != std::string::npos)
            throw value_error("spawn: '" + name + "' is no name of an environment variable");
        expect_no_nul(name, "the variable");
        expect_no_nul(value, "the variable");
    }
    if (!how.clear_environment) {
        for (char** at = environ; at && *at; ++at) {
            const std::string_view entry(*at);
            const std::string_view name = entry.substr(0, entry.find('='));
            bool replaced = false;
            for (const auto& [other, value] : how.environment) replaced = replaced || other == name;
            if (!replaced) all.emplace_back(entry);
        }
    }
    for (const auto& [name, value] : how.environment) all.push_back(name + "=" + value);
    return all;
}

std::vector<char*> pointers_to(std::vector<std::string>& texts) {
    std::vector<char*> all;
    all.reserve(texts.size() + 1);
    for (std::string& text : texts) all.push_back(text.data());
    all.push_back(nullptr);
    return all;
}

// posix_spawn's two descriptions; each call throws what it says.
class child_plan {
public:
    child_plan() {
        check(::posix_spawn_file_actions_init(&actions_));
        check(::posix_spawnattr_init(&attributes_));
    }
    child_plan(const child_plan&) = delete;
    child_plan& operator=(const child_plan&) = delete;
    ~child_plan() {
        ::posix_spawn_file_actions_destroy(&actions_);
        ::posix_spawnattr_destroy(&attributes_);
    }
    void give(int number, const stdio& what, int other_end) {
        switch (what.what()) {
        case stdio::kind::inherit:
            break;
        case stdio::kind::null:
            check(::posix_spawn_file_actions_addopen(&actions_, number, "/dev/null",
                                                     number == 0 ? O_RDONLY : O_WRONLY, 0));
            break;
        case stdio::kind::pipe:
            check(::posix_spawn_file_actions_adddup2(&actions_, other_end, number));
            break;
        case stdio::kind::descriptor:
            check(::posix_spawn_file_actions_adddup2(&actions_, what.descriptor(), number));
            break;
        }
    }
    void start_in(const std::string& directory) {
        if (!directory.empty()) check(::posix_spawn_file_actions_addchdir_np(&actions_, directory.c_str()));
    }
    void begin(bool own_group) {
        // What is ignored here would be ignored there, too, and what is blocked.
        sigset_t all, none;
        sigfillset(&all);
        sigemptyset(&none);
        check(::posix_spawnattr_setsigdefault(&attributes_, &all));
        check(::posix_spawnattr_setsigmask(&attributes_, &none));
        short flags = POSIX_SPAWN_SETSIGDEF | POSIX_SPAWN_SETSIGMASK;
        if (own_group) flags |= POSIX_SPAWN_SETPGROUP;
        check(::posix_spawnattr_setflags(&attributes_, flags));
    }
    /// After all that was given: it is done in this order.
    void close_others() { check(::posix_spawn_file_actions_addclosefrom_np(&actions_, 3)); }
    const posix_spawn_file_actions_t* actions() const noexcept { return &actions_; }
    const posix_spawnattr_t* attributes() const noexcept { return &attributes_; }

private:
    static void check(int error) {
        if (error != 0) throw rondo::error(error, "spawn");
    }
    posix_spawn_file_actions_t actions_{};
    posix_spawnattr_t attributes_{};
};

// Descriptors 0 to 2 would be overwritten before they are copied.
int moved_up(int descriptor) {
    const int higher = ::fcntl(descriptor, F_DUPFD_CLOEXEC, 3);
    if (higher < 0) throw rondo::error(errno, "spawn: fcntl(F_DUPFD_CLOEXEC)");
    return higher;
}

// Whoever writes to a child that reads no more is to be told EPIPE, and not to be killed.
void ignore_broken_pipes() noexcept {
    struct sigaction now{};
    if (::sigaction(SIGPIPE, nullptr, &now) != 0 || (now.sa_flags & SA_SIGINFO) != 0 ||
        now.sa_handler != SIG_DFL)
        return;
    now.sa_handler = SIG_IGN;
    ::sigaction(SIGPIPE, &now, nullptr);
}

exit_status status_of(const siginfo_t& info) {
    if (info.si_code == CLD_EXITED) return {.code = info.si_status};
    return {
        .code = 128 + info.si_status, .signal = info.si_status, .dumped_core = info.si_code == CLD_DUMPED};
}

} // namespace

std::string exit_status::text() const {
    if (signal == 0) return "exit code " + std::to_string(code);
    return "ended by " + signal_name(signal) + (dumped_core ? " (core dumped)" : "");
}

process::process(process&& other) noexcept
    : input(std::move(other.input)), output(std::move(other.output)), error(std::move(other.error)),
      id_(std::exchange(other.id_, -1)), handle_(std::exchange(other.handle_, -1)),
      own_group_(other.own_group_), status_(other.status_) {}

process& process::operator=(process&& other) noexcept {
    if (this == &other) return *this;
    end();
    input = std::move(other.input);
    output = std::move(other.output);
    error = std::move(other.error);
    id_ = std::exchange(other.id_, -1);
    handle_ = std::exchange(other.handle_, -1);
    own_group_ = other.own_group_;
    status_ = other.status_;
    return *this;
}

process::~process() { end(); }

void process::end() noexcept {
    if (id_ >= 0 && !status_) {
        ::kill(own_group_ ? -id_ : id_, SIGKILL);
        siginfo_t info{};
        while (::waitid(P_PID, static_cast<id_t>(id_), &info, WEXITED) != 0 && errno == EINTR) {}
    }
    if (handle_ >= 0) {
        if (scheduler::current()) notify_closing(handle_);
        ::close(handle_);
    }
    id_ = handle_ = -1;
}

bool process::reap(int flags) {
    siginfo_t info{};
    int failed = 0;
    do {
        failed = handle_ >= 0 ? ::waitid(static_cast<idtype_t>(by_handle), static_cast<id_t>(handle_), &info,
                                         WEXITED | flags)
                              : ::waitid(P_PID, static_cast<id_t>(id_), &info, WEXITED | flags);
    } while (failed != 0 && errno == EINTR);
    if (failed != 0) {
        const int number = errno;
        if (number == ECHILD) status_ = exit_status{.code = -1}; // there is nobody to kill any more
        throw rondo::error(
            number, "process::wait(" + std::to_string(id_) +
                        "): somebody else has reaped the child, or SIGCHLD is ignored: how it ended is "
                        "not known");
    }
    if (info.si_pid == 0) return false;
    status_ = status_of(info);
    return true;
}

task<exit_status> process::wait() {
    while (!status_) {
        if (reap(WNOHANG)) break;
        if (handle_ >= 0) {
            co_await wait_readable(handle_);
        } else { // without a pidfd, a thread of the pool waits for it, and leaves it to be reaped
            const int id = id_;
            auto waits = [id] {
                siginfo_t info{};
                while (::waitid(P_PID, static_cast<id_t>(id), &info, WEXITED | WNOWAIT) != 0 &&
                       errno == EINTR) {}
            };
            co_await to_thread(waits);
        }
    }
    co_return *status_;
}

void process::send_signal(int number) const {
    if (id_ < 0 || status_) return;
    if (::kill(own_group_ ? -id_ : id_, number) != 0 && errno != ESRCH)
        throw rondo::error(errno,
                           "process::send_signal(" + std::to_string(id_) + ", " + signal_name(number) + ")");
}
void process::terminate() const { send_signal(SIGTERM); }
void process::kill() const { send_signal(SIGKILL); }

task<exit_status> process::stop(duration grace) {
    terminate();
    co_await move_on_after(grace, wait());
    if (!status_) kill();
    co_return co_await wait();
}

process spawn(std::vector<std::string> command, const spawn_options& how) {
    if (command.empty() || command[0].empty())
        throw value_error("spawn: there is no program to start: the command is empty");
    for (const std::string& word : command) expect_no_nul(word, "the argument");
    expect_no_nul(how.directory, "the directory");
    std::vector<std::string> environment = environment_of(how);
    const std::vector<char*> arguments = pointers_to(command), variables = pointers_to(environment);

    detail::pipe_ends in, out, err;
    child_plan plan;
    plan.begin(how.own_group);
    plan.start_in(how.directory);
    // The copies live until the child has its own.
    std::array<file, 3> copies;
    const std::array<const stdio*, 3> streams{&how.input, &how.output, &how.error};
    for (int number = 0; number != 3; ++number) {
        const auto i = static_cast<std::size_t>(number);
        int theirs = -1;
        stdio what = *streams[i];
        if (what.what() == stdio::kind::pipe) {
            detail::pipe_ends made = detail::make_pipe("spawn");
            if (number == 0) ignore_broken_pipes();
            detail::never_block(number == 0 ? made.writer : made.reader);
            theirs = moved_up(number == 0 ? made.reader.descriptor() : made.writer.descriptor());
            copies[i] = file(theirs);
            (number == 0 ? in : number == 1 ? out : err) = std::move(made);
        } else if (what.what() == stdio::kind::descriptor) {
            if (what.descriptor() < 0)
                throw value_error("spawn: a standard stream was to be a file that is not open");
            copies[i] = file(moved_up(what.descriptor()));
            what = stdio::from(copies[i]);
        }
        plan.give(number, what, theirs);
    }
    plan.close_others();
    pid_t id = -1;
    const int failed = ::posix_spawnp(&id, arguments[0], plan.actions(), plan.attributes(), arguments.data(),
                                      variables.data());
    if (failed != 0) {
        const bool searched = command[0].find('/') == std::string::npos;
        throw rondo::error(failed, "spawn(" + shown(command) +
                                       (how.directory.empty() ? "" : ", in " + how.directory) + ")" +
                                       (failed == ENOENT && searched ? ": not found in PATH" : ""));
    }
    process made(id, how.own_group);
    made.handle_ =
        static_cast<int>(::syscall(SYS_pidfd_open, id, 0)); // not reaped yet: nobody else has this id
    if (made.handle_ < 0 && (errno == EMFILE || errno == ENFILE || errno == ENOMEM))
        throw rondo::error(errno, "spawn(" + shown(command) + "): pidfd_open"); // and the child is killed
    made.input = std::move(in.writer);
    made.output = std::move(out.reader);
    made.error = std::move(err.reader);
    return made;
}

} // namespace rondo::inline v0
