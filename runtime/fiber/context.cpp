// SPDX-License-Identifier: BSL-1.0
#include <rondo/fiber/detail/context.hpp>

#include <rondo/base/assert.hpp>
#include <rondo/base/errors.hpp>
#include <rondo/base/unraisable.hpp>

#include "stack_header.hpp"
#include "tools.hpp"

#include <cxxabi.h>

namespace rondo::inline v0::detail {

constinit thread_local fiber_thread this_fiber_thread{};

using boost::context::detail::jump_fcontext;

/// The first frame on each stack. It is left by a jump, so that nothing in it needs to be destroyed then.
struct fiber_entry {
    [[noreturn]] static void run(fiber_context::transfer from) noexcept {
        auto& self = *static_cast<fiber_context*>(from.data);
        self.resumer_ = from.fctx;
        arrived_on(self, nullptr);
        call(self);
        self.finished_ = true;
        leave_for_resumer(self, nullptr);
        jump_fcontext(self.resumer_, &self);
        __builtin_unreachable();
    }

    static void call(fiber_context& self) noexcept {
        try {
            self.body_(self.argument_);
        } catch (...) {
            self.escaped_ = std::current_exception();
        }
    }

    static void arrived_on([[maybe_unused]] fiber_context& self, [[maybe_unused]] void* fake) noexcept {
        if constexpr (RONDO_ASAN != 0) arrived(fake, &self.resumer_low_, &self.resumer_bytes_);
    }
    static void leave_for_resumer(fiber_context& self, void** fake) noexcept {
        leaving(fake, {self.resumer_low_, self.resumer_bytes_, self.resumer_tsan_});
    }
};

fiber_context& fiber_context::enter_told() {
    leave_thread();
    void* fake = nullptr;
    if constexpr (RONDO_TSAN != 0) resumer_tsan_ = this_tsan_fiber();
    leaving(&fake, {leaf_->low_, static_cast<std::size_t>(leaf_->top_ - leaf_->low_), leaf_->tsan_});
    const transfer from = jump_fcontext(std::exchange(at_, nullptr), this);
    arrived(fake, nullptr, nullptr);
    return come_back(from);
}

void fiber_context::switch_out_told() noexcept {
    if (current() != this) expects_under_way();
    void* fake = nullptr;
    fiber_entry::leave_for_resumer(*this, &fake);
    const transfer from = jump_fcontext(resumer_, this);
    gone_on_told(from, fake);
}

void fiber_context::hand_over_told(fiber_context& to) noexcept {
    to.resumer_tsan_ = resumer_tsan_;
    to.resumer_low_ = resumer_low_;
    to.resumer_bytes_ = resumer_bytes_;
    pass_thread(to);
    void* fake = nullptr;
    const fiber_context& leaf = *to.leaf_;
    leaving(&fake, {leaf.low_, static_cast<std::size_t>(leaf.top_ - leaf.low_), leaf.tsan_});
    const transfer from = jump_fcontext(std::exchange(to.at_, nullptr), this);
    gone_on_told(from, fake);
}

void fiber_context::gone_on_told(const transfer& from, void* fake) noexcept {
    if (from.data == this) {
        fiber_entry::arrived_on(*this, fake);
    } else { // the resumer's stack is not the one that was left
        arrived(fake, nullptr, nullptr);
    }
    gone_on(from);
}

// The first resumption, or one by the wrong thread.
RONDO_COLD void fiber_context::settle_on_this_thread() {
    fiber_thread& here = this_fiber_thread;
    if (!here.exceptions) here.exceptions = abi::__cxa_get_globals();
    if (home_ == here.exceptions) return;
    expects(!started(), "a fiber was resumed on another thread than started it");
    expects(of_this_thread(*stack_), "a fiber was started on another thread than made it");
    home_ = here.exceptions;
    at_ =
        boost::context::detail::make_fcontext(top_, static_cast<std::size_t>(top_ - low_), fiber_entry::run);
    tsan_ = make_tsan_fiber();
}

RONDO_COLD void fiber_context::ended() {
    destroy_tsan_fiber(std::exchange(tsan_, nullptr));
    if (escaped_) std::rethrow_exception(std::exchange(escaped_, nullptr));
}

RONDO_COLD void fiber_context::expects_under_way() const noexcept {
    const fiber_context* context = current();
    while (context && context != this) context = context->outer_;
    expects(context == this,
            "a fiber was suspended from outside: only what runs in it may yield or wait for it");
}

void fiber_context::throw_in(std::exception_ptr error) {
    expects(suspended(), "an error was thrown into a fiber that is not suspended");
    injected_ = std::move(error);
    resume();
}

RONDO_COLD void fiber_context::throw_injected() { std::rethrow_exception(take_injected()); }

void fiber_context::unwind() noexcept {
    if (!suspended()) return;
    try {
        throw_in(std::make_exception_ptr(generator_exit{}));
    } catch (const generator_exit&) { // it passed
    } catch (...) {
        report_unraisable(std::current_exception(), "while a fiber that was dropped unwound");
    }
    expects(finished_, "a fiber that was dropped swallowed generator_exit and suspended itself again: end a "
                       "catch (...) with throw");
}

fiber_context::~fiber_context() {
    expects(!running(), "a fiber was destroyed while running");
    unwind();
}

} // namespace rondo::inline v0::detail
