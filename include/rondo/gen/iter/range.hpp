// SPDX-License-Identifier: BSL-1.0
//
// `range(stop)`, `range(start, stop, step)`: Python's range: a value, not an iterator. It can be copied,
// iterated over any number of times and indexed; every item is computed from its index.
#pragma once

#include <rondo/base/errors.hpp>

#include <compare>
#include <concepts>
#include <cstddef>
#include <iterator>
#include <ranges>
#include <type_traits>

namespace rondo::inline v0 {

/// The numbers start, start + step, … before stop. A random access range and a view.
template <std::integral T>
class arithmetic_range : public std::ranges::view_interface<arithmetic_range<T>> {
    using signed_type = std::make_signed_t<T>;
    using unsigned_type = std::make_unsigned_t<T>;

public:
    class iterator;

    /// Nothing.
    constexpr arithmetic_range() noexcept = default;
    /// Throws: value_error when step is 0. Backwards, or empty: nothing.
    constexpr arithmetic_range(T start, T stop, signed_type step) : start_(start), stop_(stop), step_(step) {
        if (step == 0) throw value_error("range() arg 3 must not be zero");
        const auto distance = [](T from, T to) {
            return static_cast<unsigned_type>(to) - static_cast<unsigned_type>(from);
        };
        if (step > 0 && start < stop) count_ = steps(distance(start, stop), static_cast<unsigned_type>(step));
        if (step < 0 && stop < start)
            count_ = steps(distance(stop, start), unsigned_type(0) - static_cast<unsigned_type>(step));
    }

    constexpr iterator begin() const noexcept { return iterator(start_, step_, 0); }
    constexpr iterator end() const noexcept {
        return iterator(start_, step_, static_cast<std::ptrdiff_t>(count_));
    }
    constexpr std::size_t size() const noexcept { return count_; }
    constexpr T start() const noexcept { return start_; }
    constexpr T stop() const noexcept { return stop_; }
    constexpr signed_type step() const noexcept { return step_; }

    /// Equal when they give the same numbers, as in Python.
    friend constexpr bool operator==(const arithmetic_range& a, const arithmetic_range& b) noexcept {
        return a.count_ == b.count_ &&
               (a.count_ == 0 || (a.start_ == b.start_ && (a.count_ == 1 || a.step_ == b.step_)));
    }

private:
    static constexpr std::size_t steps(auto distance, auto step) noexcept {
        return (static_cast<std::size_t>(static_cast<unsigned_type>(distance)) - 1) /
                   static_cast<std::size_t>(static_cast<unsigned_type>(step)) +
               1;
    }

    T start_ = 0;
    T stop_ = 0;
    signed_type step_ = 1;
    std::size_t count_ = 0;
};

/// Where one stands in a range: start, step and index; good without the range.
template <std::integral T>
class arithmetic_range<T>::iterator {
public:
    using iterator_concept = std::random_access_iterator_tag;
    using iterator_category = std::input_iterator_tag;
    using value_type = T;
    using reference = T;
    using difference_type = std::ptrdiff_t;

    constexpr iterator() noexcept = default;

    // Unsigned arithmetic: the last item may be the last of its type.
    constexpr T operator*() const noexcept {
        return static_cast<T>(static_cast<std::size_t>(start_) +
                              static_cast<std::size_t>(index_) * static_cast<std::size_t>(step_));
    }
    constexpr T operator[](difference_type n) const noexcept { return *(*this + n); }
    constexpr iterator& operator++() noexcept { return *this += 1; }
    constexpr iterator& operator--() noexcept { return *this -= 1; }
    constexpr iterator operator++(int) noexcept { return {start_, step_, index_++}; }
    constexpr iterator operator--(int) noexcept { return {start_, step_, index_--}; }
    constexpr iterator& operator+=(difference_type n) noexcept { return index_ += n, *this; }
    constexpr iterator& operator-=(difference_type n) noexcept { return index_ -= n, *this; }
    friend constexpr iterator operator+(iterator it, difference_type n) noexcept { return it += n; }
    friend constexpr iterator operator+(difference_type n, iterator it) noexcept { return it += n; }
    friend constexpr iterator operator-(iterator it, difference_type n) noexcept { return it -= n; }
    friend constexpr difference_type operator-(iterator a, iterator b) noexcept {
        return a.index_ - b.index_;
    }
    friend constexpr bool operator==(iterator a, iterator b) noexcept { return a.index_ == b.index_; }
    friend constexpr auto operator<=>(iterator a, iterator b) noexcept { return a.index_ <=> b.index_; }

private:
    friend arithmetic_range;
    constexpr iterator(T start, signed_type step, difference_type index) noexcept
        : start_(start), step_(step), index_(index) {}

    T start_ = 0;
    signed_type step_ = 1;
    difference_type index_ = 0;
};

/// The numbers 0, 1, … before `stop`; nothing when it is negative.
/// Cost: none; nothing is stored. Example: `for (int n : range(10)) …`
template <std::integral T>
constexpr arithmetic_range<T> range(T stop) {
    return {0, stop, 1};
}

/// The numbers start, start + step, … before `stop` (beyond it, when step is negative).
/// Throws: value_error when step is 0.
template <std::integral Start, std::integral Stop, std::signed_integral Step = int>
constexpr auto range(Start start, Stop stop, Step step = 1) {
    using number = std::common_type_t<Start, Stop>;
    return arithmetic_range<number>(static_cast<number>(start), static_cast<number>(stop),
                                    static_cast<std::make_signed_t<number>>(step));
}

} // namespace rondo::inline v0

template <std::integral T>
inline constexpr bool std::ranges::enable_borrowed_range<rondo::arithmetic_range<T>> = true;
