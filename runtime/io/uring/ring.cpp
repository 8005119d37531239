// SPDX-License-Identifier: BSL-1.0
#include "ring.hpp"

#include <rondo/base/error.hpp>

#include <algorithm>
#include <bit>
#include <cerrno>
#include <cstring>
#include <utility>

#include <poll.h>
#include <sched.h>
#include <sys/eventfd.h>
#include <unistd.h>

namespace rondo::inline v0::detail {

namespace {

// From the kernel's interface; older headers lack them.
constexpr unsigned features_needed = IORING_FEAT_NODROP | IORING_FEAT_EXT_ARG | IORING_FEAT_FAST_POLL |
                                     IORING_FEAT_RW_CUR_POS | IORING_FEAT_SUBMIT_STABLE |
                                     IORING_FEAT_CQE_SKIP;
constexpr unsigned fewest_entries = 64;

thread_local std::unique_ptr<ring> spare;

// Returns: 0 or an errno. Short of memory, smaller.
int set_up(io_uring& made, unsigned entries, unsigned completions, unsigned flags) noexcept {
    for (;;) {
        io_uring_params asked{};
        asked.flags = flags | IORING_SETUP_CQSIZE | IORING_SETUP_CLAMP;
        asked.cq_entries = std::max(completions, 2 * entries);
        const int code = -io_uring_queue_init_params(entries, &made, &asked);
        if (code != ENOMEM || entries <= fewest_entries) return code;
        entries /= 2;
        completions /= 2;
    }
}

// Returns: 0 or an errno. liburing 2.3 declares a function for it, and lacks it.
int enable(io_uring& made) noexcept {
    const int code =
        io_uring_register(static_cast<unsigned>(made.ring_fd), IORING_REGISTER_ENABLE_RINGS, nullptr, 0);
    return code < 0 ? -code : 0;
}

} // namespace

ring::ring(unsigned entries, unsigned completions, const uring_way& way)
    : probe_(nullptr, &io_uring_free_probe), entries_(entries), completions_(completions),
      process_(::getpid()) {
    const int code = set_up(raw, entries, completions, way.flags);
    if (code != 0)
        throw error(code, "set up an io_uring",
                    code == ENOMEM ? "raise `ulimit -l`, or set RONDO_DRIVER=epoll"
                                   : "set RONDO_DRIVER=epoll");
    io_uring_ring_dontfork(&raw);
    probe_.reset(io_uring_get_probe_ring(&raw));
}

bool ring::is_ours() const noexcept { return process_ == ::getpid(); }

ring::~ring() {
    forget_news();
    // A child after fork() has none of its memory.
    if (is_ours())
        io_uring_queue_exit(&raw);
    else
        ::close(raw.ring_fd);
}

std::unique_ptr<ring> ring::take(unsigned entries, unsigned completions) {
    if (spare && spare->entries_ == entries && spare->completions_ == completions && spare->is_ours())
        return std::move(spare);
    spare.reset();
    return std::make_unique<ring>(entries, completions, way_of_rings());
}

void ring::give_back(std::unique_ptr<ring> used) noexcept {
    used->forget_news();
    if (used->is_ours() && (used->thread_ == 0 || used->thread_ == ::gettid()) && !used->has_work())
        spare = std::move(used);
}

void ring::begin() {
    if (thread_ != 0) return;
    thread_ = ::gettid();
    if ((raw.flags & IORING_SETUP_R_DISABLED) == 0) return;
    const int code = enable(raw);
    if (code != 0) throw error(code, "begin to use an io_uring", "set RONDO_DRIVER=epoll");
}

io_uring_sqe& ring::entry(void (*reap)(void*), void* with) noexcept {
    for (;;) {
        if (io_uring_sqe* free = io_uring_get_sqe(&raw)) return *free;
        const int sent = io_uring_submit(&raw);
        if (sent >= 0 || sent == -EINTR) continue;
        // The completions are full, or the kernel is short of memory: make room, and ask again.
        reap(with);
        if (sent == -EAGAIN) ::sched_yield();
    }
}

void ring::make_room(unsigned requests, void (*reap)(void*), void* with) noexcept {
    while (io_uring_sq_space_left(&raw) < requests) {
        const int sent = io_uring_submit(&raw);
        if (sent >= 0 || sent == -EINTR) continue;
        reap(with);
        if (sent == -EAGAIN) ::sched_yield();
    }
}

bool ring::has_slots() noexcept {
    if (std::exchange(asked_for_slots_, true)) return has_slots_;
    constexpr unsigned slots = 64;
    const bool room = raw.sq.ring_entries >= 8; // a chain goes to the kernel as one
    has_slots_ = room && supports(IORING_OP_OPENAT) && supports(IORING_OP_CLOSE) &&
                 io_uring_register_files_sparse(&raw, slots) == 0;
    if (has_slots_) free_slots_ = ~std::uint64_t(0);
    return has_slots_;
}

int ring::take_slot() noexcept {
    if (free_slots_ == 0) return -1;
    const int slot = std::countr_zero(free_slots_);
    free_slots_ &= free_slots_ - 1;
    return slot;
}

void ring::watch_wake(void (*reap)(void*), void* with) noexcept {
    if (watched_) return;
    watched_ = true;
    io_uring_sqe& request = entry(reap, with);
    io_uring_prep_poll_multishot(&request, wake.descriptor(), POLLIN);
    io_uring_sqe_set_data64(&request, wake_mark);
}

void ring::wake_seen(bool goes_on) noexcept {
    wake.hear();
    awakened_ = true;
    watched_ = goes_on; // completions that did not fit have ended it
}

int ring::news() noexcept {
    if (news_ >= 0) return news_;
    const int made = ::eventfd(1, EFD_CLOEXEC | EFD_NONBLOCK); // there may have been some before
    if (made < 0) return -1;
    if (io_uring_register_eventfd(&raw, made) != 0) {
        ::close(made);
        return -1;
    }
    return news_ = made;
}

void ring::hear_news() noexcept {
    if (news_ < 0) return;
    std::uint64_t count = 0;
    while (::read(news_, &count, sizeof count) < 0 && errno == EINTR) {}
}

void ring::forget_news() noexcept {
    if (news_ < 0) return;
    if (is_ours()) io_uring_unregister_eventfd(&raw);
    ::close(std::exchange(news_, -1));
}

bool ring::supports(int operation) const noexcept {
    return probe_ && io_uring_opcode_supported(probe_.get(), operation) != 0;
}

bool ring::has_work() const noexcept {
    constexpr unsigned news = IORING_SQ_CQ_OVERFLOW | IORING_SQ_TASKRUN;
    return io_uring_sq_ready(&raw) != 0 || io_uring_cq_ready(&raw) != 0 ||
           (IO_URING_READ_ONCE(*raw.sq.kflags) & news) != 0;
}

// ---- what the machine allows

namespace {

struct setup_step {
    unsigned flags;
    const char* words;
};
constexpr setup_step steps[] = {
    {IORING_SETUP_SINGLE_ISSUER | IORING_SETUP_DEFER_TASKRUN | IORING_SETUP_TASKRUN_FLAG |
         IORING_SETUP_R_DISABLED,
     "SINGLE_ISSUER and DEFER_TASKRUN (Linux 6.1)"},
    {IORING_SETUP_COOP_TASKRUN | IORING_SETUP_TASKRUN_FLAG, "COOP_TASKRUN (Linux 5.19)"},
    {0, "no flags"},
};

// Sandboxes grant the set-up and refuse every operation: one of each kind is made. Returns: 0 or an errno.
class self_test {
public:
    explicit self_test(io_uring& on) noexcept : on_(on) {}
    int run() noexcept {
        int ends[2];
        if (::pipe2(ends, O_CLOEXEC | O_NONBLOCK) != 0) return errno;
        const int code = with_pipe(ends[0], ends[1]);
        ::close(ends[0]);
        ::close(ends[1]);
        return code;
    }

private:
    int with_pipe(int reader, int writer) noexcept {
        char sent = 'x';
        char got = 0;
        // A wait that is not over, and is cancelled; then one that is; then bytes.
        io_uring_sqe* waiting = next();
        io_uring_prep_poll_add(waiting, reader, POLLIN);
        io_uring_sqe_set_data64(waiting, mark);
        if (const int code = waits_in_vain()) return code;
        io_uring_prep_cancel64(next(), mark, 0);
        if (const int code = both(0, -ECANCELED)) return code;
        io_uring_prep_write(next(), writer, &sent, 1, static_cast<__u64>(-1));
        if (const int code = one(1)) return code;
        io_uring_prep_poll_add(next(), reader, POLLIN);
        if (const int code = one(POLLIN)) return code;
        io_uring_prep_read(next(), reader, &got, 1, static_cast<__u64>(-1));
        if (const int code = one(1)) return code;
        return got == sent ? 0 : EIO;
    }
    // Never full: at most two at a time.
    io_uring_sqe* next() noexcept { return io_uring_get_sqe(&on_); }
    int collect(int& result) noexcept {
        __kernel_timespec second{.tv_sec = 5, .tv_nsec = 0};
        io_uring_cqe* done = nullptr;
        int code = 0;
        do code = io_uring_submit_and_wait_timeout(&on_, &done, 1, &second, nullptr);
        while (code == -EINTR);
        if (code < 0) return -code;
        if (!done) return EIO;
        result = done->res;
        io_uring_cqe_seen(&on_, done);
        return 0;
    }
    int one(int expected) noexcept {
        int result = 0;
        if (const int code = collect(result)) return code;
        return result == expected ? 0 : result < 0 ? -result : EIO;
    }
    int both(int first, int second) noexcept {
        int results[2] = {};
        for (int& each : results)
            if (const int code = collect(each)) return code;
        return std::minmax(results[0], results[1]) == std::minmax(first, second) ? 0 : EIO;
    }
    int waits_in_vain() noexcept {
        __kernel_timespec instant{.tv_sec = 0, .tv_nsec = 1};
        io_uring_cqe* done = nullptr;
        int code = 0;
        do code = io_uring_submit_and_wait_timeout(&on_, &done, 1, &instant, nullptr);
        while (code == -EINTR);
        if (code == -ETIME) return 0;
        return code < 0 ? -code : done ? EIO : 0;
    }
    static constexpr std::uint64_t mark = 7;
    io_uring& on_;
};

// Returns: 0 or an errno; what was asked when it was refused is in `asked`.
int try_step(unsigned flags, const char*& asked) noexcept {
    io_uring made{};
    asked = "set-up is refused";
    if (const int code = set_up(made, 8, 16, flags)) return code;
    int code = 0;
    asked = "set-up works, and something that is needed is not there";
    if ((made.features & features_needed) != features_needed) code = EOPNOTSUPP;
    if (code == 0 && (flags & IORING_SETUP_R_DISABLED) != 0) {
        asked = "set-up works, and to begin is refused";
        code = enable(made);
    }
    if (code == 0) {
        asked = "set-up works, and an operation through it fails";
        code = self_test(made).run();
    }
    io_uring_queue_exit(&made);
    return code;
}

uring_way find_way() {
    const char* asked = "";
    int code = 0;
    for (const setup_step& each : steps) {
        code = try_step(each.flags, asked);
        if (code == 0) return {each.flags, 0, std::string("with ") + each.words};
        if (code == EMFILE || code == ENFILE) // says nothing of rings, and is asked again
            throw error(code, "find out how rings are made here", "close descriptors, or raise `ulimit -n`");
        if (code != EINVAL && code != EOPNOTSUPP && code != EIO) break; // no other flags would help
    }
    return {0, code, std::string(asked) + ": " + std::strerror(code)};
}

} // namespace

const uring_way& way_of_rings() {
    static const uring_way found = find_way();
    return found;
}

} // namespace rondo::inline v0::detail
