// SPDX-License-Identifier: BSL-1.0
// Section 1: an iterator written by hand, in the way of C++.
#include <rondo/gen/iter.hpp>

#include <fmt/format.h>

#include <cstddef>
#include <iterator>
#include <ranges>

using namespace rondo;

class count_up_to {
public:
    explicit count_up_to(int max) : max_(max) {}

    // What __next__ does in one call is three here: look (*it), step (++it), and ask for the end (it == end).
    class iterator {
    public:
        using value_type = int;
        using difference_type = std::ptrdiff_t;

        iterator() = default;
        iterator(int current, int max) : current_(current), max_(max) {}

        int operator*() const { return current_; }
        iterator& operator++() {
            ++current_;
            return *this;
        }
        iterator operator++(int) {
            iterator before = *this;
            ++*this;
            return before;
        }
        friend bool operator==(const iterator&, const iterator&) = default;
        friend bool operator==(const iterator& it, std::default_sentinel_t) { return it.current_ > it.max_; }

    private:
        int current_ = 0;
        int max_ = 0;
    };

    iterator begin() const { return {1, max_}; }
    std::default_sentinel_t end() const { return {}; }

private:
    int max_;
};

static_assert(std::ranges::forward_range<count_up_to>); // the standard library takes it
static_assert(iterable<count_up_to>);                   // and so does rondo

int main() {
    for (int x : count_up_to(5)) fmt::print("{}\n", x);

    auto squares = count_up_to(5) | map([](int x) { return x * x; });
    return sum(squares) == 55 ? 0 : 1;
}
