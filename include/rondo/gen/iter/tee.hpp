// SPDX-License-Identifier: BSL-1.0
//
// `tee`: one source, read by several. It is asked once for each item; what the slowest reader has not seen
// yet is kept, in linked blocks that are dropped behind it. And `partition`, which is made of it.
#pragma once

#include <rondo/base/errors.hpp>
#include <rondo/gen/iter/filter.hpp>

#include <array>
#include <cstddef>
#include <memory>
#include <optional>
#include <utility>
#include <vector>

namespace rondo::inline v0 {

namespace detail {

//   reader a            reader b            source
//      |                   |                   |
//   [block 32 values] -> [block] -> [block: the newest, filled by whoever reads beyond it]
template <class T>
struct tee_block {
    static constexpr std::size_t size = 32;

    tee_block() = default;
    tee_block(const tee_block&) = delete;
    // A long tail is dropped in a loop: recursion would need a stack as deep as the reader lagged behind.
    ~tee_block() {
        while (following && following.use_count() == 1)
            following = std::exchange(following->following, nullptr);
    }

    std::array<std::optional<T>, size> values;
    std::size_t filled = 0;
    std::shared_ptr<tee_block> following;
};

template <class Puller>
struct tee_source {
    explicit tee_source(Puller from) : source(std::move(from)) {}
    Puller source;
    bool running = false;
};

/// One reader. A copy of it reads on from where it stands.
template <class Puller>
class tee_iterator : public stage_base<tee_iterator<Puller>> {
    using value = kept_t<Puller>;
    using block = tee_block<value>;

public:
    static constexpr const char* name = "itertools._tee";

    explicit tee_iterator(Puller source)
        : source_(std::make_shared<tee_source<Puller>>(std::move(source))),
          block_(std::make_shared<block>()) {}
    tee_iterator(const tee_iterator& other)
        : stage_base<tee_iterator>(), source_(other.source_), block_(other.block_), at_(other.at_) {}
    tee_iterator(tee_iterator&&) = default;
    tee_iterator& operator=(const tee_iterator& other) { return *this = tee_iterator(other); }
    tee_iterator& operator=(tee_iterator&&) = default;
    ~tee_iterator() = default;

    item<const value&> next() {
        if (at_ == block::size) {
            if (!block_->following) block_->following = std::make_shared<block>();
            block_ = std::shared_ptr<block>(block_->following);
            at_ = 0;
        }
        if (at_ == block_->filled && !read()) return {};
        return item<const value&>(std::addressof(*block_->values[at_++]));
    }

private:
    bool read() {
        struct running {
            explicit running(bool& now) : flag(now) { flag = true; }
            ~running() { flag = false; }
            bool& flag;
        };
        if (source_->running) throw runtime_error("cannot re-enter the tee iterator");
        running guard(source_->running);
        auto got = source_->source.next();
        if (!got) return false;
        block_->values[block_->filled].emplace(*std::move(got));
        ++block_->filled;
        return true;
    }

    std::shared_ptr<tee_source<Puller>> source_;
    std::shared_ptr<block> block_;
    std::size_t at_ = 0;
};

template <class T>
inline constexpr bool is_tee = false;
template <class Puller>
inline constexpr bool is_tee<tee_iterator<Puller>> = true;

template <class Source>
auto tee_of(Source&& source) {
    if constexpr (is_tee<std::remove_cvref_t<Source>>) {
        return std::remove_cvref_t<Source>(source);
    } else {
        return tee_iterator<iterator_of_t<Source>>(iter(std::forward<Source>(source)));
    }
}

} // namespace detail

/// N iterators over one source, each giving all its items: `auto [a, b] = tee(source);`. A reader can be
/// copied, and teed again: the copies share what is kept. An error of the source reaches the reader that
/// asked.
/// Lifetime: a source lvalue is borrowed: let nobody else read it. Threads: all readers in one. Source:
/// itertools.tee.
template <std::size_t N = 2, iterable Source>
auto tee(Source&& source) {
    auto first = detail::tee_of(std::forward<Source>(source));
    return [&]<std::size_t... I>(std::index_sequence<I...>) {
        return std::array<decltype(first), N>{((void)I, first)...};
    }(std::make_index_sequence<N>{});
}

/// The same, as many as asked for at run time. Throws: value_error when count is negative.
template <iterable Source>
auto tee(Source&& source, std::ptrdiff_t count) {
    if (count < 0) throw value_error("n must be >= 0");
    const auto first = detail::tee_of(std::forward<Source>(source));
    return std::vector<std::remove_const_t<decltype(first)>>(static_cast<std::size_t>(count), first);
}

/// Two iterators: the items for which `predicate` is false, and those for which it is true. It is asked about
/// each item by both. Source: the recipes. Example: `auto [even, odd] = partition(is_odd, range(10));`
template <class F, iterable Source>
auto partition(F predicate, Source&& source) {
    auto [a, b] = tee(std::forward<Source>(source));
    return std::pair(filterfalse(predicate, std::move(a)), filter(predicate, std::move(b)));
}

} // namespace rondo::inline v0
