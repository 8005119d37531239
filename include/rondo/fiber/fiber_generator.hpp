// SPDX-License-Identifier: BSL-1.0
//
// `fiber_generator<Yield, Send, Return>`: the protocol of `generator`, whole, for a plain function on a stack of its own.
// The body takes a yielder, and may yield from any depth of calls: a recursion that visits a tree, a callback that
// somebody else's library insists on. It knows no event loop. Where a coroutine would do, a `generator` is faster, and
// takes a hundred bytes where this takes a page or two.
//
//     fiber_generator ──► top of the stack: yielder, result, the body itself; its frames below
#pragma once

#include <rondo/base/assert.hpp>
#include <rondo/fiber/detail/body.hpp>
#include <rondo/fiber/yielder.hpp>
#include <rondo/gen/protocol.hpp>

namespace rondo::inline v0 {

/// A generator that yields `Yield`, may be sent `Send`, and returns `Return`, all three as those of `generator`, made of a
/// function that is called with a yielder: `yield(value)` gives what was sent, as `co_yield value` does. Move-only; an
/// input_range and a view.
/// Suspends: never: it is run by whoever asks it for a value.
/// Lifetime: the body and what it captures live as long as it runs. Dropping a suspended one throws generator_exit at its
/// `yield`, as Python does, so that handlers run too. An error that comes of it goes to the unraisable hook; a body that
/// swallows it and yields again ends the program with a message.
/// Threads: the one that made it.
/// Cost: a stack, and nothing else, from the thread's pool; a step is two switches of stacks.
/// Source: PEP 255, 342, 380, 479.
/// Example: `fiber_generator<int> walk([&](auto& yield) { visit(tree, yield); });`
template <class Yield, class Send = void, class Return = void>
class [[nodiscard("a generator does nothing until it is asked for a value")]] fiber_generator
    : public std::ranges::view_base,
      public detail::fiber_handle {
    static_assert(std::is_void_v<Send> || (std::is_object_v<Send> && !std::is_array_v<Send>),
                  "fiber_generator<Yield, Send>: Send is an object type or void; send a pointer or a "
                  "reference_wrapper for a reference");
    static_assert(std::is_void_v<Return> || (std::is_object_v<Return> && !std::is_array_v<Return>),
                  "fiber_generator<Yield, Send, Return>: Return is an object type or void");
    using body_type = detail::fiber_body<Yield, Send, Return>;

public:
    using yield_type = Yield;
    using send_type = Send;
    using return_type = Return;
    using reference = yield_reference_t<Yield>;
    using step_type = step<Yield>;
    /// What the body is called with.
    using yielder_type = yielder<Yield, Send>;

    /// A closed generator: iterating over it gives nothing.
    fiber_generator() = default;
    /// Keeps `body`; nothing of it runs yet. Throws: stack_limit_error, stack_error; what moving `body` does.
    template <class Body>
        requires(!std::derived_from<std::remove_cvref_t<Body>, detail::fiber_handle>)
    explicit fiber_generator(Body&& body, fiber_options options = {})
        : detail::fiber_handle(make(std::forward<Body>(body), options.stack_bytes), options.name) {}
    fiber_generator(fiber_generator&& other) noexcept(std::is_void_v<Return> ||
                                                      std::is_nothrow_move_constructible_v<Return>)
        : detail::fiber_handle(static_cast<detail::fiber_handle&&>(other)),
          result_(protocol::take_from(other.result_)) {}
    fiber_generator& operator=(fiber_generator&& other) noexcept {
        if (this == &other) return *this;
        detail::fiber_handle::operator=(static_cast<detail::fiber_handle&&>(other));
        result_ = protocol::take_from(other.result_);
        return *this;
    }
    ~fiber_generator() = default;

    /// Runs to the next `yield`. Returns: its value, or an empty step when the body has ended (see `result`).
    /// Throws: what escapes the body, which ends it; value_error "generator already executing".
    RONDO_INLINE step_type next() {
        if (!node_ || !node_->value) [[unlikely]]
            return next_uncommon();
        return go_on(*node_);
    }

    /// Makes the `yield` that it is suspended at give `value`, and runs to the next. Returns: as next().
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

    /// Throws `error` at the `yield` that it is suspended at, and runs to the next. Not started: the body never runs, and
    /// the generator is closed. Returns: what is yielded in answer; empty when the body returned.
    /// Throws: what escapes the body, the very same object when nobody caught it; value_error when it is running.
    step_type throw_ptr(std::exception_ptr error) {
        expects(error != nullptr, "throw_ptr needs an exception");
        if (!node_) std::rethrow_exception(std::move(error));
        if (node_->value == &detail::fiber_created) {
            reset();
            std::rethrow_exception(std::move(error));
        }
        return throw_in(std::move(error)) ? at(node_->value) : ended();
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

    /// Ends the body by throwing generator_exit at the `yield`. Not started: nothing of it runs. Closed: nothing happens.
    /// Returns: what the body returned in answer, or empty; for void whether it returned.
    /// Throws: what else escapes the body; runtime_error "generator ignored GeneratorExit" when it yields (it then stays
    /// suspended, and usable); value_error when it is running.
    optional_result_t<Return> close() {
        if (!node_) return {};
        if (node_->value == &detail::fiber_created) return reset(), optional_result_t<Return>{};
        std::exception_ptr exit = protocol::make_exit();
        if (throw_in(exit)) protocol::throw_ignored_exit();
        std::exception_ptr error = finish();
        if (!error) return take_result();
        if (error != exit && !protocol::is_exit(error)) std::rethrow_exception(std::move(error));
        return {};
    }

    /// What the body returned, kept until taken: empty before its end, and when it ended by an exception.
    const optional_result_t<Return>& result() const noexcept { return result_; }
    /// The same, handed over: empty the second time.
    optional_result_t<Return>
    take_result() noexcept(std::is_nothrow_move_constructible_v<optional_result_t<Return>>) {
        return protocol::take_from(result_);
    }

    /// Advances, as Python's `for` does: after a `break`, another loop goes on with the next value.
    auto begin()
        requires(!std::is_void_v<Yield>)
    {
        return protocol::pull_iterator<fiber_generator>(*this);
    }
    std::default_sentinel_t end() const noexcept
        requires(!std::is_void_v<Yield>)
    {
        return {};
    }

private:
    template <class Body>
    static detail::fiber_node& make(Body&& body, std::size_t stack_bytes) {
        using kept = std::decay_t<Body>;
        static_assert(std::invocable<kept&, yielder_type&>,
                      "fiber_generator(body): body is called with a yielder, [](auto& yield) { yield(1); }");
        using returned = std::invoke_result_t<kept&, yielder_type&>;
        static_assert(
            std::is_void_v<Return> || std::convertible_to<returned, Return>,
            "fiber_generator<Yield, Send, Return>(body): what body returns does not convert to Return");
        using frame = detail::fiber_frame<Yield, Send, Return, kept>;
        return detail::make_on_stack<frame>(stack_bytes, std::forward<Body>(body)).node();
    }

    static step_type at(const void* value) noexcept {
        if constexpr (std::is_void_v<Yield>) {
            return step_type(true);
        } else {
            return step_type(static_cast<typename step_type::pointer>(const_cast<void*>(value)));
        }
    }

    RONDO_INLINE step_type go_on(detail::fiber_node& node) {
        node.value = nullptr;
        node.context.resume();
        if (node.value) [[likely]]
            return at(node.value);
        return ended();
    }

    RONDO_COLD step_type next_uncommon() {
        if (node_) protocol::throw_already_executing();
        return {};
    }

    step_type send_address(void* sent) {
        if (!node_ || !node_->value) [[unlikely]]
            return next_uncommon();
        if (node_->value == &detail::fiber_created) protocol::throw_just_started();
        node_->sent = sent;
        return go_on(*node_);
    }

    // Returns: whether it yielded.
    bool throw_in(std::exception_ptr error) {
        if (!node_->value) protocol::throw_already_executing();
        node_->value = nullptr;
        node_->context.throw_in(std::move(error));
        return node_->value != nullptr;
    }

    RONDO_NOINLINE step_type ended() {
        if (std::exception_ptr error = finish()) std::rethrow_exception(std::move(error));
        return {};
    }

    // The body has ended: keeps the result, destroys the body. Returns: what escaped it.
    std::exception_ptr finish() {
        struct destroyer {
            detail::fiber_node& node;
            ~destroyer() { node.destroy(node); }
        } at_exit{*std::exchange(node_, nullptr)};
        std::exception_ptr error = std::move(at_exit.node.error);
        auto& result = body_type::of(at_exit.node).result;
        if constexpr (std::is_void_v<Return>) {
            result_ = result;
        } else if (result) {
            result_.emplace(std::move(*result));
        }
        return error;
    }

    optional_result_t<Return> result_{};
};

} // namespace rondo::inline v0
