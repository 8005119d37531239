// SPDX-License-Identifier: BSL-1.0
//
// What is due later: a heap of four children each, of entries that hold all that is compared, so that no event is touched
// before it is due.
#pragma once

#include <rondo/base/config.hpp>

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <utility>

namespace rondo::inline v0::sim::detail {

class event_core;

template <class Time>
class calendar {
public:
    struct entry {
        Time time;
        std::uint64_t key; ///< urgency, then count: no two are equal
        event_core* event;
    };
    bool empty() const noexcept { return size_ == 0; }
    std::size_t size() const noexcept { return size_; }
    const entry& top() const noexcept { return heap_[0]; }
    const entry* begin() const noexcept { return heap_.get(); }
    const entry* end() const noexcept { return heap_.get() + size_; }
    void clear() noexcept { size_ = 0; }

    void push(Time time, std::uint64_t key, event_core& e) {
        if (size_ == capacity_) [[unlikely]]
            grow();
        std::size_t at = size_++;
        while (at != 0) {
            const std::size_t parent = (at - 1) / 4;
            if (!before(time, key, heap_[parent])) break;
            heap_[at] = heap_[parent];
            at = parent;
        }
        heap_[at] = {time, key, &e};
    }
    /// Drops the top.
    RONDO_INLINE void pop() noexcept {
        if (--size_ != 0) sink();
    }

private:
    static bool before(Time time, std::uint64_t key, const entry& b) noexcept {
        return time < b.time || (!(b.time < time) && key < b.key);
    }
    /// The last takes the place of the first, and goes to where it belongs.
    void sink() noexcept {
        const std::size_t size = size_;
        const entry last = heap_[size];
        std::size_t at = 0;
        for (;;) {
            const std::size_t child = at * 4 + 1;
            if (child >= size) break;
            const std::size_t end = child + 4 < size ? child + 4 : size;
            std::size_t least = child;
            for (std::size_t other = child + 1; other < end; ++other)
                if (before(heap_[other].time, heap_[other].key, heap_[least])) least = other;
            if (!before(heap_[least].time, heap_[least].key, last)) break;
            heap_[at] = heap_[least];
            at = least;
        }
        heap_[at] = last;
    }
    RONDO_COLD void grow() {
        const std::size_t capacity = capacity_ == 0 ? 64 : capacity_ * 2;
        std::unique_ptr<entry[]> larger(new entry[capacity]);
        std::copy(begin(), end(), larger.get());
        heap_ = std::move(larger);
        capacity_ = capacity;
    }
    std::unique_ptr<entry[]> heap_;
    std::size_t size_ = 0;
    std::size_t capacity_ = 0;
};

} // namespace rondo::inline v0::sim::detail
