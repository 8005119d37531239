// SPDX-License-Identifier: BSL-1.0
//
// Async generators without types: their frames, the chain that `co_yield from` makes of them, one step, and what happens
// to one that is dropped or left open.
//
// A step resumes the leaf by a plain call. It comes back with a value at the root, with the root ended, or with neither:
// then something below is parked, the consumer suspends as the root's continuation, and whichever comes first, the next
// value or the end, hands the consumer to the pump.
//
// A close is told to the leaf, as an error at its yield, and goes on outwards: `told` is the frame that has it now. When that
// one ends, its delegator is told; when it yields, it has ignored it, and its delegator hears of that instead.
#pragma once

#include <rondo/core/detail/frames.hpp>
#include <rondo/gen/generator.hpp>

namespace rondo::inline v0::detail {

class async_owner;

struct RONDO_API async_frame : frame_base {
    async_frame(std::coroutine_handle<> own, place at) noexcept : frame_base(at), self(own) {}
    async_frame(const async_frame&) = delete;
    ~async_frame();

    std::suspend_always initial_suspend() const noexcept { return {}; }
    auto final_suspend() noexcept {
        struct last {
            async_frame& frame;
            bool await_ready() const noexcept { return false; }
            void await_suspend(std::coroutine_handle<>) const noexcept { frame.end(); }
            void await_resume() const noexcept {}
        };
        return last{*this};
    }
    void unhandled_exception() noexcept;
    static void* operator new(std::size_t bytes) { return allocate_frame(bytes); }
    static void operator delete(void* frame, std::size_t bytes) noexcept { deallocate_frame(frame, bytes); }

    void give(const void* address) noexcept { root->value = address; }
    void hand_over() noexcept {
        if (root->told && root->told != root) [[unlikely]]
            return ignore_exit();
        if (root->continuation) runner->resume_point = std::exchange(root->continuation, nullptr);
    }
    void throw_if_injected() {
        if (injected) [[unlikely]]
            throw_injected(injected);
    }
    void end() noexcept;
    void ignore_exit() noexcept;

    // The delegator's side of `co_yield from`.
    bool run_sub();
    void wait_for_sub(std::coroutine_handle<> own_frame) noexcept;
    /// The sub is its own root again.
    void leave_sub() noexcept;
    /// The same for one that has ended: when it was being closed, that goes on here, as its error.
    void leave_ended_sub() noexcept;
    /// Forgotten by all who know it, and destroyed.
    void discard() noexcept;

    std::exception_ptr error; // what left the body
    std::coroutine_handle<> self;
    async_owner* owner = nullptr; // the object that the user holds
    async_frame* root = this;
    async_frame* parent = nullptr; // the delegator
    async_frame* sub = nullptr;    // whom it delegates to
    bool owned_by_parent = false;
    bool started = false;
    bool ended = false;
    bool deferred = false; // to be resumed by the pump: the stack is low
    // Of a root.
    bool running = false;
    async_frame* leaf = this;
    const void* value = nullptr;
    void* sent = nullptr;
    async_frame* told = nullptr; // which frame of the chain is being closed
    std::exception_ptr exit;     // and by what
    // Of a leaf.
    std::exception_ptr injected;
    // Of one that has started: in its scheduler's list of open ones.
    scheduler* on = nullptr;
    async_frame* newer = nullptr;
    async_frame* older = nullptr;
};

/// The base of the objects that users hold.
class RONDO_API async_owner {
public:
    async_owner() noexcept = default;
    explicit async_owner(async_frame& frame) noexcept : frame_(&frame) { frame.owner = this; }
    async_owner(async_owner&& other) noexcept { take(std::move(other)); }
    async_owner& operator=(async_owner&&) = delete;
    ~async_owner() { release(); }

    gen_state state() const noexcept;

protected:
    friend struct async_frame;
    friend class step_asked;
    void take(async_owner&& other) noexcept;
    /// Destroys the chain, from the leaf to the root.
    void release() noexcept;
    /// The same, unless it is suspended at a yield: then a task of its own closes it.
    void drop() noexcept;
    /// Links below `delegator`. Returns: false when it had ended.
    bool joins(async_frame& delegator, bool owned);

    async_frame* frame_ = nullptr;
};

enum class verb : unsigned char { next, throw_, close };

/// One step that was asked for.
class RONDO_API step_asked {
public:
    enum answer_kind { given, ended, nothing };

    step_asked(async_owner& of, body& runner, verb what, void* sent, std::exception_ptr error) noexcept
        : of_(of), runner_(runner), sent_(sent), error_(std::move(error)), verb_(what) {}
    step_asked(const step_asked&) = delete;
    ~step_asked();
    bool run();
    void wait(std::coroutine_handle<> consumer) noexcept;
    /// How it ended. Throws: what was thrown into one that had not started.
    answer_kind answer();
    const void* address() const noexcept { return of_.frame_->value; }
    /// Of a close: the exit itself is no error.
    void forget_exit() noexcept;

private:
    async_owner& of_;
    body& runner_;
    void* sent_;
    std::exception_ptr error_;
    verb verb_;
    bool ran_ = false;
    bool unstarted_ = false;
};

[[noreturn]] RONDO_API void throw_async_ignored_exit();
[[noreturn]] RONDO_API void throw_step_reused(verb what);

} // namespace rondo::inline v0::detail
