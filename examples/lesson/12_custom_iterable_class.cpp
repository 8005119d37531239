// SPDX-License-Identifier: BSL-1.0
// Section 13: a class of one's own that is an iterator by having `next`.
#include <rondo/gen/iter.hpp>

#include <fmt/format.h>

#include <cstdint>
#include <optional>
#include <utility>

using namespace rondo;

// `next` is the whole protocol. `adaptor` makes a range of it, for loops and std::views.
class fibonacci : public adaptor<fibonacci> {
public:
    explicit fibonacci(std::int32_t limit) : limit_(limit) {}

    std::optional<std::int64_t> next() {
        if (a_ > limit_) return std::nullopt;
        return std::exchange(a_, std::exchange(b_, a_ + b_)); // gives a, then a, b = b, a + b
    }

private:
    std::int64_t limit_;
    std::int64_t a_ = 0;
    std::int64_t b_ = 1;
};

int main() {
    for (std::int64_t num : fibonacci(100)) fmt::print("{}\n", num);

    // A stage takes it as it takes any source.
    return sum(fibonacci(100) | filter([](std::int64_t n) { return n % 2 == 0; })) == 44 ? 0 : 1;
}
