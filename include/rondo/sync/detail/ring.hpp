// SPDX-License-Identifier: BSL-1.0
//
// A FIFO of values in a ring that grows as it is needed, by powers of two. Room is made apart from pushing, so that
// pushing cannot fail.
#pragma once

#include <rondo/base/config.hpp>

#include <cstddef>
#include <memory>
#include <utility>

namespace rondo::inline v0::detail {

template <class T>
class ring {
public:
    ring() noexcept = default;
    ring(const ring&) = delete;
    ring& operator=(const ring&) = delete;
    ~ring() {
        while (!empty()) static_cast<void>(pop_front());
        if (slots_) std::allocator<T>().deallocate(slots_, mask_ + 1);
    }

    bool empty() const noexcept { return head_ == tail_; }
    /// How many were ever pushed.
    std::size_t pushed() const noexcept { return tail_; }
    std::size_t size() const noexcept { return tail_ - head_; }
    /// Makes room for one more. Throws: std::bad_alloc; nothing changes.
    void make_room() {
        if (!slots_ || size() == mask_ + 1) [[unlikely]]
            grow();
    }
    /// Requires: room.
    void push_back(T&& value) noexcept { std::construct_at(slots_ + (tail_++ & mask_), std::move(value)); }
    T& front() noexcept { return slots_[head_ & mask_]; }
    T& back() noexcept { return slots_[(tail_ - 1) & mask_]; }
    /// The number `i` from the front.
    T& operator[](std::size_t i) noexcept { return slots_[(head_ + i) & mask_]; }
    T pop_front() noexcept {
        T& first = front();
        T value = std::move(first);
        std::destroy_at(&first);
        ++head_;
        return value;
    }
    T pop_back() noexcept {
        T& last = back();
        T value = std::move(last);
        std::destroy_at(&last);
        --tail_;
        return value;
    }

private:
    RONDO_COLD void grow() {
        const std::size_t old_slots = slots_ ? mask_ + 1 : 0;
        const std::size_t more = old_slots == 0 ? 4 : old_slots * 2;
        T* const larger = std::allocator<T>().allocate(more);
        for (std::size_t i = head_; i != tail_; ++i) {
            T& old = slots_[i & mask_];
            std::construct_at(larger + (i & (more - 1)), std::move(old));
            std::destroy_at(&old);
        }
        if (slots_) std::allocator<T>().deallocate(slots_, old_slots);
        slots_ = larger;
        mask_ = more - 1;
    }

    T* slots_ = nullptr;
    std::size_t mask_ = 0;
    std::size_t head_ = 0; // counts on for ever, as tail_ does
    std::size_t tail_ = 0;
};

} // namespace rondo::inline v0::detail
