// SPDX-License-Identifier: BSL-1.0
//
// How a request, an object that a generator yields, becomes a wait: it is one itself, or `perform(request)`, found in its
// namespace, gives one; of a variant what is in it. And the awaiter that performs a request and resumes the generator with
// the reply, or throws the error in: all of it lies in the frame of who drives.
#pragma once

#include <rondo/core/awaitable.hpp>
#include <rondo/core/sleep.hpp>
#include <rondo/gen/generator.hpp>

#include <variant>

namespace rondo::inline v0::detail {

namespace by_namespace {
void perform() = delete; // only argument-dependent lookup finds one
template <class Ref>
concept performable = requires(Ref&& request) { perform(static_cast<Ref&&>(request)); };
template <class Ref>
decltype(auto) performed(Ref&& request) {
    return perform(static_cast<Ref&&>(request));
}
} // namespace by_namespace
using by_namespace::performable;

/// What is awaited for a request that the generator hands out as `Ref`. Undefined when there is nothing.
template <class Ref>
struct prepared;
template <class Ref>
    requires performable<Ref>
struct prepared<Ref> {
    using type = decltype(by_namespace::performed(std::declval<Ref>()));
    static decltype(auto) make(Ref request) { return by_namespace::performed(static_cast<Ref&&>(request)); }
};
template <class Ref>
    requires(!performable<Ref>) && awaitable<Ref>
struct prepared<Ref> {
    using type = Ref&&;
    static type make(Ref request) { return static_cast<Ref&&>(request); }
};
/// A `generator<T>` hands out a `const T&`: a wait that changes is copied.
template <class T>
    requires(!performable<const T&>) && (!awaitable<const T&>) && awaitable<T> && std::copy_constructible<T>
struct prepared<const T&> {
    using type = T;
    static type make(const T& request) { return request; }
};

template <class Ref>
concept request = requires { typename prepared<Ref>::type; } && awaitable<typename prepared<Ref>::type>;
template <class Ref>
using request_result_t = await_result_t<typename prepared<Ref>::type>;

/// One request while it is performed.
template <class Ref>
class performing {
    using made = typename prepared<Ref>::type;

public:
    // The line where it waits is the library's own, and nobody's: none is told.
    performing(body& runner, Ref request)
        : made_(prepared<Ref>::make(static_cast<Ref&&>(request))),
          awaiter_(make_awaiter(runner, static_cast<made&&>(made_), place())) {}
    performing(const performing&) = delete;
    awaiter_for<made>& operator*() noexcept { return awaiter_; }

private:
    made made_;
    awaiter_for<made> awaiter_;
};

template <class... Kind>
const std::variant<Kind...>* variant_in(const std::variant<Kind...>*);

/// `Like`, with its reference, of another type.
template <class Like, class T>
using likewise =
    std::conditional_t<std::is_lvalue_reference_v<Like>,
                       std::conditional_t<std::is_const_v<std::remove_reference_t<Like>>, const T&, T&>, T&&>;

/// The kinds of request that a generator of `Yield` may yield: count, the reference type of each, which one this is, and
/// the request itself. Specialised for asks<…>.
template <class Yield>
struct kinds {
    using reference = yield_reference_t<Yield>;
    static constexpr std::size_t count = 1;
    template <std::size_t>
    using at = reference;
    static std::size_t which(reference) noexcept { return 0; }
    template <std::size_t>
    static reference get(reference request) noexcept {
        return static_cast<reference>(request);
    }
};
template <class Yield>
    requires(!performable<yield_reference_t<Yield>>) &&
            requires(std::remove_reference_t<Yield>* request) { variant_in(request); }
struct kinds<Yield> {
    using reference = yield_reference_t<Yield>;
    using variant = std::remove_cv_t<
        std::remove_pointer_t<decltype(variant_in(static_cast<std::remove_reference_t<Yield>*>(nullptr)))>>;
    static constexpr std::size_t count = std::variant_size_v<variant>;
    template <std::size_t I>
    using at = likewise<reference, std::variant_alternative_t<I, variant>>;
    static std::size_t which(const variant& request) noexcept { return request.index(); }
    template <std::size_t I>
    static at<I> get(reference request) {
        return std::get<I>(static_cast<likewise<reference, variant>>(request));
    }
};
/// Who yields nothing gives way.
struct nothing_asked {};
template <>
struct kinds<void> {
    static constexpr std::size_t count = 1;
    template <std::size_t>
    using at = yield_op&&;
};

/// Performs the request that `G` has yielded, then resumes G. Gives the next step; throws what left G.
template <class G, class Indices = std::make_index_sequence<kinds<typename G::yield_type>::count>>
class advance_awaiter;

template <class G, std::size_t... I>
class advance_awaiter<G, std::index_sequence<I...>> {
    using yields = kinds<typename G::yield_type>;
    using step_type = typename G::step_type;
    template <std::size_t Kind>
    using ref = typename yields::template at<Kind>;

public:
    advance_awaiter(G& generator, step_type asked, body& runner) noexcept
        : generator_(generator), asked_(asked), body_(runner) {}
    advance_awaiter(const advance_awaiter&) = delete;

    // What goes wrong on the way into a wait is an error of the request: the generator hears of it.
    bool await_ready() noexcept {
        try {
            bool ready = false;
            static_cast<void>(((which() == I && (ready = begin<I>(), true)) || ...));
            return ready;
        } catch (...) {
            error_ = std::current_exception();
            return true;
        }
    }
    bool await_suspend(std::coroutine_handle<> frame) noexcept {
        try {
            static_cast<void>(((which() == I && ((*arm<I>()).await_suspend(frame), true)) || ...));
            return true;
        } catch (...) {
            error_ = std::current_exception();
            return false;
        }
    }
    step_type await_resume() {
        step_type next;
        if (error_) [[unlikely]]
            return throw_in();
        static_cast<void>(((which() == I && (next = reply<I>(), true)) || ...));
        return next;
    }

private:
    std::size_t which() const noexcept {
        if constexpr (sizeof...(I) == 1)
            return 0;
        else
            return yields::which(*asked_);
    }
    template <std::size_t Kind>
    performing<ref<Kind>>& arm() noexcept {
        return *std::get_if<Kind + 1>(&arms_);
    }
    template <std::size_t Kind>
    bool begin() {
        if constexpr (std::is_void_v<typename G::yield_type>) {
            arms_.template emplace<1>(body_, yield_now());
        } else {
            arms_.template emplace<Kind + 1>(body_, yields::template get<Kind>(*asked_));
        }
        return (*arm<Kind>()).await_ready();
    }
    step_type throw_in() {
        arms_.template emplace<0>(); // the request ends before its generator goes on
        return generator_.throw_ptr(std::move(error_));
    }
    template <std::size_t Kind>
    step_type reply() {
        using result = request_result_t<ref<Kind>>;
        if constexpr (std::is_void_v<result>) {
            try {
                (*arm<Kind>()).await_resume();
            } catch (...) {
                error_ = std::current_exception();
            }
            if (error_) [[unlikely]]
                return throw_in();
            arms_.template emplace<0>();
            return generator_.next();
        } else if constexpr (requires { typename G::template reply_of<Kind>; }) {
            return reply_with<Kind, typename G::template reply_of<Kind>>();
        } else if constexpr (std::is_void_v<typename G::send_type>) {
            try {
                static_cast<void>((*arm<Kind>()).await_resume());
            } catch (...) {
                error_ = std::current_exception();
            }
            if (error_) [[unlikely]]
                return throw_in();
            arms_.template emplace<0>();
            return generator_.next();
        } else {
            return reply_with<Kind, typename G::send_type>();
        }
    }
    template <std::size_t Kind, class Reply>
    step_type reply_with() {
        kept<Reply> given;
        try {
            given.set((*arm<Kind>()).await_resume());
        } catch (...) {
            error_ = std::current_exception();
        }
        if (error_) [[unlikely]]
            return throw_in();
        arms_.template emplace<0>();
        return generator_.send(given.get());
    }
    template <class Reply>
    struct kept {
        template <class U>
        void set(U&& from) {
            value.emplace(static_cast<U&&>(from));
        }
        Reply&& get() noexcept { return *std::move(value); }
        std::optional<Reply> value;
    };
    template <class Reply>
    struct kept<Reply&> {
        void set(Reply& from) noexcept { value = std::addressof(from); }
        Reply& get() noexcept { return *value; }
        Reply* value = nullptr;
    };

    G& generator_;
    step_type asked_;
    body& body_;
    std::exception_ptr error_;
    std::variant<std::monostate, performing<ref<I>>...> arms_;
};

template <class G>
struct advance_op {
    advance_op(G& g, typename G::step_type step) noexcept : generator(g), asked(step) {}
    advance_awaiter<G> bind(body& runner, place) const noexcept { return {generator, asked, runner}; }
    G& generator;
    typename G::step_type asked;
};

/// Says what is wrong with a generator that is to be adopted. Returns: whether nothing is.
template <class G, std::size_t... I>
consteval bool expect_requests(std::index_sequence<I...>) {
    using yields = kinds<typename G::yield_type>;
    constexpr bool known = (request<typename yields::template at<I>> && ...);
    constexpr bool given_away = (request<std::remove_cvref_t<typename yields::template at<I>>&&> && ...);
    static_assert(known || !given_away, "adopt(generator): its requests cannot be copied, and a "
                                        "generator<Request> only shows them: let it give "
                                        "them away, as a generator<Request&&, ...>");
    static_assert(known || given_away,
                  "adopt(generator<Request, Reply>): a Request is something awaitable, a std::variant of "
                  "such, or a type "
                  "for which perform(request), a function in its namespace, gives something awaitable");
    if constexpr (known && !std::is_void_v<typename G::send_type> &&
                  !requires { typename G::template reply_of<0>; }) {
        constexpr bool fits = ((std::is_void_v<request_result_t<typename yields::template at<I>>> ||
                                std::is_constructible_v<typename G::send_type,
                                                        request_result_t<typename yields::template at<I>>>) &&
                               ...);
        static_assert(fits,
                      "adopt(generator<Request, Reply>): what a request gives does not convert to Reply");
        return fits;
    } else {
        return known;
    }
}

} // namespace rondo::inline v0::detail
