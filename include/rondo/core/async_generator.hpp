// SPDX-License-Identifier: BSL-1.0
//
// `async_generator<Yield, Send, Return>`: a generator that may wait between its yields. Whoever asks it for the next value
// runs it, by a call, inside the own step: a yield gives no turn away, only what it awaits does.
//
//     consumer ◄── continuation ── root ◄── continuation ── sub (co_yield from) ◄── … ── leaf
//                                   └─ leaf ────────────────────────────────────────────► resumed at each step
#pragma once

#include <rondo/core/detail/async_frames.hpp>
#include <rondo/core/detail/async_relay.hpp>
#include <rondo/gen/from.hpp>
#include <rondo/gen/generator.hpp>
#include <rondo/gen/step.hpp>

namespace rondo::inline v0 {

namespace detail {

template <class Send>
class async_yield_awaiter {
public:
    explicit async_yield_awaiter(async_frame& frame) noexcept : frame_(frame) {}
    bool await_ready() const noexcept { return false; }
    void await_suspend(std::coroutine_handle<>) const noexcept { frame_.hand_over(); }
    auto await_resume() const {
        frame_.throw_if_injected();
        if constexpr (!std::is_void_v<Send>) {
            void* value = std::exchange(frame_.root->sent, nullptr);
            if (!value) return std::optional<Send>{};
            return std::optional<Send>(std::move(*static_cast<Send*>(value)));
        }
    }

private:
    async_frame& frame_;
};

/// Keeps a copy of what a `co_yield` was given that has another type, or must be given away.
template <class T, class Send>
class async_copy_awaiter : public async_yield_awaiter<Send> {
public:
    template <class U>
    async_copy_awaiter(async_frame& frame, U&& value)
        : async_yield_awaiter<Send>(frame), copy_(static_cast<U&&>(value)) {
        frame.give(std::addressof(copy_));
    }
    async_copy_awaiter(const async_copy_awaiter&) = delete;

private:
    T copy_;
};

template <class Yield, class Send>
struct async_yields : async_frame {
    using async_frame::async_frame;
    async_yield_awaiter<Send> yield_value(const Yield& value) noexcept { return at(std::addressof(value)); }

protected:
    async_yield_awaiter<Send> at(const void* address) noexcept {
        this->give(address);
        return async_yield_awaiter<Send>(*this);
    }
};
template <class T, class Send>
struct async_yields<T&, Send> : async_frame {
    using async_frame::async_frame;
    async_yield_awaiter<Send> yield_value(T& value) noexcept {
        this->give(std::addressof(value));
        return async_yield_awaiter<Send>(*this);
    }
};
template <class T, class Send>
struct async_yields<T&&, Send> : async_frame {
    using async_frame::async_frame;
    async_yield_awaiter<Send> yield_value(T&& value) noexcept {
        this->give(std::addressof(value));
        return async_yield_awaiter<Send>(*this);
    }
    auto yield_value(const T& value)
        requires std::copy_constructible<T>
    {
        return async_copy_awaiter<T, Send>(*this, value);
    }
};

template <class Send>
struct async_yields<void, Send> : async_frame {
    using async_frame::async_frame;
    async_yield_awaiter<Send> yield_value(nothing_t) noexcept {
        this->give(&nothing);
        return async_yield_awaiter<Send>(*this);
    }
};

template <class Yield, class Send, class Return>
struct async_returns : async_yields<Yield, Send> {
    using async_yields<Yield, Send>::async_yields;
    template <class U = Return>
        requires std::convertible_to<U, Return>
    void return_value(U&& value) {
        result.emplace(std::forward<U>(value));
    }
    std::optional<Return> result;
};
template <class Yield, class Send>
struct async_returns<Yield, Send, void> : async_yields<Yield, Send> {
    using async_yields<Yield, Send>::async_yields;
    void return_void() noexcept { result = true; }
    bool result = false;
};

template <class G>
class async_delegation;

template <class Yield, class Send, class Return>
struct async_promise final : async_returns<Yield, Send, Return> {
    explicit async_promise(place made = place::current()) noexcept
        : async_returns<Yield, Send, Return>(std::coroutine_handle<async_promise>::from_promise(*this),
                                             made) {
        static_assert(alignof(async_promise) <= __STDCPP_DEFAULT_NEW_ALIGNMENT__);
    }
    async_generator<Yield, Send, Return> get_return_object() noexcept;

    template <class A>
        requires(!std::same_as<std::remove_cvref_t<A>, this_body_t>)
    auto await_transform(A&& awaitable, place at = place::current()) {
        return make_awaiter(*this->runner, static_cast<A&&>(awaitable), at);
    }
    this_body_awaiter await_transform(this_body_t) const noexcept { return {this->runner}; }

    using async_yields<Yield, Send>::yield_value;
    /// `co_yield from(x)`: an async generator, whose frames join the chain, or anything that can be iterated.
    template <class Source>
    auto yield_value(delegation<Source> source) {
        using plain = std::remove_cvref_t<Source>;
        if constexpr (is_async_generator<plain>) {
            static_assert(std::same_as<typename plain::yield_type, Yield> &&
                              std::same_as<typename plain::send_type, Send>,
                          "co_yield from(g): an async generator delegates to one of its own Yield and Send");
            return async_delegation<Source>(*this, source.get());
        } else {
            return async_delegation<relay_for<Yield, Send, Source>>(
                *this, relay<relay_for<Yield, Send, Source>, Source>(source.get()));
        }
    }
};

template <class G, bool Closes>
class async_step_awaiter;
/// One request to an async generator: awaited at once, and once.
template <class G, bool Closes, class Sent>
class async_request;
struct nothing_sent {};

} // namespace detail

/// Yields `Yield` as generator does (`const T&`; `T&` and `T&&` by their name), is sent `Send`, returns `Return`; may
/// co_await whatever a task may, and delegate by `co_yield from(x)` to an async generator of its own Yield and Send, a
/// generator, or a range. Move-only. Every verb gives something to be awaited at once; the body runs inside the step of who
/// awaits it, and its waits are that task's: cancelling the consumer cancels them. Two verbs at once are refused: runtime_error
/// "anext(): asynchronous generator is already running"; so is a verb awaited twice.
/// Dropped at a yield it is closed by a task of its own, which the loop waits for, so that clean-up that waits is not skipped;
/// where its loop has gone its frame is destroyed, and the unraisable hook told. What is suspended when the loop is closed, is
/// closed by that.
/// Suspends: as its body does; a verb is no checkpoint in itself. Lifetime: a value lives until the next verb. The generator
/// stays where it is while it runs. Cost: one frame; a step is a call.
/// Source: PEP 525, PEP 828. Example: `while (auto line = co_await lines.next()) use(*line);`
template <class Yield, class Send, class Return>
class async_generator : private detail::async_owner {
public:
    using promise_type = detail::async_promise<Yield, Send, Return>;
    using yield_type = Yield;
    using send_type = Send;
    using return_type = Return;
    using step_type = step<Yield>;

    async_generator() noexcept = default;
    async_generator(async_generator&& other) noexcept
        : async_owner(std::move(other)), result_(std::move(other.result_)) {}
    async_generator& operator=(async_generator&& other) noexcept {
        async_generator dropped(std::move(*this));
        async_owner::take(std::move(other));
        result_ = std::move(other.result_);
        return *this;
    }
    ~async_generator() { drop(); }

    /// Runs to the next yield. Gives: the step; empty when it has ended, then and afterwards. Throws: what leaves the body, a
    /// stop_iteration as runtime_error.
    auto next() { return request<false>(detail::verb::next, detail::nothing_sent()); }
    /// The yield where it waits gives `value`. Throws: as next; type_error before the first yield: it is untouched.
    template <class S = Send>
        requires(!std::is_void_v<Send>) && std::convertible_to<S, Send>
    auto send(S&& value) {
        return request<false>(detail::verb::next, Send(static_cast<S&&>(value)));
    }
    /// Sending nothing is next(), and allowed from the start.
    auto send(std::nullopt_t) { return next(); }
    /// Throws `error` where it waits. Gives: what is yielded in answer; empty when the body returned, and when it had ended
    /// before (as in Python, where a generator would throw it). Throws: what leaves the body; not started: the error itself,
    /// nothing of it runs, and it is closed.
    auto throw_ptr(std::exception_ptr error) {
        expects(error != nullptr, "throw_ptr needs an exception");
        return request<false>(detail::verb::throw_, detail::nothing_sent(), std::move(error));
    }
    template <class E>
        requires(!std::same_as<std::remove_cvref_t<E>, std::exception_ptr>)
    auto throw_(E&& error) {
        return throw_ptr(std::make_exception_ptr(static_cast<E&&>(error)));
    }
    auto throw_(std::exception_ptr error) { return throw_ptr(std::move(error)); }
    /// Throws generator_exit where it waits, innermost delegation first, and lets it end, with the waits of its clean-up. Not
    /// started: nothing of it runs. Closed twice is closed. Gives: what the body returned in answer, or empty; for void whether
    /// it returned. Throws: runtime_error "async generator ignored GeneratorExit" when it yields (it stays suspended, and
    /// usable); what else leaves it.
    auto close() { return request<true>(detail::verb::close, detail::nothing_sent()); }

    gen_state state() const noexcept { return async_owner::state(); }
    /// What it returned, once it has ended.
    const optional_result_t<Return>& result() const noexcept { return result_; }
    optional_result_t<Return> take_result() { return std::exchange(result_, optional_result_t<Return>{}); }

private:
    friend promise_type;
    template <class G, bool Closes>
    friend class detail::async_step_awaiter;
    template <class G, bool Closes, class Sent>
    friend class detail::async_request;
    template <class G>
    friend class detail::async_delegation;
    explicit async_generator(detail::async_frame& frame) noexcept : async_owner(frame) {}

    template <bool Closes, class Sent>
    auto request(detail::verb what, Sent sent, std::exception_ptr error = nullptr) {
        return detail::async_request<async_generator, Closes, Sent>(*this, what, std::move(sent),
                                                                    std::move(error));
    }
    /// The frame has ended: its result is taken out, and it is destroyed. Throws: what left it.
    void settle() {
        auto& frame = static_cast<promise_type&>(*frame_);
        std::exception_ptr error = std::move(frame.error);
        if (!error) result_ = std::move(frame.result);
        release();
        if (error) std::rethrow_exception(std::move(error));
    }

    optional_result_t<Return> result_{};
};

template <class Yield, class Send, class Return>
async_generator<Yield, Send, Return>
detail::async_promise<Yield, Send, Return>::get_return_object() noexcept {
    return async_generator<Yield, Send, Return>(*this);
}

namespace detail {

/// Awaits one step.
template <class G, bool Closes>
class async_step_awaiter {
    using step_type = typename G::step_type;

public:
    async_step_awaiter(G& g, body& runner, verb what, void* sent, std::exception_ptr error) noexcept
        : g_(g), asked_(g, runner, what, sent, std::move(error)) {}
    async_step_awaiter(const async_step_awaiter&) = delete;

    bool await_ready() { return asked_.run(); }
    void await_suspend(std::coroutine_handle<> consumer) noexcept { asked_.wait(consumer); }
    auto await_resume() {
        const auto answer = asked_.answer();
        if constexpr (Closes) {
            if (answer == step_asked::given) throw_async_ignored_exit();
            if (answer == step_asked::nothing) return optional_result_t<typename G::return_type>{};
            asked_.forget_exit();
            g_.settle();
            return g_.take_result();
        } else {
            if (answer == step_asked::ended) g_.settle();
            if (answer != step_asked::given) return step_type();
            if constexpr (std::is_void_v<typename G::yield_type>)
                return step_type(true);
            else
                return step_type(
                    static_cast<typename step_type::pointer>(const_cast<void*>(asked_.address())));
        }
    }

private:
    G& g_;
    step_asked asked_;
};

template <class G, bool Closes, class Sent>
class [[nodiscard("a step of an async generator does nothing until it is awaited")]] async_request {
public:
    async_request(G& g, verb what, Sent&& sent, std::exception_ptr error)
        : g_(&g), sent_(std::move(sent)), error_(std::move(error)), verb_(what) {}
    async_request(async_request&& other) noexcept(std::is_nothrow_move_constructible_v<Sent>)
        : g_(std::exchange(other.g_, nullptr)), sent_(std::move(other.sent_)),
          error_(std::move(other.error_)), verb_(other.verb_) {}

    async_step_awaiter<G, Closes> bind(body& runner, place) && {
        if (!g_) [[unlikely]]
            throw_step_reused(verb_);
        void* sent = nullptr;
        if constexpr (!std::same_as<Sent, nothing_sent>) sent = std::addressof(sent_);
        return {*std::exchange(g_, nullptr), runner, verb_, sent, std::move(error_)};
    }

private:
    G* g_;
    [[no_unique_address]] Sent sent_;
    std::exception_ptr error_;
    verb verb_;
};

/// `co_yield from(async generator)`: it joins the chain of its delegator.
template <class Source>
class async_delegation {
    using G = std::remove_cvref_t<Source>;

public:
    async_delegation(async_frame& delegator, Source&& source)
        : delegator_(delegator), source_(static_cast<Source&&>(source)) {}
    async_delegation(const async_delegation&) = delete;

    bool await_ready() {
        return !source_.joins(delegator_, !std::is_lvalue_reference_v<Source>) || delegator_.run_sub();
    }
    void await_suspend(std::coroutine_handle<> self) noexcept { delegator_.wait_for_sub(self); }
    auto await_resume() {
        delegator_.throw_if_injected();
        if (!delegator_.sub) return result(false); // it had ended before, or its owner has destroyed it
        delegator_.leave_ended_sub();
        source_.settle();
        return result(true);
    }

private:
    auto result(bool here) {
        using returned = typename G::return_type;
        if constexpr (std::is_lvalue_reference_v<Source>) {
            if constexpr (!std::is_void_v<returned>)
                return here ? source_.take_result() : std::optional<returned>();
        } else if constexpr (!std::is_void_v<returned>) {
            auto taken = source_.take_result();
            if (!taken)
                throw runtime_error("co_yield from: the result of this async generator was taken before");
            return returned(*std::move(taken));
        }
    }
    async_frame& delegator_;
    Source source_;
};

} // namespace detail
} // namespace rondo::inline v0
