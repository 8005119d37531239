// SPDX-License-Identifier: BSL-1.0
#include <rondo/fiber/overflow.hpp>

#include <rondo/fiber/detail/runner.hpp>

#include "stack_header.hpp"

#include <bit>
#include <cerrno>
#include <csignal>
#include <cstring>
#include <string_view>
#include <sys/mman.h>
#include <system_error>
#include <unistd.h>

namespace rondo::inline v0 {

namespace {

struct sigaction previous{};

// A text made without a call that a signal handler may not make.
class message {
public:
    message& operator<<(std::string_view text) noexcept {
        for (const char c : text)
            if (used_ < sizeof text_) text_[used_++] = c;
        return *this;
    }
    message& operator<<(std::size_t number) noexcept {
        char digits[24];
        char* at = digits + sizeof digits - 1;
        *at = '\0';
        do *--at = static_cast<char>('0' + number % 10);
        while ((number /= 10) > 0);
        return *this << std::string_view(at);
    }
    void write() const noexcept {
        const ssize_t ignored = ::write(STDERR_FILENO, text_, used_);
        static_cast<void>(ignored);
    }

private:
    char text_[512];
    std::size_t used_ = 0;
};

void tell(const detail::fiber_context& fiber) noexcept {
    const auto bytes = static_cast<std::size_t>(fiber.top() - fiber.low());
    message text;
    text << "rondo: fiber '";
    // What a scheduler runs goes by its name there; it may have been given after the stack was made.
    const detail::fiber_runner* runner = detail::this_fiber_thread.runner;
    if (!runner || &runner->context() != &fiber) {
        text << fiber.name();
    } else if (const std::string_view given = runner->who().given_name(); !given.empty()) {
        text << given;
    } else {
        text << "task " << static_cast<std::size_t>(runner->who().id());
    }
    text << "' overflowed its stack of " << bytes
         << " bytes. Give it more, fiber_options{.stack_bytes = " << 2 * std::bit_ceil(bytes)
         << "}, or let it call less deeply\n";
    text.write();
}

// As if this handler had never been there.
void pass_on(int signal, siginfo_t* info, void* context) noexcept {
    if ((previous.sa_flags & SA_SIGINFO) != 0) return previous.sa_sigaction(signal, info, context);
    const bool sent_by_kill = info->si_code <= 0;
    if (previous.sa_handler == SIG_IGN && sent_by_kill) return;
    if (previous.sa_handler != SIG_DFL && previous.sa_handler != SIG_IGN) return previous.sa_handler(signal);
    struct sigaction by_default{};
    by_default.sa_handler = SIG_DFL;
    ::sigaction(signal, &by_default, nullptr);
    if (sent_by_kill) ::raise(signal); // else the fault happens again on return
}

void on_fault(int signal, siginfo_t* info, void* context) noexcept {
    const int error = errno;
    const detail::fiber_context* fiber = detail::fiber_context::current();
    if (fiber && info->si_code > 0 && detail::in_guard(fiber->stack(), info->si_addr)) tell(*fiber);
    errno = error;
    pass_on(signal, info, context);
}

// The fiber's own stack has no room for a handler.
class alternate_stack {
public:
    alternate_stack() {
        stack_t now{};
        if (::sigaltstack(nullptr, &now) == 0 && (now.ss_flags & SS_DISABLE) == 0) return;
        memory_ =
            ::mmap(nullptr, bytes, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS | MAP_STACK, -1, 0);
        if (memory_ == MAP_FAILED)
            throw std::system_error(errno, std::generic_category(),
                                    "install_overflow_handler: no alternate stack");
        now = {};
        now.ss_sp = memory_;
        now.ss_size = bytes;
        ::sigaltstack(&now, nullptr);
    }
    alternate_stack(const alternate_stack&) = delete;
    alternate_stack& operator=(const alternate_stack&) = delete;
    ~alternate_stack() {
        if (!memory_) return;
        stack_t none{};
        none.ss_flags = SS_DISABLE;
        ::sigaltstack(&none, nullptr);
        ::munmap(memory_, bytes);
    }

private:
    static constexpr std::size_t bytes = std::size_t{64} << 10;
    void* memory_ = nullptr;
};

bool install() noexcept {
    struct sigaction action{};
    action.sa_sigaction = on_fault;
    action.sa_flags = SA_SIGINFO | SA_ONSTACK;
    return ::sigaction(SIGSEGV, &action, &previous) == 0;
}

} // namespace

void install_overflow_handler() {
    thread_local alternate_stack of_this_thread;
    static_cast<void>(of_this_thread);
    static const bool installed = install();
    static_cast<void>(installed);
}

} // namespace rondo::inline v0
