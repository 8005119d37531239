// SPDX-License-Identifier: BSL-1.0
//
// The chain of frames of a body, without types. A child that is awaited is run by a plain call, in its parent's step:
//
//     pump ──► parent.resume() ──► child.resume() ──► leaf parks the body
//                  ◄── returns ◄── returns: not finished, so the parent suspends too, as the child's continuation
//     pump ──► leaf's frame.resume() … its end hands the continuation back to the pump ──► parent.resume()
//
// No frame is ever resumed from another's suspension, so the machine stack holds no more than the calls of one step, and
// when these have used `inline_stack_bytes` a child is started by the pump instead, in the same step.
// A frame whose body has ended falls off its end and is gone before its parent goes on.
#pragma once

#include <rondo/base/frame_pool.hpp>
#include <rondo/base/stop_iteration.hpp>
#include <rondo/core/awaitable.hpp>

#include <concepts>
#include <exception>
#include <memory>
#include <new>
#include <utility>

namespace rondo::inline v0::detail {

/// Whether `error` is a `cancelled`, without throwing it.
RONDO_API bool is_cancelled(const std::exception_ptr& error) noexcept;
/// `error`, or the runtime_error that a stop_iteration becomes which leaves a coroutine (PEP 479).
RONDO_API std::exception_ptr without_stop_iteration(std::exception_ptr error,
                                                    const char* raiser = "coroutine") noexcept;
/// "file:line", "" when it is not known.
RONDO_API std::string describe_place(place where);

/// What a coroutine leaves for whoever awaits it. Lives with the latter.
enum class outcome_state : unsigned char { unstarted, pending, value, error };

struct result_base {
    std::exception_ptr error;
    outcome_state state = outcome_state::unstarted;
    bool settled() const noexcept { return state >= outcome_state::value; }
    /// Keeps the exception being handled; a stop_iteration that escapes becomes a runtime_error (PEP 479).
    RONDO_API void fail() noexcept;
};

template <class T>
struct result_slot : result_base {
    result_slot() noexcept {}
    result_slot(const result_slot&) = delete;
    ~result_slot() {
        if (state == outcome_state::value) std::destroy_at(std::addressof(value));
    }
    template <class U>
    void set(U&& from) {
        std::construct_at(std::addressof(value), std::forward<U>(from));
        state = outcome_state::value;
    }
    T take() {
        if (state == outcome_state::error) [[unlikely]]
            std::rethrow_exception(std::move(error));
        return std::move(value);
    }
    union {
        T value;
    };
};
template <class T>
struct result_slot<T&> : result_base {
    void set(T& from) noexcept {
        value = std::addressof(from);
        state = outcome_state::value;
    }
    T& take() {
        if (state == outcome_state::error) [[unlikely]]
            std::rethrow_exception(std::move(error));
        return *value;
    }
    T* value = nullptr;
};
template <>
struct result_slot<void> : result_base {
    void set() noexcept { state = outcome_state::value; }
    void take() {
        if (state == outcome_state::error) [[unlikely]]
            std::rethrow_exception(std::move(error));
    }
};

/// At the start of every promise of the kernel, so that a chain can be walked without types.
struct frame_base {
    explicit frame_base(place at) noexcept : made(at) {}
    std::coroutine_handle<>
        continuation;       ///< who goes on at the end; null while it runs within its parent's call
    body* runner = nullptr; ///< null until it is started
    union {
        place made;        ///< until it is started: where its function is
        result_base* slot; ///< then: where its result goes
    };

    void begin(body& by, result_base& result) noexcept {
        runner = &by;
        slot = &result;
    }
    static frame_base& of(std::coroutine_handle<> frame) noexcept {
        return std::coroutine_handle<frame_base>::from_address(frame.address()).promise();
    }
};

/// Asked with co_await by the kernel's own coroutines: who runs me.
struct this_body_t {
    explicit constexpr this_body_t(int) noexcept {}
};
inline constexpr this_body_t this_body{0};
struct this_body_awaiter {
    body* runner;
    bool await_ready() const noexcept { return true; }
    void await_suspend(std::coroutine_handle<>) const noexcept {}
    body& await_resume() const noexcept { return *runner; }
};

/// What the promises of tasks, routines and async generators share.
struct promise_core : frame_base {
    using frame_base::frame_base;
    std::suspend_always initial_suspend() const noexcept { return {}; }
    std::suspend_never final_suspend() noexcept {
        if (continuation) runner->resume_point = continuation;
        return {};
    }
    void unhandled_exception() noexcept { slot->fail(); }

    static void* operator new(std::size_t bytes) { return allocate_frame(bytes); }
    static void operator delete(void* frame, std::size_t bytes) noexcept { deallocate_frame(frame, bytes); }
};

template <class T>
struct returning : promise_core {
    using promise_core::promise_core;
    template <class U = T>
        requires std::convertible_to<U, T>
    void return_value(U&& value) {
        static_cast<result_slot<T>*>(slot)->set(std::forward<U>(value));
    }
};
template <class T>
struct returning<T&> : promise_core {
    using promise_core::promise_core;
    void return_value(T& value) noexcept { static_cast<result_slot<T&>*>(slot)->set(value); }
};
template <>
struct returning<void> : promise_core {
    using promise_core::promise_core;
    void return_void() noexcept { static_cast<result_slot<void>*>(slot)->set(); }
};

/// Destroys the chain that would go on at `leaf`, from there to the root.
RONDO_API void destroy_frames(std::coroutine_handle<> leaf) noexcept;
/// Destroys a frame that was never started; what it owns in turn is destroyed without nesting deeply.
RONDO_API void destroy_unstarted(std::coroutine_handle<> frame) noexcept;
/// The same, told to the unraisable hook: "task f() (file:line) was never awaited".
RONDO_API void destroy_forgotten(std::coroutine_handle<> frame) noexcept;
[[noreturn]] RONDO_API void throw_awaited_twice();

inline bool stack_is_low() noexcept {
    return static_cast<char*>(__builtin_frame_address(0)) < this_thread_runs.stack_floor;
}

/// Awaits a coroutine of the kernel whose frame it takes over: by a plain call.
template <class T>
class call_awaiter {
public:
    call_awaiter(std::coroutine_handle<> frame, body& runner) : frame_(frame) {
        if (!frame) [[unlikely]]
            throw_awaited_twice();
        frame_base::of(frame).begin(runner, slot_);
    }
    call_awaiter(const call_awaiter&) = delete;
    ~call_awaiter() {
        if (slot_.state == outcome_state::unstarted) [[unlikely]]
            destroy_unstarted(frame_);
    }

    bool await_ready() {
        if (stack_is_low()) [[unlikely]]
            return false;
        slot_.state = outcome_state::pending;
        frame_.resume();
        return slot_.settled();
    }
    void await_suspend(std::coroutine_handle<> parent) noexcept {
        frame_base& child = frame_base::of(frame_);
        child.continuation = parent;
        if (slot_.state == outcome_state::unstarted) {
            slot_.state = outcome_state::pending;
            child.runner->resume_point = frame_;
        }
    }
    T await_resume() { return slot_.take(); }

private:
    std::coroutine_handle<> frame_;
    result_slot<T> slot_;
};

} // namespace rondo::inline v0::detail
