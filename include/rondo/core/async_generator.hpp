// SPDX-License-Identifier: BSL-1.0
//
// `async_generator<Yield, Send, Return>`: a generator that may wait between its yields. Whoever asks it for the next value
// runs it, by a call, inside the own step: a yield gives no turn away, only what it awaits does.
//
//     consumer ◄── continuation ── root ◄── continuation ── sub (co_yield from) ◄── … ── leaf
//                                   └─ leaf ────────────────────────────────────────────► resumed at each step
#pragma once

#include <rondo/core/detail/async_frames.hpp>
#include <rondo/gen/from.hpp>
#include <rondo/gen/generator.hpp>
#include <rondo/gen/step.hpp>

#include <ranges>

namespace rondo::inline v0 {

template <class Yield, class Send = void, class Return = void>
class async_generator;

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
    async_copy_awaiter(async_frame& frame, U&& value) : async_yield_awaiter<Send>(frame), copy_(static_cast<U&&>(value)) {
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
template <class Yield, class Range>
async_generator<Yield> async_items(Range range);

template <class T>
inline constexpr bool is_async_generator = false;
template <class Y, class S, class R>
inline constexpr bool is_async_generator<async_generator<Y, S, R>> = true;

template <class Yield, class Send, class Return>
struct async_promise final : async_returns<Yield, Send, Return> {
    explicit async_promise(place made = place::current()) noexcept
        : async_returns<Yield, Send, Return>(std::coroutine_handle<async_promise>::from_promise(*this), made) {
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
    /// `co_yield from(x)`: an async generator, or anything that can be iterated.
    template <class Source>
    auto yield_value(delegation<Source> source) {
        using plain = std::remove_cvref_t<Source>;
        if constexpr (is_async_generator<plain>) {
            static_assert(std::same_as<typename plain::yield_type, Yield> && std::same_as<typename plain::send_type, Send>,
                          "co_yield from(g): an async generator delegates to one of its own Yield and Send");
            return async_delegation<Source>(*this, source.get());
        } else {
            static_assert(std::ranges::input_range<Source>,
                          "co_yield from(x): x is an async generator of the same Yield and Send, or a range");
            static_assert(std::is_void_v<Send>, "co_yield from(range): nothing can be sent to a range");
            return async_delegation<async_generator<Yield>>(*this, async_items<Yield, Source>(source.get()));
        }
    }
};

template <class G, class Kind>
class async_step_awaiter;
/// One request to an async generator: awaited at once, and once.
template <class G, class Kind>
class async_request;

struct ask_next {};
struct ask_close {};

} // namespace detail

/// Yields `Yield` as generator does (`const T&`; `T&` and `T&&` by their name), is sent `Send`, returns `Return`; may
/// co_await whatever a task may. Move-only. Every verb gives something to be awaited at once; the body runs inside the step
/// of who awaits it, and its waits are that task's: cancelling the consumer cancels them.
/// Two verbs at once are refused: runtime_error "anext(): asynchronous generator is already running".
/// Dropped at a yield it is closed by a task of its own in the loop's root group, so that cleanup that waits is not
/// skipped; where no loop runs its frame is destroyed, and the unraisable hook told.
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
    async_generator(async_generator&& other) noexcept : async_owner(std::move(other)), result_(std::move(other.result_)) {}
    async_generator& operator=(async_generator&& other) noexcept {
        async_generator dropped(std::move(*this));
        async_owner::take(std::move(other));
        result_ = std::move(other.result_);
        return *this;
    }
    ~async_generator() { drop(); }

    /// Runs to the next yield. Gives: the step; empty when it has ended. Throws: what left the body.
    auto next() { return request(nullptr, nullptr, false); }
    /// The yield where it waits gives `value`. Throws: type_error before the first yield.
    template <class S = Send>
        requires(!std::is_void_v<Send>) && std::convertible_to<S, Send>
    auto send(S&& value) {
        return detail::async_request<async_generator, Send>(*this, static_cast<S&&>(value));
    }
    /// Throws `error` where it waits; before the first yield it is closed, and nothing of it runs.
    auto throw_ptr(std::exception_ptr error) {
        expects(error != nullptr, "throw_ptr needs an exception");
        return request(nullptr, std::move(error), false);
    }
    template <class E>
        requires(!std::same_as<std::remove_cvref_t<E>, std::exception_ptr>)
    auto throw_(E&& error) {
        return throw_ptr(std::make_exception_ptr(std::forward<E>(error)));
    }
    /// Throws generator_exit where it waits, and lets it end, with the waits of its cleanup. Gives: nothing. Throws:
    /// runtime_error "async generator ignored GeneratorExit" when it yields; what else leaves it. Closed twice is closed.
    auto close() { return detail::async_request<async_generator, detail::ask_close>(*this, nullptr, nullptr, true); }

    gen_state state() const noexcept { return async_owner::state(); }
    /// What it returned, once it has ended.
    const optional_result_t<Return>& result() const noexcept { return result_; }
    optional_result_t<Return> take_result() { return std::exchange(result_, optional_result_t<Return>{}); }

private:
    friend promise_type;
    template <class G, class Kind>
    friend class detail::async_step_awaiter;
    template <class G>
    friend class detail::async_delegation;
    explicit async_generator(detail::async_frame& frame) noexcept : async_owner(frame) {}

    auto request(void* sent, std::exception_ptr error, bool closing) {
        return detail::async_request<async_generator, detail::ask_next>(*this, sent, std::move(error), closing);
    }
    /// The frame has ended: its result is taken out, and it is destroyed. Throws: what left it.
    void settle() {
        auto& frame = static_cast<promise_type&>(*frame_);
        std::exception_ptr error = std::move(frame.outcome.error);
        if (!error) result_ = std::move(frame.result);
        release();
        if (error) std::rethrow_exception(std::move(error));
    }

    optional_result_t<Return> result_{};
};

template <class Yield, class Send, class Return>
async_generator<Yield, Send, Return> detail::async_promise<Yield, Send, Return>::get_return_object() noexcept {
    return async_generator<Yield, Send, Return>(*this);
}

namespace detail {

/// Awaits one step.
template <class G, class Kind>
class async_step_awaiter {
public:
    async_step_awaiter(G& g, body& runner, void* sent, std::exception_ptr error, bool closing)
        : g_(g), asked_(g, runner, sent, std::move(error), closing) {}
    async_step_awaiter(const async_step_awaiter&) = delete;

    bool await_ready() { return asked_.run(); }
    void await_suspend(std::coroutine_handle<> consumer) noexcept { asked_.wait(consumer); }
    auto await_resume() {
        using step_type = typename G::step_type;
        constexpr bool closes = std::same_as<Kind, ask_close>;
        switch (asked_.answer()) {
        case step_asked::given:
            if constexpr (!closes) {
                if constexpr (std::is_void_v<typename G::yield_type>) return step_type(true);
                else return step_type(static_cast<typename step_type::pointer>(const_cast<void*>(asked_.address())));
            } else {
                throw_async_ignored_exit();
            }
        case step_asked::ended:
            if constexpr (closes) {
                asked_.forget_exit();
                g_.settle();
                return;
            } else {
                g_.settle();
                return step_type();
            }
        case step_asked::nothing: break;
        }
        if constexpr (!closes) return step_type();
    }

private:
    G& g_;
    step_asked asked_;
};

template <class G, class Kind>
class [[nodiscard("a step of an async generator is awaited at once")]] async_request {
public:
    async_request(G& g, void* sent, std::exception_ptr error, bool closing) noexcept
        : g_(g), sent_(sent), error_(std::move(error)), closing_(closing) {}
    async_step_awaiter<G, Kind> bind(body& runner, place) && { return {g_, runner, sent_, std::move(error_), closing_}; }

private:
    G& g_;
    void* sent_;
    std::exception_ptr error_;
    bool closing_;
};
template <class G, class Send>
    requires(!std::same_as<Send, ask_next> && !std::same_as<Send, ask_close>)
class [[nodiscard("a step of an async generator is awaited at once")]] async_request<G, Send> {
public:
    template <class S>
    async_request(G& g, S&& value) : g_(g), value_(static_cast<S&&>(value)) {}
    async_step_awaiter<G, ask_next> bind(body& runner, place) && {
        return {g_, runner, std::addressof(value_), nullptr, false};
    }

private:
    G& g_;
    Send value_;
};

/// `co_yield from(async generator)`: it joins the chain of its delegator.
template <class Source>
class async_delegation {
    using G = std::remove_cvref_t<Source>;

public:
    async_delegation(async_frame& delegator, Source&& source)
        : delegator_(delegator), source_(static_cast<Source&&>(source)) {}
    async_delegation(const async_delegation&) = delete;

    bool await_ready() { return !source_.joins(delegator_, !std::is_lvalue_reference_v<Source>) || delegator_.run_sub(); }
    void await_suspend(std::coroutine_handle<> self) noexcept { delegator_.wait_for_sub(self); }
    auto await_resume() {
        delegator_.leave_sub();
        if (source_.has_frame()) source_.settle();
        delegator_.throw_after_close();
        if constexpr (std::is_lvalue_reference_v<Source>) {
            return source_.take_result();
        } else if constexpr (!std::is_void_v<typename G::return_type>) {
            auto result = source_.take_result();
            if (!result) throw runtime_error("co_yield from: the result of this async generator was taken before");
            return *std::move(result);
        }
    }

private:
    async_frame& delegator_;
    Source source_;
};

template <class Yield, class Range>
async_generator<Yield> async_items(Range range) {
    for (auto&& value : range) co_yield static_cast<decltype(value)&&>(value);
}

} // namespace detail
} // namespace rondo::inline v0
