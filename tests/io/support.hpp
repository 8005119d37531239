// SPDX-License-Identifier: BSL-1.0
//
// For the tests of drivers: two verbs made of the bare op, and the two worlds in which every driver must do the same.
#pragma once

#include <rondo/core/loop.hpp>
#include <rondo/core/oracle.hpp>
#include <rondo/core/sleep.hpp>
#include <rondo/core/wait_fd.hpp>
#include <rondo/io/epoll_driver.hpp>
#include <rondo/io/io_uring_driver.hpp>
#include <rondo/io/simulated_driver.hpp>

#include <doctest/doctest.h>

#include <cerrno>
#include <csignal>
#include <fcntl.h>
#include <memory>
#include <string>
#include <sys/resource.h>
#include <unistd.h>

namespace drivers {

using namespace rondo;

/// Reads at most `most` bytes; "" at the end.
class read_text : public op_wait {
public:
    explicit read_text(int from, std::size_t most = 64)
        : op_wait(opcode::read, "read_text", from), text_(most, '\0') {}
    read_text(read_text&& other) : op_wait(std::move(other)), text_(std::move(other.text_)) {}
    void start(waiter& who) {
        buffer = text_.data();
        length = static_cast<std::uint32_t>(text_.size());
        op_wait::start(who);
    }
    std::string take() {
        text_.resize(static_cast<std::size_t>(checked_outcome()));
        return std::move(text_);
    }

private:
    std::string text_;
};

/// Writes what it can of `text`; gives how many bytes.
class write_text : public op_wait {
public:
    write_text(int to, std::string text) : op_wait(opcode::write, "write_text", to), text_(std::move(text)) {}
    write_text(write_text&& other) : op_wait(std::move(other)), text_(std::move(other.text_)) {}
    void start(waiter& who) {
        buffer = text_.data();
        length = static_cast<std::uint32_t>(text_.size());
        op_wait::start(who);
    }
    std::size_t take() { return static_cast<std::size_t>(checked_outcome()); }

private:
    std::string text_;
};

/// Any operation as it is: gives its result.
class plain_op : public op_wait {
public:
    plain_op(opcode what, int on) : op_wait(what, "plain_op", on) {}
    plain_op(plain_op&&) = default;
    std::int64_t take() { return checked_outcome(); }
    plain_op with(void* memory, std::size_t size, std::uint32_t flag = 0, std::int64_t at = -1,
                  void* other = nullptr) && {
        buffer = memory;
        length = static_cast<std::uint32_t>(size);
        flags = flag;
        offset = at;
        second = other;
        return std::move(*this);
    }
};

/// Chance by a seed (a linear congruential generator will do), and a count of what was asked.
class chance : public oracle {
public:
    explicit chance(std::uint64_t seed) : state_(seed * 2 + 1) {}
    std::size_t choose(choice what, std::size_t n) noexcept override {
        ++asked[static_cast<std::size_t>(what)];
        state_ = state_ * 6364136223846793005u + 1442695040888963407u;
        return static_cast<std::size_t>((state_ >> 33) % n);
    }
    int asked[5] = {};

private:
    std::uint64_t state_;
};

struct ends {
    int reader;
    int writer;
};

/// The machine's own pipes. Time is told in both worlds, so that nothing here waits for a clock.
struct epoll_world {
    manual_time time;
    epoll_driver io;
    loop home{{.time = &time, .io = &io}};
    epoll_world() { std::signal(SIGPIPE, SIG_IGN); }
    ~epoll_world() { CHECK(left() == 0); }
    ends open_pipe(int flags = O_NONBLOCK) {
        int made[2];
        if (::pipe2(made, flags | O_CLOEXEC) != 0) throw error(errno, "pipe2");
        return {made[0], made[1]};
    }
    void shut(int descriptor) {
        io.closing(descriptor);
        ::close(descriptor);
    }
    driver& driver_of() { return io; }
    std::size_t left() const { return io.outstanding(); }
};

/// The same by io_uring, where the machine allows it; by epoll otherwise, so that the suite runs everywhere.
struct uring_world {
    manual_time time;
    std::unique_ptr<driver> io;
    loop home{{.time = &time, .io = io.get()}};
    explicit uring_world(io_uring_options options = {}) : io(make(options)) { std::signal(SIGPIPE, SIG_IGN); }
    ~uring_world() { CHECK(left() == 0); }
    static std::unique_ptr<driver> make(io_uring_options options) {
        if (!io_uring_driver::works()) return std::make_unique<epoll_driver>();
        try {
            return std::make_unique<io_uring_driver>(options);
        } catch (const error& e) {
            if (e.number() != ENOMEM) throw;
            MESSAGE("by epoll, as there is no memory for another ring: " << e.what());
            return std::make_unique<epoll_driver>();
        }
    }
    ends open_pipe(int flags = O_NONBLOCK) {
        int made[2];
        if (::pipe2(made, flags | O_CLOEXEC) != 0) throw error(errno, "pipe2");
        return {made[0], made[1]};
    }
    void shut(int descriptor) {
        io->closing(descriptor);
        ::close(descriptor);
    }
    driver& driver_of() { return *io; }
    std::size_t left() const { return io->outstanding(); }
};
/// Rings so small that everything overflows.
struct tight_world : uring_world {
    tight_world() : uring_world({.entries = 8, .completions = 16}) {}
};
/// Pipes in blocking mode, as others hand them over.
struct blocking_world : uring_world {
    ends open_pipe() { return uring_world::open_pipe(0); }
};

struct simulated_world {
    manual_time time;
    simulated_driver io;
    loop home{{.time = &time, .io = &io}};
    ~simulated_world() { CHECK(io.in_progress() == 0); }
    ends open_pipe() {
        const simulated_pipe made = io.open_pipe();
        return {made.reader, made.writer};
    }
    void shut(int descriptor) { io.close(descriptor); }
    std::size_t left() const { return io.in_progress(); }
};

/// A world that takes its time, and its orders from an oracle that knows no chance.
struct slow_world : simulated_world {
    slow_world()
        : io_late({.least_latency = 3ms, .late_cancel = true}), home({.time = &time, .io = &io_late}) {}
    ~slow_world() { CHECK(left() == 0); }
    simulated_driver io_late;
    loop home;
    ends open_pipe() {
        const simulated_pipe made = io_late.open_pipe();
        return {made.reader, made.writer};
    }
    void shut(int descriptor) { io_late.close(descriptor); }
    std::size_t left() const { return io_late.in_progress(); }
};

/// Until all that is ready has run, and what it asked for has reached the driver: a loop polls when nothing else is ready.
inline task<> round_trip() {
    co_await yield_now();
    co_await plain_op(opcode::nop, -1);
}

inline task<> write_all(int to, std::string text) {
    while (!text.empty()) {
        const std::size_t wrote = co_await write_text(to, text);
        text.erase(0, wrote);
    }
}

inline task<std::string> read_all(int from) {
    std::string all;
    while (true) {
        const std::string part = co_await read_text(from, 10'000);
        if (part.empty()) co_return all;
        all += part;
    }
}

} // namespace drivers
