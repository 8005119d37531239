// SPDX-License-Identifier: BSL-1.0
//
// Several sources woven into one: `merge`, of sorted ones into a sorted one, and `roundrobin`, by turns.
#pragma once

#include <rondo/gen/iter/closure.hpp>
#include <rondo/gen/iter/detail/several.hpp>
#include <rondo/gen/iter/filter.hpp>

#include <array>
#include <cstddef>
#include <optional>

namespace rondo::inline v0 {

namespace detail {

/// Calls `visit` with the member at a position known at run time.
template <class Visit, class... Ts>
void visit_at(std::tuple<Ts...>& members, std::size_t position, Visit visit) {
    [&]<std::size_t... I>(std::index_sequence<I...>) {
        ((I == position ? visit(std::get<I>(members)) : void()), ...);
    }(std::index_sequence_for<Ts...>{});
}

template <class Key, class... Pullers>
class merge_adaptor : public stage_base<merge_adaptor<Key, Pullers...>> {
    using item_type = common_item_t<Pullers...>;
    using key_type = kept_as_t<called_t<Key, decltype(*std::declval<item_type&>())>>;
    static constexpr std::size_t count = sizeof...(Pullers);
    static constexpr bool keyed = !std::same_as<Key, identity_type>;

public:
    static constexpr const char* name = "heapq.merge";

    explicit merge_adaptor(Key key, Pullers... sources)
        : key_(std::move(key)), sources_(std::move(sources)...) {}

    item_type next() {
        if (!started_) {
            for (std::size_t i = 0; i < count; ++i) ask(i);
            started_ = true;
        } else if (given_ < count) {
            ask(given_);
        }
        given_ = count;
        for (std::size_t i = 0; i < count; ++i) {
            if (heads_[i] && (given_ == count || less(i, given_))) given_ = i;
        }
        if (given_ == count) return {};
        if constexpr (by_address<item_type>) return heads_[given_];
        return std::exchange(heads_[given_], item_type());
    }

private:
    void ask(std::size_t position) {
        visit_at(sources_, position, [&](auto& source) {
            heads_[position] = item_type();
            if (auto got = source.next()) heads_[position] = converted<item_type>(std::move(got));
            if constexpr (keyed) {
                if (heads_[position]) keys_[position].emplace(call(key_.get(), *heads_[position]));
            }
        });
    }
    bool less(std::size_t a, std::size_t b) const {
        if constexpr (keyed) {
            return *keys_[a] < *keys_[b];
        } else {
            return *heads_[a] < *heads_[b];
        }
    }

    box<Key> key_;
    std::tuple<Pullers...> sources_;
    std::array<item_type, count> heads_;
    std::array<std::optional<key_type>, keyed ? count : 0> keys_;
    std::size_t given_ = count;
    bool started_ = false;
};

template <class... Pullers>
class roundrobin_adaptor : public stage_base<roundrobin_adaptor<Pullers...>> {
    using item_type = common_item_t<Pullers...>;
    static constexpr std::size_t count = sizeof...(Pullers);

public:
    static constexpr const char* name = "roundrobin";

    explicit roundrobin_adaptor(Pullers... sources) : sources_(std::move(sources)...) {}

    item_type next() {
        while (left_ > 0) {
            item_type got;
            visit_at(sources_, turn_, [&](auto& source) {
                if (!source) return;
                if (auto one = source->next()) {
                    got = converted<item_type>(std::move(one));
                } else {
                    source.reset();
                    --left_;
                }
            });
            turn_ = (turn_ + 1) % count;
            if (got) return got;
        }
        return {};
    }

private:
    std::tuple<std::optional<Pullers>...> sources_;
    std::size_t turn_ = 0;
    std::size_t left_ = count;
};

} // namespace detail

/// The items of sorted sources, sorted; of equal ones those of the earlier source first. Lazy: the first step
/// asks every source once, every other asks one source. Cost: as many comparisons for an item as there are
/// sources.
/// Source: heapq.merge.
template <class... Sources>
    requires(sizeof...(Sources) > 0)
auto merge(Sources&&... sources) {
    detail::check_sources<Sources...>();
    return detail::merge_adaptor<detail::identity_type, iterator_of_t<Sources>...>(
        identity, iter(std::forward<Sources>(sources))...);
}

/// The same for sources sorted by `key(item)`. It is asked once for each item.
template <class Key, class... Sources>
    requires(sizeof...(Sources) > 0)
auto merge_by(Key key, Sources&&... sources) {
    detail::check_sources<Sources...>();
    static_assert(detail::callable<Key>, "merge_by(key, sources…): key is a function of an item");
    return detail::merge_adaptor<Key, iterator_of_t<Sources>...>(std::move(key),
                                                                 iter(std::forward<Sources>(sources))...);
}

/// One item of each source by turns, until all have ended. Source: the recipes of itertools.
template <class... Sources>
    requires(sizeof...(Sources) > 0)
auto roundrobin(Sources&&... sources) {
    detail::check_sources<Sources...>();
    return detail::roundrobin_adaptor<iterator_of_t<Sources>...>(iter(std::forward<Sources>(sources))...);
}

} // namespace rondo::inline v0
