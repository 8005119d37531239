// SPDX-License-Identifier: BSL-1.0
#include <rondo/core/scheduler.hpp>

#include <rondo/base/errors.hpp>
#include <rondo/core/task_group.hpp>
#include <rondo/core/time_source.hpp>

#include <pthread.h>

#include <algorithm>
#include <bit>

namespace rondo::inline v0 {

namespace detail {

constinit thread_local running_now this_thread_runs{};

namespace {
// Odd one out after fork(): a child process sees another number than its schedulers remember.
unsigned fork_generation = 0;
unsigned count_forks() noexcept {
    static const int registered = pthread_atfork(nullptr, nullptr, [] { ++fork_generation; });
    static_cast<void>(registered);
    return fork_generation;
}
} // namespace

} // namespace detail

oracle::~oracle() = default;
instrument::~instrument() = default;
void instrument::turn_began(std::uint64_t, std::size_t) noexcept {}
void instrument::spawned(const body&) noexcept {}
void instrument::step_began(const body&) noexcept {}
void instrument::step_ended(const body&) noexcept {}
void instrument::ended(const body&) noexcept {}
void instrument::called_back() noexcept {}

namespace {
constexpr std::size_t first_ring = 64;
} // namespace

scheduler::scheduler()
    : ring_(std::make_unique<runnable*[]>(first_ring)), mask_(first_ring - 1),
      owner_(&detail::this_thread_runs), forks_(detail::count_forks()),
      card_(new detail::home_card{{this}, 0}), root_(std::make_unique<task_group>(*this)),
      orphans_(std::make_unique<task_group>(*this)) {}

scheduler::~scheduler() {
    forget_all_open();
    card_->home = nullptr;
    if (card_->references != 0) static_cast<void>(card_.release()); // the last handle frees it
}

void scheduler::wrong_thread() const noexcept {
    contract_broken(
        "a scheduler, its tasks, scopes and groups belong to the thread that made them: from another thread "
        "use loop.post()");
}

bool scheduler::in_own_process() const noexcept { return forks_ == detail::fork_generation; }

void scheduler::check_process() const {
    if (!in_own_process()) [[unlikely]]
        throw runtime_error("this loop was made before fork(): a child process must make a loop of its own");
}

void scheduler::grow() {
    const std::size_t old_size = mask_ + 1;
    std::unique_ptr<runnable*[]> larger;
    try {
        larger = std::make_unique<runnable*[]>(old_size * 2);
    } catch (...) {
        --enlisted_;
        throw;
    }
    // A place keeps its number: a turn under way knows where it ends.
    const std::size_t mask = old_size * 2 - 1;
    for (std::size_t i = head_; i != tail_; ++i) larger[i & mask] = ring_[i & mask_];
    ring_ = std::move(larger);
    mask_ = mask;
}

void scheduler::read_clock() {
    if (!time_) throw runtime_error("this scheduler has no clock: sleep and deadlines need a loop");
    now_ = time_->now();
    now_is_known_ = true;
}

// In each host's own loop: many a turn has a single step.
RONDO_INLINE void scheduler::take_turn() {
    const std::size_t count = tail_ - head_;
    ++turns_;
    now_is_known_ = false;
    if (oracle_ || instrument_) [[unlikely]] {
        run_observed(count);
    } else {
        const std::size_t end = turn_end_ = tail_;
        while (head_ != end) {
            fetch_ahead(end);
            runnable& next = *ring_[head_++ & mask_];
            next.step(next, *this);
        }
    }
    steps_ += count;
}

std::size_t scheduler::turn() {
    check_thread();
    detail::running_now& here = detail::this_thread_runs;
    if (here.on) throw runtime_error("a turn was asked for within a turn: a scheduler does not nest");
    const detail::running_now before = here;
    here = {this, nullptr, static_cast<char*>(__builtin_frame_address(0)) - detail::inline_stack_bytes};
    const std::uint64_t steps = steps_;
    take_turn();
    here = before;
    return steps_ - steps;
}

std::size_t scheduler::turns(bool (*done)(void*), void* with, const bool& stop, std::size_t most) {
    detail::running_now& here = detail::this_thread_runs;
    const detail::running_now before = here;
    here = {this, nullptr, static_cast<char*>(__builtin_frame_address(0)) - detail::inline_stack_bytes};
    const std::uint64_t steps = steps_;
    do take_turn();
    while (!idle() && steps_ - steps < most && !stop && !done(with));
    here = before;
    return steps_ - steps;
}

void scheduler::run_ready() {
    while (!idle()) take_turn();
    detail::this_thread_runs.task = nullptr;
}

void scheduler::run_observed(std::size_t count) {
    if (instrument_) instrument_->turn_began(turns_, count);
    for (std::size_t left = count; left != 0; --left) {
        if (oracle_ && left > 1) {
            const std::size_t picked = oracle_->choose(choice::ready, left);
            expects(picked < left, "oracle::choose gave a number that is not below n");
            std::swap(ring_[head_ & mask_], ring_[(head_ + picked) & mask_]);
        }
        runnable& next = *ring_[head_++ & mask_];
        const bool is_task = next.resume_point != nullptr;
        detail::this_thread_runs.task = nullptr;
        if (instrument_ && is_task) instrument_->step_began(static_cast<const body&>(next));
        next.step(next, *this);
        if (!instrument_) continue;
        if (const body* task = detail::this_thread_runs.task) { // null when it has ended
            instrument_->step_ended(*task);
        } else if (!is_task) {
            instrument_->called_back();
        }
    }
}

std::vector<const body*> scheduler::tasks() const {
    std::vector<const body*> all;
    root_->append_children(all);
    orphans_->append_children(all);
    // Each adds those of the groups that it runs behind what is there: breadth first.
    for (std::size_t i = 0; i != all.size(); ++i) task_group::append_grandchildren(*all[i], all);
    return all;
}

} // namespace rondo::inline v0
