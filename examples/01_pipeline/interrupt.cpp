// SPDX-License-Identifier: BSL-1.0
//
// The signal may land just after a look at the flag and just before a blocking call, which would then sleep on. So the
// handler also winds an alarm that rings every second: the call is interrupted again, and the flag seen.
#include "interrupt.hpp"

#include "failure.hpp"

#include <cerrno>
#include <csignal>
#include <sys/eventfd.h>
#include <unistd.h>

namespace pipeline {
namespace {

volatile std::sig_atomic_t stop_asked = 0;
int stop_event = -1;

extern "C" void on_stop(int) {
    const int before = errno;
    stop_asked = 1;
    eventfd_write(stop_event, 1);
    alarm(1);
    errno = before;
}

extern "C" void on_alarm(int) { alarm(1); }

void handle(int number, void (*handler)(int), int flags) {
    struct sigaction action{};
    action.sa_handler = handler;
    action.sa_flags = flags; // never SA_RESTART: a blocking call must come back to look at the flag
    sigemptyset(&action.sa_mask);
    sigaction(number, &action, nullptr);
}

} // namespace

void catch_interrupts() {
    stop_event = eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK);
    if (stop_event < 0)
        throw io_failure(
            described("make", "a descriptor for signals", errno, "raise the limit with ulimit -n"));
    handle(SIGALRM, on_alarm, 0);
    handle(SIGINT, on_stop, static_cast<int>(SA_RESETHAND));
    handle(SIGTERM, on_stop, static_cast<int>(SA_RESETHAND));
    handle(SIGPIPE, SIG_IGN, 0);
}

int stop_descriptor() noexcept { return stop_event; }

bool interrupted() noexcept { return stop_asked != 0; }

} // namespace pipeline
