// SPDX-License-Identifier: BSL-1.0
//
// A trampoline: generators that call each other by yielding the one that they call. The caller is suspended
// in the yield, gets the result sent, or the error thrown, at it, and goes on. The stack of calls is a
// vector, not the machine's, so that a recursion may be as deep as memory allows. This is how coroutines were
// called before `yield from`.
//
//     main ──yield──► call(f) ──yield──► call(g)         stack_: main, f, g
//          ◄──send───         ◄──send─── co_return
#pragma once

#include <rondo/gen/generator.hpp>

#include <vector>

namespace rondo::inline v0 {

template <class Result>
class call;

/// A generator that calls others: `Result r = *(co_yield f(…));` calls f, `co_return r` returns to the
/// caller. For void `co_yield f();`. All that take part in one trampoline have one Result: use a variant for
/// several.
template <class Result = void>
using subroutine = generator<call<Result>&&, Result, Result>;

/// A subroutine to be run for its caller: what a subroutine yields. Made from one implicitly.
template <class Result>
class call {
public:
    call(subroutine<Result> body) : body_(std::move(body)) {}
    subroutine<Result> take() { return std::move(body_); }

private:
    subroutine<Result> body_;
};

namespace detail {

/// The stack of calls; the innermost is destroyed first.
template <class Result>
class call_stack {
public:
    explicit call_stack(subroutine<Result> main) { calls_.push_back(std::move(main)); }
    call_stack(const call_stack&) = delete;
    ~call_stack() {
        while (!calls_.empty()) calls_.pop_back();
    }

    optional_result_t<Result> run() {
        optional_result_t<Result> result{};
        while (!calls_.empty()) {
            typename subroutine<Result>::step_type called;
            try {
                called = advance(result);
                if (!called) {
                    result = calls_.back().take_result();
                    if (!result)
                        throw runtime_error("trampoline: a subroutine was called that had ended before");
                }
            } catch (...) {
                error_ = std::current_exception();
            }
            if (called) {
                calls_.push_back((*called).take());
            } else {
                calls_.pop_back();
            }
        }
        if (error_) std::rethrow_exception(std::move(error_));
        return result;
    }

private:
    auto advance(optional_result_t<Result>& result) {
        subroutine<Result>& top = calls_.back();
        if (error_) return top.throw_ptr(std::exchange(error_, nullptr));
        if constexpr (std::is_void_v<Result>) {
            return top.next();
        } else {
            return result ? top.send(*std::exchange(result, std::nullopt)) : top.next();
        }
    }

    std::vector<subroutine<Result>> calls_;
    std::exception_ptr error_;
};

} // namespace detail

/// Runs `main` and all that it calls. Returns: what main returned. Throws: what main did not catch; an error
/// goes from a subroutine to its caller, at the yield that called it, the same object.
/// Cost: per call a frame, and one place in the stack; no machine stack.
/// Example: `long f = trampoline(factorial(20));`
template <class Result>
Result trampoline(subroutine<Result> main) {
    detail::call_stack<Result> stack(std::move(main));
    if constexpr (std::is_void_v<Result>) {
        stack.run();
    } else {
        return *stack.run();
    }
}

} // namespace rondo::inline v0
