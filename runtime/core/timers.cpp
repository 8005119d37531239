// SPDX-License-Identifier: BSL-1.0
#include <rondo/core/timers.hpp>

#include <rondo/base/assert.hpp>

#include <algorithm>
#include <bit>
#include <limits>
#include <utility>

namespace rondo::inline v0 {

namespace {
constexpr std::int64_t no_deadline = std::numeric_limits<std::int64_t>::max();
constexpr std::size_t ahead = 8;
} // namespace

std::uint32_t timer_queue::wheel::first_from(std::uint32_t i) const noexcept {
    if (i >= wheel_size) return wheel_size;
    std::uint64_t word = filled[i / 64] & (~std::uint64_t(0) << (i % 64));
    for (std::uint32_t w = i / 64;;) {
        if (word) return w * 64 + static_cast<std::uint32_t>(std::countr_zero(word));
        if (++w == filled.size()) return wheel_size;
        word = filled[w];
    }
}

timer_queue::timer_queue() = default;
timer_queue::~timer_queue() = default;

timer_queue::bucket& timer_queue::list_at(std::uint32_t home) noexcept {
    if (home >= far_base) return far_->buckets[home - far_base];
    if (home >= near_base) return near_->buckets[home - near_base];
    return home == in_due ? due_ : beyond_;
}

void timer_queue::append(bucket& to, std::uint32_t home, timer& t, std::int64_t deadline) {
    to.push_back({deadline, &t});
    t.home_ = home;
    t.index_ = static_cast<std::uint32_t>(to.size() - 1);
}

void timer_queue::arm(timer& t, instant deadline) {
    expects(!t.armed(), "timer_queue::arm: the timer is armed already");
    if (deadline == never) return;
    const std::int64_t at = deadline.time_since_epoch().count();
    place(t, at);
    ++live_;
    if (next_is_known_ && at < next_) next_ = at;
}

void timer_queue::place(timer& t, std::int64_t deadline) {
    const std::uint64_t tick = tick_of(deadline);
    if (tick < open_tick_) return push_late(t, deadline);
    if (tick >> wheel_bits == open_tick_ >> wheel_bits) {
        if (!near_) near_ = std::make_unique<wheel>();
        const auto i = static_cast<std::uint32_t>(tick % wheel_size);
        append(near_->buckets[i], near_base + i, t, deadline);
        return near_->mark(i);
    }
    if (tick >> (2 * wheel_bits) == open_tick_ >> (2 * wheel_bits)) {
        if (!far_) far_ = std::make_unique<wheel>();
        const auto i = static_cast<std::uint32_t>((tick >> wheel_bits) % wheel_size);
        append(far_->buckets[i], far_base + i, t, deadline);
        return far_->mark(i);
    }
    append(beyond_, in_beyond, t, deadline);
}

void timer_queue::disarm(timer& t) noexcept {
    if (!t.armed()) return;
    const std::uint32_t home = std::exchange(t.home_, in_none);
    --live_;
    if (home == in_late) {
        if (next_is_known_ && late_[t.index_].deadline == next_) next_is_known_ = false;
        return remove_late(t.index_);
    }
    bucket& from = list_at(home);
    entry& gone = from[t.index_];
    if (next_is_known_ && gone.deadline == next_) next_is_known_ = false;
    gone.who = nullptr;
    if (home == in_due) return trim_due();
    ++dead_;
    // The latest armed is often the first to go: leave nothing of it.
    while (!from.empty() && !from.back().who) {
        from.pop_back();
        --dead_;
    }
    if (from.empty() && home >= far_base)
        far_->clear(home - far_base);
    else if (from.empty() && home >= near_base)
        near_->clear(home - near_base);
    if (dead_ > live_ + 4096) sweep();
}

void timer_queue::trim_due() noexcept {
    while (due_at_ != due_.size() && !due_[due_at_].who) ++due_at_;
}

// Takes the empty entries out of the wheels; their order stays.
void timer_queue::sweep() noexcept {
    auto clean = [](bucket& list) {
        std::size_t kept = 0;
        for (const entry& e : list) {
            if (!e.who) continue;
            e.who->index_ = static_cast<std::uint32_t>(kept);
            list[kept++] = e;
        }
        list.resize(kept);
        return kept != 0;
    };
    for (wheel* w : {near_.get(), far_.get()}) {
        if (!w) continue;
        for (std::uint32_t i = w->first_from(0); i != wheel_size; i = w->first_from(i + 1))
            if (!clean(w->buckets[i])) w->clear(i);
    }
    clean(beyond_);
    dead_ = 0;
}

void timer_queue::push_late(timer& t, std::int64_t deadline) {
    late_.push_back({deadline, sequence_++, &t});
    t.home_ = in_late;
    t.index_ = static_cast<std::uint32_t>(late_.size() - 1);
    sift(late_.size() - 1);
}

// Moves the entry at `i` up or down to where it belongs.
void timer_queue::sift(std::size_t i) noexcept {
    const late_entry moved = late_[i];
    while (i != 0 && moved < late_[(i - 1) / 4]) {
        late_[i] = late_[(i - 1) / 4];
        late_[i].who->index_ = static_cast<std::uint32_t>(i);
        i = (i - 1) / 4;
    }
    for (;;) {
        const std::size_t first = 4 * i + 1;
        if (first >= late_.size()) break;
        std::size_t least = first;
        for (std::size_t c = first + 1; c < std::min(first + 4, late_.size()); ++c)
            if (late_[c] < late_[least]) least = c;
        if (!(late_[least] < moved)) break;
        late_[i] = late_[least];
        late_[i].who->index_ = static_cast<std::uint32_t>(i);
        i = least;
    }
    late_[i] = moved;
    moved.who->index_ = static_cast<std::uint32_t>(i);
}

void timer_queue::remove_late(std::size_t i) noexcept {
    const late_entry last = late_.back();
    late_.pop_back();
    if (i == late_.size()) return;
    late_[i] = last;
    sift(i);
}

// A bucket's entries differ in the low bits of the deadline; those, and the place in the bucket, sort as one number.
void timer_queue::bring(bucket& from) {
    keys_.clear();
    keys_.reserve(from.size());
    due_.reserve(from.size());
    for (std::size_t i = 0; i != from.size(); ++i) {
        if (!from[i].who) continue;
        const auto low = static_cast<std::uint64_t>(from[i].deadline < 0 ? 0 : from[i].deadline) &
                         ((std::uint64_t(1) << tick_bits) - 1);
        keys_.push_back(low << 32 | i);
    }
    dead_ -= from.size() - keys_.size();
    std::sort(keys_.begin(), keys_.end());
    due_.clear();
    due_at_ = 0;
    for (std::size_t i = 0; i != keys_.size(); ++i) {
        if (i + ahead < keys_.size()) __builtin_prefetch(from[keys_[i + ahead] & 0xffffffff].who, 1);
        const entry& e = from[keys_[i] & 0xffffffff];
        append(due_, in_due, *e.who, e.deadline);
    }
    from.clear();
    if (from.capacity() > 1024) bucket().swap(from);
}

void timer_queue::spread(bucket& from) {
    bucket taken;
    taken.swap(from);
    for (const entry& e : taken) {
        if (e.who)
            place(*e.who, e.deadline);
        else
            --dead_;
    }
}

void timer_queue::open(std::uint64_t tick) {
    const bool next_far = tick >> (2 * wheel_bits) != open_tick_ >> (2 * wheel_bits);
    const bool next_near = tick >> wheel_bits != open_tick_ >> wheel_bits;
    open_tick_ = tick;
    if (next_far) spread(beyond_);
    if (!next_near || !far_) return;
    const auto i = static_cast<std::uint32_t>((tick >> wheel_bits) % wheel_size);
    far_->clear(i);
    spread(far_->buckets[i]);
}

void timer_queue::advance(std::uint64_t tick) {
    while (due_at_ == due_.size() && open_tick_ < tick) {
        if (near_) {
            const auto i = near_->first_from(static_cast<std::uint32_t>(open_tick_ % wheel_size));
            const std::uint64_t at = (open_tick_ & ~std::uint64_t(wheel_size - 1)) + i;
            if (i != wheel_size && at < tick) {
                near_->clear(i);
                bring(near_->buckets[i]);
                // The next window, if this was the last bucket, is opened before anything is put there.
                open(at + 1);
                continue;
            }
        }
        // Nothing more in this window: on to the next that holds anything, or that `tick` is in.
        std::uint64_t window_end = (open_tick_ >> wheel_bits) + 1;
        if (far_) {
            const auto i = static_cast<std::uint32_t>(window_end % wheel_size);
            if (i != 0) window_end += far_->first_from(i) - i;
        } else if (window_end % wheel_size != 0) {
            window_end |= wheel_size - 1;
            ++window_end;
        }
        std::uint64_t to = window_end << wheel_bits;
        if (constexpr unsigned bits = 2 * wheel_bits; to % (std::uint64_t(1) << bits) == 0) {
            const std::int64_t next = earliest_in(beyond_);
            to = next == no_deadline ? tick : std::max(to, tick_of(next) >> bits << bits);
        }
        open(std::min(to, tick));
    }
}

std::int64_t timer_queue::earliest_in(const bucket& in) const noexcept {
    std::int64_t least = no_deadline;
    for (const entry& e : in)
        if (e.who) least = std::min(least, e.deadline);
    return least;
}

std::int64_t timer_queue::find_next() {
    std::int64_t least = due_at_ != due_.size() ? due_[due_at_].deadline : no_deadline;
    if (!late_.empty()) least = std::min(least, late_.front().deadline);
    if (least != no_deadline) return least;
    const auto search = [&](wheel* w, std::uint32_t from) {
        for (std::uint32_t i = w ? w->first_from(from) : wheel_size; i != wheel_size;
             i = w->first_from(i + 1))
            if (const std::int64_t found = earliest_in(w->buckets[i]); found != no_deadline) return found;
        return no_deadline;
    };
    least = search(near_.get(), static_cast<std::uint32_t>(open_tick_ % wheel_size));
    if (least == no_deadline)
        least = search(far_.get(), static_cast<std::uint32_t>((open_tick_ >> wheel_bits) % wheel_size));
    return least == no_deadline ? earliest_in(beyond_) : least;
}

instant timer_queue::next_deadline() {
    if (live_ == 0) return never;
    if (!next_is_known_) {
        next_ = find_next();
        next_is_known_ = true;
    }
    return instant(duration(next_));
}

std::size_t timer_queue::fire_due(instant now) {
    const std::int64_t until = now.time_since_epoch().count();
    std::size_t fired = 0;
    for (const std::size_t most = live_; fired != most; ++fired) {
        advance(tick_of(until) + 1);
        timer* who = nullptr;
        const bool from_due = due_at_ != due_.size();
        if (from_due && (late_.empty() || due_[due_at_].deadline <= late_.front().deadline)) {
            if (due_[due_at_].deadline > until) break;
            if (due_at_ + ahead < due_.size()) {
                __builtin_prefetch(due_[due_at_ + ahead].who);
                if (const timer* soon = due_[due_at_ + ahead / 2].who) __builtin_prefetch(soon->touches_);
            }
            who = due_[due_at_++].who;
            trim_due();
        } else {
            if (late_.empty() || late_.front().deadline > until) break;
            who = late_.front().who;
            remove_late(0);
        }
        who->home_ = in_none;
        --live_;
        next_is_known_ = false;
        who->fire_(*who);
    }
    if (fired == 0 && live_ == 0) advance(tick_of(until) + 1);
    return fired;
}

} // namespace rondo::inline v0
