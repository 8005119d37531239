// SPDX-License-Identifier: BSL-1.0
//
// What is due later. Entries hold all that is compared, so that no event is touched before it is due: the time as an
// unsigned number that is ordered as the times are, and the key. What comes in order, as in a model that is clocked or has
// one delay, stands in a run, a FIFO; the rest in a heap of four children each.
//
//     push ──► run    not before its last: at its end; a last that is in the way goes to the heap
//          ──► heap   everything else                                        the lesser of both fronts is next
#pragma once

#include <rondo/base/random.hpp>
#include <rondo/sim/detail/time.hpp>

#include <algorithm>
#include <bit>
#include <cstddef>
#include <cstdint>
#include <limits>
#include <memory>
#include <utility>

namespace rondo::inline v0::sim::detail {

class event_core;

/// Times as unsigned numbers of the same order, where the type of time is a 64-bit number at most; else as they are.
template <class Time>
struct time_rank {
    static constexpr bool packed = false;
    using type = Time;
    static Time of(Time t) noexcept { return t; }
    static Time time(Time t) noexcept { return t; }
};
template <std::integral Time>
    requires(sizeof(Time) <= 8)
struct time_rank<Time> {
    static constexpr bool packed = true;
    static constexpr std::uint64_t sign = std::is_signed_v<Time> ? std::uint64_t(1) << 63 : 0;
    using type = std::uint64_t;
    static std::uint64_t of(Time t) noexcept { return static_cast<std::uint64_t>(t) ^ sign; }
    static Time time(std::uint64_t r) noexcept { return static_cast<Time>(r ^ sign); }
};
template <>
struct time_rank<double> {
    static constexpr bool packed = true;
    static constexpr std::uint64_t sign = std::uint64_t(1) << 63;
    using type = std::uint64_t;
    static std::uint64_t of(double t) noexcept { // -0.0 becomes 0.0, its equal
        const auto bits = std::bit_cast<std::int64_t>(t + 0.0);
        return static_cast<std::uint64_t>(bits) ^ (static_cast<std::uint64_t>(bits >> 63) | sign);
    }
    static double time(std::uint64_t r) noexcept {
        const auto positive = ~static_cast<std::int64_t>(r) >> 63; // 0, or all bits set
        return std::bit_cast<double>(r ^ (static_cast<std::uint64_t>(positive) | sign));
    }
};
template <chrono_duration Time>
    requires(time_rank<typename Time::rep>::packed)
struct time_rank<Time> {
    static constexpr bool packed = true;
    using type = std::uint64_t;
    using count = time_rank<typename Time::rep>;
    static std::uint64_t of(Time t) noexcept { return count::of(t.count()); }
    static Time time(std::uint64_t r) noexcept { return Time(count::time(r)); }
};
template <chrono_point Time>
    requires(time_rank<typename Time::duration>::packed)
struct time_rank<Time> {
    static constexpr bool packed = true;
    using type = std::uint64_t;
    using since = time_rank<typename Time::duration>;
    static std::uint64_t of(Time t) noexcept { return since::of(t.time_since_epoch()); }
    static Time time(std::uint64_t r) noexcept { return Time(since::time(r)); }
};

template <class Time>
class calendar {
    using rank = time_rank<Time>;

public:
    struct entry {
        typename rank::type due;
        std::uint64_t key; ///< urgency, then count: no two are equal
        event_core* event;
        Time time() const noexcept { return rank::time(due); }
    };
    bool empty() const noexcept { return ((head_ ^ tail_) | size_) == 0; }
    std::size_t size() const noexcept { return size_ + (tail_ - head_); }
    /// Requires: not empty.
    RONDO_INLINE const entry& top() const noexcept { return run_is_next() ? run_[head_ & mask_] : heap_[0]; }
    template <class F>
    void for_each(F f) const {
        for (std::size_t i = head_; i != tail_; ++i) f(run_[i & mask_]);
        for (std::size_t i = 0; i != size_; ++i) f(heap_[i]);
    }
    void clear() noexcept {
        size_ = 0;
        head_ = tail_;
    }

    RONDO_INLINE void push(Time time, std::uint64_t key, event_core& e) {
        const entry added{rank::of(time), key, &e};
        if (tail_ - head_ == room_) [[unlikely]]
            grow_run();
        if (head_ != tail_ && before(added, run_[(tail_ - 1) & mask_])) return push_early(added);
        run_[tail_++ & mask_] = added;
    }
    /// Takes the top out. Requires: not empty.
    RONDO_INLINE entry pop() noexcept {
        if (run_is_next()) {
            const entry first = run_[head_++ & mask_];
            if (tail_ - head_ > crowd) [[unlikely]]
                bring_near(run_[head_ & mask_]);
            return first;
        }
        const entry first = heap_[0];
        if (--size_ != 0) sink(heap_[size_]);
        if (size_ > crowd) [[unlikely]]
            bring_near(heap_[0]);
        return first;
    }

private:
    /// So many that their processes are in no cache: while one goes on, the next is fetched.
    static constexpr std::size_t crowd = 4096;
    /// The event, and who waits for it in the same frame.
    static void bring_near(const entry& next) noexcept {
        const char* const from = reinterpret_cast<const char*>(next.event);
        for (int line = 0; line != 3; ++line) __builtin_prefetch(from + 64 * line);
    }
    static bool before(const entry& a, const entry& b) noexcept {
        if constexpr (rank::packed) {
            using wide = rondo::detail::uint128;
            return ((wide(a.due) << 64) | a.key) < ((wide(b.due) << 64) | b.key);
        } else {
            return a.due < b.due || (!(b.due < a.due) && a.key < b.key);
        }
    }
    bool run_is_next() const noexcept {
        if (head_ == tail_) return false;
        return size_ == 0 || before(run_[head_ & mask_], heap_[0]);
    }
    /// Before the last of the run: one or two are moved out of its way, no more, so that a long run stays one.
    RONDO_NOINLINE void push_early(const entry& added) {
        if (size_ + 3 > capacity_) [[unlikely]]
            grow_heap();
        for (int i = 0; i != 2; ++i) {
            rise(run_[--tail_ & mask_]);
            if (head_ == tail_ || !before(added, run_[(tail_ - 1) & mask_])) {
                run_[tail_++ & mask_] = added;
                return;
            }
        }
        rise(added);
    }
    void rise(const entry added) noexcept {
        std::size_t at = size_++;
        while (at != 0) {
            const std::size_t parent = (at - 1) / 4;
            if (!before(added, heap_[parent])) break;
            heap_[at] = heap_[parent];
            at = parent;
        }
        heap_[at] = added;
    }
    /// The top goes: the least child moves up, level by level, and `last` rises from where that ends.
    RONDO_NOINLINE void sink(const entry last) noexcept {
        entry* const heap = heap_.get();
        const std::size_t size = size_;
        std::size_t at = 0, child = 1;
        for (; child + 4 <= size; child = at * 4 + 1) {
            const std::size_t left = child + (before(heap[child + 1], heap[child]) ? 1 : 0);
            const std::size_t right = child + 2 + (before(heap[child + 3], heap[child + 2]) ? 1 : 0);
            const std::size_t least = before(heap[right], heap[left]) ? right : left;
            heap[at] = heap[least];
            at = least;
        }
        if (child < size) {
            std::size_t least = child;
            while (++child < size)
                if (before(heap[child], heap[least])) least = child;
            heap[at] = heap[least];
            at = least;
        }
        while (at != 0) {
            const std::size_t parent = (at - 1) / 4;
            if (!before(last, heap[parent])) break;
            heap[at] = heap[parent];
            at = parent;
        }
        heap[at] = last;
    }
    RONDO_COLD void grow_heap() {
        const std::size_t capacity = capacity_ == 0 ? 64 : capacity_ * 2;
        std::unique_ptr<entry[]> larger(new entry[capacity]);
        std::copy(heap_.get(), heap_.get() + size_, larger.get());
        heap_ = std::move(larger);
        capacity_ = capacity;
    }
    RONDO_COLD void grow_run() {
        const std::size_t room = room_ == 0 ? 16 : room_ * 2, count = tail_ - head_;
        std::unique_ptr<entry[]> larger(new entry[room]);
        for (std::size_t i = 0; i != count; ++i) larger[i] = run_[(head_ + i) & mask_];
        run_ = std::move(larger);
        room_ = room;
        mask_ = room - 1;
        head_ = 0;
        tail_ = count;
    }
    std::unique_ptr<entry[]> heap_, run_;
    std::size_t size_ = 0, capacity_ = 0;                   // of the heap
    std::size_t head_ = 0, tail_ = 0, mask_ = 0, room_ = 0; // of the run
};

} // namespace rondo::inline v0::sim::detail
