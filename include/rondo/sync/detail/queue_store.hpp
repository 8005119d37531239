// SPDX-License-Identifier: BSL-1.0
//
// What is in a queue, and which item is next.
#pragma once

#include <rondo/base/assert.hpp>
#include <rondo/sync/detail/ring.hpp>

#include <algorithm>
#include <cstdint>
#include <vector>

namespace rondo::inline v0::detail {

template <class T>
class fifo_store {
public:
    bool empty() const noexcept { return items_.empty(); }
    std::size_t size() const noexcept { return items_.size(); }
    void push(T&& item) {
        items_.make_room();
        items_.push_back(std::move(item));
    }
    T pop() noexcept { return items_.pop_front(); }

private:
    ring<T> items_;
};

template <class T>
class lifo_store {
public:
    bool empty() const noexcept { return items_.empty(); }
    std::size_t size() const noexcept { return items_.size(); }
    void push(T&& item) {
        items_.make_room();
        items_.push_back(std::move(item));
    }
    T pop() noexcept { return items_.pop_back(); }

private:
    ring<T> items_;
};

struct less {
    template <class A, class B>
    bool operator()(const A& a, const B& b) const {
        return a < b;
    }
};

/// A heap of entries numbered as they come, so that equal items keep their order.
template <class T, class Less>
class priority_store {
public:
    bool empty() const noexcept { return heap_.empty(); }
    std::size_t size() const noexcept { return heap_.size(); }
    void push(T&& item) {
        heap_.emplace_back(std::move(item), pushed_++);
        sift_up(heap_.size() - 1);
    }
    T pop() {
        T best = std::move(heap_.front().item);
        entry last = std::move(heap_.back());
        heap_.pop_back();
        if (!heap_.empty()) sift_down(std::move(last));
        return best;
    }

private:
    struct entry {
        entry(T&& i, std::uint64_t n) noexcept : item(std::move(i)), number(n) {}
        entry(entry&&) noexcept = default;
        entry& operator=(entry&& other) noexcept { // also for items that are not assigned
            if (this == &other) return *this;
            std::destroy_at(&item);
            std::construct_at(&item, std::move(other.item));
            number = other.number;
            return *this;
        }
        T item;
        std::uint64_t number;
    };
    // Not to be survived: what is on its way in the heap would be lost.
    bool before(const entry& a, const entry& b) const noexcept {
        try {
            if (less_(a.item, b.item)) return true;
            if (less_(b.item, a.item)) return false;
        } catch (...) {
            contract_broken("priority_queue: the comparison of two items threw: it must not");
        }
        return a.number < b.number;
    }
    void sift_up(std::size_t at) {
        while (at != 0 && before(heap_[at], heap_[(at - 1) / 2])) {
            std::swap(heap_[at], heap_[(at - 1) / 2]);
            at = (at - 1) / 2;
        }
    }
    void sift_down(entry&& last) {
        std::size_t at = 0;
        for (std::size_t child; (child = 2 * at + 1) < heap_.size(); at = child) {
            if (child + 1 < heap_.size() && before(heap_[child + 1], heap_[child])) ++child;
            if (!before(heap_[child], last)) break;
            heap_[at] = std::move(heap_[child]);
        }
        heap_[at] = std::move(last);
    }

    std::vector<entry> heap_;
    std::uint64_t pushed_ = 0;
    [[no_unique_address]] Less less_{};
};

} // namespace rondo::inline v0::detail
