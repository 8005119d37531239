// SPDX-License-Identifier: BSL-1.0
//
// `yielder<Yield, Send>`: what the body of a fiber_generator yields by. It is passed on like any other argument: whoever
// has a reference to it, at any depth of plain calls, in a lambda, in a callback of somebody else's library, may yield.
// `yield(value)` is `co_yield value`, and `yield.from(source)` is `co_yield from(source)`.
#pragma once

#include <rondo/base/errors.hpp>
#include <rondo/fiber/detail/context.hpp>
#include <rondo/gen/protocol.hpp>

#include <concepts>
#include <optional>
#include <ranges>

namespace rondo::inline v0 {

namespace detail {

template <class Yield, class Send, class Return>
struct fiber_body;

/// `value` of a fiber that has not been started.
RONDO_API extern const char fiber_created;

/// What a fiber_generator and its yielder share, whatever their types. `value` tells the state, as in `generator`:
/// &fiber_created; an address: suspended there; null: running, or at its end.
struct fiber_node {
    using destroyer = void (*)(fiber_node&) noexcept;
    fiber_node(const fiber_stack& stack, std::byte* top, fiber_context::entry run, void* argument,
               destroyer destroy) noexcept
        : context(stack, top, run, argument), destroy(destroy) {}

    fiber_context context;
    const void* value = &fiber_created;
    void* sent = nullptr; // read and emptied at the next resumption
    bool delegating = false;
    std::exception_ptr error; // what escaped the body
    destroyer destroy;        // of all that lies at the top of the stack, and gives the stack back
};

template <class Yield>
using yield_argument_t = std::conditional_t<std::is_void_v<Yield>, nothing_t, yield_reference_t<Yield>>;

} // namespace detail

/// Yields for the body of a `fiber_generator<Yield, Send, …>`. Only the fiber_generator makes one.
/// Lifetime: as the body runs. A yielded value stays where it is, and is read there, until the next resumption.
/// Threads: the generator's. Cost: two switches an item, of some 30 instructions each beside Boost.Context's own.
template <class Yield, class Send = void>
class yielder : protected detail::fiber_node {
    using argument = detail::yield_argument_t<Yield>;
    using bare = std::remove_cvref_t<argument>;

public:
    yielder(const yielder&) = delete;
    yielder& operator=(const yielder&) = delete;

    /// Hands `value` out and waits. Returns: `std::optional<Send>`, what was sent, empty when resumed by next(); nothing
    /// when Send is void. Throws: what is thrown in; generator_exit when the generator is closed or dropped.
    /// Suspends: always; in a handler too, but never call it in a destructor, from which nothing can be thrown.
    /// Requires: called by what runs in the generator's body, in whatever is called or resumed there.
    RONDO_INLINE auto operator()(argument value) {
        this->value = std::addressof(value);
        context.suspend();
        return received();
    }
    /// Of a `fiber_generator<T&&>`: a copy is given away, and the lvalue stays.
    auto operator()(const bare& value)
        requires std::is_rvalue_reference_v<Yield> && std::copy_constructible<bare>
    {
        bare copy(value);
        return (*this)(std::move(copy));
    }
    /// Of a `fiber_generator<void, S>`.
    auto operator()()
        requires std::is_void_v<Yield>
    {
        return (*this)(nothing);
    }

    /// Delegates to `source`: a generator of any kind, any input range, or an object with `next()`. Returns, Throws: as
    /// `co_yield from(source)` does. Being dropped closes the source, as being closed does.
    /// Cost: as a loop that yields each item: a fiber that delegates to a fiber switches twice for both.
    /// Source: PEP 380.
    template <class Source>
    auto from(Source&& source) {
        using object = std::remove_reference_t<Source>;
        if constexpr (protocol::puller<object> || (std::is_void_v<Yield> && protocol::stepper<object>)) {
            return from_steps<Source>(source);
        } else {
            static_assert(std::ranges::input_range<Source>,
                          "yield.from(x): x is a generator, an input range, or an object with next()");
            static_assert(!std::is_void_v<Yield>, "yield.from(range): this generator yields no values");
            from_range(source);
        }
    }

private:
    template <class, class, class>
    friend struct detail::fiber_body;
    using fiber_node::fiber_node;

    RONDO_INLINE auto received() {
        if constexpr (!std::is_void_v<Send>) {
            void* got = std::exchange(sent, nullptr);
            if (!got) return std::optional<Send>{};
            return std::optional<Send>(std::move(*static_cast<Send*>(got)));
        }
    }

    // Hands out an address of a source's. Returns: what was thrown in, which the source sees first.
    std::exception_ptr give(const void* address) noexcept {
        value = address;
        delegating = true;
        context.switch_out();
        delegating = false;
        return context.injected() ? context.take_injected() : std::exception_ptr{};
    }

    template <class Range>
    void from_range(Range& range) {
        protocol::yielded_value<Yield> kept;
        for (auto&& item : range) {
            if (auto thrown = give(kept.address_of(std::forward<decltype(item)>(item))))
                std::rethrow_exception(std::move(thrown));
            if (std::exchange(sent, nullptr)) throw attribute_error("what is delegated to has no send()");
        }
    }

    // PEP 380, "Formal Semantics".
    template <class Source, class Object>
    auto from_steps(Object& source) {
        using answer = std::remove_cvref_t<decltype(source.next())>;
        protocol::yielded_value<Yield> kept;
        std::optional<answer> step(std::in_place, source.next());
        while (*step) {
            const void* address = nullptr;
            if constexpr (std::is_void_v<Yield>) {
                address = kept.taken();
            } else {
                address = kept.address_of(**step);
            }
            std::exception_ptr thrown = give(address);
            void* const got = std::exchange(sent, nullptr);
            step.reset();
            if (thrown) {
                step.emplace(thrown_at<answer>(source, std::move(thrown)));
            } else if (got) {
                step.emplace(sent_to<answer>(source, got));
            } else {
                step.emplace(source.next());
            }
        }
        return protocol::result_of<Source>(source);
    }

    template <class Answer, class Object>
    static Answer thrown_at(Object& source, std::exception_ptr thrown) {
        if (protocol::is_exit(thrown)) {
            if constexpr (protocol::closable<Object>) source.close();
        } else if constexpr (protocol::throwable<Object>) {
            return source.throw_ptr(std::move(thrown));
        }
        std::rethrow_exception(std::move(thrown));
    }

    template <class Answer, class Object>
    static Answer sent_to([[maybe_unused]] Object& source, [[maybe_unused]] void* got) {
        if constexpr (!std::is_void_v<Send>) {
            if constexpr (protocol::sendable<Object, Send>)
                return source.send(std::move(*static_cast<Send*>(got)));
        }
        throw attribute_error("what is delegated to has no send()");
    }
};

} // namespace rondo::inline v0
