// SPDX-License-Identifier: BSL-1.0
//
// `co_yield from(x)` in an async generator, for an x that does not wait: a generator, a range, an object with next(). A small
// async generator stands between, and hands on what is sent, thrown and closed, as far as x takes it.
#pragma once

#include <rondo/gen/from.hpp>
#include <rondo/gen/generator.hpp>

#include <ranges>

namespace rondo::inline v0 {

template <class Yield, class Send = void, class Return = void>
class async_generator;

namespace detail {

template <class T>
inline constexpr bool is_async_generator = false;
template <class Y, class S, class R>
inline constexpr bool is_async_generator<async_generator<Y, S, R>> = true;

/// What delegating to `Source` gives: nothing, unless it is a generator that returns something.
template <class Source>
struct relayed_result {
    using type = void;
};
template <class Source>
    requires is_generator<std::remove_cvref_t<Source>> &&
             (!std::is_void_v<typename std::remove_cvref_t<Source>::return_type>)
struct relayed_result<Source> {
    using returned = typename std::remove_cvref_t<Source>::return_type;
    using type = std::conditional_t<std::is_lvalue_reference_v<Source>, std::optional<returned>, returned>;
};

template <class Yield, class Send, class Source>
using relay_for = async_generator<Yield, Send, typename relayed_result<Source>::type>;

template <class Relay, class Source>
Relay relay_items(Source source) {
    for (auto&& value : source) {
        if constexpr (std::is_void_v<typename Relay::send_type>) {
            co_yield static_cast<decltype(value)&&>(value);
        } else {
            const std::optional<typename Relay::send_type> sent =
                co_yield static_cast<decltype(value)&&>(value);
            if (sent) throw attribute_error("what is delegated to has no send()");
        }
    }
}

template <class Relay, class Source>
Relay relay_steps(Source source) {
    using object = std::remove_reference_t<Source>;
    using send_type = typename Relay::send_type;
    auto step = source.next();
    while (step) {
        std::exception_ptr thrown;
        std::conditional_t<std::is_void_v<send_type>, bool, std::optional<send_type>> sent{};
        try {
            if constexpr (std::is_void_v<typename Relay::yield_type>)
                co_yield nothing;
            else if constexpr (std::is_void_v<send_type>)
                co_yield *step;
            else {
                std::optional<send_type> reply = co_yield *step; // not assigned at once: g++ 12 cannot
                sent = std::move(reply);
            }
        } catch (...) {
            thrown = std::current_exception();
        }
        if (thrown && is_exit(thrown)) {
            if constexpr (closable<object>) source.close();
            std::rethrow_exception(std::move(thrown));
        } else if (thrown) {
            if constexpr (throwable<object>)
                step = source.throw_ptr(thrown);
            else
                std::rethrow_exception(std::move(thrown));
        } else if (sent) {
            if constexpr (std::is_void_v<send_type>)
                break;
            else if constexpr (sendable<object, send_type>)
                step = source.send(*std::move(sent));
            else
                throw attribute_error("what is delegated to has no send()");
        } else {
            step = source.next();
        }
    }
    if constexpr (!std::is_void_v<typename Relay::return_type>) {
        auto result = source.take_result();
        if constexpr (std::is_lvalue_reference_v<Source>) {
            co_return std::move(result);
        } else {
            if (!result) throw runtime_error("co_yield from(generator): its result was already taken");
            co_return *std::move(result);
        }
    }
}

/// Source: an object that the relay keeps, or a reference to one that is lent.
template <class Relay, class Source>
Relay relay(Source&& given) {
    using object = std::remove_reference_t<Source>;
    static_assert(stepper<object> || std::ranges::input_range<object>,
                  "co_yield from(x): x is an async generator of the same Yield and Send, a generator, an "
                  "input range, or an "
                  "object with next()");
    if constexpr (stepper<object>)
        return relay_steps<Relay, Source>(static_cast<Source&&>(given));
    else if constexpr (std::ranges::input_range<object>)
        return relay_items<Relay, Source>(static_cast<Source&&>(given));
}

} // namespace detail
} // namespace rondo::inline v0
