// SPDX-License-Identifier: BSL-1.0
//
// What is due later: a heap of four children each, of entries that hold all that is compared, so that no event is touched
// before it is due.
#pragma once

#include <cstddef>
#include <cstdint>
#include <vector>

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
    bool empty() const noexcept { return heap_.empty(); }
    std::size_t size() const noexcept { return heap_.size(); }
    const entry& top() const noexcept { return heap_.front(); }
    auto begin() const noexcept { return heap_.begin(); }
    auto end() const noexcept { return heap_.end(); }
    void clear() noexcept { heap_.clear(); }

    void push(const entry& e) {
        std::size_t at = heap_.size();
        heap_.push_back(e);
        while (at != 0) {
            const std::size_t parent = (at - 1) / 4;
            if (!before(e, heap_[parent])) break;
            heap_[at] = heap_[parent];
            at = parent;
        }
        heap_[at] = e;
    }
    entry pop() noexcept {
        const entry first = heap_.front();
        const entry last = heap_.back();
        heap_.pop_back();
        const std::size_t size = heap_.size();
        if (size == 0) return first;
        std::size_t at = 0;
        for (;;) {
            const std::size_t child = at * 4 + 1;
            if (child >= size) break;
            const std::size_t end = child + 4 < size ? child + 4 : size;
            std::size_t least = child;
            for (std::size_t other = child + 1; other < end; ++other)
                if (before(heap_[other], heap_[least])) least = other;
            if (!before(heap_[least], last)) break;
            heap_[at] = heap_[least];
            at = least;
        }
        heap_[at] = last;
        return first;
    }

private:
    static bool before(const entry& a, const entry& b) noexcept {
        return a.time < b.time || (!(b.time < a.time) && a.key < b.key);
    }
    std::vector<entry> heap_;
};

} // namespace rondo::inline v0::sim::detail
