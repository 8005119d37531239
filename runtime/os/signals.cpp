// SPDX-License-Identifier: BSL-1.0
#include <rondo/os/signals.hpp>

#include <rondo/base/error.hpp>
#include <rondo/base/errors.hpp>
#include <rondo/core/wait_fd.hpp>

#include <array>
#include <atomic>
#include <bit>
#include <cerrno>
#include <csignal>
#include <cstring>
#include <mutex>
#include <sys/eventfd.h>
#include <thread>
#include <unistd.h>

namespace rondo::inline v0 {

namespace {

constexpr int most_numbers = 64;
constexpr std::uint64_t bit_of(int number) noexcept { return std::uint64_t{1} << (number - 1); }

} // namespace

namespace detail {

class signal_listener {
public:
    explicit signal_listener(std::uint64_t wanted);
    signal_listener(const signal_listener&) = delete;
    signal_listener& operator=(const signal_listener&) = delete;
    ~signal_listener();

    // Called in a handler.
    void ring(int number) noexcept {
        if ((wanted_ & bit_of(number)) == 0) return;
        arrived_.fetch_or(bit_of(number));
        const std::uint64_t one = 1;
        static_cast<void>(!::write(bell_, &one, sizeof one)); // full: it has rung
    }
    std::optional<int> take() noexcept {
        const std::uint64_t all = arrived_.load();
        if (all == 0) return std::nullopt;
        const int number = std::countr_zero(all) + 1;
        arrived_.fetch_and(~bit_of(number));
        return number;
    }
    void silence() noexcept {
        std::uint64_t rung = 0;
        static_cast<void>(!::read(bell_, &rung, sizeof rung));
    }
    int bell() const noexcept { return bell_; }

private:
    std::uint64_t wanted_;
    std::atomic<std::uint64_t> arrived_ = 0;
    int bell_ = -1;
    std::size_t slot_ = 0;
};

} // namespace detail

namespace {

// What a handler may touch: no lock, no memory.
constinit std::array<std::atomic<detail::signal_listener*>, 64> listening{};
constinit std::atomic<int> handlers_running = 0;

extern "C" void rondo_on_signal(int number) {
    const int error = errno;
    handlers_running.fetch_add(1);
    for (const auto& slot : listening)
        if (detail::signal_listener* const one = slot.load()) one->ring(number);
    handlers_running.fetch_sub(1);
    errno = error;
}

// Who listens to what, and what was there before; under the mutex.
constinit std::mutex changing;
struct disposition {
    unsigned listeners = 0;
    struct sigaction before{};
};
std::array<disposition, most_numbers + 1> dispositions;

void stop_listening(std::uint64_t numbers) noexcept {
    for (int number = 1; number <= most_numbers; ++number) {
        disposition& of = dispositions[static_cast<std::size_t>(number)];
        if ((numbers & bit_of(number)) == 0 || --of.listeners != 0) continue;
        struct sigaction now{};
        // Somebody may have put a handler of his own in its place since.
        if (::sigaction(number, nullptr, &now) == 0 && (now.sa_flags & SA_SIGINFO) == 0 &&
            now.sa_handler == &rondo_on_signal)
            ::sigaction(number, &of.before, nullptr);
    }
}

void start_listening(std::uint64_t numbers) {
    std::uint64_t begun = 0;
    for (int number = 1; number <= most_numbers; ++number) {
        if ((numbers & bit_of(number)) == 0) continue;
        disposition& of = dispositions[static_cast<std::size_t>(number)];
        if (of.listeners == 0) {
            struct sigaction ours{};
            ours.sa_handler = &rondo_on_signal;
            ours.sa_flags = static_cast<int>(SA_RESTART | SA_ONSTACK);
            sigfillset(&ours.sa_mask);
            if (::sigaction(number, &ours, &of.before) != 0) {
                const int error = errno;
                stop_listening(begun);
                throw rondo::error(error, "signals: sigaction(" + signal_name(number) + ")");
            }
        }
        ++of.listeners;
        begun |= bit_of(number);
    }
}

std::uint64_t checked(std::span<const int> numbers) {
    if (numbers.empty()) throw value_error("signals: none was named to listen to");
    std::uint64_t all = 0;
    for (const int number : numbers) {
        if (number < 1 || number > most_numbers)
            throw value_error("signals: " + std::to_string(number) + " is no signal: they are 1 to 64");
        switch (number) {
        case SIGKILL:
        case SIGSTOP:
            throw value_error("signals: nobody can listen to " + signal_name(number));
        case SIGSEGV:
        case SIGBUS:
        case SIGFPE:
        case SIGILL:
            throw value_error(
                "signals: " + signal_name(number) +
                " tells of a fault where the program stands, and would come again at once: it needs a "
                "handler of its own");
        default:
            all |= bit_of(number);
        }
    }
    return all;
}

} // namespace

namespace detail {

signal_listener::signal_listener(std::uint64_t wanted) : wanted_(wanted) {
    bell_ = ::eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK);
    if (bell_ < 0) throw rondo::error(errno, "signals: eventfd");
    const std::lock_guard guard(changing);
    try {
        while (slot_ != listening.size() && listening[slot_].load()) ++slot_;
        if (slot_ == listening.size())
            throw runtime_error("signals: 64 listen already in this process: let some go, or share one");
        listening[slot_].store(this); // before the handler: nothing is missed
        start_listening(wanted);
    } catch (...) {
        if (slot_ != listening.size()) listening[slot_].store(nullptr);
        ::close(bell_);
        throw;
    }
}

signal_listener::~signal_listener() {
    const std::lock_guard guard(changing);
    stop_listening(wanted_);
    listening[slot_].store(nullptr);
    while (handlers_running.load() != 0) std::this_thread::yield(); // on another thread, and nearly done
    ::close(bell_);
}

namespace {
task<std::optional<int>> next_signal(signal_listener& from) {
    for (;;) {
        if (const std::optional<int> number = from.take()) co_return number;
        from.silence();
        if (const std::optional<int> number = from.take()) co_return number;
        co_await wait_readable(from.bell());
    }
}
} // namespace

} // namespace detail

signals::signals(std::initializer_list<int> numbers)
    : signals(std::span<const int>(numbers.begin(), numbers.size())) {}
signals::signals(std::span<const int> numbers)
    : listener_(std::make_unique<detail::signal_listener>(checked(numbers))) {}
signals::signals(signals&& other) noexcept = default;
signals& signals::operator=(signals&& other) noexcept = default;
signals::~signals() {
    if (listener_ && scheduler::current()) notify_closing(listener_->bell());
}

task<std::optional<int>> signals::next() { return detail::next_signal(*listener_); }
std::optional<int> signals::try_next() noexcept { return listener_->take(); }

std::string signal_name(int number) {
    if (const char* const name = ::sigabbrev_np(number)) return std::string("SIG") + name;
    if (number >= SIGRTMIN && number <= SIGRTMAX)
        return number == SIGRTMIN ? "SIGRTMIN" : "SIGRTMIN+" + std::to_string(number - SIGRTMIN);
    return "signal " + std::to_string(number);
}

} // namespace rondo::inline v0
