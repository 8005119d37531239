// SPDX-License-Identifier: BSL-1.0
//
// A blocking function, away from the loop: it runs on a thread of the driver's, and who awaits it goes on with what it
// returned. What it may use is what any thread may use: neither the loop nor its tasks.
//
//     await ──► a thread: f(args…) ──► the next poll: take              cancelled before it began: it never runs
//                                                                       while it runs: waited for, or left behind
#pragma once

#include <rondo/core/op_wait.hpp>
#include <rondo/io/detail/offloaded.hpp>

#include <concepts>
#include <exception>
#include <optional>
#include <tuple>
#include <type_traits>
#include <utility>

namespace rondo::inline v0 {

/// For to_thread: who is cancelled goes on at once, although the function still runs, until it returns by itself.
struct abandon_on_cancel_t {
    explicit abandon_on_cancel_t() = default;
};
inline constexpr abandon_on_cancel_t abandon_on_cancel{};

namespace detail {

template <class F, class... Args>
class offloaded_function final : public offloaded {
public:
    using result = std::invoke_result_t<F, Args...>;
    using stored = std::conditional_t<std::is_void_v<result>, std::tuple<>, result>;

    template <class G, class... From>
    explicit offloaded_function(G&& f, From&&... args)
        : f_(static_cast<G&&>(f)), args_(std::in_place, static_cast<From&&>(args)...) {}
    void run() noexcept override {
        try {
            if constexpr (std::is_void_v<result>) {
                call();
                value_.emplace();
            } else {
                value_.emplace(call());
            }
        } catch (...) {
            error_ = std::current_exception();
        }
        args_.reset(); // what it held is destroyed where it ran
        f_.reset();
    }
    result take() {
        if (error_) std::rethrow_exception(std::exchange(error_, nullptr));
        if constexpr (!std::is_void_v<result>) return *std::move(value_);
    }

private:
    ~offloaded_function() override = default;
    decltype(auto) call() { return std::apply(*std::move(f_), *std::move(args_)); }
    std::optional<F> f_;
    std::optional<std::tuple<Args...>> args_;
    std::optional<stored> value_;
    std::exception_ptr error_;
};

template <class Function>
class [[nodiscard("a call does nothing until it is awaited")]] thread_op : public op_wait {
public:
    thread_op(Function* function, bool may_abandon) noexcept
        : op_wait(opcode::call, "to_thread", -1), function_(function) {
        second = static_cast<offloaded*>(function);
        flags = may_abandon ? 1 : 0;
    }
    thread_op(thread_op&& other) noexcept
        : op_wait(std::move(other)), function_(std::exchange(other.function_, nullptr)) {}
    ~thread_op() {
        if (function_) function_->release();
    }
    void start(waiter& who) {
        expects_unused();
        op_wait::start(who);
    }
    typename Function::result take() {
        checked_outcome();
        used_ = true;
        return function_->take();
    }

private:
    void expects_unused() const {
        if (used_) throw runtime_error("to_thread: this function has run already: call to_thread again");
    }
    Function* function_;
    bool used_ = false;
};

template <bool Abandons, class F, class... Args>
auto make_thread_op(F&& f, Args&&... args) {
    using function = std::decay_t<F>;
    static_assert(std::invocable<function, std::decay_t<Args>...>,
                  "to_thread(f, args...): f(args...) must be a call; the arguments are copied or moved to "
                  "the thread, so "
                  "f takes them by value or by const&, and what is to be shared goes as std::ref(x)");
    static_assert(
        !std::is_reference_v<std::invoke_result_t<function, std::decay_t<Args>...>>,
        "to_thread(f, args...): f returns a reference, whose object belongs to another thread: return a "
        "value, or a pointer");
    using kept = offloaded_function<function, std::decay_t<Args>...>;
    return thread_op<kept>(new kept(static_cast<F&&>(f), static_cast<Args&&>(args)...), Abandons);
}

} // namespace detail

/// Runs `f(args…)` on a thread of the loop's driver, with copies of its arguments. Returns: what f returns. Throws: what
/// it throws. Suspends: always; a checkpoint. Cancel: before a thread has taken it up it never runs; then it is waited
/// for, and what it returned is delivered.
/// Threads: f runs on another one, at most 16 at a time. Cost: an allocation and two switches of threads. In a simulated
/// world it runs on the loop's own thread, when it is due.
/// Example: `auto digest = co_await to_thread(sha256_of, bytes);`
template <class F, class... Args>
    requires(!std::same_as<std::remove_cvref_t<F>, abandon_on_cancel_t>)
auto to_thread(F&& f, Args&&... args) {
    return detail::make_thread_op<false>(static_cast<F&&>(f), static_cast<Args&&>(args)...);
}
/// The same, for functions that may hang: a deadline holds all the same. Left behind, f runs on until it returns; what it
/// returns is dropped; the driver counts it (left_behind()). So it must own all that it uses.
template <class F, class... Args>
auto to_thread(abandon_on_cancel_t, F&& f, Args&&... args) {
    return detail::make_thread_op<true>(static_cast<F&&>(f), static_cast<Args&&>(args)...);
}

} // namespace rondo::inline v0
