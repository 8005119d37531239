// SPDX-License-Identifier: BSL-1.0
//
// The recipes of Python's itertools documentation, by one name: `rondo::recipes`. `flatten` and `unique` are
// here; the others stand beside what they are made of.
#pragma once

#include <rondo/gen/iter/chain.hpp>
#include <rondo/gen/iter/filter.hpp>
#include <rondo/gen/iter/islice.hpp>
#include <rondo/gen/iter/merge.hpp>
#include <rondo/gen/iter/tee.hpp>
#include <rondo/gen/iter/windows.hpp>

#include <concepts>
#include <optional>
#include <set>
#include <unordered_set>

namespace rondo::inline v0 {

struct unique_tag {};
struct unique_justseen_tag {};

namespace detail {

template <class T>
concept hashable = requires(const T& value) {
    { std::hash<T>()(value) } -> std::convertible_to<std::size_t>;
    { value == value } -> std::convertible_to<bool>;
};

template <class T>
struct seen_set {
    static_assert(requires(const T& a) { a < a; }, "unique(source): what is compared has a std::hash or a <");
    using type = std::set<T>;
};
template <hashable T>
struct seen_set<T> {
    using type = std::unordered_set<T>;
};

template <class Puller, class Key>
class unique_adaptor : public stage_base<unique_adaptor<Puller, Key>> {
    using key_type = kept_as_t<called_t<Key, shown_t<Puller>>>;

public:
    static constexpr const char* name = "unique";

    unique_adaptor(Puller source, Key key) : source_(std::move(source)), key_(std::move(key)) {}

    item_t<Puller> next() {
        for (;;) {
            auto got = source_.next();
            if (!got) return got;
            auto&& shown = *got;
            if (seen_.insert(key_type(call(key_.get(), shown))).second) return got;
        }
    }

private:
    Puller source_;
    box<Key> key_;
    typename seen_set<key_type>::type seen_;
};

template <class Puller, class Key>
class unique_justseen_adaptor : public stage_base<unique_justseen_adaptor<Puller, Key>> {
    using key_type = kept_as_t<called_t<Key, shown_t<Puller>>>;

public:
    static constexpr const char* name = "unique_justseen";

    unique_justseen_adaptor(Puller source, Key key) : source_(std::move(source)), key_(std::move(key)) {}

    item_t<Puller> next() {
        for (;;) {
            auto got = source_.next();
            if (!got) return got;
            auto&& shown = *got;
            key_type now(call(key_.get(), shown));
            if (last_ && *last_ == now) continue;
            last_.emplace(std::move(now));
            return got;
        }
    }

private:
    Puller source_;
    box<Key> key_;
    std::optional<key_type> last_;
};

} // namespace detail

/// The items of each item: chain_from by the recipes' name. One level deep.
template <iterable Outer>
auto flatten(Outer&& outer) {
    return chain_from(std::forward<Outer>(outer));
}
inline auto flatten() { return chain_from(); }

template <iterable Source, class Key = detail::identity_type>
auto adapt(unique_tag, Source&& source, Key key = {}) {
    static_assert(detail::callable<Key>, "unique(source, key): key is a function of an item");
    return detail::unique_adaptor<iterator_of_t<Source>, Key>(iter(std::forward<Source>(source)),
                                                              std::move(key));
}

/// Each item, or each `key(item)`, the first time it comes, in the order of the source. Cost: keeps every key
/// seen.
/// Source: unique_everseen of the recipes.
template <iterable Source, class Key = detail::identity_type>
auto unique(Source&& source, Key key = {}) {
    return adapt(unique_tag{}, std::forward<Source>(source), std::move(key));
}
template <class Key = detail::identity_type>
    requires detail::option<Key>
auto unique(Key key = {}) {
    return detail::make_closure(unique_tag{}, std::move(key));
}

template <iterable Source, class Key = detail::identity_type>
auto adapt(unique_justseen_tag, Source&& source, Key key = {}) {
    static_assert(detail::callable<Key>, "unique_justseen(source, key): key is a function of an item");
    return detail::unique_justseen_adaptor<iterator_of_t<Source>, Key>(iter(std::forward<Source>(source)),
                                                                       std::move(key));
}

/// The items without those equal to the one before. Cost: keeps one key. Source: the recipes.
template <iterable Source, class Key = detail::identity_type>
auto unique_justseen(Source&& source, Key key = {}) {
    return adapt(unique_justseen_tag{}, std::forward<Source>(source), std::move(key));
}
template <class Key = detail::identity_type>
    requires detail::option<Key>
auto unique_justseen(Key key = {}) {
    return detail::make_closure(unique_justseen_tag{}, std::move(key));
}

namespace recipes {
using v0::flatten;
using v0::grouper;
using v0::nth;
using v0::partition;
using v0::roundrobin;
using v0::sliding_window;
using v0::unique;
using v0::unique_justseen;
} // namespace recipes

} // namespace rondo::inline v0
