// SPDX-License-Identifier: BSL-1.0
//
// `product`, `permutations`, `combinations`, `combinations_with_replacement`: all ways to choose. The sources
// are read when the function is called; what comes out is in lexicographic order of positions, so that equal
// items are told apart.
#pragma once

#include <rondo/base/errors.hpp>
#include <rondo/gen/iter/closure.hpp>
#include <rondo/gen/iter/collect.hpp>

#include <algorithm>
#include <array>
#include <concepts>
#include <cstddef>
#include <numeric>
#include <optional>
#include <tuple>
#include <vector>

namespace rondo::inline v0 {

struct permutations_tag {};
struct combinations_tag {};
struct combinations_with_replacement_tag {};

namespace detail {

template <class... Ts>
class product_adaptor : public stage_base<product_adaptor<Ts...>> {
    using result = std::tuple<const Ts&...>;

public:
    static constexpr const char* name = "itertools.product";

    explicit product_adaptor(pool_t<Ts>... pools)
        : pools_(std::move(pools)...),
          ended_(std::apply([](auto&... pool) { return (pool.empty() || ...); }, pools_)) {}

    item<result> next() {
        if (ended_) return {};
        if (started_ && !advance<sizeof...(Ts)>()) {
            ended_ = true;
            return {};
        }
        started_ = true;
        return [&]<std::size_t... I>(std::index_sequence<I...>) {
            return item<result>(std::in_place, std::as_const(std::get<I>(pools_))[at_[I]]...);
        }(std::index_sequence_for<Ts...>{});
    }

private:
    // Like a number: the rightmost digit is the fastest. Returns: false when it has gone round.
    template <std::size_t Digits>
    bool advance() {
        if constexpr (Digits == 0) {
            return false;
        } else {
            if (++at_[Digits - 1] < std::get<Digits - 1>(pools_).size()) return true;
            at_[Digits - 1] = 0;
            return advance<Digits - 1>();
        }
    }

    std::tuple<pool_t<Ts>...> pools_;
    std::array<std::size_t, sizeof...(Ts)> at_{};
    bool started_ = false;
    bool ended_;
};

inline constexpr std::size_t gone_round = static_cast<std::size_t>(-1);

// The ways to choose: how the positions begin, and how they go on. advance() gives the first position that
// changed.
// Source: the equivalents in the documentation of itertools.

struct permuting {
    static constexpr const char* name = "itertools.permutations";
    static bool possible(std::size_t n, std::size_t r) { return r <= n; }
    void begin(std::size_t n, std::size_t r) {
        positions.resize(n);
        std::iota(positions.begin(), positions.end(), std::size_t(0));
        for (std::size_t i = 0; i < r; ++i) cycles.push_back(n - i);
    }
    std::size_t advance(std::size_t n, std::size_t r) {
        for (std::size_t i = r; i-- > 0;) {
            const auto here = positions.begin() + static_cast<std::ptrdiff_t>(i);
            if (--cycles[i] == 0) {
                std::rotate(here, here + 1, positions.end());
                cycles[i] = n - i;
            } else {
                std::iter_swap(here, positions.end() - static_cast<std::ptrdiff_t>(cycles[i]));
                return i;
            }
        }
        return gone_round;
    }
    std::vector<std::size_t> positions;
    std::vector<std::size_t> cycles;
};

struct combining {
    static constexpr const char* name = "itertools.combinations";
    static bool possible(std::size_t n, std::size_t r) { return r <= n; }
    void begin(std::size_t, std::size_t r) {
        positions.resize(r);
        std::iota(positions.begin(), positions.end(), std::size_t(0));
    }
    std::size_t advance(std::size_t n, std::size_t r) {
        for (std::size_t i = r; i-- > 0;) {
            if (positions[i] == i + n - r) continue;
            std::iota(positions.begin() + static_cast<std::ptrdiff_t>(i), positions.end(), positions[i] + 1);
            return i;
        }
        return gone_round;
    }
    std::vector<std::size_t> positions;
};

struct combining_with_replacement {
    static constexpr const char* name = "itertools.combinations_with_replacement";
    static bool possible(std::size_t n, std::size_t r) { return n > 0 || r == 0; }
    void begin(std::size_t, std::size_t r) { positions.resize(r); }
    std::size_t advance(std::size_t n, std::size_t r) {
        for (std::size_t i = r; i-- > 0;) {
            if (positions[i] == n - 1) continue;
            std::fill(positions.begin() + static_cast<std::ptrdiff_t>(i), positions.end(), positions[i] + 1);
            return i;
        }
        return gone_round;
    }
    std::vector<std::size_t> positions;
};

/// product with repeat: r digits, digit i counts through pool i modulo their number.
template <class T>
class product_power : public stage_base<product_power<T>> {
public:
    static constexpr const char* name = "itertools.product";

    product_power(std::vector<pool_t<T>> pools, std::size_t repeat)
        : pools_(std::move(pools)), at_(pools_.size() * repeat) {
        ended_ = !at_.empty() &&
                 std::any_of(pools_.begin(), pools_.end(), [](auto& pool) { return pool.empty(); });
    }

    item<const std::vector<T>&> next() {
        if (ended_) return {};
        if (!started_) {
            started_ = true;
            for (std::size_t i = 0; i < at_.size(); ++i) chosen_.push_back(pool(i)[0]);
        } else if (!advance()) {
            ended_ = true;
            return {};
        }
        return item<const std::vector<T>&>(std::addressof(chosen_));
    }

private:
    const pool_t<T>& pool(std::size_t digit) const { return pools_[digit % pools_.size()]; }
    bool advance() {
        for (std::size_t i = at_.size(); i-- > 0;) {
            const bool round = ++at_[i] == pool(i).size();
            if (round) at_[i] = 0;
            chosen_[i] = pool(i)[at_[i]];
            if (!round) return true;
        }
        return false;
    }

    std::vector<pool_t<T>> pools_;
    std::vector<std::size_t> at_;
    std::vector<T> chosen_;
    bool started_ = false;
    bool ended_;
};

template <class T, class Way>
class choice_adaptor : public stage_base<choice_adaptor<T, Way>> {
public:
    static constexpr const char* name = Way::name;

    choice_adaptor(pool_t<T> pool, std::size_t size)
        : pool_(std::move(pool)), size_(size), ended_(!Way::possible(pool_.size(), size)) {
        if (!ended_) way_.begin(pool_.size(), size_);
    }

    /// Lifetime: the vector is reused.
    item<const std::vector<T>&> next() {
        if (ended_) return {};
        std::size_t changed = 0;
        if (started_) {
            changed = way_.advance(pool_.size(), size_);
            if (changed == gone_round) {
                ended_ = true;
                return {};
            }
        }
        for (std::size_t i = changed; i < size_; ++i) {
            if (started_) {
                chosen_[i] = pool_[way_.positions[i]];
            } else {
                chosen_.push_back(pool_[way_.positions[i]]);
            }
        }
        started_ = true;
        return item<const std::vector<T>&>(std::addressof(chosen_));
    }

private:
    pool_t<T> pool_;
    std::size_t size_;
    Way way_;
    std::vector<T> chosen_;
    bool started_ = false;
    bool ended_;
};

template <class Way, class Source>
auto chosen(Source&& source, std::optional<std::ptrdiff_t> size) {
    using value = value_of_t<Source>;
    static_assert(std::copyable<value>, "permutations(source) and its like: the items are copied");
    if (size && *size < 0) throw value_error("r must be non-negative");
    auto pool = collected<pool_t<value>>(std::forward<Source>(source));
    const std::size_t chosen = size ? static_cast<std::size_t>(*size) : pool.size();
    return choice_adaptor<value, Way>(std::move(pool), chosen);
}

} // namespace detail

/// Every tuple of one item from each source, the rightmost changing fastest. Of no source at all: one empty
/// tuple. The sources are read now. Lifetime: the tuple refers to the items kept inside, until the iterator
/// moves or ends.
/// Source: itertools.product.
template <iterable... Sources>
auto product(Sources&&... sources) {
    return detail::product_adaptor<value_of_t<Sources>...>(
        detail::collected<detail::pool_t<value_of_t<Sources>>>(std::forward<Sources>(sources))...);
}

/// The product of a source with itself, `repeat` times, as vectors; each holds until the next step.
/// Throws: value_error when repeat is negative. Source: itertools.product(…, repeat=n).
template <iterable Source>
auto product(Source&& source, std::ptrdiff_t repeat) {
    using value = value_of_t<Source>;
    if (repeat < 0) throw value_error("repeat argument cannot be negative");
    std::vector<detail::pool_t<value>> pools;
    pools.push_back(detail::collected<detail::pool_t<value>>(std::forward<Source>(source)));
    return detail::product_power<value>(std::move(pools), static_cast<std::size_t>(repeat));
}

/// Every ordered choice of `size` items (of all of them, without a size), as vectors; each holds until the
/// next step. A size larger than there are items gives nothing; 0 gives one empty vector. The source is read
/// now.
/// Throws: value_error "r must be non-negative". Source: itertools.permutations.
template <iterable Source>
auto permutations(Source&& source, std::optional<std::ptrdiff_t> size = {}) {
    return detail::chosen<detail::permuting>(std::forward<Source>(source), size);
}

/// Every choice of `size` items, in the order of the source; as permutations otherwise. Source:
/// itertools.combinations.
template <iterable Source>
auto combinations(Source&& source, std::ptrdiff_t size) {
    return detail::chosen<detail::combining>(std::forward<Source>(source), std::optional(size));
}

/// The same, where an item may be chosen again. Source: itertools.combinations_with_replacement.
template <iterable Source>
auto combinations_with_replacement(Source&& source, std::ptrdiff_t size) {
    return detail::chosen<detail::combining_with_replacement>(std::forward<Source>(source),
                                                              std::optional(size));
}

template <iterable Source>
auto adapt(permutations_tag, Source&& source, std::optional<std::ptrdiff_t> size) {
    return permutations(std::forward<Source>(source), size);
}
template <iterable Source>
auto adapt(combinations_tag, Source&& source, std::ptrdiff_t size) {
    return combinations(std::forward<Source>(source), size);
}
template <iterable Source>
auto adapt(combinations_with_replacement_tag, Source&& source, std::ptrdiff_t size) {
    return combinations_with_replacement(std::forward<Source>(source), size);
}
inline auto permutations(std::optional<std::ptrdiff_t> size = {}) {
    return detail::make_closure(permutations_tag{}, size);
}
inline auto combinations(std::ptrdiff_t size) { return detail::make_closure(combinations_tag{}, size); }
inline auto combinations_with_replacement(std::ptrdiff_t size) {
    return detail::make_closure(combinations_with_replacement_tag{}, size);
}

} // namespace rondo::inline v0
