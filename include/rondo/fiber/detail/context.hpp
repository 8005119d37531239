// SPDX-License-Identifier: BSL-1.0
//
// A plain function on a stack of its own, that can be left in the middle and gone on with: what fibers of every kind are
// made of. Whoever calls `resume` runs it until it calls `suspend`; contexts nest as calls do:
//
//     resumer ── resume ──► A ── resume ──► B            B.suspend() comes back to A;
//        ▲                                  │            A.suspend(), called on B's stack, leaves B where it is and comes
//        └─────────── A.suspend() ──────────┘            back to A's resumer: the next A.resume() goes on inside B
//
// So what a function resumes belongs to it as what it calls does, and a fiber waits with all that it has under way. Each
// side keeps its own C++ exception state: what is being handled, and how many exceptions are in flight.
//
// One that would suspend only so that its resumer resumes the next hands over instead: one jump for two, and the next then
// has the resumer, who sees that another comes back than went:
//
//     resumer ── resume ──► A ── hand_over ──► B ── suspend ──► resumer: B came back; A is suspended as well
#pragma once

#include <rondo/base/assert.hpp>
#include <rondo/fiber/stack.hpp>

#include <boost/context/detail/fcontext.hpp>
#include RONDO_JUMP

#include <cstdint>
#include <cstring>
#include <exception>
#include <new>
#include <utility>

namespace rondo::inline v0::detail {

class fiber_context;
class fiber_runner;

/// What a thread knows of its fibers. A fiber stays on its thread, so that what was loaded from here before a switch is
/// still right after it.
struct fiber_thread {
    fiber_context* current; // the innermost that is being run; null: the thread's own stack is
    void* exceptions;       // __cxa_get_globals(): also the name of the thread; null before its first fiber
    fiber_runner* runner;   // of the fiber whose step a scheduler runs, see runner.hpp; null: it runs none
};
[[gnu::tls_model("initial-exec")]] RONDO_API extern constinit thread_local fiber_thread this_fiber_thread;

/// The state that the C++ runtime keeps for a thread, and we for each context (Itanium C++ ABI, 2.2.2): the exceptions
/// being handled, and the number of those in flight.
struct exception_state {
    std::uint64_t handled;
    std::uint64_t in_flight;

    RONDO_INLINE void swap_with(void* globals) noexcept {
        std::uint64_t words[2]; // by words, which stay in registers
        std::memcpy(&words[0], globals, sizeof words[0]);
        std::memcpy(&words[1], static_cast<char*>(globals) + sizeof words[0], sizeof words[1]);
        std::memcpy(globals, this, sizeof words);
        handled = words[0];
        in_flight = words[1];
    }
};

/// Threads: belongs to the thread that its stack was taken on. Cost: no allocation; two switches take some 40 instructions beside the
/// 54 of the jumps themselves.
class RONDO_API fiber_context {
public:
    using entry = void (*)(void* argument);

    /// Will run `body(argument)` on `stack`, below `top`; both must outlive it. Nothing runs yet.
    fiber_context(const fiber_stack& stack, std::byte* top, entry body, void* argument) noexcept
        : floor_(floor_of(stack.low(), top)), body_(body), argument_(argument), low_(stack.low()), top_(top),
          stack_(&stack.header()) {}
    fiber_context(const fiber_context&) = delete;
    fiber_context& operator=(const fiber_context&) = delete;
    /// Unwinds it when it is suspended. An object that the body still uses has called `unwind` before.
    ~fiber_context();

    /// Runs the body until it suspends or ends. Requires: it is not running, and not finished.
    /// Throws: what escapes the body, which is finished then.
    /// Returns: the context that came back: this one, or what it handed over to in the end.
    RONDO_INLINE fiber_context& resume() { return enter(); }
    /// Throws `error` where it is suspended, and runs on. Requires: it is suspended. Throws: as resume.
    void throw_in(std::exception_ptr error);
    /// Throws generator_exit where it is suspended, if it is, and sees it end. Another error of the body goes to the
    /// unraisable hook; a body that suspends itself again ends the program.
    void unwind() noexcept;

    /// From inside: back to the resumer, leaving all that was resumed from here as it stands.
    /// Throws: what was thrown in. Requires: it is running, and nobody is in a destructor during that.
    RONDO_INLINE void suspend() {
        switch_out();
        if (injected_) [[unlikely]]
            throw_injected();
    }
    /// The same without the throw: who calls it asks `injected` next.
    RONDO_INLINE void switch_out() noexcept {
        if constexpr (RONDO_ASAN != 0 || RONDO_TSAN != 0) return switch_out_told();
        if (this_fiber_thread.current != this) [[unlikely]]
            expects_under_way();
        gone_on(jump(resumer_, this));
    }
    /// Whether this one, which is suspended, can go on in the place of `from`.
    bool can_follow(const fiber_context& from) const noexcept {
        return suspended() && started() && this_fiber_thread.current == &from;
    }
    /// From inside: suspended as by switch_out, while `to` goes on, for the resumer of this one. Requires: to.can_follow(*this).
    RONDO_INLINE void hand_over(fiber_context& to) noexcept {
        if constexpr (RONDO_ASAN != 0 || RONDO_TSAN != 0) return hand_over_told(to);
        pass_thread(to);
        gone_on(jump(std::exchange(to.at_, nullptr), this));
    }
    bool injected() const noexcept { return static_cast<bool>(injected_); }
    std::exception_ptr take_injected() noexcept { return std::exchange(injected_, nullptr); }

    bool started() const noexcept { return home_ != this; }
    bool suspended() const noexcept { return at_ != nullptr; }
    bool finished() const noexcept { return finished_; }
    bool running() const noexcept { return started() && !suspended() && !finished(); }

    /// The innermost context that this thread runs on, or null; and the one that resumed it.
    static fiber_context* current() noexcept { return this_fiber_thread.current; }
    fiber_context* outer() const noexcept { return outer_; }
    void* argument() const noexcept { return argument_; }

    /// What reports call it. Lifetime: kept as a pointer: give a literal.
    void set_name(const char* name) noexcept { name_ = name; }
    const char* name() const noexcept { return name_; }
    /// The part of its stack that it runs on; and the stack itself, for whoever owns it through this object.
    std::byte* low() const noexcept { return low_; }
    std::byte* top() const noexcept { return top_; }
    stack_header& stack() const noexcept { return *stack_; }
    /// Below it a coroutine is not started by a call: what it then calls has room all the same.
    std::byte* floor() const noexcept { return floor_; }

private:
    // Half of a small stack, 64 KiB of a large one.
    static std::byte* floor_of(std::byte* low, std::byte* top) noexcept {
        constexpr std::ptrdiff_t most = std::ptrdiff_t{64} << 10;
        return (top - low) / 2 < most ? low + (top - low) / 2 : top - most;
    }
    friend struct fiber_entry; // its first frame
    using transfer = boost::context::detail::transfer_t;

    // Inlined up to the jump, and on from there: a `ret` after it comes back to a call that the processor did not expect,
    // and costs more than the rest of the switch; see jump_x86_64.hpp.
    RONDO_INLINE fiber_context& enter() {
        if constexpr (RONDO_ASAN != 0 || RONDO_TSAN != 0) return enter_told();
        leave_thread();
        return come_back(jump(std::exchange(at_, nullptr), this));
    }
    RONDO_INLINE void leave_thread() {
        fiber_thread& here = this_fiber_thread;
        if (home_ != here.exceptions) [[unlikely]]
            settle_on_this_thread();
        expects(at_ != nullptr, "a fiber was resumed that is running, or has finished");
        outer_ = here.current;
        here.current = leaf_;
        exceptions_.swap_with(here.exceptions);
    }
    // On the resumer's side, and then on the other: each jump tells which context made it.
    RONDO_INLINE static fiber_context& come_back(const transfer& from) {
        fiber_context& who = *static_cast<fiber_context*>(from.data);
        fiber_thread& here = this_fiber_thread;
        who.exceptions_.swap_with(here.exceptions);
        who.leaf_ = here.current;
        here.current = who.outer_;
        if (who.finished_) [[unlikely]] {
            who.ended();
        } else {
            who.at_ = from.fctx;
        }
        return who;
    }
    RONDO_INLINE void gone_on(const transfer& from) noexcept {
        if (from.data == this) {
            resumer_ = from.fctx;
        } else {
            static_cast<fiber_context*>(from.data)->at_ = from.fctx;
        }
    }
    // `to` gets what leave_thread gave this one.
    RONDO_INLINE void pass_thread(fiber_context& to) noexcept {
        fiber_thread& here = this_fiber_thread;
        leaf_ = this;
        to.outer_ = outer_;
        to.resumer_ = resumer_;
        here.current = to.leaf_;
        exceptions_.swap_with(here.exceptions); // the resumer's are there for a moment
        to.exceptions_.swap_with(here.exceptions);
    }

    // With a sanitizer, which hears of each switch.
    fiber_context& enter_told();
    void switch_out_told() noexcept;
    void hand_over_told(fiber_context& to) noexcept;
    void gone_on_told(const transfer& from, void* fake) noexcept;

    void settle_on_this_thread();
    void ended();
    void expects_under_way() const noexcept;
    [[noreturn]] void throw_injected();

    // What a switch uses, in one cache line and a half.
    void* at_ = nullptr;             // where it is suspended; null while running, and once finished
    const void* home_ = this;        // names the thread that started it; before that nobody
    fiber_context* outer_ = nullptr; // whose resume runs it
    fiber_context* leaf_ = this;     // suspended: the innermost context that was resumed from here
    exception_state exceptions_{};   // suspended: its own; running: its resumer's
    void* resumer_ = nullptr;        // running: where to go back to
    std::exception_ptr injected_;    // thrown where it is suspended, at the next resumption

    std::byte* floor_;
    bool finished_ = false;
    entry body_;
    void* argument_;
    std::byte* low_;
    std::byte* top_;
    stack_header* stack_;
    const char* name_ = "fiber";
    std::exception_ptr escaped_;
    // For the sanitizers; see runtime/fiber/tools.hpp.
    void* tsan_ = nullptr;
    void* resumer_tsan_ = nullptr;
    const void* resumer_low_ = nullptr;
    std::size_t resumer_bytes_ = 0;
};

/// Makes a Frame, an object with a fiber_context in it, at the top of a stack with room for `stack_bytes` below: a fiber
/// needs no other memory. The Frame is given the stack and where it may begin, then `args`.
/// Throws: what making the stack or the Frame does.
template <class Frame, class... Args>
Frame& make_on_stack(std::size_t stack_bytes, Args&&... args) {
    constexpr std::size_t alignment = alignof(Frame) > 64 ? alignof(Frame) : 64;
    fiber_stack stack(stack_bytes + sizeof(Frame) + alignment);
    std::byte* place = stack.top() - sizeof(Frame);
    place -= reinterpret_cast<std::uintptr_t>(place) % alignment;
    Frame* made = ::new (place) Frame(std::as_const(stack), place, std::forward<Args>(args)...);
    stack.release();
    return *made;
}

/// Destroys what make_on_stack made, and gives its stack back. Requires: its context, which is `context`, is not running
/// and not suspended.
template <class Frame>
void destroy_on_stack(Frame& frame, const fiber_context& context) noexcept {
    fiber_stack stack(context.stack());
    frame.~Frame();
}

} // namespace rondo::inline v0::detail
