// SPDX-License-Identifier: BSL-1.0
//
// `groupby`: runs of items with equal keys. The groups read from the source that they share with the grouper:
// when it is asked for the next group, what was left of the old one is skipped, and the old one is empty from
// then on.
#pragma once

#include <rondo/gen/iter/closure.hpp>
#include <rondo/gen/iter/filter.hpp>

#include <cstddef>
#include <memory>
#include <optional>

namespace rondo::inline v0 {

struct groupby_tag {};

namespace detail {

// One item of look-ahead: `got` is the newest item if `unread`; with `next_key` it begins the next group,
// else it belongs to the group of `key`.
template <class Puller, class KeyOf>
struct group_state {
    using key_type = kept_as_t<called_t<KeyOf, shown_t<Puller>>>;

    group_state(Puller from, KeyOf function) : source(std::move(from)), key_of(std::move(function)) {}

    bool step() {
        unread = false;
        got = source.next();
        if (!got) return false;
        auto&& shown = *got;
        key_type found(call(key_of, shown));
        if (!key || !(*key == found)) next_key.emplace(std::move(found));
        unread = true;
        return true;
    }

    Puller source;
    KeyOf key_of;
    item_t<Puller> got;
    bool unread = false;
    std::optional<key_type> key;
    std::optional<key_type> next_key;
    std::size_t group = 0;
};

template <class Puller, class KeyOf>
class group_iterator : public stage_base<group_iterator<Puller, KeyOf>> {
    using state = group_state<Puller, KeyOf>;

public:
    static constexpr const char* name = "itertools._grouper";

    group_iterator(std::shared_ptr<state> shared, std::size_t number)
        : state_(std::move(shared)), group_(number) {}
    // A handle: a copy is the same group.
    group_iterator(const group_iterator& other)
        : stage_base<group_iterator>(), state_(other.state_), group_(other.group_) {}
    group_iterator(group_iterator&&) = default;
    group_iterator& operator=(const group_iterator& other) { return *this = group_iterator(other); }
    group_iterator& operator=(group_iterator&&) = default;
    ~group_iterator() = default;

    item_t<Puller> next() {
        state& shared = *state_;
        if (shared.group != group_) return {};
        if (!shared.unread && (shared.next_key || !shared.step())) return {};
        if (shared.next_key) return {};
        shared.unread = false;
        return std::move(shared.got);
    }

private:
    std::shared_ptr<state> state_;
    std::size_t group_;
};

template <class Puller, class KeyOf>
class groupby_adaptor : public stage_base<groupby_adaptor<Puller, KeyOf>> {
    using state = group_state<Puller, KeyOf>;
    using group = group_iterator<Puller, KeyOf>;
    using entry = std::pair<typename state::key_type, group>;

public:
    static constexpr const char* name = "itertools.groupby";

    groupby_adaptor(Puller source, KeyOf key_of)
        : state_(std::make_shared<state>(std::move(source), std::move(key_of))) {}

    item<entry> next() {
        state& shared = *state_;
        ++shared.group;
        while (!shared.next_key) {
            if (!shared.step()) return {};
        }
        shared.key = std::exchange(shared.next_key, std::nullopt);
        return item<entry>(std::in_place, *shared.key, group(state_, shared.group));
    }

private:
    std::shared_ptr<state> state_;
};

} // namespace detail

template <iterable Source, class KeyOf = detail::identity_type>
auto adapt(groupby_tag, Source&& source, KeyOf key_of = {}) {
    static_assert(detail::callable<KeyOf> &&
                      std::is_invocable_v<KeyOf&, detail::shown_t<iterator_of_t<Source>>>,
                  "groupby(source, key): key is a function of an item");
    return detail::groupby_adaptor<iterator_of_t<Source>, KeyOf>(iter(std::forward<Source>(source)),
                                                                 std::move(key_of));
}

/// Pairs (key, group) for each run of items with equal keys: `key(item)`, or the item itself. The key is
/// asked once for each item, in order; a group is an iterator over its items. Lifetime: a group is good until
/// the next one is asked for.
/// Cost: one allocation for all. Source: itertools.groupby.
/// Example: `for (auto&& [level, lines] : log | group_by(level_of)) …`
template <iterable Source, class KeyOf = detail::identity_type>
auto groupby(Source&& source, KeyOf key_of = {}) {
    return adapt(groupby_tag{}, std::forward<Source>(source), std::move(key_of));
}
template <class KeyOf = detail::identity_type>
    requires detail::option<KeyOf>
auto groupby(KeyOf key_of = {}) {
    return detail::make_closure(groupby_tag{}, std::move(key_of));
}

/// The same, by the name that the rest of the library would give it.
template <iterable Source, class KeyOf = detail::identity_type>
auto group_by(Source&& source, KeyOf key_of = {}) {
    return groupby(std::forward<Source>(source), std::move(key_of));
}
template <class KeyOf = detail::identity_type>
    requires detail::option<KeyOf>
auto group_by(KeyOf key_of = {}) {
    return groupby(std::move(key_of));
}

} // namespace rondo::inline v0
