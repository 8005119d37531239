// SPDX-License-Identifier: BSL-1.0
#include <rondo/io/epoll_driver.hpp>

#include "perform.hpp"
#include "pool.hpp"
#include "wake_event.hpp"

#include <rondo/base/assert.hpp>
#include <rondo/base/error.hpp>
#include <rondo/core/time_source.hpp>

#include <algorithm>
#include <cerrno>
#include <new>

#include <fcntl.h>
#include <poll.h>
#include <sys/epoll.h>
#include <sys/socket.h>
#include <sys/syscall.h>
#include <sys/timerfd.h>
#include <unistd.h>

namespace rondo::inline v0 {

static_assert(EPOLLIN == POLLIN && EPOLLOUT == POLLOUT && EPOLLERR == POLLERR && EPOLLHUP == POLLHUP &&
              EPOLLPRI == POLLPRI && EPOLLRDHUP == POLLRDHUP);

namespace {

constexpr std::uint64_t wake_mark = ~std::uint64_t(0);
constexpr std::uint64_t timer_mark = wake_mark - 1;
constexpr std::uint32_t trouble = EPOLLERR | EPOLLHUP; // told unasked, and concerns everybody
constexpr std::size_t looks = 64;

// The same number on every architecture; as raw calls go, with 64-bit seconds on each.
constexpr long epoll_pwait2_number = 441;
struct kernel_time {
    std::int64_t seconds;
    std::int64_t nanoseconds;
};

instant machine_time() noexcept {
    steady_time clock;
    return clock.now();
}

bool tell(int epoll, int action, int descriptor, std::uint32_t events, std::uint64_t mark) noexcept {
    epoll_event event{};
    event.events = events;
    event.data.u64 = mark;
    return ::epoll_ctl(epoll, action, descriptor, &event) == 0;
}

} // namespace

epoll_driver::epoll_driver(epoll_options options)
    : coarse_(options.timer_descriptor), quiet_(options.quiet), wake_(std::make_unique<detail::wake_event>()),
      pool_(std::make_unique<detail::pool>(*wake_, std::max(options.threads, 1U))) {
    epoll_ = ::epoll_create1(EPOLL_CLOEXEC);
    timer_ = ::timerfd_create(CLOCK_MONOTONIC, TFD_CLOEXEC | TFD_NONBLOCK);
    if (epoll_ < 0 || timer_ < 0 || !tell(epoll_, EPOLL_CTL_ADD, wake_->descriptor(), EPOLLIN, wake_mark) ||
        !tell(epoll_, EPOLL_CTL_ADD, timer_, EPOLLIN | EPOLLET, timer_mark)) {
        const int number = errno;
        if (epoll_ >= 0) ::close(epoll_);
        if (timer_ >= 0) ::close(timer_);
        throw error(number, "make an epoll driver", "close descriptors, or raise `ulimit -n`");
    }
}

epoll_driver::~epoll_driver() {
    ::close(epoll_);
    ::close(timer_);
}

void epoll_driver::wake() noexcept { wake_->ring(); }

std::size_t epoll_driver::outstanding() const noexcept {
    return asked_.size() + waiting_ + pool_->in_progress();
}
std::size_t epoll_driver::left_behind() const noexcept { return pool_->left_behind(); }
bool epoll_driver::at_once(op& one) noexcept {
    if (one.code == opcode::make_socket || one.code == opcode::socket_pair) one.flags |= SOCK_NONBLOCK;
    return detail::made_at_once(one);
}

instant epoll_driver::next_completion() noexcept {
    return asked_.empty() && finished_.empty() ? never : instant::min();
}

void epoll_driver::submit(op& one) noexcept {
    one.state = op::phase::queued;
    one.driver_data[1] = nullptr;
    asked_.push_back(one);
}

void epoll_driver::to_pool(op& one) noexcept {
    one.driver_data[1] = pool_.get();
    pool_->submit(one);
}

void epoll_driver::finish(op& one, std::int64_t result) noexcept {
    one.result = result;
    one.state = op::phase::done;
    finished_.push_back(one);
}

bool epoll_driver::cancel(op& one) noexcept {
    if (one.state == op::phase::queued) {
        asked_.erase(one);
    } else if (one.state == op::phase::in_flight && one.driver_data[1]) {
        return pool_->cancel(one);
    } else if (one.state == op::phase::in_flight) {
        // The kernel may still tell of its interest, once, to nobody.
        watch& of = watches_[static_cast<std::size_t>(one.descriptor)];
        (reads(one) ? of.in : of.out).waiting.erase(one);
        --waiting_;
        settle(of);
    } else {
        return false;
    }
    one.state = op::phase::idle;
    return true;
}

void epoll_driver::closing(int descriptor) noexcept {
    for (op* one = asked_.front(); one;) {
        op* const next = one->next;
        if (one->descriptor == descriptor && one->code != opcode::close) {
            asked_.erase(*one);
            finish(*one, -EBADF);
        }
        one = next;
    }
    watch* of = find(descriptor);
    if (!of) return;
    fail_all(*of, EBADF, nullptr);
    if (of->known) tell(epoll_, EPOLL_CTL_DEL, descriptor, 0, 0);
    of->known = false;
}

// Whether it waits in the queue of those that read, at least.
bool epoll_driver::reads(const op& one) noexcept {
    return (detail::readiness_of(one) & ~std::uint32_t(EPOLLOUT)) != 0;
}

epoll_driver::watch* epoll_driver::find(int descriptor) noexcept {
    const auto at = static_cast<std::size_t>(descriptor);
    return descriptor >= 0 && at < watches_.size() ? &watches_[at] : nullptr;
}

void epoll_driver::begin(op& one) noexcept {
    if (detail::may_block(one)) return to_pool(one);
    if (one.code == opcode::close) closing(one.descriptor);
    watch* of = detail::readiness_of(one) != 0 ? find(one.descriptor) : nullptr;
    if (of && !(reads(one) ? of->in : of->out).waiting.empty())
        return await_readiness(one); // behind who came first
    const std::int64_t result = detail::perform(one, detail::standing::unknown);
    if (result == detail::must_wait) return await_readiness(one);
    finish(one, result);
}

void epoll_driver::await_readiness(op& one) noexcept {
    const int descriptor = one.descriptor;
    if (descriptor < 0) return finish(one, -EBADF);
    const auto at = static_cast<std::size_t>(descriptor);
    if (at >= watches_.size() && ::fcntl(descriptor, F_GETFD) < 0)
        return finish(one, -EBADF); // before growing for it
    try {
        if (at >= watches_.size()) watches_.resize(std::max(at + 1, 2 * watches_.size()));
        if (watches_[at].empty()) busy_.push_back(descriptor);
    } catch (const std::bad_alloc&) {
        return finish(one, -ENOMEM);
    }
    watch& of = watches_[at];
    if (of.empty()) {
        of.busy_at = busy_.size() - 1;
        of.in.interest = of.out.interest = 0;
    }
    queue& behind = reads(one) ? of.in : of.out;
    one.state = op::phase::in_flight;
    behind.waiting.push_back(one);
    behind.interest |= detail::readiness_of(one);
    ++waiting_;
    const int refused = arm(descriptor, of, &one);
    if (refused == 0) return;
    if (refused == EBADF) return fail_all(of, EBADF, nullptr);
    behind.waiting.erase(one);
    --waiting_;
    settle(of);
    // Files on disk, and others that are always ready.
    if (refused != EPERM) return finish(one, -refused);
    if (one.code != opcode::poll) return to_pool(one);
    finish(one, detail::perform(one, detail::standing::on_disk));
}

// Tells the kernel what `of` waits for, for one event. Returns: 0 or an errno. Where the kernel knows nothing of the
// descriptor any more, it was closed, and its number is used again: all but the newest waited for the file that has gone.
int epoll_driver::arm(int descriptor, watch& of, const op* newest) noexcept {
    const std::uint32_t events = of.in.interest | of.out.interest | EPOLLONESHOT;
    const auto mark = [&] {
        return std::uint64_t(of.generation) << 32 | static_cast<std::uint32_t>(descriptor);
    };
    if (of.known) {
        if (tell(epoll_, EPOLL_CTL_MOD, descriptor, events, mark())) return 0;
        if (errno != ENOENT) return errno;
        of.known = false;
        fail_all(of, EBADF, newest);
        if (!newest) return 0;
    }
    of.generation = (of.generation + 1) & 0x7fffffff; // apart from the marks of our own
    if (!tell(epoll_, EPOLL_CTL_ADD, descriptor, events, mark())) return errno;
    of.known = true;
    return 0;
}

void epoll_driver::fail_all(watch& of, int number, const op* but) noexcept {
    bool any = false;
    for (queue* each : {&of.in, &of.out}) {
        for (op* one = each->waiting.front(); one;) {
            op* const next = one->next;
            if (one != but) {
                any = true;
                each->waiting.erase(*one);
                --waiting_;
                finish(*one, -number);
            }
            one = next;
        }
    }
    if (any) settle(of);
}

// After somebody has gone: a watch that nobody waits for is not looked at any more.
void epoll_driver::settle(watch& of) noexcept {
    if (!of.empty()) return;
    busy_[of.busy_at] = busy_.back();
    watches_[static_cast<std::size_t>(busy_.back())].busy_at = of.busy_at;
    busy_.pop_back();
}

void epoll_driver::serve(int descriptor, std::uint32_t events) noexcept {
    watch& of = watches_[static_cast<std::size_t>(descriptor)];
    if (of.empty()) return;
    serve(of.in, events);
    serve(of.out, events);
    if (of.empty()) return settle(of);
    if (const int refused = arm(descriptor, of, nullptr)) fail_all(of, refused, nullptr);
}

// In order, until one would block. Whoever only waits for readiness is content with the event.
void epoll_driver::serve(queue& of, std::uint32_t events) noexcept {
    std::uint32_t left = 0;
    for (op* one = of.waiting.front(); one;) {
        op* const next = one->next;
        const std::uint32_t wanted = detail::readiness_of(*one);
        std::int64_t result = detail::must_wait;
        if (one->code == opcode::poll) {
            if (const std::uint32_t holds = events & (wanted | trouble)) result = holds;
        } else if ((events & (wanted | trouble)) != 0) {
            result = detail::perform(*one, detail::standing::ready);
            if (result == detail::must_wait) events &= ~(wanted | trouble);
        }
        if (result == detail::must_wait) {
            left |= wanted;
            if ((events & of.interest) == 0 && (events & trouble) == 0) {
                if (next) left |= of.interest; // who stands behind was not looked at
                break;
            }
        } else {
            of.waiting.erase(*one);
            --waiting_;
            finish(*one, result);
        }
        one = next;
    }
    of.interest = left;
}

// In a quiet moment: was a descriptor closed under whoever waits for it? The kernel does not say so by itself.
void epoll_driver::look_around() noexcept {
    for (std::size_t left = std::min(looks, busy_.size()); left != 0 && !busy_.empty(); --left) {
        if (looked_at_ >= busy_.size()) looked_at_ = 0;
        const int descriptor = busy_[looked_at_++];
        watch& of = watches_[static_cast<std::size_t>(descriptor)];
        if (const int refused = arm(descriptor, of, nullptr)) {
            of.known = false;
            fail_all(of, refused, nullptr);
        }
    }
}

// Returns: how many events there are. Never wakes early by rounding.
int epoll_driver::wait_for_events(epoll_event* events, int most, duration limit) {
    if (!coarse_ && limit != duration::zero()) {
        const auto seconds = std::chrono::floor<std::chrono::seconds>(limit);
        const kernel_time left{seconds.count(), (limit - seconds).count()};
        const long got = ::syscall(epoll_pwait2_number, epoll_, events, most,
                                   limit == forever ? nullptr : &left, nullptr, std::size_t(8));
        if (got >= 0 || (errno != ENOSYS && errno != EPERM)) return static_cast<int>(got);
        coarse_ = true; // a kernel before 5.11, or a sandbox
    }
    if (limit != duration::zero()) {
        itimerspec at{};
        if (limit != forever) {
            const auto seconds = std::chrono::floor<std::chrono::seconds>(limit);
            at.it_value.tv_sec = seconds.count();
            at.it_value.tv_nsec = static_cast<long>((limit - seconds).count());
        }
        ::timerfd_settime(timer_, 0, &at, nullptr); // zero: takes an earlier one back
    }
    return ::epoll_wait(epoll_, events, most, limit == duration::zero() ? 0 : -1);
}

// One wait, and what it brings. Returns: whether anything happened.
bool epoll_driver::wait(duration limit) {
    epoll_event events[128];
    const int count = wait_for_events(events, 128, limit);
    if (count < 0) {
        if (errno == EINTR) return false; // a signal, or the process was stopped and goes on
        throw error(errno, "wait for events of epoll");
    }
    bool any = false;
    for (int i = 0; i != count; ++i) {
        const std::uint64_t mark = events[i].data.u64;
        if (mark == timer_mark) continue;
        any = true;
        if (mark == wake_mark) {
            wake_->hear();
            continue;
        }
        const auto descriptor = static_cast<std::size_t>(mark & 0xffffffff);
        if (watches_[descriptor].generation == mark >> 32)
            serve(static_cast<int>(descriptor), events[i].events);
    }
    return any;
}

// Until something happens, or `deadline`: a signal ends a wait of the kernel's early, and this one goes on.
void epoll_driver::wait_until(instant deadline) {
    const auto left = [deadline] {
        return deadline == never ? forever : std::max(deadline - machine_time(), duration::zero());
    };
    bool looked = false;
    duration limit = left();
    do {
        const bool look = !looked && limit > quiet_ && !busy_.empty();
        if (wait(look ? quiet_ : limit)) return;
        if (look) {
            looked = true;
            look_around();
            if (!finished_.empty()) return;
        }
        limit = left();
    } while (limit != duration::zero());
}

void epoll_driver::poll(op_list& done, instant deadline) {
    while (op* one = asked_.pop_front()) begin(*one);
    pool_->collect(finished_);
    if (finished_.empty() && deadline != instant::min() && deadline > machine_time())
        wait_until(deadline);
    else if (!busy_.empty() || wake_->rung())
        wait(duration::zero());
    pool_->collect(finished_);
    while (op* one = finished_.pop_front()) done.push_back(*one);
}

} // namespace rondo::inline v0
