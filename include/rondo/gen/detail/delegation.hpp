// SPDX-License-Identifier: BSL-1.0
//
// The awaiters behind `co_yield from(x)`, one for each kind of x:
//   a generator of the same Yield   its frames join the chain (sub_generator_awaiter)
//   a contiguous range of Yield     a pair of addresses in the root (span_awaiter)
//   any other range                 iterator and sentinel, stepped in place (range_awaiter)
//   anything with next()            asked by its methods, as far as it has them (protocol_awaiter)
#pragma once

#include <rondo/gen/detail/promise.hpp>

#include <ranges>

namespace rondo::inline v0::detail {

template <class T>
inline constexpr bool is_generator = false;
template <class Y, class S, class R>
inline constexpr bool is_generator<generator<Y, S, R>> = true;

/// An object that is asked by next(), as a generator or a hand-written iterator is; a puller is asked for
/// values.
template <class T>
concept stepper = requires(T& source) { static_cast<bool>(source.next()); };
template <class T>
concept puller = stepper<T> && requires(T& source) { *source.next(); };
template <class Answer, class T>
concept answer_of = std::convertible_to<Answer, decltype(std::declval<T&>().next())>;
template <class T, class Send>
concept sendable = requires(T& source, Send value) {
    { source.send(std::move(value)) } -> answer_of<T>;
};
template <class T>
concept throwable = requires(T& source, std::exception_ptr error) {
    { source.throw_ptr(error) } -> answer_of<T>;
};
template <class T>
concept closable = requires(T& source) { source.close(); };
template <class T>
concept has_result = requires(T& source) { source.result(); };
/// Keeps what it returned until that is taken: a generator of any kind. (An any_generator may hold a mere range.)
template <class T>
concept keeps_result = requires(T& source) {
    { source.result() } -> std::same_as<const optional_result_t<typename T::return_type>&>;
    source.take_result();
};

/// Where a value of a foreign source is found: at its own address if it has a fitting one, else in a copy
/// kept here.
template <class Yield>
class yielded_value {
    using reference = yield_reference_t<Yield>;
    using stored = std::remove_cvref_t<reference>;

public:
    template <class T>
    const void* address_of(T&& value) {
        static_assert(std::convertible_to<T&&, reference> || std::constructible_from<stored, T&&>,
                      "co_yield from(x): what x yields does not convert to what this generator yields");
        using given = std::remove_reference_t<T>;
        if constexpr (std::is_lvalue_reference_v<T> && !std::is_rvalue_reference_v<reference> &&
                      std::is_convertible_v<given*, std::remove_reference_t<reference>*>) {
            std::remove_reference_t<reference>* fitting = std::addressof(value);
            return fitting;
        } else {
            static_assert(
                !std::is_lvalue_reference_v<Yield> || std::is_const_v<std::remove_reference_t<Yield>>,
                "co_yield from(x): a generator<T&> can only hand out lvalues, and x yields temporaries");
            copy_.emplace(std::forward<T>(value));
            return std::addressof(*copy_);
        }
    }

private:
    std::optional<stored> copy_;
};

template <>
class yielded_value<void> {
public:
    const void* taken() const noexcept { return &nothing; }
};

/// What the expression `co_yield from(source)` gives, once the source is exhausted.
template <class Source, class Object>
auto result_of(Object& source) {
    if constexpr (keeps_result<Object>) {
        using returned = typename Object::return_type;
        if constexpr (!std::is_void_v<returned>) {
            if constexpr (std::is_reference_v<Source>) {
                return source.take_result();
            } else {
                std::optional<returned> result = source.take_result();
                if (!result) throw runtime_error("co_yield from(generator): its result was already taken");
                return returned(std::move(*result));
            }
        }
    } else if constexpr (requires { source.take_result(); }) {
        constexpr bool gives_nothing = requires { requires std::is_void_v<typename Object::return_type>; };
        if constexpr (!gives_nothing) return source.take_result();
    } else if constexpr (has_result<Object>) {
        return source.result();
    }
}

/// What all awaiters of delegates share: while the frame is suspended in one, values are sent to it, not to
/// the frame.
class delegate_awaiter : public delegate {
public:
    void await_suspend(std::coroutine_handle<>) const noexcept {}

protected:
    explicit delegate_awaiter(frame_node& node) noexcept : node_(node), takes_send_(node.takes_send) {}

    void resumed() {
        node_.source = nullptr;
        node_.takes_send = takes_send_;
        if (node_.injected) [[unlikely]]
            throw_injected(node_.injected);
    }

    frame_node& node_;
    bool takes_send_;
};

template <class Yield, class Range>
class span_awaiter final : public delegate_awaiter {
public:
    span_awaiter(frame_node& node, delegation<Range> source)
        : delegate_awaiter(node), source_(std::move(source)) {}

    bool await_ready() {
        Range&& range = source_.get();
        const auto begin = std::ranges::begin(range);
        const auto size = std::ranges::end(range) - begin;
        if (size == 0) return true;
        auto* first = std::to_address(begin);
        node_.yield_from(*this, first);
        node_.root->place = yielded_by::span;
        node_.root->span_last = first + (size - 1);
        return false;
    }
    void await_resume() { resumed(); }
    // Rarely asked: next() steps through a span by itself, except where the generator has just left a chain.
    const void* next() override {
        frame_node& root = *node_.root;
        if (root.at == root.span_last) return nullptr;
        return static_cast<const std::ranges::range_value_t<Range>*>(root.at) + 1;
    }

private:
    delegation<Range> source_;
};

template <class Yield, class Range>
class range_awaiter final : public delegate_awaiter {
public:
    range_awaiter(frame_node& node, delegation<Range> source)
        : delegate_awaiter(node), source_(std::move(source)) {}

    bool await_ready() {
        Range&& range = source_.get();
        at_.emplace(std::ranges::begin(range));
        end_.emplace(std::ranges::end(range));
        if (*at_ == *end_) return true;
        node_.yield_from(*this, value_.address_of(**at_));
        return false;
    }
    void await_resume() { resumed(); }
    const void* next() override {
        ++*at_;
        return *at_ == *end_ ? nullptr : value_.address_of(**at_);
    }

private:
    delegation<Range> source_;
    std::optional<std::ranges::iterator_t<Range>> at_;
    std::optional<std::ranges::sentinel_t<Range>> end_;
    yielded_value<Yield> value_;
};

/// Forwards to a source by calling its methods: the general case, and what a linked generator falls back to.
template <class Yield, class Send, class Source>
class protocol_awaiter : public delegate_awaiter {
    using source_type = std::remove_reference_t<Source>;

public:
    protocol_awaiter(frame_node& node, delegation<Source> source)
        : delegate_awaiter(node), source_(std::move(source)) {}

    bool await_ready() {
        const void* first = next();
        if (first) this->node_.yield_from(*this, first);
        return !first;
    }
    auto await_resume() {
        resumed();
        return result_of<Source>(source());
    }

    const void* next() override { return answer(source().next()); }
    const void* send(void* sent) override {
        if constexpr (!std::is_void_v<Send>) {
            if constexpr (sendable<source_type, Send>) {
                return answer(source().send(std::move(*static_cast<Send*>(sent))));
            }
        }
        return delegate::send(sent);
    }
    const void* throw_ptr(const std::exception_ptr& error) override {
        if constexpr (throwable<source_type>) {
            return answer(source().throw_ptr(error));
        } else {
            return delegate::throw_ptr(error);
        }
    }
    void close() override {
        if constexpr (closable<source_type>) source().close();
    }

protected:
    source_type& source() noexcept {
        Source&& held = source_.get();
        return held;
    }

private:
    // The item may hold the value itself, so it is kept; its address is the value's until the next call.
    template <class Item>
    const void* answer(Item&& got) {
        item_.reset();
        if (!got) return nullptr;
        if constexpr (std::is_void_v<Yield>) {
            return value_.taken();
        } else {
            item_.emplace(std::forward<Item>(got));
            return value_.address_of(**item_);
        }
    }

    delegation<Source> source_;
    std::optional<std::remove_cvref_t<decltype(std::declval<source_type&>().next())>> item_;
    yielded_value<Yield> value_;
};

template <class Yield, class Send, class Return, class Source>
class sub_generator_awaiter final : public protocol_awaiter<Yield, Send, Source> {
    using protocol = protocol_awaiter<Yield, Send, Source>;

public:
    sub_generator_awaiter(frame_node& node, delegation<Source> source) : protocol(node, std::move(source)) {}

    bool await_ready() {
        frame_node* sub = this->source().node_;
        if (sub->value != &created) return protocol::await_ready();
        link_ = {&this->source().node_, this, !std::is_reference_v<Source>};
        return start_linked(this->node_, *sub, link_);
    }

    auto await_resume() {
        auto& sub = this->source();
        std::exception_ptr error;
        if (sub.node_ != &closed_node && sub.node_->handle.done()) error = sub.finish(*sub.node_);
        if (this->node_.injected) static_cast<void>(sub.take_result()); // closed, or cut off: nobody gets it
        this->resumed();
        if (error) std::rethrow_exception(std::move(error));
        return result_of<Source>(sub);
    }

private:
    frame_link link_{};
};

template <class Yield, class Send, class Source>
concept links = is_generator<Source> && std::same_as<typename Source::yield_type, Yield> &&
                (std::same_as<typename Source::send_type, Send> ||
                 std::is_void_v<typename Source::send_type> || std::is_void_v<Send>);

template <class Yield, class Range>
concept spans = std::ranges::contiguous_range<Range> && !std::is_rvalue_reference_v<Yield> &&
                std::sized_sentinel_for<std::ranges::sentinel_t<Range>, std::ranges::iterator_t<Range>> &&
                std::same_as<std::remove_cv_t<std::remove_reference_t<std::ranges::range_reference_t<Range>>>,
                             std::remove_cvref_t<Yield>> &&
                std::convertible_to<std::ranges::range_reference_t<Range>, yield_reference_t<Yield>>;

template <class Yield, class Send, class Source>
auto chosen_awaiter() {
    using bare = std::remove_reference_t<Source>;
    if constexpr (links<Yield, Send, bare>) {
        return std::type_identity<sub_generator_awaiter<Yield, Send, typename bare::return_type, Source>>{};
    } else if constexpr (puller<bare> || (std::is_void_v<Yield> && stepper<bare>)) {
        if constexpr (is_generator<bare> && !std::is_void_v<Send>) {
            if constexpr (!std::is_void_v<typename bare::send_type>) {
                static_assert(
                    std::convertible_to<Send, typename bare::send_type>,
                    "co_yield from(generator): what is sent to this generator does not convert to what the "
                    "inner one is sent");
            }
        }
        return std::type_identity<protocol_awaiter<Yield, Send, Source>>{};
    } else {
        static_assert(std::ranges::input_range<Source>,
                      "co_yield from(x): x is a generator, an input range, or an object with next()");
        if constexpr (spans<Yield, Source>) {
            return std::type_identity<span_awaiter<Yield, Source>>{};
        } else {
            return std::type_identity<range_awaiter<Yield, Source>>{};
        }
    }
}

template <class Yield, class Send, class Source>
struct choose_awaiter : decltype(chosen_awaiter<Yield, Send, Source>()) {};

} // namespace rondo::inline v0::detail
