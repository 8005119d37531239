// SPDX-License-Identifier: BSL-1.0
//
// The pullers that `iter` makes:
//   asked     an object with next(): borrowed, or hand-written and not known to stay exhausted
//   indexed   a range with random access: an index, so that neither moving it nor growing it hurts
//   walked    any other range: iterator against end, begun at the first next()
#pragma once

#include <rondo/gen/generator.hpp>
#include <rondo/gen/iter/detail/items.hpp>

#include <iterator>
#include <limits>
#include <ranges>
#include <string_view>

namespace rondo::inline v0::detail {

/// Whether next() of this type gives items of ours, and never again anything once it has given none.
template <class T>
inline constexpr bool stays_exhausted = requires { requires T::stays_exhausted; };
template <class Y, class S, class R>
inline constexpr bool stays_exhausted<generator<Y, S, R>> = true;

/// `Source` is an lvalue reference when borrowed.
template <class Source>
class asked {
    using object = std::remove_reference_t<Source>;

public:
    static constexpr bool stays_exhausted = true;

    explicit asked(Source&& source) : source_(std::forward<Source>(source)) {}

    item_t<object> next() {
        if constexpr (detail::stays_exhausted<object>) {
            return source_.get().next();
        } else {
            if (ended_) return {};
            auto got = as_item(source_.get().next());
            if (!got) ended_ = true;
            return got;
        }
    }

private:
    box<Source> source_;
    bool ended_ = false;
};

template <class Range>
struct range_item {
    using reference = std::ranges::range_reference_t<Range>;
    using value = std::ranges::range_value_t<Range>;
    using type = item<std::conditional_t<
        std::is_reference_v<reference>, reference,
        std::conditional_t<std::constructible_from<value, reference>, value, std::remove_cv_t<reference>>>>;

    template <class Iterator>
    static type at(Iterator&& position) {
        if constexpr (std::is_reference_v<reference>) {
            auto&& value = *position;
            return type(std::addressof(value));
        } else {
            return type(std::in_place, *position);
        }
    }
};

template <class Range>
class indexed {
    using index = std::ranges::range_difference_t<Range>;

public:
    static constexpr bool stays_exhausted = true;

    explicit indexed(Range&& range) : range_(std::forward<Range>(range)) {}

    typename range_item<Range>::type next() {
        auto& range = range_.get();
        if (at_ < static_cast<index>(std::ranges::size(range))) [[likely]] {
            return range_item<Range>::at(std::ranges::begin(range) + at_++);
        }
        // Only a container that somebody else holds can have more items later.
        if constexpr (std::is_lvalue_reference_v<Range> && !std::ranges::view<std::remove_cvref_t<Range>>) {
            at_ = std::numeric_limits<index>::max();
        }
        return {};
    }

private:
    box<Range> range_;
    index at_ = 0;
};

template <class Range>
class walked {
public:
    static constexpr bool stays_exhausted = true;

    explicit walked(Range&& range) : range_(std::forward<Range>(range)) {}

    typename range_item<Range>::type next() {
        if (ended_) return {};
        auto& range = range_.get();
        if (at_) {
            ++*at_;
        } else {
            at_.emplace(std::ranges::begin(range));
        }
        if (*at_ == std::ranges::end(range)) {
            ended_ = true;
            return {};
        }
        return range_item<Range>::at(*at_);
    }

private:
    std::conditional_t<std::is_lvalue_reference_v<Range>, box<Range>, heap_box<Range>> range_;
    std::optional<std::ranges::iterator_t<Range>> at_;
    bool ended_ = false;
};

template <class T>
inline constexpr bool is_literal = false;
template <std::size_t N>
inline constexpr bool is_literal<const char[N]> = true;

/// The characters of a literal, without the zero at its end.
template <std::size_t N>
std::string_view text_of(const char (&literal)[N]) noexcept {
    return {literal, literal[N - 1] == '\0' ? N - 1 : N};
}

} // namespace rondo::inline v0::detail
