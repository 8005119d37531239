// SPDX-License-Identifier: BSL-1.0
//
// The iterator of everything that is asked by next(): an input iterator, good for one pass, ending at
// default_sentinel. Making one takes the first step, so that a loop over a source that was left early goes on
// with the next value.
#pragma once

#include <rondo/gen/step.hpp>

#include <cstddef>
#include <iterator>

namespace rondo::inline v0::detail {

template <class Source>
class pull_iterator {
    using item_type = typename item_of<std::remove_cvref_t<decltype(std::declval<Source&>().next())>>::type;

public:
    using iterator_concept = std::input_iterator_tag;
    using iterator_category = std::input_iterator_tag;
    using reference = typename item_type::reference;
    using value_type = std::remove_cvref_t<reference>;
    using difference_type = std::ptrdiff_t;
    using pointer = typename item_type::pointer;

    pull_iterator() noexcept = default;
    explicit pull_iterator(Source& source) : source_(&source), item_(as_item(source.next())) {}
    pull_iterator(pull_iterator&&) = default;
    pull_iterator& operator=(pull_iterator&&) = default;

    // What a source makes lives in this iterator: const only in that ++ is what changes it.
    reference operator*() const noexcept { return *item_; }
    pointer operator->() const noexcept { return item_.operator->(); }
    RONDO_INLINE pull_iterator& operator++() {
        item_ = as_item(source_->next());
        return *this;
    }
    void operator++(int) { ++*this; }
    friend bool operator==(const pull_iterator& it, std::default_sentinel_t) noexcept { return !it.item_; }

private:
    Source* source_ = nullptr;
    mutable item_type item_;
};

} // namespace rondo::inline v0::detail
