// SPDX-License-Identifier: BSL-1.0
//
// Timers in exact order: by deadline, and first come first served among equal ones. Made for millions: cache misses
// cost more than comparisons, so a timer waits as a 16-byte entry appended to the bucket of its millisecond, and a
// bucket is sorted once, when it is due.
//
//     due    one bucket's entries, sorted ─► fires from here
//     late   a heap: what was armed for a time before the end of that bucket
//     near   4096 buckets of 1.05 ms      far   4096 buckets of 4.3 s      beyond   the rest, a heap
//
// Cancelling empties the entry; what is left of it goes when its bucket is sorted, or when there are too many.
#pragma once

#include <rondo/base/time.hpp>

#include <array>
#include <cstdint>
#include <memory>
#include <vector>

namespace rondo::inline v0 {

class timer_queue;

/// Something to do at a time. Lives where its owner keeps it, and is there until it fired or was disarmed.
class RONDO_API timer {
public:
    using fire_function = void (*)(timer&) noexcept;
    explicit timer(fire_function fire) noexcept : fire_(fire) {}
    timer(const timer&) = delete;
    timer& operator=(const timer&) = delete;
    bool armed() const noexcept { return home_ != 0; }

protected:
    ~timer() = default;
    const void* touches_ = nullptr; ///< what firing will touch first: fetched ahead of time

private:
    friend class timer_queue;
    fire_function fire_;
    std::uint32_t home_ = 0;  // which list it is in; 0: none
    std::uint32_t index_ = 0; // and where there
};

/// The calendar. Threads: one.
class RONDO_API timer_queue {
public:
    timer_queue();
    timer_queue(const timer_queue&) = delete;
    timer_queue& operator=(const timer_queue&) = delete;
    ~timer_queue();

    /// Puts `t` in, to fire at `deadline` or at once when that is past; a deadline of `never` is not kept at all.
    /// Throws: std::bad_alloc. Cost: amortised O(1).
    void arm(timer& t, instant deadline);
    /// Takes `t` out; nothing happens when it is not armed.
    void disarm(timer& t) noexcept;

    bool empty() const noexcept { return live_ == 0; }
    std::size_t size() const noexcept { return live_; }
    /// Entries in the wheels, the empty ones that disarmed timers left counted.
    std::size_t kept_entries() const noexcept { return live_ + dead_; }
    /// When the first timer is due; `never` when there is none.
    instant next_deadline();
    /// Fires, in order, what is due at `now`: also what is armed meanwhile for a time not after it, up to the number of
    /// timers armed at the start. Returns: how many fired.
    std::size_t fire_due(instant now);

private:
    struct entry {
        std::int64_t deadline;
        timer* who; // null: disarmed
    };
    struct late_entry {
        std::int64_t deadline;
        std::uint64_t sequence;
        timer* who;
        bool operator<(const late_entry& other) const noexcept {
            return deadline != other.deadline ? deadline < other.deadline : sequence < other.sequence;
        }
    };
    using bucket = std::vector<entry>;
    static constexpr unsigned tick_bits = 20; // 2^20 ns: 1.05 ms
    static constexpr unsigned wheel_bits = 12;
    static constexpr std::uint32_t wheel_size = 1U << wheel_bits;

    /// A ring of buckets; which of them hold anything is told by a bit each.
    struct wheel {
        std::array<bucket, wheel_size> buckets;
        std::array<std::uint64_t, wheel_size / 64> filled{};
        void mark(std::uint32_t i) noexcept { filled[i / 64] |= std::uint64_t(1) << (i % 64); }
        void clear(std::uint32_t i) noexcept { filled[i / 64] &= ~(std::uint64_t(1) << (i % 64)); }
        std::uint32_t first_from(std::uint32_t i) const noexcept; ///< wheel_size when there is none
    };
    /// timer::home_: one of these, or near_base or far_base plus the number of the bucket.
    enum list : std::uint32_t {
        in_none,
        in_due,
        in_late,
        in_beyond,
        near_base = wheel_size,
        far_base = 2 * wheel_size
    };

    static std::uint64_t tick_of(std::int64_t deadline) noexcept {
        return deadline < 0 ? 0 : static_cast<std::uint64_t>(deadline) >> tick_bits;
    }
    bucket& list_at(std::uint32_t home) noexcept;
    void append(bucket& to, std::uint32_t home, timer& t, std::int64_t deadline);
    void place(timer& t, std::int64_t deadline);
    void push_late(timer& t, std::int64_t deadline);
    void remove_late(std::size_t i) noexcept;
    void sift(std::size_t i) noexcept;
    void
    advance(std::uint64_t tick);   ///< everything before `tick` comes into due_, until that holds something
    void open(std::uint64_t tick); ///< moves the window of the near wheel to the one that holds `tick`
    void bring(bucket& from);      ///< sorts it into due_
    void spread(bucket& from);     ///< puts its entries where they belong now
    void trim_due() noexcept;
    void sweep() noexcept;
    std::int64_t earliest_in(const bucket& in) const noexcept;
    std::int64_t find_next();

    std::unique_ptr<wheel> near_;
    std::unique_ptr<wheel> far_;
    bucket beyond_;
    bucket due_;
    std::size_t due_at_ = 0;
    std::vector<late_entry> late_;
    std::vector<std::uint64_t> keys_;
    std::uint64_t open_tick_ = 0; // what is due before this tick is in due_ or late_
    std::uint64_t sequence_ = 0;
    std::size_t live_ = 0;
    std::size_t dead_ = 0; // empty entries in the wheels and beyond
    std::int64_t next_ = 0;
    bool next_is_known_ = false;
};

} // namespace rondo::inline v0
