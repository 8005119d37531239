// SPDX-License-Identifier: BSL-1.0
//
// `any_generator<Yield, Send, Return>`: whatever follows the generator protocol, behind one type: generators
// of every kind, ranges, hand-written iterators; so that they can stand in one container, a scheduler's queue
// above all. What the wrapped object lacks answers as Python does: no `send`: attribute_error; no
// `throw_ptr`: the error is thrown and the object is left as it was; no `close`: it is not asked any more.
#pragma once

#include <rondo/gen/detail/pull_iterator.hpp>
#include <rondo/gen/generator.hpp>

#include <memory>

namespace rondo::inline v0 {

namespace detail {

template <class Yield, class Send, class Return>
class erased_generator {
public:
    using step_type = step<Yield>;
    virtual ~erased_generator() = default;
    virtual step_type next() = 0;
    virtual step_type send(void* sent) = 0;
    virtual step_type throw_ptr(std::exception_ptr error) = 0;
    virtual optional_result_t<Return> close() = 0;
    virtual gen_state state() const noexcept = 0;
    virtual optional_result_t<Return> take_result() = 0;
};

/// A range, as an object with next().
template <class Yield, class Range>
class range_puller {
public:
    explicit range_puller(Range&& range) : range_(std::forward<Range>(range)) {}
    auto next() {
        if (!at_) {
            at_.emplace(std::ranges::begin(range_));
        } else if (*at_ != std::ranges::end(range_)) {
            ++*at_;
        }
        using got = item<std::ranges::range_reference_t<Range>>;
        if (*at_ == std::ranges::end(range_)) return got{};
        if constexpr (std::is_reference_v<std::ranges::range_reference_t<Range>>) {
            auto&& value = **at_;
            return got(std::addressof(value));
        } else {
            return got(std::in_place, **at_);
        }
    }

private:
    Range range_;
    std::optional<std::ranges::iterator_t<Range>> at_;
};

template <class Yield, class Send, class Return, class Source>
class erased_model final : public erased_generator<Yield, Send, Return> {
    using step_type = step<Yield>;

public:
    explicit erased_model(Source&& source) : source_(std::forward<Source>(source)) {}

    step_type next() override {
        return answer([&] { return source_.next(); });
    }
    step_type send(void* sent) override {
        if constexpr (!std::is_void_v<Send>) {
            if constexpr (sendable<Source, Send>) {
                return answer([&] { return source_.send(std::move(*static_cast<Send*>(sent))); });
            }
        }
        static_cast<void>(sent);
        throw attribute_error("any_generator: the object inside has no send()");
    }
    step_type throw_ptr(std::exception_ptr error) override {
        if (ended_) std::rethrow_exception(std::move(error));
        if constexpr (throwable<Source>) {
            return answer([&] { return source_.throw_ptr(std::move(error)); });
        } else {
            std::rethrow_exception(std::move(error));
        }
    }
    optional_result_t<Return> close() override {
        if constexpr (closable<Source>) {
            if constexpr (std::convertible_to<decltype(source_.close()), optional_result_t<Return>>) {
                auto result = source_.close();
                ended_ = true; // not when it threw: who ignores the exit is not closed
                return result;
            } else {
                source_.close();
            }
        }
        ended_ = true;
        return {};
    }
    gen_state state() const noexcept override {
        if constexpr (requires {
                          { source_.state() } -> std::same_as<gen_state>;
                      }) {
            return source_.state();
        } else {
            return ended_ ? gen_state::closed : started_ ? gen_state::suspended : gen_state::created;
        }
    }
    optional_result_t<Return> take_result() override {
        if constexpr (requires {
                          { source_.take_result() } -> std::convertible_to<optional_result_t<Return>>;
                      }) {
            return source_.take_result();
        } else if constexpr (std::is_void_v<Return>) {
            return ended_;
        } else if constexpr (has_result<Source>) {
            return source_.result();
        } else {
            return {};
        }
    }

private:
    // The same step when the types fit; otherwise the item is kept here, and its address handed out.
    template <class Call>
    step_type answer(Call call) {
        using got_type = std::remove_cvref_t<decltype(call())>;
        if (ended_) return {};
        started_ = true;
        if constexpr (std::same_as<got_type, step_type>) {
            step_type got = call();
            ended_ = !got;
            return got;
        } else {
            kept_.reset();
            auto got = call();
            ended_ = !got;
            if (!got) return {};
            kept_.emplace(std::move(got));
            const void* address = value_.address_of(**kept_);
            return step_type(static_cast<typename step_type::pointer>(const_cast<void*>(address)));
        }
    }

    Source source_;
    std::optional<std::remove_cvref_t<decltype(std::declval<Source&>().next())>> kept_;
    yielded_value<Yield> value_;
    bool started_ = false;
    bool ended_ = false;
};

} // namespace detail

/// Owns any source of `Yield` behind the generator protocol. Move-only; empty when default-constructed, then
/// closed.
/// Lifetime: an rvalue source is owned; an lvalue is refused: pass `std::move(x)`, or a view for a borrowed
/// range.
/// Cost: one allocation to wrap, one virtual call a step.
template <class Yield, class Send = void, class Return = void>
class any_generator : public std::ranges::view_base {
public:
    using yield_type = Yield;
    using send_type = Send;
    using return_type = Return;
    using reference = yield_reference_t<Yield>;
    using step_type = step<Yield>;

    any_generator() = default;
    template <class Source>
        requires(!std::same_as<std::remove_cvref_t<Source>, any_generator> &&
                 !std::is_lvalue_reference_v<Source> &&
                 (detail::puller<Source> || detail::keeps_result<Source> || std::ranges::input_range<Source>))
    any_generator(Source&& source) {
        if constexpr (detail::puller<Source> || detail::keeps_result<Source>) {
            inside_ = std::make_unique<detail::erased_model<Yield, Send, Return, Source>>(std::move(source));
        } else {
            using puller = detail::range_puller<Yield, Source>;
            inside_ = std::make_unique<detail::erased_model<Yield, Send, Return, puller>>(
                puller(std::move(source)));
        }
    }

    /// As the members of generator: see there.
    step_type next() { return inside_ ? inside_->next() : step_type{}; }
    template <class S = Send>
        requires(!std::is_void_v<Send>) && std::convertible_to<S, Send>
    step_type send(S&& value) {
        Send sent(std::forward<S>(value));
        return inside_ ? inside_->send(std::addressof(sent)) : step_type{};
    }
    step_type send(std::nullopt_t) { return next(); }
    step_type send(std::optional<Send> value)
        requires(!std::is_void_v<Send>)
    {
        return value ? send(std::move(*value)) : next();
    }
    step_type throw_ptr(std::exception_ptr error) {
        expects(error != nullptr, "throw_ptr needs an exception");
        if (!inside_) std::rethrow_exception(std::move(error));
        return inside_->throw_ptr(std::move(error));
    }
    template <class E>
        requires(!std::same_as<std::remove_cvref_t<E>, std::exception_ptr>)
    step_type throw_(E&& error) {
        return throw_ptr(std::make_exception_ptr(std::forward<E>(error)));
    }
    step_type throw_(std::exception_ptr error) { return throw_ptr(std::move(error)); }
    optional_result_t<Return> close() { return inside_ ? inside_->close() : optional_result_t<Return>{}; }
    gen_state state() const noexcept { return inside_ ? inside_->state() : gen_state::closed; }
    optional_result_t<Return> take_result() {
        return inside_ ? inside_->take_result() : optional_result_t<Return>{};
    }

    auto begin()
        requires(!std::is_void_v<Yield>)
    {
        return detail::pull_iterator<any_generator>(*this);
    }
    std::default_sentinel_t end() const noexcept
        requires(!std::is_void_v<Yield>)
    {
        return {};
    }

private:
    std::unique_ptr<detail::erased_generator<Yield, Send, Return>> inside_;
};

} // namespace rondo::inline v0
