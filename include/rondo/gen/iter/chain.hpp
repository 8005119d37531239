// SPDX-License-Identifier: BSL-1.0
//
// Sources one after another: `chain(a, b, …)`, and `chain_from(outer)` for a source of sources. Each is
// opened when the one before has ended, and released as soon as it has ended itself.
#pragma once

#include <rondo/gen/iter/closure.hpp>
#include <rondo/gen/iter/detail/several.hpp>

#include <optional>

namespace rondo::inline v0 {

struct chain_from_tag {};

namespace detail {

template <class... Pullers>
class chain_adaptor : public stage_base<chain_adaptor<Pullers...>> {
    using item_type = common_item_t<Pullers...>;

public:
    static constexpr const char* name = "itertools.chain";

    explicit chain_adaptor(Pullers... sources) : sources_(std::move(sources)...) {}

    item_type next() { return next_from<0>(); }

private:
    // A source that throws stays the current one: asked again it has ended, and the chain goes on.
    template <std::size_t I>
    item_type next_from() {
        if constexpr (I == sizeof...(Pullers)) {
            return {};
        } else {
            if (current_ == I) {
                auto& source = std::get<I>(sources_);
                if (auto got = source->next()) return converted<item_type>(std::move(got));
                source.reset();
                ++current_;
            }
            return next_from<I + 1>();
        }
    }

    std::tuple<std::optional<Pullers>...> sources_;
    std::size_t current_ = 0;
};

template <class Outer>
class chain_from_adaptor : public stage_base<chain_from_adaptor<Outer>> {
    using inner = iterator_of_t<passed_t<Outer>>;

public:
    static constexpr const char* name = "itertools.chain";

    explicit chain_from_adaptor(Outer outer) : outer_(std::move(outer)) {}

    item_t<inner> next() {
        for (;;) {
            if (!inner_ && !open_next()) return {};
            if (auto got = inner_->next()) return got;
            inner_.reset();
        }
    }

private:
    bool open_next() {
        if (!outer_) return false;
        struct releaser {
            std::optional<Outer>& outer;
            bool opened = false;
            ~releaser() {
                if (!opened) outer.reset();
            }
        } release{outer_};
        auto source = outer_->next();
        if (!source) return false;
        inner_.emplace(iter(*std::move(source)));
        release.opened = true;
        return true;
    }

    std::optional<Outer> outer_;
    std::optional<inner> inner_;
};

} // namespace detail

/// The items of each source in turn. The sources may differ: then the items are of their common type.
/// After an error it can be asked again, and goes on with the next source. Source: itertools.chain.
template <class... Sources>
    requires(sizeof...(Sources) > 0)
auto chain(Sources&&... sources) {
    detail::check_sources<Sources...>();
    return detail::chain_adaptor<iterator_of_t<Sources>...>(iter(std::forward<Sources>(sources))...);
}

template <iterable Source>
auto adapt(chain_from_tag, Source&& source) {
    static_assert(
        iterable<passed_of_t<Source>>,
        "chain_from(source): the items of the source are ranges, generators or objects with next()");
    return detail::chain_from_adaptor<iterator_of_t<Source>>(iter(std::forward<Source>(source)));
}

/// The items of each item of `outer`, which is asked for the next only when one has ended.
/// Source: itertools.chain.from_iterable.
template <class Outer>
auto chain_from(Outer&& outer) {
    detail::check_sources<Outer>();
    return adapt(chain_from_tag{}, std::forward<Outer>(outer));
}
inline auto chain_from() { return detail::make_closure(chain_from_tag{}); }

} // namespace rondo::inline v0
