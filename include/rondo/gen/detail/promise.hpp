// SPDX-License-Identifier: BSL-1.0
//
// The promise of `generator<Yield, Send, Return>`: a node of the chain, what `co_yield` means, and where the
// result waits. A yield hands out an address; nothing is copied but an lvalue that a `generator<T&&>` must
// give away.
#pragma once

#include <rondo/base/errors.hpp>
#include <rondo/base/frame_pool.hpp>
#include <rondo/gen/detail/chain.hpp>
#include <rondo/gen/from.hpp>
#include <rondo/gen/step.hpp>

#include <concepts>
#include <cstddef>
#include <memory>

namespace rondo::inline v0 {

template <class Yield, class Send = void, class Return = void>
class generator;

/// What a generator that only receives yields: `S message = *(co_yield nothing);`.
struct nothing_t {
    explicit constexpr nothing_t(int) noexcept {}
};
inline constexpr nothing_t nothing{0};

namespace detail {

/// The awaiter of `co_yield value`: the node itself, so that nothing needs to be kept in the frame for it.
/// Gives what was sent when resumed: `optional<Send>`, empty when resumed by next().
template <class Send>
class yield_point : public frame_node {
public:
    using frame_node::frame_node;
    bool await_ready() const noexcept { return false; }
    void await_suspend(std::coroutine_handle<>) const noexcept {}
    auto await_resume() {
        if (injected) [[unlikely]]
            throw_injected(injected);
        if constexpr (!std::is_void_v<Send>) {
            void* value = sent;
            if (!value) return std::optional<Send>{};
            sent = nullptr;
            return std::optional<Send>(std::move(*static_cast<Send*>(value)));
        }
    }
};

/// The same for compilers that take no lvalue as an awaiter.
template <class Send>
class yield_awaiter {
public:
    explicit yield_awaiter(yield_point<Send>& node) noexcept : node_(node) {}
    bool await_ready() const noexcept { return false; }
    void await_suspend(std::coroutine_handle<>) const noexcept {}
    auto await_resume() { return node_.await_resume(); }

private:
    yield_point<Send>& node_;
};

template <class Send>
struct yields : yield_point<Send> {
    using yield_point<Send>::yield_point;
    using awaiter = std::conditional_t<RONDO_LVALUE_AWAITERS, yield_point<Send>&, yield_awaiter<Send>>;
    awaiter at(const void* address) noexcept {
        this->yield(address);
        return static_cast<awaiter>(*this);
    }
};

/// The awaiter of an lvalue given to a `generator<T&&>`: the copy that is given away lives here.
template <class T, class Send>
class copy_yield_awaiter : public yield_awaiter<Send> {
public:
    copy_yield_awaiter(yield_point<Send>& node, const T& value) : yield_awaiter<Send>(node), copy_(value) {
        node.yield(std::addressof(copy_));
    }
    copy_yield_awaiter(const copy_yield_awaiter&) = delete;

private:
    T copy_;
};

template <class Yield, class Send>
struct yield_operators : yields<Send> {
    using yields<Send>::yields;
    typename yields<Send>::awaiter yield_value(const Yield& value) noexcept {
        return this->at(std::addressof(value));
    }
};

template <class T, class Send>
struct yield_operators<T&, Send> : yields<Send> {
    using yields<Send>::yields;
    typename yields<Send>::awaiter yield_value(T& value) noexcept { return this->at(std::addressof(value)); }
};

template <class T, class Send>
struct yield_operators<T&&, Send> : yields<Send> {
    using yields<Send>::yields;
    typename yields<Send>::awaiter yield_value(T&& value) noexcept { return this->at(std::addressof(value)); }
    auto yield_value(const T& value)
        requires std::copy_constructible<T>
    {
        return copy_yield_awaiter<T, Send>(*this, value);
    }
};

template <class Send>
struct yield_operators<void, Send> : yields<Send> {
    using yields<Send>::yields;
    typename yields<Send>::awaiter yield_value(nothing_t) noexcept { return this->at(&nothing); }
};

template <class Yield, class Send, class Return>
struct return_operators : yield_operators<Yield, Send> {
    using yield_operators<Yield, Send>::yield_operators;
    template <class U = Return>
        requires std::convertible_to<U, Return>
    void return_value(U&& value) {
        result.emplace(std::forward<U>(value));
    }
    std::optional<Return> result;
};

template <class Yield, class Send>
struct return_operators<Yield, Send, void> : yield_operators<Yield, Send> {
    using yield_operators<Yield, Send>::yield_operators;
    void return_void() noexcept { result = true; }
    bool result = false;
};

template <class>
inline constexpr bool never_so = false;

/// The awaiter for `co_yield from(source)`: delegation.hpp.
template <class Yield, class Send, class Source>
struct choose_awaiter;

template <class Yield, class Send, class Return>
struct generator_promise final : return_operators<Yield, Send, Return> {
    using handle_type = std::coroutine_handle<generator_promise>;

    generator_promise() noexcept
        : return_operators<Yield, Send, Return>(handle_type::from_promise(*this), !std::is_void_v<Send>) {}

    generator<Yield, Send, Return> get_return_object() noexcept;
    std::suspend_always initial_suspend() const noexcept { return {}; }
    std::suspend_always final_suspend() const noexcept { return {}; }
    RONDO_INLINE void unhandled_exception() noexcept {
        keep_escaped(this->error);
    } // inline: spares the body a register

    using yield_operators<Yield, Send>::yield_value;
    /// `co_yield from(x)`: see from.hpp for what x may be and what the expression gives.
    template <class Source>
    auto yield_value(delegation<Source> source) {
        return typename choose_awaiter<Yield, Send, Source>::type(*this, std::move(source));
    }

    template <class T>
    std::suspend_never await_transform(T&&) {
        static_assert(
            never_so<T>,
            "a generator cannot co_await: use co_yield from(...) to delegate, or an async_generator");
        return {};
    }

    static void* operator new(std::size_t bytes) {
        auto* header = static_cast<frame_header*>(allocate_frame(sizeof(frame_header) + bytes));
        header->bytes = bytes;
        return header + 1;
    }
    static void operator delete(void* frame, std::size_t bytes) noexcept {
        deallocate_frame(static_cast<frame_header*>(frame) - 1, sizeof(frame_header) + bytes);
    }
};

} // namespace detail
} // namespace rondo::inline v0
