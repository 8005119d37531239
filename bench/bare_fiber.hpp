// SPDX-License-Identifier: BSL-1.0
//
// The floor that fibers are compared with: jumps of Boost.Context in a plain ring, and nothing else. Stacks are pieces of one
// mapping, without guards, and are used again; there are no errors, no cancellation, no names, and the state of C++ exceptions
// is not kept.
#pragma once

#include "harness.hpp"

#include <boost/context/detail/fcontext.hpp>

#include <sys/mman.h>

#include <cstddef>
#include <cstdlib>
#include <vector>

namespace bench::bare_fiber {

namespace context = boost::context::detail;

inline constexpr std::size_t stack_bytes = 128 << 10, most_stacks = 32'000;

class ring {
public:
    ring() {
        void* memory = mmap(nullptr, stack_bytes * most_stacks, PROT_READ | PROT_WRITE,
                            MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE, -1, 0);
        if (memory == MAP_FAILED) std::abort();
        stacks_ = static_cast<char*>(memory);
    }
    ring(const ring&) = delete;
    ring& operator=(const ring&) = delete;
    ~ring() { munmap(stacks_, stack_bytes * most_stacks); }

    /// One more that will run `body(argument)`.
    void spawn(void (*body)(void*), void* argument) {
        if (alive_ == fibers_.size()) fibers_.push_back({nullptr, top(alive_), nullptr, nullptr});
        fiber& made = fibers_[alive_++];
        made.at = context::make_fcontext(made.top, stack_bytes - 16 * 128, &entry);
        made.body = body;
        made.argument = argument;
    }
    /// Until all have ended.
    void run() {
        std::size_t mask = 1023;
        while (mask < alive_) mask = 2 * mask + 1;
        ready_.assign(mask + 1, nullptr);
        std::size_t head = 0, tail = 0;
        for (std::size_t i = 0; i != alive_; ++i) ready_[tail++] = &fibers_[i];
        while (head != tail) {
            __builtin_prefetch(ready_[(head + 8) & mask]);
            fiber* const next = ready_[head++ & mask];
            const context::transfer_t back = context::jump_fcontext(next->at, next);
            if (!back.data) continue; // it has ended
            next->at = back.fctx;
            ready_[tail++ & mask] = next;
        }
        alive_ = 0;
    }
    /// Gives way. In a fiber only.
    static void yield() { loop_ = context::jump_fcontext(loop_, &loop_).fctx; }

private:
    struct fiber {
        context::fcontext_t at;
        char* top;
        void (*body)(void*);
        void* argument;
    };
    static void entry(context::transfer_t from) {
        fiber& me = *static_cast<fiber*>(from.data);
        loop_ = from.fctx;
        me.body(me.argument);
        context::jump_fcontext(loop_, nullptr);
    }
    char* top(std::size_t i) const { return stacks_ + (i + 1) * stack_bytes - i % 16 * 128; }

    inline static context::fcontext_t loop_ = nullptr;
    char* stacks_;
    std::vector<fiber> fibers_;
    std::vector<fiber*> ready_;
    std::size_t alive_ = 0;
};

} // namespace bench::bare_fiber
