// SPDX-License-Identifier: BSL-1.0
#include <rondo/parallel/parallel_map.hpp>

#include <algorithm>
#include <atomic>
#include <csignal>
#include <exception>
#include <limits>
#include <mutex>
#include <sched.h>
#include <system_error>
#include <thread>

namespace rondo::inline v0 {

unsigned available_cores() noexcept {
    cpu_set_t allowed;
    CPU_ZERO(&allowed);
    if (::sched_getaffinity(0, sizeof allowed, &allowed) == 0)
        return static_cast<unsigned>(std::max(CPU_COUNT(&allowed), 1));
    return std::max(std::thread::hardware_concurrency(), 1U); // more cores than a cpu_set_t has
}

namespace detail {

namespace {

// Threads inherit it: a signal is the business of who started them.
class no_signals {
public:
    no_signals() noexcept {
        sigset_t all;
        sigfillset(&all);
        pthread_sigmask(SIG_SETMASK, &all, &before_);
    }
    no_signals(const no_signals&) = delete;
    no_signals& operator=(const no_signals&) = delete;
    ~no_signals() { pthread_sigmask(SIG_SETMASK, &before_, nullptr); }

private:
    sigset_t before_{};
};

class crew {
public:
    crew(std::size_t count, void (*one)(void*, std::size_t), void* with) noexcept
        : count_(count), one_(one), with_(with) {}

    void work() noexcept {
        for (;;) {
            const std::size_t i = next_.fetch_add(1, std::memory_order_relaxed);
            if (i >= count_ || failed_.load(std::memory_order_relaxed)) return;
            try {
                one_(with_, i);
            } catch (...) {
                note(i, std::current_exception());
            }
        }
    }
    /// Once all have ended.
    void rethrow() const {
        if (error_) std::rethrow_exception(error_);
    }

private:
    void note(std::size_t i, std::exception_ptr error) noexcept {
        const std::lock_guard guard(mutex_);
        failed_.store(true, std::memory_order_relaxed);
        if (i >= first_) return;
        first_ = i;
        error_ = std::move(error);
    }

    std::size_t count_;
    void (*one_)(void*, std::size_t);
    void* with_;
    std::atomic<std::size_t> next_ = 0;
    std::atomic<bool> failed_ = false;
    std::mutex mutex_;
    std::size_t first_ = std::numeric_limits<std::size_t>::max(); // that failed
    std::exception_ptr error_;
};

} // namespace

void run_parallel(std::size_t count, parallel_options options, void (*one)(void*, std::size_t), void* with) {
    const std::size_t asked = options.workers == 0 ? available_cores() : options.workers;
    const std::size_t workers = std::min(asked, count);
    crew all(count, one, with);
    {
        std::vector<std::jthread> others;
        if (workers > 1) {
            const no_signals here;
            others.reserve(workers - 1);
            try {
                while (others.size() + 1 < workers) others.emplace_back([&all] { all.work(); });
            } catch (const std::system_error&) {} // fewer do it as well
        }
        all.work();
    }
    all.rethrow();
}

} // namespace detail

} // namespace rondo::inline v0
