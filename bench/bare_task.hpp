// SPDX-License-Identifier: BSL-1.0
//
// The floor that tasks are compared with: coroutines in a ring of handles, and nothing else. Frames come from
// free lists, the ring is a power of two and looks eight ahead. There are no errors, no cancellation, no
// groups, no names. A child that is awaited is run by a call, at most 64 deep; deeper, and when it goes on
// later, by the loop that empties the ring.
#pragma once

#include "harness.hpp"

#include <coroutine>
#include <cstddef>
#include <exception>
#include <utility>
#include <vector>

namespace bench::bare {

/// Memory for frames: a free list for each multiple of 32 bytes, cut from blocks that are never given back.
class frames {
public:
    static void* take(std::size_t bytes) {
        const std::size_t size_class = (bytes - 1) / step;
        if (size_class >= classes) return ::operator new(bytes);
        if (node* found = free_[size_class]) {
            free_[size_class] = found->next;
            return found;
        }
        return cut((size_class + 1) * step);
    }
    static void give(void* memory, std::size_t bytes) noexcept {
        const std::size_t size_class = (bytes - 1) / step;
        if (size_class >= classes) return ::operator delete(memory);
        free_[size_class] = ::new (memory) node{free_[size_class]};
    }

private:
    struct node {
        node* next;
    };
    static constexpr std::size_t step = 32, classes = 32, block = 1 << 18;

    BENCH_NOINLINE static void* cut(std::size_t bytes) {
        if (static_cast<std::size_t>(end_ - begin_) < bytes) {
            begin_ = static_cast<char*>(::operator new(block));
            end_ = begin_ + block;
        }
        return std::exchange(begin_, begin_ + bytes);
    }

    static inline node* free_[classes] = {};
    static inline char* begin_ = nullptr;
    static inline char* end_ = nullptr;
};

/// Who is ready, in order.
class ring {
public:
    void push(std::coroutine_handle<> handle) {
        if (tail_ - head_ > mask_) grow();
        slots_[tail_++ & mask_] = handle.address();
    }
    /// Resumes until nobody is ready.
    void run() {
        while (head_ != tail_) {
            __builtin_prefetch(slots_[(head_ + 8) & mask_]);
            std::coroutine_handle<>::from_address(slots_[head_++ & mask_]).resume();
            while (next) std::exchange(next, nullptr).resume();
        }
    }

    std::coroutine_handle<> next = nullptr; ///< goes on before the ring does
    int depth = 0;                          ///< of children that are run by a call

private:
    BENCH_NOINLINE void grow() {
        std::vector<void*> larger(slots_.size() * 2);
        for (std::size_t i = head_; i != tail_; ++i) larger[i - head_] = slots_[i & mask_];
        tail_ -= std::exchange(head_, 0);
        slots_ = std::move(larger);
        mask_ = slots_.size() - 1;
    }

    std::vector<void*> slots_ = std::vector<void*>(1024);
    std::size_t mask_ = 1023;
    std::size_t head_ = 0, tail_ = 0;
};
inline ring ready;

struct pooled {
    static void* operator new(std::size_t bytes) { return frames::take(bytes); }
    static void operator delete(void* memory, std::size_t bytes) noexcept { frames::give(memory, bytes); }
    void unhandled_exception() const noexcept { std::terminate(); }
};

/// Gives way to all that are ready.
struct yield : std::suspend_always {
    void await_suspend(std::coroutine_handle<> handle) const { ready.push(handle); }
};

/// A coroutine that nobody waits for: ready from the start, gone at its end.
struct detached {
    struct promise_type : pooled {
        detached get_return_object() const noexcept { return {}; }
        yield initial_suspend() const noexcept { return {}; }
        std::suspend_never final_suspend() const noexcept { return {}; }
        void return_void() const noexcept {}
    };
};

/// A coroutine that gives one number to who awaits it, or to who holds it when all has run.
class task {
public:
    struct promise_type : pooled {
        struct last : std::suspend_always {
            void await_suspend(std::coroutine_handle<promise_type> handle) const noexcept {
                ready.next = handle.promise().parent;
            }
        };
        task get_return_object() noexcept { return task(handle::from_promise(*this)); }
        std::suspend_always initial_suspend() const noexcept { return {}; }
        last final_suspend() const noexcept { return {}; }
        void return_value(long result) noexcept { value = result; }

        std::coroutine_handle<> parent = nullptr;
        long value = 0;
    };
    using handle = std::coroutine_handle<promise_type>;

    struct awaiter {
        bool await_ready() {
            if (ready.depth == 64) return false;
            started = true;
            ++ready.depth;
            child.resume();
            --ready.depth;
            return child.done();
        }
        void await_suspend(std::coroutine_handle<> parent) {
            child.promise().parent = parent;
            if (!started) ready.next = child;
        }
        long await_resume() const noexcept { return child.promise().value; }
        handle child;
        bool started = false;
    };

    explicit task(handle frame) noexcept : frame_(frame) {}
    task(task&& other) noexcept : frame_(std::exchange(other.frame_, nullptr)) {}
    task& operator=(task&&) = delete;
    ~task() {
        if (frame_) frame_.destroy();
    }

    awaiter operator co_await() && noexcept { return {frame_}; }
    void spawn() const { ready.push(frame_); }
    long value() const noexcept { return frame_.promise().value; }

private:
    handle frame_;
};

} // namespace bench::bare
