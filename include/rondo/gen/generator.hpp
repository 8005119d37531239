// SPDX-License-Identifier: BSL-1.0
//
// `generator<Yield, Send, Return>`: a function that pauses at each `co_yield`, hands out a value, may be sent
// one, and returns one at the end: Python's generator, whole. It owns one coroutine frame, from the frame
// pool; the frame, with the arguments in it, is destroyed as soon as the body ends. It knows no event loop.
#pragma once

#include <rondo/base/assert.hpp>
#include <rondo/gen/detail/delegation.hpp>
#include <rondo/gen/detail/promise.hpp>
#include <rondo/gen/detail/pull_iterator.hpp>
#include <rondo/gen/step.hpp>

#include <ranges>

namespace rondo::inline v0 {

/// The four states of a generator. Source: Python's inspect.getgeneratorstate.
enum class gen_state {
    created,   ///< nothing of the body has run
    running,   ///< its body, or one that it delegates to, is being executed
    suspended, ///< paused at a co_yield
    closed,    ///< the body has ended; the frame is gone
};

namespace detail {

/// What a generator object holds whatever its types: its frame, and the name that `repr` shows.
class generator_handle {
public:
    /// The state now; right also when asked from inside the body.
    gen_state state() const noexcept {
        if (closed()) return gen_state::closed;
        if (node_->value == &created) return gen_state::created;
        return node_->root->idle() ? gen_state::suspended : gen_state::running;
    }
    /// Whether it is suspended inside a `co_yield from(...)`. Source: Python's gi_yieldfrom.
    bool delegating() const noexcept {
        return state() == gen_state::suspended && (node_->root->leaf != node_ || node_->source);
    }
    /// Names the generator in `repr`. Lifetime: `name` is kept as a pointer: give a literal.
    void set_name(const char* name) noexcept { name_ = name; }
    const char* name() const noexcept { return name_; }
    /// The address of the frame, for `repr`; the address of the object once closed.
    const void* address() const noexcept { return closed() ? this : static_cast<const void*>(node_); }

protected:
    generator_handle() = default;
    explicit generator_handle(frame_node& node) noexcept : node_(&node) {}
    generator_handle(generator_handle&& other) noexcept : name_(other.name_) {
        other.expects_movable();
        node_ = std::exchange(other.node_, &closed_node);
    }
    generator_handle& operator=(generator_handle&& other) noexcept {
        other.expects_movable();
        reset();
        node_ = std::exchange(other.node_, &closed_node);
        name_ = other.name_;
        return *this;
    }
    ~generator_handle() { reset(); }

    bool closed() const noexcept { return node_ == &closed_node; }

    void expects_movable() const noexcept {
        expects(closed() || node_->idle(), "a generator was moved while running or borrowed by from()");
    }

    void reset() noexcept {
        if (closed()) return;
        expects(node_->root->idle(), "a generator was destroyed while running");
        if (!node_->idle()) own(*node_);
        destroy_chain(*std::exchange(node_, &closed_node));
    }

    frame_node* node_ = &closed_node;
    const char* name_ = "generator";

    template <class, class, class, class>
    friend class sub_generator_awaiter;
};

} // namespace detail

/// A generator that yields `Yield`, may be sent `Send`, and returns `Return`. `Yield` says how values are
/// handed out: `generator<T>` gives `const T&`, `generator<T&>` gives `T&`, `generator<T&&>` gives values
/// away (move-only ones too), and `generator<void, S>` only receives. Move-only; an input_range and a view.
/// Suspends: never: a generator is run by whoever asks it for a value.
/// Lifetime: parameters live in the frame: take them by value. A yielded value lives until the next
/// resumption.
/// Threads: one at a time; any.
/// Cost: one allocation from the frame pool; a step is one indirect call, at any depth of delegation.
/// Source: PEP 255, 342, 380, 479.
template <class Yield, class Send, class Return>
class [[nodiscard("a generator does nothing until it is asked for a value")]] generator
    : public std::ranges::view_base,
      public detail::generator_handle {
    static_assert(std::is_void_v<Send> || (std::is_object_v<Send> && !std::is_array_v<Send>),
                  "generator<Yield, Send>: Send is an object type or void; send a pointer or a "
                  "reference_wrapper for a reference");
    static_assert(std::is_void_v<Return> || (std::is_object_v<Return> && !std::is_array_v<Return>),
                  "generator<Yield, Send, Return>: Return is an object type or void");

public:
    using promise_type = detail::generator_promise<Yield, Send, Return>;
    using yield_type = Yield;
    using send_type = Send;
    using return_type = Return;
    using reference = yield_reference_t<Yield>;
    using step_type = step<Yield>;

    /// A closed generator: iterating over it gives nothing.
    generator() = default;
    generator(generator&& other) noexcept(std::is_void_v<Return> ||
                                          std::is_nothrow_move_constructible_v<Return>)
        : detail::generator_handle(static_cast<detail::generator_handle&&>(other)),
          result_(detail::take_from(other.result_)) {}
    generator& operator=(generator&& other) noexcept {
        if (this == &other) return *this;
        detail::generator_handle::operator=(static_cast<detail::generator_handle&&>(other));
        result_ = detail::take_from(other.result_);
        return *this;
    }
    ~generator() = default;

    /// Runs to the next `co_yield`. Returns: its value, or an empty step when the body has ended (see
    /// `result`).
    /// Throws: what escapes the body, which ends it; value_error "generator already executing".
    step_type next() {
        detail::frame_node& node = *node_;
        if (!node.value) [[unlikely]]
            return in_span(node) ? next_in_span(node) : next_uncommon(node);
        node.value = nullptr;
        node.leaf_handle.resume();
        if (node.value) [[likely]]
            return at(node.value);
        return finish_unless(settle(node), node);
    }

    /// Makes the `co_yield` that it is suspended at give `value`, and runs to the next. Returns: as next().
    /// Throws: as next(); type_error when it has not been started: the body is untouched.
    template <class S = Send>
        requires(!std::is_void_v<Send>) && std::convertible_to<S, Send>
    step_type send(S&& value) {
        Send sent(std::forward<S>(value));
        return send_address(std::addressof(sent));
    }
    /// Sending nothing is next(), and allowed from the start.
    step_type send(std::nullopt_t) { return next(); }
    step_type send(std::optional<Send> value)
        requires(!std::is_void_v<Send>)
    {
        return value ? send_address(std::addressof(*value)) : next();
    }

    /// Throws `error` at the `co_yield` that it is suspended at, and runs to the next. Not started: the body
    /// never runs, and the generator is closed. Returns: what is yielded in answer; empty when the body
    /// returned.
    /// Throws: what escapes the body, the very same object when nobody caught it; value_error when it is
    /// running.
    step_type throw_ptr(std::exception_ptr error) {
        expects(error != nullptr, "throw_ptr needs an exception");
        if (closed()) std::rethrow_exception(std::move(error));
        if (node_->value == &detail::created) {
            reset();
            std::rethrow_exception(std::move(error));
        }
        return finish_unless(detail::throw_in(*node_, error), *node_);
    }
    template <class E>
        requires(!std::same_as<std::remove_cvref_t<E>, std::exception_ptr>)
    step_type throw_(E&& error) {
        return throw_ptr(std::make_exception_ptr(std::forward<E>(error)));
    }
    step_type throw_(std::exception_ptr error) { return throw_ptr(std::move(error)); }
    /// Makes the exception in place: `g.throw_<timeout_error>("late")`.
    template <class E, class... Args>
        requires std::constructible_from<E, Args...> && (!std::is_reference_v<E>) &&
                 (!(sizeof...(Args) == 1 && (std::same_as<std::remove_cvref_t<Args>, E> && ...)))
    step_type throw_(Args&&... args) {
        return throw_ptr(std::make_exception_ptr(E(std::forward<Args>(args)...)));
    }

    /// Ends the body by throwing generator_exit at the `co_yield`, innermost delegation first. Not started:
    /// nothing of it runs. Closed: nothing happens. Returns: what the body returned in answer, or empty; for
    /// void whether it returned.
    /// Throws: what else escapes the body; runtime_error "generator ignored GeneratorExit" when it yields (it
    /// then stays suspended, and usable); value_error when it is running.
    optional_result_t<Return> close() {
        if (closed()) return {};
        if (node_->value == &detail::created) return reset(), optional_result_t<Return>{};
        std::exception_ptr exit = detail::make_exit();
        if (detail::close_in(*node_, exit)) detail::throw_ignored_exit();
        std::exception_ptr error = finish(*node_);
        if (!error) return take_result();
        if (error != exit && !detail::is_exit(error)) std::rethrow_exception(std::move(error));
        return {};
    }

    /// What the body returned, kept until taken: empty before its end, and when it ended by an exception.
    const optional_result_t<Return>& result() const noexcept { return result_; }
    /// The same, handed over: empty the second time.
    optional_result_t<Return>
    take_result() noexcept(std::is_nothrow_move_constructible_v<optional_result_t<Return>>) {
        return detail::take_from(result_);
    }

    /// Advances, as Python's `for` does: after a `break`, another loop goes on with the next value.
    auto begin()
        requires(!std::is_void_v<Yield>)
    {
        return detail::pull_iterator<generator>(*this);
    }
    std::default_sentinel_t end() const noexcept
        requires(!std::is_void_v<Yield>)
    {
        return {};
    }

private:
    friend promise_type;
    template <class, class, class, class>
    friend class detail::sub_generator_awaiter;

    explicit generator(promise_type& promise) noexcept : detail::generator_handle(promise) {}

    static step_type at(const void* value) noexcept {
        if constexpr (std::is_void_v<Yield>) {
            return step_type(true);
        } else {
            return step_type(static_cast<typename step_type::pointer>(const_cast<void*>(value)));
        }
    }

    // Inside a span the next value is the next element: no call is needed.
    static bool in_span(const detail::frame_node& node) noexcept {
        return node.place == detail::yielded_by::span && node.at != node.span_last;
    }
    static step_type next_in_span(detail::frame_node& node) noexcept {
        if constexpr (!std::is_void_v<Yield>)
            node.at = static_cast<const std::remove_reference_t<Yield>*>(node.at) + 1;
        return at(node.at);
    }

    RONDO_NOINLINE step_type next_uncommon(detail::frame_node& node) {
        if (closed()) return {};
        return finish_unless(detail::next_slow(node), node);
    }

    step_type send_address(void* sent) {
        detail::frame_node& node = *node_;
        if (!node.value || node.value == &detail::created || !node.leaf->takes_send) [[unlikely]] {
            if (closed()) return {};
            return finish_unless(detail::send_slow(node, sent), node);
        }
        node.leaf->sent = sent;
        node.value = nullptr;
        node.leaf_handle.resume();
        if (node.value) [[likely]]
            return at(node.value);
        return finish_unless(settle(node), node);
    }

    RONDO_NOINLINE step_type finish_unless(bool yielded, detail::frame_node& node) {
        if (yielded) return at(node.given());
        if (std::exception_ptr error = finish(node)) std::rethrow_exception(std::move(error));
        return {};
    }

    // The body has ended: keeps the result, destroys the frame. Returns: what escaped it.
    std::exception_ptr finish(detail::frame_node& node) {
        struct destroyer {
            generator& self;
            ~destroyer() { detail::destroy_chain(*std::exchange(self.node_, &detail::closed_node)); }
        } at_exit{*this};
        std::exception_ptr error = std::move(node.error);
        if (!error) result_ = std::move(static_cast<promise_type&>(node).result);
        return error;
    }

    optional_result_t<Return> result_{};
};

template <class Yield, class Send, class Return>
generator<Yield, Send, Return> detail::generator_promise<Yield, Send, Return>::get_return_object() noexcept {
    return generator<Yield, Send, Return>(*this);
}

} // namespace rondo::inline v0
